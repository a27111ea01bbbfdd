"""Pictures that the demo and the generator need: drawn on all cores, once for a folder of media."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from marketplace.look.images import StoredPicture, store_image
from marketplace.look.pictures import draw, draw_maker

SIDE = 960
SAID_EVERY = 40
MAKER = "maker:"

Wanted = tuple[str, str]
"""A name, which is the seed, and a kind of good; or ``maker:`` and a kind of workshop."""


def drawings(wanted: Sequence[Wanted], say: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    """Return by name what a row keeps of each drawing; what lies in the media already is not drawn again."""
    known = {one: there for one in wanted if (there := _noted(one))}
    missing = [one for one in wanted if one not in known]
    if missing:
        with ProcessPoolExecutor(initializer=_begin) as pool:
            for count, picture in enumerate(pool.map(draw_one, missing, chunksize=4), 1):
                known[missing[count - 1]] = picture
                if count % SAID_EVERY == 0 or count == len(missing):
                    say(f"pictures {count}/{len(missing)}")
    return {name: known[name, kind] for name, kind in wanted}


def _begin() -> None:
    """Make a helper ready to draw, and have it end when the process that it helps is gone."""
    import django

    django.setup()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def draw_one(wanted: Wanted) -> dict[str, Any]:
    """Draw one picture, write it through the pipeline, and note beside the pictures which one it is."""
    name, kind = wanted
    image = (
        draw_maker(kind.removeprefix(MAKER), seed=name) if kind.startswith(MAKER) else draw(kind, seed=name, size=SIDE)
    )
    picture = store_image(image).as_json()
    note = _note_of(wanted)
    default_storage.delete(note)
    default_storage.save(note, ContentFile(json.dumps(picture).encode()))
    return picture


def _note_of(wanted: Wanted) -> str:
    digest = hashlib.sha256("\0".join(wanted).encode()).hexdigest()
    return f"pictures/drawn/{digest[:32]}.json"


def _noted(wanted: Wanted) -> dict[str, Any] | None:
    """Return what a row keeps of a drawing, if it was drawn and its files are still there."""
    try:
        with default_storage.open(_note_of(wanted)) as file:
            picture: dict[str, Any] = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    return picture if default_storage.exists(StoredPicture.from_json(picture).market_name) else None
