"""Nothing but the ledger's own package writes its tables. Reading them is anyone's."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("marketplace", "vendors", "campaigns", "workers")
OWN = ROOT / "marketplace" / "inventory"

MODELS = {"Location", "Stock", "StockOperation", "StockMovement", "Commitment", "Offer", "Shortfall"}
RELATED = {"stocks", "movements", "commitments", "offers"}
FIGURES = {"on_hand", "free", "allocated", "offered", "leased", "in_transit_out"}
WRITES = {
    "create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete", "save",
    "acreate", "abulk_create", "aupdate", "aget_or_create", "aupdate_or_create", "adelete", "asave",
}  # fmt: skip


def writes_in(source):
    """Return (line, what) of everything in a module that writes a table of the ledger, or could."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "marketplace.inventory.models"
        for alias in node.names
        if alias.name in MODELS
    }
    return sorted(found for node in ast.walk(tree) for found in _writes(node, names))


def _writes(node, names):
    if isinstance(node, ast.Call):
        parts = _parts(node.func)
        makes = parts[0] in names and len(parts) == 1
        writes = parts[-1] in WRITES and (parts[0] in names or RELATED & set(parts[1:-1]))
        if makes or writes:
            yield node.lineno, ".".join(parts)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        for part in ast.walk(target) if isinstance(target, ast.AST) else ():
            if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and part.attr in FIGURES:
                yield node.lineno, f"….{part.attr} ="
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "inventory_" in node.value:
        yield node.lineno, f"SQL on {node.value[:40]!r}"
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("marketplace.inventory.services."):
        yield node.lineno, f"import from {node.module}"
    if isinstance(node, ast.ImportFrom) and node.module == "marketplace.inventory.services":
        yield from ((node.lineno, "import of the ledger's inside") for a in node.names if a.name == "ledger")


def _parts(node):
    """Return the names along a chain of attributes and calls, from its beginning: Stock.objects.filter().update."""
    if isinstance(node, ast.Attribute):
        return [*_parts(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _parts(node.func)
    if isinstance(node, ast.Subscript):
        return _parts(node.value)
    return [node.id] if isinstance(node, ast.Name) else ["?"]


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if OWN not in path.parents and "migrations" not in path.parts:
                yield path


def test_only_the_ledgers_own_package_writes_its_tables():
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in modules()
        for line, what in writes_in(path.read_text(encoding="utf-8"))
    ]

    assert found == [], "use marketplace.inventory.services"


@pytest.mark.parametrize(
    "code",
    [
        "Stock(sku='a').save()",
        "Stock.objects.create(sku='a')",
        "Stock.objects.filter(sku='a').order_by('pk').update(free=1)",
        "Stock.objects.select_for_update().get(sku='a').delete()",
        "StockMovement.objects.bulk_create([])",
        "location.stocks.update(free=1)",
        "stock.movements.all().delete()",
        "stock.free -= 1",
        "stock.free = stock.on_hand",
        "a, stock.allocated = 1, 2",
        "cursor.execute('UPDATE inventory_stock SET free = 1')",
        "from marketplace.inventory.services.ledger import post",
        "from marketplace.inventory.services import ledger",
    ],
)
def test_what_writes_is_found(code):
    assert writes_in(f"from marketplace.inventory.models import Stock, StockMovement\n{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "Stock.objects.filter(sku='a').values_list('free')",
        "print(stock.free, stock.movements.count())",
        "order.lines.update(units=1)",
        "services.receive(sku='a')",
        "other.objects.create(stock=stock)",
    ],
)
def test_what_reads_is_not(code):
    assert writes_in(f"from marketplace.inventory.models import Stock\n{code}\n") == []
