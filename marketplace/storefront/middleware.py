"""The header's basket count."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from marketplace.purchases import baskets
from marketplace.storefront import basket_cookie


class BasketCount:
    """Gives pages `request.basket_units`: one query, and only where a page shows it and the shopper has a basket."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.basket_units = SimpleLazyObject(lambda: baskets.count(basket_cookie.token_of(request)))  # type: ignore[attr-defined]
        return self.get_response(request)
