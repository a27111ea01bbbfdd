"""Slugs as Saleor makes them when none is given: romanised, lower case, hyphens."""

import re
import unicodedata

from .store import Call

_LEADS = ("g", "gg", "n", "d", "dd", "r", "m", "b", "bb", "s", "ss", "", "j", "jj", "c", "k", "t", "p", "h")
_VOWELS = tuple(re.split(" ", "a ae ya yae eo e yeo ye o wa wae oe yo u weo we wi yu eu yi i"))
_TAILS = tuple(re.split(" ", " g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j c k t p h"))


def romanize(text: str) -> str:
    """Write Hangul syllables in Latin letters, one by one (블랙 becomes beulraeg)."""
    out = []
    for char in text:
        code = ord(char) - 0xAC00
        if 0 <= code < 11172:
            out.append(_LEADS[code // 588] + _VOWELS[code % 588 // 28] + _TAILS[code % 28])
        else:
            out.append(char)
    return "".join(out)


def slugify(text: str) -> str:
    """Return the slug of a text; empty where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", romanize(unicodedata.normalize("NFC", text)))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def free_slug(call: Call, table: str, text: str) -> str:
    """Return a slug for `text` that no row of `table` has yet."""
    base = slugify(text) or "-"
    slug, tries = base, 1
    while call.value(f"SELECT 1 FROM {table} WHERE slug = %s", slug):
        tries += 1
        slug = f"{base}-{tries}"
    return slug
