"""One drawing per kind of good and workshop, shared by all that is generated."""

from collections.abc import Callable
from typing import Any

from demo.drawings import MAKER, drawings
from demo.goods import GOODS
from demo.makers import MAKERS


def drawn(say: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    """Return what rows keep of each drawing, by kind of picture, and by ``maker:`` and the workshop."""
    kinds = sorted({good.picture for good in GOODS} | {f"{MAKER}{maker.workshop}" for maker in MAKERS})
    made = drawings([(f"generated {kind}", kind) for kind in kinds], say)
    return {kind: made[f"generated {kind}"] for kind in kinds}
