"""Fetching a seller's images as the market does, and judging them (§4.1)."""

import hashlib
import io
import time
import warnings
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image

LARGEST = 3 * 1024 * 1024
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


@dataclass(frozen=True)
class Picture:
    name: str
    media_type: str
    body: bytes


class BadImage(Exception):
    """An image that cannot be approved. `str()` of it says why, in the market's Korean."""


def fetch_images(
    item: dict[str, Any], *, ports: tuple[int, ...], fetched: dict[str, Picture | BadImage]
) -> tuple[str, Picture | None]:
    """Fetch and judge an item's images; return what is wrong ("" if nothing) and the representative picture.

    `fetched` keeps what was fetched before, so that options that share a picture ask for it once.
    """
    main = None
    for image in sorted(item["images"], key=lambda each: int(each["imageOrder"])):
        url = str(image.get("vendorPath") or "")
        if not url:
            continue  # already on the market's own servers
        try:
            picture = _remembered(url, ports, fetched)
            if image["imageType"] == "REPRESENTATION":
                _check_representation(picture)
                main = picture
        except BadImage as exc:
            return f"{exc} [{url}]", None
    return "", main


def _remembered(url: str, ports: tuple[int, ...], fetched: dict[str, Picture | BadImage]) -> Picture:
    if url not in fetched:
        try:
            fetched[url] = _judge(_fetch(url, ports))
        except BadImage as exc:
            fetched[url] = exc
    found = fetched[url]
    if isinstance(found, BadImage):
        raise found
    return found


def _fetch(url: str, ports: tuple[int, ...]) -> bytes:
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        port = None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadImage("이미지 경로가 올바르지 않습니다.")
    if port not in ports:
        raise BadImage("이미지는 80 또는 443 포트로 제공되어야 합니다.")
    try:
        return _download(url)
    except httpx.TransportError:
        time.sleep(0.5)  # one more try: a picture host may hiccup
    try:
        return _download(url)
    except httpx.TransportError as exc:
        raise BadImage("이미지를 내려받을 수 없습니다.") from exc


def _download(url: str) -> bytes:
    body = bytearray()
    with httpx.stream("GET", url, timeout=httpx.Timeout(10, connect=3), trust_env=False) as response:
        if response.status_code != 200:
            raise BadImage(f"이미지를 내려받을 수 없습니다. (HTTP {response.status_code})")
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST:
                raise BadImage("이미지는 3MB 이하여야 합니다.")
    return bytes(body)


def _judge(body: bytes) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a decompression bomb is a bad image, not a warning
            with Image.open(io.BytesIO(body)) as image:
                kind = str(image.format)
                image.load()
    except Exception as exc:  # Pillow has many ways to say that a file is broken
        raise BadImage("이미지는 JPG 또는 PNG 형식이어야 합니다.") from exc
    if kind not in _TYPES:
        raise BadImage("이미지는 JPG 또는 PNG 형식이어야 합니다.")
    return Picture(hashlib.sha256(body).hexdigest(), _TYPES[kind], body)


def _check_representation(picture: Picture) -> None:
    with Image.open(io.BytesIO(picture.body)) as image:
        width, height = image.size
    if width != height:
        raise BadImage(f"대표이미지는 정사각형이어야 합니다. ({width}x{height})")
    if not 500 <= width <= 5000:
        raise BadImage(f"대표이미지는 한 변이 500~5000px이어야 합니다. ({width}x{height})")
