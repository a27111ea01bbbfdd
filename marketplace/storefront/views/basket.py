"""The basket: put in, change, take out, see what it comes to. Plain forms; nothing typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.purchases import baskets
from marketplace.purchases.baskets import BasketRefused, BasketView, LineState
from marketplace.storefront import basket_cookie, values
from marketplace.storefront.places import spoken
from vendors.models import Variant


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Groups by enterprise, today's prices, what cannot be had and why, and what it comes to."""
    now = timezone.now()
    view = baskets.read(basket_cookie.basket_of(request), now=now)
    count_in_header(request, view)
    response = render(request, "storefront/basket.html", basket_values(view))
    if view.basket and any(line.has_new_price for line in view.lines):
        baskets.accept_prices(basket=view.basket, now=now)
    return response


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put something in, then show the basket; a refusal goes back to the product and says why."""
    now = timezone.now()
    variant = _variant(request)
    product = reverse("storefront:product", args=[variant.listing.reference])
    basket = basket_cookie.basket_or_new(request, now=now)
    try:
        baskets.add(basket=basket, variant=variant, units=_units(request), now=now)
    except BasketRefused as exc:
        messages.error(request, str(exc))
        return redirect(product)
    messages.success(request, _("장바구니에 담았어요."))
    return basket_cookie.remember(redirect("storefront:basket"), basket)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set how many of something, or take it out."""
    basket = basket_cookie.basket_of(request)
    if basket is None:
        return redirect("storefront:basket")
    now = timezone.now()
    variant = _variant(request)
    try:
        if "remove" in request.POST:
            baskets.remove(basket=basket, variant=variant, now=now)
            messages.success(
                request,
                _("‘%(title)s’을(를) 뺐어요.") % {"title": spoken(variant.listing.title, variant.listing.title_en)},
            )
        else:
            baskets.set_units(basket=basket, variant=variant, units=_units(request), now=now)
    except BasketRefused as exc:
        messages.error(request, str(exc))
    return redirect("storefront:basket")


def count_in_header(request: HttpRequest, view: BasketView) -> None:
    """Let the header say what is in a basket that was read anyway."""
    request.basket_units = sum(line.units for line in view.lines)  # type: ignore[attr-defined]


def basket_values(view: BasketView) -> dict[str, Any]:
    """Return what basket and checkout show of a basket that was read."""
    groups = [
        {
            "maker": spoken(enterprise.name, enterprise.name_en),
            "url": reverse("storefront:maker", args=[enterprise.reference]),
            "lines": [
                {
                    "sku": line.variant.sku,
                    "title": spoken(line.listing.title, line.listing.title_en),
                    "option": spoken(line.variant.option, line.variant.option_en),
                    "url": reverse("storefront:product", args=[line.listing.reference]),
                    "picture": values.square(line.picture) if line.picture else None,
                    "units": line.units,
                    "price": line.price,
                    "prior_price": line.prior_price,
                    "seen_price": line.seen_price,
                    "has_new_price": line.has_new_price,
                    "total": line.total,
                    "problem": str(line.state.value),
                    "left": line.free if line.state is LineState.SHORT else None,
                    "made_to_order": baskets.is_made_to_order(line.variant),
                }
                for line in lines
            ],
        }
        for enterprise, lines in view.groups
    ]
    return {
        "view": view,
        "groups": groups,
        "most_units": baskets.MOST_PER_LINE,
        "sums": [
            {"label": _("물건 값"), "amount": view.goods_total},
            {"label": _("배송비"), "amount": view.delivery_fee},
            {"label": _("모두 더하면"), "amount": view.total},
        ],
    }


def _variant(request: HttpRequest) -> Variant:
    sku = request.POST.get("sku", "").replace("\x00", "")[:60]
    variant = Variant.objects.filter(sku=sku).select_related("listing__enterprise").first()
    if variant is None:
        raise Http404
    return variant


def _units(request: HttpRequest) -> int:
    """Return how many were asked for; what is no number is none, which the basket refuses in words."""
    text = request.POST.get("units", "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
