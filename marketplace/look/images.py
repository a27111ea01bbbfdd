"""Pictures, from vendors or drawn by us: checked, cleaned, and written in the sizes that pages and markets want."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

WIDTHS = (320, 480, 640, 960, 1280)
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 3200
SHORTEST_SIDE = 500  # a market takes no less: coupang.md, images
MARKET_SIDE = 1000
MARKET_BYTES = 3 * 1024 * 1024
_WEBP = {"quality": 82, "method": 2}
_PAPER = (255, 255, 255)


class PictureRefused(ValueError):
    """This file cannot be shown as a picture; the message is fit to show."""


@dataclass(frozen=True)
class StoredPicture:
    """A picture as it lies in storage. `as_json` is what a row keeps, `from_json` what a page reads."""

    key: str
    width: int
    height: int

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "width": self.width, "height": self.height}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "StoredPicture":
        return cls(key=row["key"], width=row["width"], height=row["height"])

    @property
    def is_square(self) -> bool:
        return self.width == self.height

    @property
    def original_name(self) -> str:
        return f"{self.key}/original.jpg"

    @property
    def market_name(self) -> str:
        return f"{self.key}/market.jpg"

    @property
    def market_url(self) -> str:
        """Where markets fetch the square JPEG (relative to the storage's base URL)."""
        return default_storage.url(self.market_name)

    def square_widths(self) -> list[int]:
        return _fitting(min(self.width, self.height))

    def natural_widths(self) -> list[int]:
        return _fitting(self.width)

    def name(self, width: int, *, square: bool) -> str:
        return f"{self.key}/{'square' if square or self.is_square else 'natural'}-{width}.webp"

    def square(self) -> dict[str, Any]:
        """Return what ``look/partials/picture.html`` needs for the square crop."""
        widths = self.square_widths()
        side = _default(widths)
        return {**self._sources(widths, side, square=True), "width": side, "height": side}

    def natural(self) -> dict[str, Any]:
        """Return what ``look/partials/picture.html`` needs for the picture in its own proportions."""
        widths = self.natural_widths()
        width = _default(widths)
        height = round(self.height * width / self.width)
        return {**self._sources(widths, width, square=False), "width": width, "height": height}

    def _sources(self, widths: list[int], chosen: int, *, square: bool) -> dict[str, Any]:
        urls = {width: default_storage.url(self.name(width, square=square)) for width in widths}
        return {"src": urls[chosen], "srcset": ", ".join(f"{url} {width}w" for width, url in urls.items())}


def store_picture(file: IO[bytes]) -> StoredPicture:
    """Check a picture and write all its renditions, once per content; raise PictureRefused where it cannot be shown."""
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise PictureRefused(_("사진이 12MB보다 커요. 더 작은 사진으로 올려 주세요."))
    return store_image(_opened(body))


def store_image(image: Image.Image) -> StoredPicture:
    """Write all renditions of a picture that is already decoded, upright and sRGB, such as one of our drawings."""
    original = _encoded(image, "JPEG", quality=90, optimize=True)
    digest = hashlib.sha256(original).hexdigest()
    stored = StoredPicture(f"pictures/{digest[:2]}/{digest[2:34]}", image.width, image.height)
    if default_storage.exists(stored.market_name):  # written last, so everything is there
        return stored

    _write(stored.original_name, original)
    square = image if stored.is_square else ImageOps.fit(image, (min(image.size),) * 2, Image.Resampling.LANCZOS)
    _write_widths(stored, square, stored.square_widths(), square=True)
    if not stored.is_square:
        _write_widths(stored, image, stored.natural_widths(), square=False)
    _write(stored.market_name, _market_jpeg(square))
    return stored


def _opened(body: bytes) -> Image.Image:
    """Decode, turn upright, convert to sRGB on paper; who took it and where stays behind."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as found:
            if found.width * found.height > MAX_PIXELS:
                raise PictureRefused(_("사진이 너무 커요. 4천만 화소까지 올릴 수 있어요."))
            found.load()
            image = ImageOps.exif_transpose(found)
            image = _srgb(image, found.info.get("icc_profile"))
    except PictureRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as exc:
        raise PictureRefused(_("사진을 열지 못했어요. JPG, PNG, WebP 파일인지 확인해 주세요.")) from exc
    if min(image.size) < SHORTEST_SIDE:
        raise PictureRefused(_("사진이 너무 작아요. 짧은 쪽이 %(side)d픽셀은 되어야 해요.") % {"side": SHORTEST_SIDE})
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, _PAPER)
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the plain colours are the best guess
        if converted is not None:
            image = converted
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _fitting(side: int) -> list[int]:
    """The widths that need no enlarging; the smallest always, since nothing is shown below it."""
    return [width for width in WIDTHS if width <= side] or [WIDTHS[0]]


def _default(widths: list[int]) -> int:
    return max(width for width in widths if width <= 640)


def _write_widths(stored: StoredPicture, image: Image.Image, widths: list[int], *, square: bool) -> None:
    for width in sorted(widths, reverse=True):
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        _write(stored.name(width, square=square), _encoded(image, "WEBP", **_WEBP))


def _market_jpeg(square: Image.Image) -> bytes:
    side = min(MARKET_SIDE, square.width)
    image = square.resize((side, side), Image.Resampling.LANCZOS)
    for quality in (90, 80, 65):
        body = _encoded(image, "JPEG", quality=quality, optimize=True)
        if len(body) <= MARKET_BYTES:
            break
    return body


def _encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    body = io.BytesIO()
    image.save(body, form, **options)
    return body.getvalue()


def _write(name: str, body: bytes) -> None:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(body))
