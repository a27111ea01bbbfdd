"""What was seen at a channel is a copy that says when it was copied."""

from datetime import timedelta

import pytest

from marketplace.channels import seen
from tests.channels.conftest import AT

pytestmark = pytest.mark.django_db


def test_what_was_seen_is_read_back_by_key():
    seen.remember_many(channel="coupang", contents={"a": {"price": 1}, "b": None, "c": [1]}, now=AT)
    seen.remember(channel="saleor", key="a", content="elsewhere", now=AT)

    assert seen.read(channel="coupang", keys=["a", "b", "z"]) == {"a": {"price": 1}, "b": None}


def test_what_was_seen_later_stays():
    seen.remember(channel="coupang", key="a", content="later", now=AT)

    seen.remember(channel="coupang", key="a", content="earlier", now=AT - timedelta(seconds=1))
    assert seen.read(channel="coupang", keys=["a"]) == {"a": "later"}

    seen.remember(channel="coupang", key="a", content="latest", now=AT + timedelta(seconds=1))
    assert seen.read(channel="coupang", keys=["a"]) == {"a": "latest"}


def test_what_is_gone_is_forgotten():
    seen.remember_many(channel="coupang", contents={"listing:1": 1, "listing:2": 2, "other": 3}, now=AT)

    seen.forget(channel="coupang", key="listing:1")

    assert seen.read(channel="coupang", keys=["listing:1", "listing:2"]) == {"listing:2": 2}
