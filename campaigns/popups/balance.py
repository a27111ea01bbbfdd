"""What was sent to a pop-up against what became of it, for every variant and at any time."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Sum

from campaigns.models import Consignment, ConsignmentLine, Exhibition, PopupSaleLine, StockCount
from campaigns.popups.consignments import Difference
from campaigns.popups.goods import name_of
from marketplace.inventory.models import Stock
from vendors.models import Enterprise, Variant


@dataclass
class BalanceRow:
    """One variant: sent = sold + returned + lost + damaged once all is done; on the way and here until then."""

    variant: Variant
    sent: int = 0
    on_the_way: int = 0
    sold: int = 0
    won: int = 0
    returned: int = 0
    returning: int = 0
    lost: int = 0
    damaged: int = 0
    here: int = 0
    count: StockCount | None = None
    is_sent_back: bool = False

    @property
    def name(self) -> str:
        return name_of(self.variant)

    @property
    def moving(self) -> int:
        """What is between two places."""
        return self.on_the_way + self.returning

    @property
    def left(self) -> int:
        """What stands here: as counted, by the ledger until it is counted, nothing once it is sent back."""
        if self.count is None:
            return self.here
        return 0 if self.is_sent_back else self.count.counted_units

    @property
    def difference(self) -> int:
        """What nobody has explained; negative where more turned up than was sent."""
        known = self.sold + self.returned + self.lost + self.damaged
        return self.sent - known - self.on_the_way - self.returning - self.left

    @property
    def is_settled(self) -> bool:
        return not (self.difference or self.on_the_way or self.returning or self.left)


@dataclass
class Balance:
    """All rows, by enterprise and name."""

    rows: list[BalanceRow] = field(default_factory=list)

    @property
    def differences(self) -> dict[str, int]:
        """What is unexplained: SKU → units."""
        return {row.variant.sku: row.difference for row in self.rows if row.difference}

    @property
    def total(self) -> dict[str, int]:
        names = ("sent", "sold", "won", "returned", "lost", "damaged", "moving", "left", "difference")
        return {name: sum(getattr(row, name) for row in self.rows) for name in names}

    def of_enterprises(self) -> list[tuple[Enterprise, "Balance"]]:
        """Return the balance of each enterprise by itself."""
        groups: dict[int, list[BalanceRow]] = defaultdict(list)
        for row in self.rows:
            groups[row.variant.listing.enterprise_id].append(row)
        return [(rows[0].variant.listing.enterprise, Balance(rows)) for rows in groups.values()]


def balance_of(exhibition: Exhibition) -> Balance:
    """Add up the documents of a pop-up. What is on the way, and what the ledger says is here, come beside them."""
    rows: dict[int, BalanceRow] = {}
    lines = ConsignmentLine.objects.filter(consignment__exhibition=exhibition).exclude(
        consignment__state=Consignment.State.DRAFT
    )
    lines = lines.select_related("consignment", "variant__listing__enterprise")
    for line in lines:
        _add(rows.setdefault(line.variant_id, BalanceRow(line.variant)), line)
    stocks = dict(Stock.objects.filter(location=exhibition.location_id).values_list("sku", "free"))
    # What stands here without a document would otherwise pass unseen.
    undocumented = Variant.objects.filter(sku__in=stocks.keys() - {row.variant.sku for row in rows.values()})
    for variant in undocumented.select_related("listing__enterprise"):
        rows[variant.pk] = BalanceRow(variant)
    for row in rows.values():
        row.here = stocks.get(row.variant.sku, 0)
    for variant_id, units, won in _sold(exhibition):
        rows[variant_id].sold, rows[variant_id].won = units, won
    for count in StockCount.objects.filter(exhibition=exhibition).select_related("counted_by"):
        row = rows[count.variant_id]
        row.count = count
        row.lost += count.lost_units
        row.damaged += count.damaged_units
    ordered = sorted(rows.values(), key=lambda row: (row.variant.listing.enterprise.name, row.name, row.variant.pk))
    return Balance(ordered)


def _add(row: BalanceRow, line: ConsignmentLine) -> None:
    is_in = line.consignment.direction == Consignment.Direction.IN
    if is_in:
        row.sent += line.sent_units
    else:
        row.is_sent_back = True
    if line.received_units is None:
        if is_in:
            row.on_the_way += line.sent_units
        else:
            row.returning += line.sent_units
        return
    if not is_in:
        row.returned += line.received_units
    missing = line.sent_units - line.received_units
    if line.difference_reason == Difference.LOST:
        row.lost += missing
    else:
        row.damaged += missing


def _sold(exhibition: Exhibition) -> list[tuple[int, int, int]]:
    """Return variant id, units and won, with what was taken back taken off."""
    lines = PopupSaleLine.objects.filter(sale__exhibition=exhibition)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for is_undone, sign in ((False, 1), (True, -1)):
        rows = lines.filter(sale__reverses__isnull=not is_undone).values_list("variant_id")
        for variant, units, won in rows.annotate(Sum("units"), Sum("line_total")).order_by(F("variant_id")):
            sums[variant][0] += sign * units
            sums[variant][1] += sign * won
    return [(variant, units, won) for variant, (units, won) in sums.items()]
