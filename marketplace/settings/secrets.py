"""Secrets by file: what must not be seen by whoever may list processes or inspect a container."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

# NAME_FILE names a file that holds NAME.
NEEDED = {
    "DATABASE_URL",
    "DATABASE_PASSWORD",
    "REDIS_URL",
    "REDIS_PASSWORD",
    "GACHI_SECRET_KEY",
    "GACHI_SEALING_KEY",
    "GACHI_STRIPE_SECRET_KEY",
    "GACHI_STRIPE_WEBHOOK_SECRET",
}
# An empty file says that there is none: compose mounts the file of every secret, also of a market that is not used.
OPTIONAL = {
    "GACHI_SALEOR_ADMIN",
    "GACHI_COUPANG_ACCESS_KEY",
    "GACHI_COUPANG_SECRET_KEY",
    "GACHI_EMAIL_PASSWORD",
    "GACHI_METRICS_TOKEN",
}


def from_files(given: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """Return what was given, with each secret that stands in a file read from there; what is wrong joins `faults`."""
    found = dict(given)
    for name in sorted(NEEDED | OPTIONAL):
        path = found.pop(f"{name}_FILE", None)
        if path is None:
            continue
        if name in given:
            faults.append(f"{name} and {name}_FILE are both given: keep one")
            continue
        # Named among the faults, it need not be called missing besides.
        found[name] = _content(name, Path(path), faults)
    return found


def _content(name: str, path: Path, faults: list[str]) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "not UTF-8 text"
        faults.append(f"{name}_FILE: {path} cannot be read ({reason})")
        return ""
    if not value and name in NEEDED:
        faults.append(f"{name}_FILE: {path} is empty")
    return value


def with_password(url: str, password: str) -> str:
    """Return an address with the password put in, where it is given apart from it."""
    if not url or not password:
        return url
    parts = urlsplit(url)
    place = f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{quote(password, safe='')}@{place}"))
