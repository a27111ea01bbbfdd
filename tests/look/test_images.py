"""Pictures are checked, cleaned, and written in every size that pages and markets want."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from marketplace.look import images
from marketplace.look.images import PictureRefused, StoredPicture, store_picture


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photograph(width=1600, height=1200, form="JPEG", *, ink=(200, 80, 40), mode="RGB", **options):
    body = io.BytesIO()
    Image.new(mode, (width, height), ink).save(body, form, **options)
    body.seek(0)
    return body


def opened(name):
    with default_storage.open(name) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
        return image


def stored_files(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*.*"))


def test_a_photograph_is_written_in_all_its_sizes(tmp_path):
    stored = store_picture(photograph())

    assert (stored.width, stored.height) == (1600, 1200)
    assert stored_files(tmp_path) == sorted(
        ["market.jpg", "original.jpg"]
        + [f"square-{width}.webp" for width in (320, 480, 640, 960)]
        + [f"natural-{width}.webp" for width in (320, 480, 640, 960, 1280)]
    )
    assert opened(stored.name(480, square=True)).size == (480, 480)
    assert opened(stored.name(480, square=False)).size == (480, 360)
    assert (opened(stored.market_name).format, opened(stored.market_name).size) == ("JPEG", (1000, 1000))


def test_a_square_picture_is_written_once(tmp_path):
    stored = store_picture(photograph(1280, 1280, "PNG"))

    assert stored_files(tmp_path) == sorted(
        ["market.jpg", "original.jpg"] + [f"square-{width}.webp" for width in images.WIDTHS]
    )
    assert stored.square() == stored.natural()


def test_the_same_picture_is_kept_once(tmp_path):
    first = store_picture(photograph())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}

    second = store_picture(photograph())

    assert second == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before


def test_pages_get_sources_with_their_sizes_reserved():
    stored = StoredPicture("pictures/ab/cd", 800, 600)

    assert stored.square() == {
        "src": "/media/pictures/ab/cd/square-480.webp",
        "srcset": "/media/pictures/ab/cd/square-320.webp 320w, /media/pictures/ab/cd/square-480.webp 480w",
        "width": 480,
        "height": 480,
    }
    assert (stored.natural()["width"], stored.natural()["height"]) == (640, 480)


def test_a_row_keeps_a_picture_and_gives_it_back():
    stored = StoredPicture("pictures/ab/cd", 800, 600)

    assert StoredPicture.from_json(stored.as_json()) == stored


def test_where_and_by_whom_a_photograph_was_taken_is_left_behind():
    exif = Image.Exif()
    exif[0x013B] = "Hong Gildong"
    exif.get_ifd(0x8825)[2] = (37.0, 30.0, 0.0)

    stored = store_picture(photograph(exif=exif))

    original = opened(stored.original_name)
    assert dict(original.getexif()) == {}
    assert "Hong" not in str(original.info)


def test_a_photograph_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    stored = store_picture(photograph(1600, 1200, exif=exif))

    assert (stored.width, stored.height) == (1200, 1600)


def test_other_colour_spaces_become_plain_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    stored = store_picture(photograph(mode="CMYK", ink=(0, 255, 255, 0), icc_profile=None))
    profiled = store_picture(photograph(icc_profile=profile))

    assert opened(stored.original_name).mode == "RGB"
    assert "icc_profile" not in opened(profiled.original_name).info


def test_what_is_see_through_becomes_white():
    stored = store_picture(photograph(600, 600, "PNG", mode="RGBA", ink=(0, 0, 0, 0)))

    assert opened(stored.original_name).getpixel((300, 300)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (lambda: photograph(499, 900), "짧은 쪽이 500픽셀"),
        (lambda: io.BytesIO(b"<svg onload=alert(1)>"), "열지 못했어요"),
        (lambda: io.BytesIO(photograph().read()[:2000]), "열지 못했어요"),
        (lambda: photograph(600, 600, "GIF", mode="P", ink=3), "열지 못했어요"),
        (lambda: io.BytesIO(b"\0" * (images.MAX_BYTES + 1)), "12MB"),
        (lambda: photograph(8000, 6000, "PNG", mode="1", ink=1), "4천만 화소"),
        (lambda: io.BytesIO(b""), "열지 못했어요"),
    ],
    ids=["small", "not a picture", "cut short", "unwanted kind", "heavy", "huge", "empty"],
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_written(tmp_path, file, says):
    with pytest.raises(PictureRefused, match=says):
        store_picture(file())

    assert stored_files(tmp_path) == []


def test_a_picture_smaller_than_the_market_wants_is_not_blown_up():
    stored = store_picture(photograph(700, 600))

    assert opened(stored.market_name).size == (600, 600)
