"""Which way imports point, as architecture.md draws it: ``python -m tools.imports``.

A package may import from the floors below its own, and from its own floor where that is shared (the rooms of a
divided floor don't know each other). The longest name that fits a module says where it lives. import-linter cannot say
this: `vendors` and `vendors.portal` live on different floors.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Floor:
    rooms: tuple[str, ...]
    divided: bool = False


PRODUCT = (
    Floor(("marketplace.urls", "marketplace.wsgi", "marketplace.hooks_wsgi", "demo")),
    Floor(("workers",)),
    Floor(
        (
            *("marketplace.storefront", "marketplace.console", "marketplace.webhooks", "marketplace.health"),
            *("vendors.portal", "campaigns.till"),
        ),
    ),
    Floor(("marketplace.purchases",)),
    Floor(("campaigns",)),
    Floor(("vendors",)),
    Floor(
        ("marketplace.channels", "marketplace.payments", "marketplace.inventory", "marketplace.saleor"),
        divided=True,
    ),
    Floor(("marketplace.look",)),
    Floor(("marketplace.core",)),
    Floor(("marketplace.settings", "marketplace.logs", "marketplace")),
)
SANDBOX = (
    Floor(("sandbox.launch", "sandbox.saleor", "sandbox.stripe", "sandbox.coupang"), divided=True),
    Floor(("sandbox.shared", "sandbox")),
)
HOUSES = {"product": PRODUCT, "sandbox": SANDBOX}


def place(module: str) -> tuple[str, int, str] | None:
    """Return the house, floor and room of a module, or None for a module that is not ours."""
    best: tuple[str, int, str] | None = None
    for house, floors in HOUSES.items():
        for number, floor in enumerate(floors):
            for room in floor.rooms:
                if (module == room or module.startswith(f"{room}.")) and (best is None or len(room) > len(best[2])):
                    best = (house, number, room)
    return best


def problem(importer: str, imported: str) -> str:
    """Say what is wrong with one import, or nothing."""
    here, there = place(importer), place(imported)
    if here is None or there is None or here[2] == there[2]:
        return ""
    if here[0] != there[0]:
        return "the product and the sandbox meet over loopback only"
    if there[1] < here[1]:
        return f"{here[2]} lies below {there[2]}"
    if there[1] == here[1] and HOUSES[here[0]][here[1]].divided:
        return f"{here[2]} and {there[2]} don't know each other"
    return ""


def imports(path: Path, module: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of every import in a file, wherever in it."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            # `from marketplace import logs` names a module; `from marketplace.core import money` may, too.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def faults() -> list[str]:
    """Say every import that points the wrong way."""
    found = []
    for top in ("marketplace", "vendors", "campaigns", "workers", "demo", "sandbox"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = path.relative_to(ROOT)
            module = ".".join(name.with_suffix("").parts).removesuffix(".__init__")
            for line, imported in imports(path, module):
                if said := problem(module, imported):
                    found.append(f"{name}:{line}: imports {imported}, but {said}")
    return found


if __name__ == "__main__":
    problems = faults()
    print("\n".join(problems))
    sys.exit(bool(problems))
