"""Ordering: the form, the payment, and the order. The page holds nothing up: workers talk to Saleor, pages look."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.purchases import addresses, baskets, gate, leaving, orders, pages, runner
from marketplace.purchases.baskets import BasketView
from marketplace.purchases.models import Attempt, Basket
from marketplace.purchases.pages import Stage
from marketplace.storefront import basket_cookie, values
from marketplace.storefront.forms import CheckoutForm
from marketplace.storefront.places import spoken
from marketplace.storefront.views.basket import basket_values, count_in_header
from vendors.carriers import CARRIERS
from vendors.models import VendorOrder


@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    """Fill in where it goes; at the press of the button the units are held, and payment follows."""
    basket = basket_cookie.basket_of(request)
    view = baskets.read(basket, now=timezone.now())
    if basket is None or view.is_empty or not (view.can_order or request.method == "POST"):
        return redirect("storefront:basket")
    needs_consent = view.needs_made_to_order_consent
    if request.method == "POST":
        return _order(request, basket, CheckoutForm(request.POST, needs_made_to_order_consent=needs_consent))
    form = CheckoutForm(initial={"digest": view.digest}, needs_made_to_order_consent=needs_consent)
    return _checkout_page(request, view, form)


def _order(request: HttpRequest, basket: Basket, form: CheckoutForm) -> HttpResponse:
    now = timezone.now()
    if form.is_valid():
        try:
            attempt = gate.hold(basket=basket, details=form.details(), now=now, seen_digest=form.cleaned_data["digest"])
        except addresses.BadAddress as exc:
            for name, problem in exc.problems.items():
                form.add_error(name, problem)
        except gate.AttemptUnderWay as exc:
            return redirect("storefront:pay", exc.attempt.token)
        except gate.NotHeld as exc:
            form.add_error(None, " ".join([str(exc), *(line.title for line in exc.lines)]))
        else:
            return redirect("storefront:pay", attempt.token)
    view = baskets.read(basket, now=now)
    form.show_digest(view.digest)  # what the shopper now sees is what the next press agrees to
    return _checkout_page(request, view, form, status=422)


@never_cache
@require_safe
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Where a purchase stands: being prepared, to be paid, being completed, done, or given up."""
    attempt = _attempt(token)
    view = pages.view_of(attempt)
    if view.stage is Stage.DONE:
        return redirect("storefront:order", token)
    return render(
        request,
        "storefront/pay.html",
        {
            "purchase": view,
            "stage": view.stage.value,
            "stripe": {"key": settings.GACHI_STRIPE["publishable_key"], "script": settings.GACHI_STRIPE["js_url"]},
            "sums": [
                {"label": _("물건 값"), "amount": view.goods_total},
                {"label": _("배송비"), "amount": view.delivery_fee},
                {"label": _("낼 금액"), "amount": view.total},
            ],
            "steps": _steps(view.stage),
        },
    )


@never_cache
@require_safe
def stage(request: HttpRequest, token: str) -> HttpResponse:
    """What the payment page asks every second while it waits: where the purchase stands."""
    view = pages.view_of(_attempt(token))
    return JsonResponse({"stage": view.stage.value, "moving": view.is_moving, "problem": view.problem})


@never_cache
@require_safe
def paid(request: HttpRequest, token: str) -> HttpResponse:
    """Where Stripe sends the shopper back. Nothing in the address is believed; the purchase is looked at."""
    attempt = _attempt(token)
    runner.come_back(attempt, now=timezone.now())
    return redirect("storefront:pay", token)


@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Give the purchase up and go back to the basket, which is as it was."""
    attempt = _attempt(token)
    try:
        leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())
    except leaving.TooLateToLeave as exc:
        messages.error(request, str(exc))
        return redirect("storefront:pay", token)
    messages.success(request, _("결제를 그만두었어요. 장바구니는 그대로예요."))
    return redirect("storefront:basket")


@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """A finished order: what was bought, each parcel, what was paid, what to do if something is wrong."""
    try:
        view = orders.for_token(token)
    except orders.NoSuchOrder:
        return redirect("storefront:pay", _attempt(token).token)
    attempt = view.attempt
    lines = {line.variant_id: line for line in view.lines}
    return render(
        request,
        "storefront/order.html",
        {
            "order": view,
            "attempt": attempt,
            "parcels": [_parcel(row, lines) for row in view.vendor_orders],
            "sums": [
                {"label": _("물건 값"), "amount": attempt.goods_total},
                {"label": _("배송비"), "amount": attempt.delivery_fee},
                {"label": _("낸 금액"), "amount": view.total},
            ],
            "address": " ".join(filter(None, (attempt.region, attempt.city, attempt.address, attempt.address_detail))),
        },
    )


def _attempt(token: str) -> Attempt:
    try:
        return orders.find(token)
    except orders.NoSuchOrder:
        raise Http404 from None


def _checkout_page(request: HttpRequest, view: BasketView, form: CheckoutForm, status: int = 200) -> HttpResponse:
    count_in_header(request, view)
    context = {"form": form, "recipients": _makers(view), **basket_values(view)}
    return render(request, "storefront/checkout.html", context, status=status)


def _makers(view: BasketView) -> list[str]:
    return [spoken(enterprise.name, enterprise.name_en) for enterprise, _lines in view.groups]


def _steps(stage: Stage) -> list[dict[str, str]]:
    place = {Stage.PREPARING: 1, Stage.PAYING: 1, Stage.WORKING: 2}.get(stage, 1)
    labels = [_("주문서"), _("결제"), _("주문 완료")]
    return [
        {"label": label, "state": "done" if i < place else "current" if i == place else ""}
        for i, label in enumerate(labels)
    ]


def _parcel(row: VendorOrder, lines: dict[int, Any]) -> dict[str, Any]:
    State = VendorOrder.State
    words = {
        State.PAID: _("판매자가 주문을 확인하고 있어요"),
        State.ACKNOWLEDGED: _("상품을 준비하고 있어요"),
        State.SHIPPED: _("보냈어요"),
        State.DELIVERED: _("도착했어요"),
        State.CANCELLED: _("취소됐어요"),
    }
    return {
        "maker": spoken(row.enterprise.name, row.enterprise.name_en),
        "phone": row.enterprise.phone,
        "state": row.state,
        "words": words[State(row.state)],
        "ship_by_on": row.ship_by_on,
        "is_waiting": row.state in (State.PAID, State.ACKNOWLEDGED),
        "lines": [
            {
                "title": line.title,
                "units": line.units - line.cancelled_units,
                "cancelled": line.cancelled_units,
                "total": line.line_total,
                "picture": _picture(lines.get(line.variant_id)),
            }
            for line in row.lines.all()
        ],
        "shipments": [
            {"carrier": CARRIERS[s.carrier].name, "number": s.tracking_number, "at": s.shipped_at}
            for s in row.shipments.all()
        ],
    }


def _picture(line: Any) -> Any:
    return values.square(line.picture) if line and line.picture else None
