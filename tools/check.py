"""Everything that can be judged without running the product: ``python -m tools.check [name …]``.

All checks run, two at a time; each says how long it took, and the failed ones show what they found.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("marketplace", "vendors", "campaigns", "workers", "demo")
# Saleor's own schema is too large for this repository; where it is at hand, ours is held against it.
FULL_SCHEMA = Path(os.environ.get("GACHI_SALEOR_SCHEMA") or ROOT.parent / "shared/reference/saleor-3.23.graphql")

# What to do instead, where the tool itself does not say.
ADVICE = {
    "format": "make fmt",
    "imports": "tools/imports.py lists the floors: move what is shared further down, or pass it in.",
    "sandbox unnamed": "The product meets the sandbox over loopback and never names it; addresses come from settings.",
    "migrations": ".venv/bin/python manage.py makemigrations --settings marketplace.settings.test, and name it",
    "operations": "make generate",
    "translations": "make generate, then fill in locale/en/LC_MESSAGES/django.po",
    "templates": "An inline style or script is refused by our content security policy: give it a class or a file.",
    "unused": "Delete it; if a framework calls it by name, add the convention to tools/unused.py.",
}


def checks() -> dict[str, list[str]]:
    """Return every check by name, the slow ones first."""
    python = sys.executable
    manage = [python, "manage.py"]
    return {
        "types": [python, "-m", "mypy"],
        "imports": [python, "-m", "tools.imports"],
        "unused": [python, "-m", "tools.unused"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "system": [*manage, "check", "--fail-level", "WARNING"],
        "translations": [python, "-m", "tools.translations", "check"],
        "schema": [python, "-m", "sandbox.saleor.subset", "--full", str(FULL_SCHEMA)],
        "operations": [python, "tools/saleor_client.py", "--check"],
        "templates": [python, "-m", "djlint", "--lint", "--quiet", "marketplace", "vendors", "campaigns"],
        "sandbox unnamed": [python, "-m", "tools.check", "--sandbox-unnamed"],
        "lint": [python, "-m", "ruff", "check", "--output-format", "concise", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
    }


def run(name: str, command: list[str]) -> bool:
    """Run one check, say how it went, and return whether it passed."""
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    seconds = time.monotonic() - began
    if ended.returncode == 0:
        print(f"ok    {name} ({seconds:.1f} s)", flush=True)
        return True
    advice = f"\n→ {ADVICE[name]}" if name in ADVICE else ""
    print(f"WRONG {name} ({seconds:.1f} s)\n{ended.stdout}{ended.stderr}{advice}\n", flush=True)
    return False


def sandbox_named() -> list[str]:
    """Return the lines of the product that name the sandbox; settings may."""
    found = []
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in {".py", ".html", ".graphql", ".js", ".css"} and "marketplace/settings/" not in name:
                lines = path.read_text(encoding="utf-8").splitlines()
                found += [f"{name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if _names_it(line)]
    return found


def _names_it(line: str) -> bool:
    return "sandbox" in line.lower() and 'sandbox="' not in line  # an iframe's attribute is something else


def main(arguments: list[str]) -> int:
    """Run the named checks, or all; 1 when one fails."""
    if arguments == ["--sandbox-unnamed"]:
        print("\n".join(found := sandbox_named()))
        return bool(found)
    chosen = {name: command for name, command in checks().items() if not arguments or name in arguments}
    if "schema" in chosen and not FULL_SCHEMA.exists():
        print(f"SKIPPED schema: {FULL_SCHEMA} is not at hand (GACHI_SALEOR_SCHEMA may name it)", flush=True)
        del chosen["schema"]
    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(lambda item: run(*item), chosen.items()))
    print(f"{sum(passed)} of {len(passed)} checks passed.", flush=True)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
