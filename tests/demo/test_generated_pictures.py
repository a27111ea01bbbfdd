"""Drawings that generated goods share: made once for a folder of media."""

from pathlib import Path

import pytest
from PIL import Image

from demo.bulk import pictures
from marketplace.look.images import StoredPicture, store_image


class Here:
    """Draws in this process, and counts."""

    asked: list = []

    def __init__(self, **_how):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_what):
        pass

    def map(self, _draw, kinds, chunksize):
        Here.asked.append(list(kinds))
        image = Image.new("RGB", (600, 600), "teal")
        return [(kind, store_image(image).as_json()) for kind in kinds]


@pytest.fixture
def asked(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pictures, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(Here, "asked", [])
    return Here.asked


def test_a_second_database_needs_no_drawing(asked):
    first = pictures.drawn()
    again = pictures.drawn()

    assert again == first
    assert len(asked) == 1
    assert {kind for kind in first if kind.startswith("maker:")}


def test_what_was_taken_away_is_drawn_again(asked, settings):
    first = pictures.drawn()
    Path(settings.MEDIA_ROOT, StoredPicture.from_json(next(iter(first.values()))).market_name).unlink()

    pictures.drawn()

    assert len(asked) == 2
    assert pictures._there().keys() == first.keys()
