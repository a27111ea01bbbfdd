"""Looks a deployment over and says, line by line, what is well, what is not, and what to do about it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from marketplace.health.doctor import deployment, engine, outside, parts, servers
from marketplace.health.doctor.findings import Finding, broken, without_secrets

Check = Callable[[datetime], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "settings": deployment.settings_in_force,
    "secrets": deployment.sealed_secrets,
    "database": servers.database,
    "valkey": servers.valkey,
    "storage": servers.storage,
    "mail": servers.mail,
    "clock": servers.clock,
    "saleor": engine.saleor,
    "stripe": outside.stripe,
    "markets": outside.markets,
    "parts": parts.signs_of_life,
    "backlog": parts.backlog,
}


def look_over(now: datetime, *, only: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Yield what every check finds, or those named; no secret is shown. A check that fails itself is a finding too."""
    for name, check in CHECKS.items():
        if only and name not in only:
            continue
        try:
            for finding in check(now):
                yield without_secrets(finding)
        except Exception as exc:  # whatever it is, the other checks are still wanted
            problem = f"{type(exc).__name__}: {exc}"
            yield without_secrets(broken(name, f"could not be looked at ({problem})", "See what the line says."))
