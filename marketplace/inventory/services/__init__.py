"""The stock ledger's use-cases: the only code that changes a balance.

Each locks its rows in one order, uses a key once (the same key with the same content changes nothing and returns what
the first did; with other content it raises KeyReused), and writes movement and balance together or not at all. They may
run inside a caller's transaction; one that calls several for different SKUs should do so in order of SKU.
"""

from marketplace.inventory.services.errors import (
    FigureMoved,
    InsufficientStock,
    KeyReused,
    LocationClosed,
    LocationNotEmpty,
    LocationTaken,
    PromisedUnits,
    PromiseEnded,
    StockRefused,
    UnitsNotHeld,
)
from marketplace.inventory.services.locations import HOME, close_location, home, open_location
from marketplace.inventory.services.offers import (
    drop_shortfall,
    fill_shortfall,
    offer_units,
    reoffer_units,
    take_offered,
    withdraw_units,
)
from marketplace.inventory.services.promises import (
    commit_units,
    release_some,
    release_units,
    return_units,
    sell_units,
    ship_units,
)
from marketplace.inventory.services.reading import (
    Difference,
    ExplainedRow,
    Explanation,
    audit,
    explain,
    free_units,
    saleor_quantity,
)
from marketplace.inventory.services.stocking import change, count, lose, receive
from marketplace.inventory.services.transfers import arrive_units, send_units, unsend_units

__all__ = [
    "HOME",
    "Difference",
    "ExplainedRow",
    "Explanation",
    "FigureMoved",
    "InsufficientStock",
    "KeyReused",
    "LocationClosed",
    "LocationNotEmpty",
    "LocationTaken",
    "PromiseEnded",
    "PromisedUnits",
    "StockRefused",
    "UnitsNotHeld",
    "arrive_units",
    "audit",
    "change",
    "close_location",
    "commit_units",
    "count",
    "drop_shortfall",
    "explain",
    "fill_shortfall",
    "free_units",
    "home",
    "lose",
    "offer_units",
    "open_location",
    "receive",
    "release_some",
    "release_units",
    "reoffer_units",
    "return_units",
    "saleor_quantity",
    "sell_units",
    "send_units",
    "ship_units",
    "take_offered",
    "unsend_units",
    "withdraw_units",
]
