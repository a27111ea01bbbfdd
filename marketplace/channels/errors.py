"""The four ways in which a remote side fails. Messages are for staff: they name the call, never a secret."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar

import httpx

SHOWN = 300
LONGEST_WAIT = 3600.0


class ChannelError(Exception):
    """Something at a channel went wrong. `retryable` says whether the same call may succeed later."""

    retryable: ClassVar[bool] = False
    retry_after: float | None = None
    """Seconds that the channel asked us to wait, if it did."""


class ChannelUnavailable(ChannelError):
    """No answer, or none that counts. Whether the call was carried out is unknown."""

    retryable = True


class ChannelThrottled(ChannelError):
    """Too many calls; it was not carried out."""

    retryable = True

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ChannelRejected(ChannelError):
    """The channel understood and refused: the same call will be refused again."""


class ChannelMisconfigured(ChannelError):
    """Our address or keys are wrong, or something is missing there that a person has to set up."""


def from_response(response: httpx.Response) -> ChannelError:
    """Return the error that an unsuccessful answer means. The caller raises it."""
    request = response.request
    message = f"{request.method} {request.url.path}: {response.status_code} {_shown(response)}".rstrip()
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return ChannelThrottled(message, retry_after=_wait(response))
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        return ChannelUnavailable(message)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN) or response.is_redirect:
        return ChannelMisconfigured(message)
    return ChannelRejected(message)


def _shown(response: httpx.Response) -> str:
    text = " ".join(response.text.split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _wait(response: httpx.Response) -> float | None:
    """Return Retry-After in seconds, given as a number or as a date; None if there is none that makes sense."""
    value = response.headers.get("Retry-After", "")
    try:
        seconds = float(value) if value.replace(".", "", 1).isdigit() else _until(value)
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _until(date: str) -> float:
    moment = parsedate_to_datetime(date)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
