"""The items of the product notice."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from vendors.notices import ITEM_NAMES, NOTICES


def test_every_item_of_every_notice_is_said_in_english():
    items = {item for notice in NOTICES.values() for item in notice.items}

    with translation.override("en"):
        untold = sorted(item for item in items if gettext(item) == item)

    assert items == ITEM_NAMES
    assert untold == []


@pytest.mark.parametrize(("kind", "count"), [("BAG", 9), ("COSMETIC", 11), ("GENERAL_FOOD", 10)])
def test_a_notice_has_the_items_that_the_law_lists(kind, count):
    assert len(NOTICES[kind].items) == count
