"""Illustrations follow from their seed alone, differ where they should, and look like something."""

import pytest

from marketplace.look.pictures import KINDS, draw, draw_cover, draw_maker
from marketplace.look.pictures.covers import THEMES
from marketplace.look.pictures.fronts import TRADES
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import mix
from marketplace.look.pictures.pen import Pen, box

SIZE = 96


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_drawn_and_has_many_colours(kind):
    image = draw(kind, seed="a", size=SIZE)

    assert image.size == (SIZE, SIZE)
    assert image.mode == "RGB"
    assert len(image.getcolors(SIZE * SIZE)) > 60


def test_the_same_seed_draws_the_same_picture():
    assert draw("mug", seed="slow", size=SIZE).tobytes() == draw("mug", seed="slow", size=SIZE).tobytes()


def test_other_seeds_and_other_views_draw_other_pictures():
    pictures = {draw("mug", seed=seed, size=SIZE).tobytes() for seed in ("slow", "slow:2", "slow:3", "quick", "calm")}

    assert len(pictures) == 5


def test_views_show_the_same_thing_elsewhere():
    one, other = Hand("mug", "slow"), Hand("mug", "slow:2")

    assert [one.between(0, 1) for _ in range(5)] == [other.between(0, 1) for _ in range(5)]
    assert one.place_between(0, 1) != other.place_between(0, 1)


def test_a_word_in_the_seed_chooses_the_variant():
    assert [Hand("bag", f"{word}-{n}").style(["tote", "backpack"]) for n in range(9) for word in ("backpack",)] == [
        "backpack"
    ] * 9


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        draw("submarine", seed="a", size=SIZE)


@pytest.mark.parametrize("theme", [theme.words[0] for theme in THEMES] + ["something else"])
def test_covers_are_wide(theme):
    assert draw_cover(theme, "a", width=320).size == (320, 180)


@pytest.mark.parametrize("kind", [*TRADES, "garden", "honey", "mountain", "walk", "unheard-of"])
def test_every_maker_has_a_place(kind):
    image = draw_maker(kind, "a", size=SIZE)

    assert image.size == (SIZE, SIZE)
    assert len(image.getcolors(SIZE * SIZE)) > 100


def test_ink_inside_an_outline_stays_there():
    pen = Pen(pixels=100)
    pen.wash((255, 255, 255))

    with pen.inside(box(250, 250, 750, 750)):
        pen.wash((0, 0, 0))

    image = pen.finish()
    assert image.getpixel((50, 50)) == (0, 0, 0)
    assert image.getpixel((10, 50)) == (255, 255, 255)
    assert image.getpixel((90, 90)) == (255, 255, 255)


def test_drawing_around_a_point_turns_and_sizes_what_is_drawn():
    pen = Pen(pixels=100)
    pen.wash((255, 255, 255))

    with pen.at(500, 500, size=2, turn=90):
        pen.fill(box(0, -20, 100, 20), (0, 0, 0))

    image = pen.finish()
    assert image.getpixel((50, 65)) == (0, 0, 0)
    assert image.getpixel((65, 50)) == (255, 255, 255)


def test_mixing_goes_from_one_colour_to_the_other():
    assert mix((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)
