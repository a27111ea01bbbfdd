"""What a start has prepared, so that the next one knows what it need not do again."""

import hashlib
import subprocess
from collections.abc import Mapping

import psycopg

from sandbox.launch import processes


def files(*patterns: str) -> str:
    """Return a digest that changes when a file of the repository does, by time and size; "" where git cannot list."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=processes.ROOT, capture_output=True, text=True, timeout=30, check=False,
    ).stdout.splitlines()  # fmt: skip
    sheet = hashlib.sha256()
    for name in sorted(listed):
        path = processes.ROOT / name
        if path.is_file():
            sheet.update(f"{name}:{path.stat().st_mtime_ns}:{path.stat().st_size}\n".encode())
    return sheet.hexdigest() if listed else ""


def migrations(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what `migrate` would look at: the code's migrations and what the database says was applied.

    Empty where either cannot be told, as on an empty database.
    """
    written = files("*/migrations/*.py", "requirements/*.txt")
    applied = "SELECT md5(string_agg(app || '.' || name, ',' ORDER BY id)) FROM django_migrations"
    try:
        with psycopg.connect(environment["DATABASE_URL"], connect_timeout=5) as database:
            row = database.execute(applied).fetchone()
    except psycopg.Error:
        return {}
    return {"written": written, "applied": row[0]} if written and row and row[0] else {}
