"""One drawing per kind of good and workshop, shared by all that is generated."""

from concurrent.futures import ProcessPoolExecutor
from typing import Any

from demo.goods import GOODS
from demo.loading import draw_one, set_up_django
from demo.makers import MAKERS


def drawn() -> dict[str, dict[str, Any]]:
    """Return what rows keep of each drawing, by kind of picture, and by ``maker:`` and the workshop."""
    kinds = sorted({good.picture for good in GOODS})
    workshops = sorted({f"maker:{maker.workshop}" for maker in MAKERS})
    with ProcessPoolExecutor(initializer=set_up_django) as pool:
        return dict(pool.map(_draw, [*kinds, *workshops], chunksize=4))


def _draw(kind: str) -> tuple[str, dict[str, Any]]:
    _name, picture = draw_one((f"generated {kind}", kind))
    return kind, picture
