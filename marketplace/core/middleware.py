"""What every request has: an id, in the answer and in each line of its log; and an address that can be looked up."""

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import Http404, HttpRequest, HttpResponse

_SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIds:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _SAFE.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class Addresses:
    """Nothing has an address with a NUL in it, and PostgreSQL could not be asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
