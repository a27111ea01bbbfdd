"""Reading what strangers send: never more than is meant to come."""

from django.http import HttpRequest

LIMIT = 1024 * 1024


class BodyTooLarge(Exception):
    """More was sent than any sender of ours sends."""


def read(request: HttpRequest, *, limit: int = LIMIT) -> bytes:
    """Return the raw body, or raise BodyTooLarge having read no more than `limit`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise BodyTooLarge
    body = request.read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge
    return bytes(body)
