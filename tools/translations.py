"""Translations without gettext's programs: ``python -m tools.translations extract | check | compile``.

Source strings are Korean; English lives in locale/en. `extract` collects what Python and templates wrap and keeps what
is translated; `check` names what is missing, doubtful, no longer used, or has other placeholders than its source;
`compile` writes what Django reads.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PACKAGES = ("marketplace", "vendors", "campaigns", "workers", "demo")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# English. The sources are Korean: they stand in the code and in the templates. See tools/translations.py.
msgid ""
msgstr ""
"Project-Id-Version: gachi\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{\w*\}")


def collect() -> Catalog:
    """Return every wrapped string of the product, in the order of its files."""
    catalog = Catalog(locale="en")
    for path in _sources():
        name = path.relative_to(ROOT).as_posix()
        code = path.read_bytes() if path.suffix == ".py" else _templatized(path)
        for line, message, comments, context in extract(
            "python", BytesIO(code), keywords=KEYWORDS, comment_tags=["NOTE:"]
        ):
            # Without line numbers: they would change the file with every edit elsewhere.
            catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if "migrations" in path.parts:
                continue
            if path.suffix == ".py" or (path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts):
                yield path


def _templatized(path: Path) -> bytes:
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # A template's indentation is no Python's, and the tokens are all that is looked at.
    return "\n".join(line.lstrip() for line in code.splitlines()).encode()


def load() -> Catalog:
    """Return the translations as they are kept."""
    if not FILE.exists():
        return Catalog(locale="en")
    with FILE.open("rb") as file:
        return pofile.read_po(file, locale="en")


def merged() -> Catalog:
    """Return what is kept, brought in line with what is wrapped: new strings are empty, unused ones obsolete."""
    kept = load()
    kept.update(collect(), no_fuzzy_matching=True, keep_user_comments=True)
    return kept


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as the file that is committed, without what changes by itself: dates and line numbers."""
    output = BytesIO()
    pofile.write_po(
        output, catalog, width=120, omit_header=True, include_lineno=False, ignore_obsolete=True, sort_by_file=True
    )
    return HEADER.encode() + output.getvalue()


def faults() -> list[str]:
    """Say what keeps the translations from being complete."""
    catalog = merged()
    found = [f"not used any more: {_shown(message)}" for message in catalog.obsolete.values()]
    for message in catalog:
        if not message.id:
            continue
        translated = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            found.append(f"marked as doubtful: {_shown(message)}")
        if not all(translated):
            where = message.locations[0][0] if message.locations else "?"
            found.append(f"not translated ({where}): {_shown(message)}")
        elif not _placeholders_agree(message.id, [text or "" for text in translated]):
            found.append(f"other placeholders: {_shown(message)}")
    return found


def _placeholders_agree(source: object, translated: Sequence[str]) -> bool:
    """Whether the last form has the source's placeholders, and the others (one day, many days) none beyond them."""
    wanted = _placeholders(*source) if isinstance(source, tuple | list) else _placeholders(str(source))
    return _placeholders(translated[-1]) == wanted and _placeholders(*translated) <= wanted


def _placeholders(*texts: str) -> set[str]:
    return {found.group() for text in texts for found in PLACEHOLDER.finditer(text)}


def _shown(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return repr(text if len(text) < 70 else text[:69] + "…")


def compile_catalog() -> None:
    """Write the compiled file when the catalogue is newer."""
    compiled = FILE.with_suffix(".mo")
    if not FILE.exists() or (compiled.exists() and compiled.stat().st_mtime_ns >= FILE.stat().st_mtime_ns):
        return
    with compiled.open("wb") as output:
        write_mo(output, load())
    # The catalogue's own time: an edit made meanwhile is newer and is not passed over.
    os.utime(compiled, ns=(FILE.stat().st_atime_ns, FILE.stat().st_mtime_ns))


def main(arguments: list[str]) -> int:
    """Do as the command line says; 1 when `check` finds something."""
    match arguments:
        case ["extract"]:
            catalog = merged()
            FILE.parent.mkdir(parents=True, exist_ok=True)
            FILE.write_bytes(written(catalog))
            print(f"{FILE.relative_to(ROOT)}: {len(catalog)} strings, {len(faults())} to look after")
        case ["check"]:
            if found := faults():
                print("\n".join(found), file=sys.stderr)
                print(
                    f"{len(found)} in {FILE.relative_to(ROOT)}: run `make generate`, then fill in what is empty.",
                    file=sys.stderr,
                )
                return 1
        case ["compile"]:
            compile_catalog()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
