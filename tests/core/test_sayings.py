"""Words that are kept in no language and read in the reader's."""

import pytest
from django.utils import translation

from marketplace.channels.errors import ChannelError
from marketplace.core.sayings import FAILURES, said, saying
from marketplace.saleor.errors import SaleorError

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


def test_a_failure_is_said_in_words_before_what_was_answered():
    refused = "마켓이 받아들이지 않았어요."
    assert said(f"ChannelRejected: {NOT_THERE}") == f"{refused} ({NOT_THERE})"
    with translation.override("en"):
        assert said(f"ChannelRejected: {NOT_THERE}") == f"{translation_of(refused)} ({translation_of(NOT_THERE)})"
        assert said("ChannelRejected: " + saying(DENIED, reason="x")) == (
            f"{translation_of(refused)} ({translation_of(DENIED) % {'reason': 'x'}})"
        )


def test_the_name_of_another_failure_stays_in_front_of_it():
    with translation.override("en"):
        assert said(f"ValueError: {NOT_THERE}") == f"ValueError: {translation_of(NOT_THERE)}"


@pytest.mark.parametrize("base", [SaleorError, ChannelError])
def test_every_failure_of_a_remote_side_has_its_words(base):
    assert {each.__name__ for each in _all_under(base)} - set(FAILURES) == set()


def _all_under(base):
    for each in base.__subclasses__():
        if each.__module__.startswith("marketplace."):
            yield each
        yield from _all_under(each)


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
