"""Cards as they stand on a page: read in one go, each drawn once for what it says.

Nothing here remembers a page or a price. What a card says (price, prior price, units left, state, names, badges) is
read for every request; only the drawing of *these very values* in this language is kept, as a function's result is.
"""

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.core import prepared
from marketplace.look import pieces
from marketplace.look.images import StoredPicture
from marketplace.storefront.models import Card
from marketplace.storefront.places import spoken
from marketplace.storefront.values import FEW, delivery_word
from vendors.models import StatusType

MANY = FEW + 1
SOON = timedelta(hours=48)


class ShelfCard(NamedTuple):
    """A card's columns as the database has them; kinds and picture are its texts of an array and of JSON."""

    reference: str
    title: str
    title_en: str
    maker: str
    maker_en: str
    kinds: str
    picture: str | None
    price: int | None
    prior_price: int | None
    rate: int
    is_shippable: bool
    is_made_to_order: bool
    units_left: int
    campaign_ends_at: datetime | None
    listing_id: int
    enterprise_id: int


_COLUMNS = [{"kinds": "kinds_text", "picture": "picture_text"}.get(column, column) for column in ShelfCard._fields]
_SHOWN_AS_IT_IS = ShelfCard._fields.index("units_left")


@dataclass(frozen=True)
class Statement:
    """A query for cards, ready to be asked again: putting it together costs more than answering it."""

    sql: str
    values: tuple[Any, ...]

    def asked_with(self, values: Mapping[str, str]) -> "Statement":
        """Return the same query with other values in the places of those that `values` names."""
        own = (values.get(value, value) if isinstance(value, str) else value for value in self.values)
        return Statement(self.sql, tuple(own))

    def read(self, *, often: bool = False) -> list[ShelfCard]:
        """Return the cards. What is asked often is planned once; the server keeps each such text."""
        if often:
            return [ShelfCard._make(row) for row in prepared.rows(self.sql, self.values)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return [ShelfCard._make(row) for row in cursor.fetchall()]


def statement(cards: QuerySet[Card]) -> Statement:
    """Return the query that reads what a page needs of these cards."""
    texts = cards.annotate(kinds_text=Cast("kinds", TextField()), picture_text=Cast("picture", TextField()))
    sql, values = texts.values_list(*_COLUMNS).query.sql_with_params()
    return Statement(sql, tuple(values))


def read(cards: QuerySet[Card]) -> list[ShelfCard]:
    """Return what a page needs of these cards, in one query."""
    return statement(cards).read()


def draw(cards: Iterable[ShelfCard], now: datetime, *, eager: int = 0) -> SafeString:
    """Return the list items of cards; the pictures of the first `eager` are asked for at once."""
    language = get_language()
    items = [f"<li>{_drawn(card, now, language, is_eager=place <= eager)}</li>" for place, card in enumerate(cards, 1)]
    return mark_safe("".join(items))  # noqa: S308 drawn by templates


def _drawn(card: ShelfCard, now: datetime, language: str | None, *, is_eager: bool) -> str:
    is_soon = card.campaign_ends_at is not None and card.campaign_ends_at - now < SOON
    left = min(card.units_left, MANY)
    key: Hashable = (*card[:_SHOWN_AS_IT_IS], left, is_soon, is_eager, settings.GACHI_DELIVERY_FEE)
    return pieces.draw(
        "look/partials/product_card.html",
        key,
        lambda: {"card": card_values(card, left=left, is_soon=is_soon), "eager": is_eager},
        language=language,
    )


def card_values(card: ShelfCard, *, left: int, is_soon: bool) -> dict[str, Any]:
    """Return the context of ``look/partials/product_card.html``."""
    return {
        "url": reverse("storefront:product", args=[card.reference]),
        "title": spoken(card.title, card.title_en),
        "maker": spoken(card.maker, card.maker_en),
        "picture": StoredPicture.from_json(json.loads(card.picture)).square() if card.picture else None,
        "price": card.price,
        "prior_price": card.prior_price,
        "rate": card.rate,
        "badges": [{"label": str(StatusType(kind).label), "kind": "status"} for kind in _first_two(card.kinds)],
        "delivery": delivery_word(card.is_shippable, card.is_made_to_order),
        "state": state_word(left, is_soon),
        "gone": left == 0,
    }


def _first_two(kinds: str) -> list[str]:
    return [kind for kind in kinds.strip("{}").split(",") if kind][:2]


def state_word(left: int, is_soon: bool) -> str:
    if left == 0:
        return _("품절")
    if is_soon:
        return _("마감 임박")
    if left <= FEW:
        return _("%(units)s개 남음") % {"units": left}
    return ""
