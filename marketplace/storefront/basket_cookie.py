"""Which basket is whose: a signed cookie holds its token."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from marketplace.purchases import baskets
from marketplace.purchases.models import Basket

NAME = "gachi_basket"
SECONDS = 60 * 60 * 24 * 60


def token_of(request: HttpRequest) -> str:
    """Return the token in the shopper's cookie; empty if there is none or someone tampered with it."""
    return request.get_signed_cookie(NAME, default="", salt=NAME, max_age=SECONDS) or ""


def basket_of(request: HttpRequest) -> Basket | None:
    """Return the shopper's basket, or None."""
    return baskets.find(token_of(request))


def basket_or_new(request: HttpRequest, *, now: datetime) -> Basket:
    return basket_of(request) or baskets.start(now=now)


def remember(response: HttpResponse, basket: Basket) -> HttpResponse:
    """Let the shopper's browser find the basket again for sixty days."""
    response.set_signed_cookie(
        NAME,
        basket.token,
        salt=NAME,
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
