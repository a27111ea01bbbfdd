"""Pictures: fetched later from the URL that was given, shown through thumbnails."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from flask import Flask, Response, redirect
from PIL import Image, UnidentifiedImageError

from . import ids
from .problems import GraphQLProblem
from .store import Call, Row
from .world import World

IMAGE_TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
}
FORMATS = {"original": None, "webp": ("WEBP", "image/webp"), "avif": ("AVIF", "image/avif")}
SIZES = (32, 64, 128, 256, 512, 1024, 2048, 4096)
FETCH_TRIES = 5


def probe(call: Call, url: str) -> tuple[str, str] | None:
    """Look at a URL's status line and type as the request does; return code and message of what is wrong."""
    call.release()
    try:
        response = call.world.deliveries.fetch(url)
    except (httpx.HTTPError, httpx.InvalidURL):
        return "INVALID", "Failed to fetch media from URL."
    if response.headers.get("content-type", "").split(";")[0].strip().lower() not in IMAGE_TYPES:
        return "UNSUPPORTED_MEDIA_PROVIDER", "Unsupported media provider or incorrect URL."
    return None


def nearest_size(size: int) -> int:
    """Return the thumbnail size that Saleor makes for a wanted one."""
    return next((one for one in SIZES if one >= size), SIZES[-1])


def picture_url(call: Call, row: Row, size: int | None, format: str) -> str:
    """Return where a picture is: once it is made the file itself, before that the address that makes it."""
    base, key = call.world.url, ids.to_global("ProductMedia", row["id"])
    if size is None:
        return f"{base}/media/{row['path']}" if row["path"] else f"{base}/image/{key}/"
    size, format = nearest_size(size), (format or "ORIGINAL").lower()
    made = call.value(
        "SELECT path FROM thumbnail WHERE media_id = %s AND size = %s AND format = %s", row["id"], size, format
    )
    if made:
        return f"{base}/media/{made}"
    return f"{base}/thumbnail/{key}/{size}/" + ("" if format == "original" else f"{format}/")


def fetch_due(world: World) -> None:
    """Fetch the pictures whose time has come; one that cannot be had, or is none, is deleted without a word."""
    call = Call(world)
    try:
        delay = timedelta(seconds=world.options.media_delay_seconds)
        for row in call.rows(
            "SELECT id, external_url, tries FROM media WHERE due_at <= %s ORDER BY id LIMIT 20",
            datetime.now(UTC) - delay,
        ):
            call.release()
            content, kind, again = _fetch(world, row["external_url"])
            if content is not None and kind is not None:
                path = f"products/{uuid.uuid4().hex[:12]}.{IMAGE_TYPES[kind]}"
                call.run(
                    "UPDATE media SET content = %s, mime_type = %s, path = %s, due_at = NULL WHERE id = %s",
                    content,
                    kind,
                    path,
                    row["id"],
                )
            elif again and row["tries"] + 1 < FETCH_TRIES:
                wait = timedelta(seconds=10 * 2 ** row["tries"] * world.options.retry_scale)
                call.run(
                    "UPDATE media SET tries = tries + 1, due_at = %s WHERE id = %s", datetime.now(UTC) + wait, row["id"]
                )
            else:
                call.run("DELETE FROM media WHERE id = %s", row["id"])
    finally:
        call.release()


def _fetch(world: World, url: str) -> tuple[bytes | None, str | None, bool]:
    """Return content and type, or neither and whether another try is worthwhile."""
    try:
        response = world.deliveries.fetch(url)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None, None, True
    if response.status_code >= 500:
        return None, None, True
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if response.status_code != 200 or kind not in IMAGE_TYPES:
        return None, None, False
    try:
        Image.open(io.BytesIO(response.content)).verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None, None, False
    return response.content, kind, False


def install(app: Flask, world: World) -> None:
    """Serve ``/thumbnail/…``, ``/image/…`` and ``/media/…`` (which behind a real Saleor a web server does)."""

    def media_row(call: Call, key: str) -> Row | None:
        try:
            return call.row("SELECT id, path, mime_type FROM media WHERE id = %s", ids.number(key, "ProductMedia"))
        except GraphQLProblem:
            return None

    def missing() -> Response:
        return Response("Cannot find the image.", status=404, mimetype="text/plain")

    def not_yet() -> Response:
        text = "Image has not been fetched yet, try later."
        return Response(text, status=503, mimetype="text/plain", headers={"Retry-After": "60"})

    @app.get("/thumbnail/<key>/<int:size>/")
    @app.get("/thumbnail/<key>/<int:size>/<format>/")
    def thumbnail(key: str, size: int, format: str = "original") -> Any:
        if format not in FORMATS:
            return missing()
        call = Call(world)
        try:
            row = media_row(call, key)
            if row is None:
                return missing()
            if row["path"] is None:
                return not_yet()
            return redirect(f"{world.url}/media/{_thumbnail(call, row['id'], nearest_size(size), format)}", 302)
        finally:
            call.release()

    @app.get("/image/<key>/")
    def image(key: str) -> Any:
        call = Call(world)
        try:
            row = media_row(call, key)
            if row is None:
                return missing()
            return not_yet() if row["path"] is None else redirect(f"{world.url}/media/{row['path']}", 302)
        finally:
            call.release()

    @app.get("/media/<path:path>")
    def media(path: str) -> Response:
        call = Call(world)
        try:
            row = call.row("SELECT content, mime_type FROM media WHERE path = %s", path) or call.row(
                "SELECT content, mime_type FROM thumbnail WHERE path = %s", path
            )
        finally:
            call.release()
        if row is None:
            return missing()
        return Response(
            bytes(row["content"]), mimetype=row["mime_type"], headers={"Cache-Control": "public, max-age=3600"}
        )


def _thumbnail(call: Call, media_id: int, size: int, format: str) -> str:
    made = call.value(
        "SELECT path FROM thumbnail WHERE media_id = %s AND size = %s AND format = %s", media_id, size, format
    )
    if made:
        return str(made)
    row = call.one("SELECT content, mime_type, path FROM media WHERE id = %s", media_id)
    picture: Image.Image = Image.open(io.BytesIO(bytes(row["content"])))
    kind, mime = FORMATS[format] or (picture.format or "JPEG", row["mime_type"])
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((size, size))
    out = io.BytesIO()
    picture.save(out, kind)
    path = f"thumbnails/products/{row['path'].split('/')[-1].rsplit('.', 1)[0]}_thumbnail_{size}.{kind.lower()}"
    call.run(
        "INSERT INTO thumbnail VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        media_id,
        size,
        format,
        path,
        mime,
        out.getvalue(),
    )
    return path
