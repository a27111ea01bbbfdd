"""Drawings that the demo and generated goods use: made once for a folder of media."""

from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from demo import drawings, loading
from demo.bulk import pictures
from marketplace.look.images import StoredPicture


class Here:
    """Draws in this process."""

    def __init__(self, **_how):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_what):
        pass

    def map(self, draw, wanted, chunksize):
        return map(draw, wanted)


@pytest.fixture
def asked(settings, tmp_path, monkeypatch):
    """The names that were drawn: plain squares, to save the time that drawing takes."""
    settings.MEDIA_ROOT = tmp_path
    asked = []

    def square(_kind, *, seed, **_size):
        asked.append(seed)
        return Image.new("RGB", (600, 600), (len(asked) % 256, 40, 90))

    monkeypatch.setattr(drawings, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(drawings, "draw", square)
    monkeypatch.setattr(drawings, "draw_maker", square)
    return asked


def quiet(_text):
    pass


def test_a_second_database_needs_no_drawing(asked):
    first = pictures.drawn(quiet)
    count = len(asked)
    again = pictures.drawn(quiet)

    assert again == first
    assert len(asked) == count == len(first)
    assert {kind for kind in first if kind.startswith("maker:")}


def test_what_was_taken_away_is_drawn_again(asked, settings):
    first = pictures.drawn(quiet)
    count = len(asked)
    kind, picture = next(iter(first.items()))
    Path(settings.MEDIA_ROOT, StoredPicture.from_json(picture).market_name).unlink()

    again = pictures.drawn(quiet)

    assert asked[count:] == [f"generated {kind}"]
    assert again.keys() == first.keys()


def test_a_note_that_cannot_be_read_is_made_anew(asked, settings):
    drawings.drawings([("mine", "mug")], quiet)
    [note] = Path(settings.MEDIA_ROOT, "pictures/drawn").iterdir()
    note.write_text("{", encoding="utf-8")

    drawings.drawings([("mine", "mug")], quiet)

    assert asked == ["mine", "mine"]


@pytest.mark.django_db
def test_what_was_drawn_ahead_is_what_the_demo_loads(asked):
    said = []
    loading.draw(only=loading.FIRST, say=said.append)
    ahead = len(asked)

    loading.load_places()
    loading.load_makers(now=timezone.now(), only=loading.FIRST, say=said.append)

    assert len(asked) == ahead
    assert said[0] == f"pictures {ahead}/{ahead}"
    assert said[1].startswith("2 enterprises")
