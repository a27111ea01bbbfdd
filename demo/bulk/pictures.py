"""One drawing per kind of good and workshop, shared by all that is generated."""

import json
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from demo.goods import GOODS
from demo.loading import draw_one, set_up_django
from demo.makers import MAKERS
from marketplace.look.images import StoredPicture

# Lies beside the pictures: the next database that is filled with the same media needs no drawing.
INDEX = "pictures/generated.json"


def drawn() -> dict[str, dict[str, Any]]:
    """Return what rows keep of each drawing, by kind of picture, and by ``maker:`` and the workshop."""
    kinds = sorted({good.picture for good in GOODS})
    workshops = sorted({f"maker:{maker.workshop}" for maker in MAKERS})
    wanted = [*kinds, *workshops]
    there = _there()
    if there.keys() >= set(wanted):
        return there
    with ProcessPoolExecutor(initializer=set_up_django) as pool:
        made = dict(pool.map(_draw, wanted, chunksize=4))
    default_storage.delete(INDEX)
    default_storage.save(INDEX, ContentFile(json.dumps(made).encode()))
    return made


def _there() -> dict[str, dict[str, Any]]:
    """Return the drawings of the index whose files are still there."""
    if not default_storage.exists(INDEX):
        return {}
    with default_storage.open(INDEX) as file:
        known: dict[str, dict[str, Any]] = json.load(file)
    return {
        kind: row for kind, row in known.items() if default_storage.exists(StoredPicture.from_json(row).market_name)
    }


def _draw(kind: str) -> tuple[str, dict[str, Any]]:
    _name, picture = draw_one((f"generated {kind}", kind))
    return kind, picture
