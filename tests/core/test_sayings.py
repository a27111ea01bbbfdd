"""Words that are kept in no language and read in the reader's."""

import pytest
from django.utils import translation

from marketplace.core.sayings import said, saying

DENIED = "지난번에 반려됐어요: %(reason)s"
NOT_THERE = "판매처에 없는 상품이에요."


def test_a_saying_without_values_is_its_source():
    assert saying(NOT_THERE) == NOT_THERE
    assert said(NOT_THERE) == NOT_THERE


def test_a_saying_is_said_in_the_readers_language():
    kept = saying(DENIED, reason="흐린 사진")

    korean = said(kept)
    with translation.override("en"):
        english = said(kept)

    assert korean == "지난번에 반려됐어요: 흐린 사진"
    assert english == translation_of(DENIED) % {"reason": "흐린 사진"} != korean


def translation_of(source):
    with translation.override("en"):
        return translation.gettext(source)


def test_a_saying_within_a_saying_is_said_too():
    kept = saying(DENIED, reason=NOT_THERE)

    with translation.override("en"):
        assert said(kept) == translation_of(DENIED) % {"reason": "The marketplace does not have this product."}


def test_the_name_of_a_failure_in_front_of_it_stays():
    with translation.override("en"):
        assert said(f"ChannelRejected: {NOT_THERE}") == "ChannelRejected: The marketplace does not have this product."
        assert said("ChannelRejected: " + saying(DENIED, reason="x")) == (
            "ChannelRejected: " + translation_of(DENIED) % {"reason": "x"}
        )


@pytest.mark.parametrize(
    "kept",
    [
        *("", "timed out", "PUT /v2: 500", "제목: 없음", ": ", "ChannelUnavailable: "),
        *('{"say": "cut sh', '{"say": 1, "a": 2}', '{"say": "%(b)s", "a": 2}', '{"another": "json"}'),
    ],
)
def test_what_is_no_saying_stays_as_it_is(kept):
    with translation.override("en"):
        assert said(kept) == kept
