"""What an unsuccessful answer means."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from marketplace.channels import errors


def answer(status, *, headers=None, text=""):
    request = httpx.Request("PUT", "https://market.example.com/v2/items/9/quantities/3?token=secret")
    return errors.from_response(httpx.Response(status, request=request, headers=headers, text=text))


@pytest.mark.parametrize(
    ("status", "error", "retryable"),
    [
        (429, errors.ChannelThrottled, True),
        (408, errors.ChannelUnavailable, True),
        (500, errors.ChannelUnavailable, True),
        (503, errors.ChannelUnavailable, True),
        (401, errors.ChannelMisconfigured, False),
        (403, errors.ChannelMisconfigured, False),
        (400, errors.ChannelRejected, False),
        (404, errors.ChannelRejected, False),
        (409, errors.ChannelRejected, False),
    ],
)
def test_every_failure_is_one_of_four(status, error, retryable):
    found = answer(status, text="why")

    assert type(found) is error
    assert found.retryable is retryable
    assert str(found) == f"PUT /v2/items/9/quantities/3: {status} why"


def test_a_redirect_means_that_our_address_is_wrong():
    assert type(answer(302, headers={"Location": "https://login.example.com"})) is errors.ChannelMisconfigured


def test_a_long_answer_is_cut():
    assert str(answer(400, text="가" * 500)).endswith(": 400 " + "가" * 300 + "…")


@pytest.mark.parametrize(("value", "seconds"), [("12", 12.0), ("1.5", 1.5), ("soon", None), ("", None), ("9e9", None)])
def test_a_channel_may_say_how_long_to_wait(value, seconds):
    assert answer(429, headers={"Retry-After": value}).retry_after == seconds


def test_a_channel_may_say_until_when_to_wait():
    until = datetime.now(UTC) + timedelta(seconds=60)

    assert 50 < answer(429, headers={"Retry-After": format_datetime(until, usegmt=True)}).retry_after <= 60
