"""What a vendor does: see what is due today, keep listings and stock true, ship orders."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Location, Stock, StockMovement
from marketplace.look import formats
from marketplace.look.images import StoredPicture
from vendors import orders as vendor_orders
from vendors import services
from vendors.carriers import CARRIERS
from vendors.models import Listing, Shipment, Variant, VendorOrder
from vendors.orders import SEOUL
from vendors.portal.access import Role, VendorRequest, role_required
from vendors.portal.forms import ListingForm, PictureForm, ShipForm, StockChangeForm, StockCountForm

PAGE = 20
FEW = 3
MOST_PICTURES = 10
OPEN = (VendorOrder.State.PAID, VendorOrder.State.ACKNOWLEDGED)
CHANNEL_NAMES = {"shop": gettext_lazy("가치 상점"), "coupang": gettext_lazy("쿠팡"), "popup": gettext_lazy("팝업")}


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Go to the one enterprise that the caller acts for, or choose among several."""
    user = cast(User, request.user)
    members = list(user.memberships.select_related("enterprise").order_by("enterprise__name"))
    if len(members) == 1:
        return redirect("portal:today", members[0].enterprise.reference)
    return render(request, "portal/choose.html", {"members": members})


@role_required(Role.VIEWER)
@require_safe
def today(request: VendorRequest) -> HttpResponse:
    """What needs doing first, then a few figures."""
    now = timezone.now()
    day = now.astimezone(SEOUL).date()
    enterprise = request.enterprise
    mine = enterprise.vendor_orders
    due = mine.filter(state__in=OPEN).aggregate(
        new=Count("pk", filter=Q(state=VendorOrder.State.PAID)),
        preparing=Count("pk", filter=Q(state=VendorOrder.State.ACKNOWLEDGED)),
        late=Count("pk", filter=Q(ship_by_on__lt=day)),
        stops=Count("pk", filter=Q(is_stop_requested=True)),
        first=Min("ship_by_on"),
    )
    sold = mine.filter(placed_at__gte=now - timedelta(days=7)).aggregate(
        orders=Count("pk", distinct=True, filter=~Q(state=VendorOrder.State.CANCELLED)),
        won=Sum("lines__line_total", filter=~Q(state=VendorOrder.State.CANCELLED)),
    )
    skus = list(
        Variant.objects.filter(listing__enterprise=enterprise, listing__state="ACTIVE", is_active=True).values_list(
            "sku", flat=True
        )
    )
    out = _home_stock(skus).filter(free=0).count() + len(skus) - _home_stock(skus).count()
    todos = _todos(enterprise.reference, due, out, day)
    return _page(
        request,
        "today.html",
        "today",
        {
            "todos": todos,
            "figures": [
                {"label": _("지난 7일 주문"), "value": _("%(count)s건") % {"count": sold["orders"]}},
                {"label": _("지난 7일 판 금액"), "value": _("%(won)s원") % {"won": f"{sold['won'] or 0:,}"}},
                {"label": _("팔고 있는 옵션"), "value": _("%(count)s개") % {"count": len(skus)}},
            ],
            "recent": mine.annotate(total=Sum("lines__line_total")).order_by("-placed_at")[:5],
            "channels": CHANNEL_NAMES,
        },
    )


@role_required(Role.VIEWER)
@require_safe
def listings(request: VendorRequest) -> HttpResponse:
    """All listings with their prices and units, a page at a time; searched by name."""
    typed = request.GET.get("q", "").replace("\x00", "")[:60]
    rows = request.enterprise.listings.annotate(
        least=Min("variants__price", filter=Q(variants__is_active=True)),
        most=Max("variants__price", filter=Q(variants__is_active=True)),
    ).order_by("title", "pk")
    if typed:
        rows = rows.filter(title__icontains=typed)
    page = Paginator(rows.prefetch_related("variants", "pictures"), PAGE).get_page(request.GET.get("page"))
    stock = {
        row.sku: row for row in _home_stock([v.sku for listing in page.object_list for v in listing.variants.all()])
    }
    shown = [
        {
            "listing": listing,
            "picture": _small_picture(listing),
            "options": [(v, stock.get(v.sku)) for v in listing.variants.all() if v.is_active],
        }
        for listing in page.object_list
    ]
    return _page(request, "listings.html", "listings", {"rows": shown, "page": page, "typed": typed})


@role_required(Role.VIEWER)
def listing(request: VendorRequest, reference: str) -> HttpResponse:
    """Read a listing; editors save it against the version that they were shown."""
    mine = get_object_or_404(request.enterprise.listings.select_related("category"), reference=reference)
    if request.method != "POST":
        return _listing_page(request, mine, ListingForm(listing=mine, initial=ListingForm.initial_of(mine)))
    if request.member.role == Role.VIEWER:
        return HttpResponse(status=403)
    form = ListingForm(request.POST, listing=mine)
    if form.is_valid():
        try:
            services.change_listing(
                listing=mine,
                shown_version=form.cleaned_data["version"],
                details=form.details(),
                actor=request.member.user,
                now=timezone.now(),
            )
        except (services.ListingChanged, services.SkuTaken, services.ListingNotReady) as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("저장했어요. 상점에는 잠시 뒤에 바뀌어요."))
            return redirect("portal:listing", request.enterprise.reference, reference)
    return _listing_page(request, mine, form, status=422)


@role_required(Role.EDITOR)
@require_POST
def listing_state(request: VendorRequest, reference: str) -> HttpResponse:
    """Put a listing on sale, or pause it."""
    mine = get_object_or_404(request.enterprise.listings, reference=reference)
    now = timezone.now()
    if request.POST.get("state") == "pause":
        services.pause_listing(listing=mine, actor=request.member.user, now=now)
        messages.success(request, _("판매를 멈췄어요. 이미 받은 주문은 그대로 보내 주세요."))
    else:
        try:
            services.activate_listing(listing=mine, actor=request.member.user, now=now)
        except services.ListingNotReady as exc:
            messages.error(request, str(exc))
        else:
            messages.success(request, _("판매를 시작했어요."))
    return redirect("portal:listing", request.enterprise.reference, reference)


@role_required(Role.EDITOR)
@require_POST
def add_picture(request: VendorRequest, reference: str) -> HttpResponse:
    """Add a photograph at the end."""
    mine = get_object_or_404(request.enterprise.listings.select_related("category"), reference=reference)
    form = PictureForm(request.POST, request.FILES)
    there = _pictures(mine)
    if len(there) >= MOST_PICTURES:
        form.add_error(None, _("사진은 %(most)s장까지 올릴 수 있어요.") % {"most": MOST_PICTURES})
    if not form.is_valid() or form.stored is None:
        shown = ListingForm(listing=mine, initial=ListingForm.initial_of(mine))
        return _listing_page(request, mine, shown, picture_form=form, status=422)
    pictures = [*there, (form.stored.as_json(), form.cleaned_data["alt"], "")]
    services.set_pictures(listing=mine, pictures=pictures, actor=request.member.user, now=timezone.now())
    messages.success(request, _("사진을 올렸어요."))
    return redirect("portal:listing", request.enterprise.reference, reference)


@role_required(Role.EDITOR)
@require_POST
def drop_picture(request: VendorRequest, reference: str, position: int) -> HttpResponse:
    """Take a photograph away; a listing on sale keeps at least one."""
    mine = get_object_or_404(request.enterprise.listings, reference=reference)
    pictures = _pictures(mine)
    if position >= len(pictures):
        raise Http404
    if len(pictures) == 1 and mine.state == Listing.State.ACTIVE:
        messages.error(request, _("판매 중인 상품에는 사진이 한 장은 있어야 해요. 먼저 새 사진을 올려 주세요."))
    else:
        del pictures[position]
        services.set_pictures(listing=mine, pictures=pictures, actor=request.member.user, now=timezone.now())
        messages.success(request, _("사진을 지웠어요."))
    return redirect("portal:listing", request.enterprise.reference, reference)


@role_required(Role.VIEWER)
@require_safe
def stock(request: VendorRequest, sku: str) -> HttpResponse:
    """A SKU's units: how many, promised to whom, and the rows that add up to it."""
    return _stock_page(request, _my_variant(request, sku))


@role_required(Role.EDITOR)
@require_POST
def change_stock(request: VendorRequest, sku: str) -> HttpResponse:
    """+n or −n with a reason."""
    variant = _my_variant(request, sku)
    form = StockChangeForm(request.POST)
    if form.is_valid():
        try:
            inventory.change(
                sku=sku,
                location=inventory.home(),
                delta=form.cleaned_data["delta"],
                reason=form.cleaned_data["reason"],
                key=f"portal:{form.cleaned_data['key']}",
                at=timezone.now(),
                actor=request.member.user,
            )
        except inventory.InsufficientStock:
            form.add_error("delta", _("약속되지 않은 재고보다 많이 줄일 수는 없어요."))
        except inventory.StockRefused as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("재고를 %(delta)+d개 바꿨어요.") % {"delta": form.cleaned_data["delta"]})
            return redirect("portal:stock", request.enterprise.reference, sku)
    return _stock_page(request, variant, change=form, status=422)


@role_required(Role.EDITOR)
@require_POST
def count_stock(request: VendorRequest, sku: str) -> HttpResponse:
    """Set to what was counted, unless the figure that the page showed has moved."""
    variant = _my_variant(request, sku)
    form = StockCountForm(request.POST)
    if form.is_valid():
        try:
            inventory.count(
                sku=sku,
                location=inventory.home(),
                shown_on_hand=form.cleaned_data["shown"],
                counted=form.cleaned_data["counted"],
                key=f"portal:{form.cleaned_data['key']}",
                reason="COUNTED",
                at=timezone.now(),
                actor=request.member.user,
            )
        except inventory.StockRefused as exc:
            form.add_error("counted", str(exc))
        else:
            messages.success(request, _("세어 본 숫자로 맞췄어요."))
            return redirect("portal:stock", request.enterprise.reference, sku)
    return _stock_page(request, variant, count=form, status=422)


@role_required(Role.VIEWER)
@require_safe
def orders(request: VendorRequest) -> HttpResponse:
    """Orders by state, those to ship first by their date."""
    groups = {
        "open": (_("보낼 것"), Q(state__in=OPEN)),
        "shipped": (_("보낸 것"), Q(state__in=[VendorOrder.State.SHIPPED, VendorOrder.State.DELIVERED])),
        "cancelled": (_("취소"), Q(state=VendorOrder.State.CANCELLED)),
    }
    chosen = request.GET.get("group") if request.GET.get("group") in groups else "open"
    rows = request.enterprise.vendor_orders.filter(groups[chosen or "open"][1]).annotate(
        total=Sum("lines__line_total"), units=Sum("lines__units")
    )
    rows = rows.order_by("ship_by_on", "placed_at") if chosen == "open" else rows.order_by("-placed_at")
    page = Paginator(rows.prefetch_related("lines"), PAGE).get_page(request.GET.get("page"))
    counts = request.enterprise.vendor_orders.aggregate(**{n: Count("pk", filter=c) for n, (_l, c) in groups.items()})
    tabs = [
        {"label": label, "url": f"?group={name}", "current": name == chosen, "count": counts[name]}
        for name, (label, _condition) in groups.items()
    ]
    day = timezone.now().astimezone(SEOUL).date()
    context = {"page": page, "tabs": tabs, "day": day, "chosen": chosen, "channels": CHANNEL_NAMES}
    return _page(request, "orders.html", "orders", context)


@role_required(Role.VIEWER)
@require_safe
def order(request: VendorRequest, reference: str) -> HttpResponse:
    """One order: what to ship, to whom, by when; what happened so far."""
    return _order_page(request, _my_order(request, reference))


@role_required(Role.EDITOR)
@require_POST
def acknowledge(request: VendorRequest, reference: str) -> HttpResponse:
    """Say that it is being prepared."""
    vendor_orders.acknowledge(order=_my_order(request, reference), actor=request.member.user, now=timezone.now())
    messages.success(request, _("준비를 시작한 것으로 알렸어요."))
    return redirect("portal:order", request.enterprise.reference, reference)


@role_required(Role.EDITOR)
@require_POST
def ship(request: VendorRequest, reference: str) -> HttpResponse:
    """Hand it to a carrier."""
    mine = _my_order(request, reference)
    form = ShipForm(request.POST)
    if form.is_valid():
        try:
            vendor_orders.ship(
                order=mine,
                carrier=form.cleaned_data["carrier"],
                tracking_number=form.cleaned_data["tracking_number"],
                actor=request.member.user,
                now=timezone.now(),
            )
        except (vendor_orders.OrderNotShippable, inventory.StockRefused) as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("발송을 알렸어요. 판매처와 구매자에게 송장번호를 보내요."))
            return redirect("portal:order", request.enterprise.reference, reference)
    return _order_page(request, mine, form, status=422)


@role_required(Role.EDITOR)
@require_POST
def tracking(request: VendorRequest, reference: str, pk: int) -> HttpResponse:
    """Correct a parcel's carrier or number."""
    mine = _my_order(request, reference)
    shipment = get_object_or_404(Shipment, pk=pk, order=mine)
    form = ShipForm(request.POST)
    if form.is_valid():
        vendor_orders.change_tracking(
            shipment=shipment,
            carrier=form.cleaned_data["carrier"],
            tracking_number=form.cleaned_data["tracking_number"],
            actor=request.member.user,
            now=timezone.now(),
        )
        messages.success(request, _("송장번호를 고쳤어요."))
        return redirect("portal:order", request.enterprise.reference, reference)
    return _order_page(request, mine, form, status=422)


def _page(
    request: VendorRequest, template: str, current: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    reference = request.enterprise.reference
    places = [
        ("today", _("오늘 할 일"), "home", reverse("portal:today", args=[reference])),
        ("orders", _("주문"), "box", reverse("portal:orders", args=[reference])),
        ("listings", _("상품과 재고"), "tag", reverse("portal:listings", args=[reference])),
    ]
    base = {
        "nav": [{"label": lb, "url": url, "icon": ic, "current": name == current} for name, lb, ic, url in places],
        "office_name": request.enterprise.name,
        "office_home": places[0][3],
        "office_person": request.member.user.name or request.member.user.email,
        "enterprise": request.enterprise,
        "can_edit": request.member.role != Role.VIEWER,
    }
    return render(request, f"portal/{template}", base | context, status=status)


def _todos(reference: str, due: dict[str, Any], out: int, day: Any) -> list[dict[str, Any]]:
    open_orders = reverse("portal:orders", args=[reference])
    todos = []
    if due["stops"]:
        todos.append(
            {
                "url": open_orders,
                "count": due["stops"],
                "title": _("보내기 전에 멈춰야 해요"),
                "due": _("구매자가 취소를 요청했어요"),
                "late": True,
            }
        )
    if due["new"]:
        todos.append(
            {"url": open_orders, "count": due["new"], "title": _("새 주문을 확인해 주세요"), "due": "", "late": False}
        )
    if due["new"] or due["preparing"]:
        late = due["late"]
        todos.append(
            {
                "url": open_orders,
                "count": due["new"] + due["preparing"],
                "title": _("보낼 주문이 있어요"),
                "due": _("%(count)s건은 보낼 날이 지났어요") % {"count": late}
                if late
                else _("가장 이른 것은 %(day)s까지") % {"day": formats.day(due["first"])},
                "late": bool(late),
            }
        )
    if out:
        url = reverse("portal:listings", args=[reference])
        todos.append(
            {
                "url": url,
                "count": out,
                "title": _("품절된 옵션이 있어요"),
                "due": _("재고를 채우거나 판매를 멈춰 주세요"),
                "late": False,
            }
        )
    return todos


def _home_stock(skus: list[str]) -> QuerySet[Stock]:
    return Stock.objects.filter(sku__in=skus, location__code=inventory.HOME)


def _my_variant(request: VendorRequest, sku: str) -> Variant:
    return get_object_or_404(Variant.objects.select_related("listing"), sku=sku, listing__enterprise=request.enterprise)


def _my_order(request: VendorRequest, reference: str) -> VendorOrder:
    return get_object_or_404(request.enterprise.vendor_orders, reference=reference)


def _small_picture(listing: Listing) -> dict[str, Any] | None:
    first = min(listing.pictures.all(), key=lambda row: row.position, default=None)
    return StoredPicture.from_json(first.picture).square() if first else None


def _pictures(listing: Listing) -> list[tuple[dict[str, Any], str, str]]:
    return [(row.picture, row.alt, row.alt_en) for row in listing.pictures.order_by("position")]


def _listing_page(
    request: VendorRequest,
    mine: Listing,
    form: ListingForm,
    *,
    picture_form: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stock = {row.sku: row for row in _home_stock([variant.sku for variant in form.variants])}
    context = {
        "listing": mine,
        "form": form,
        "picture_form": picture_form or PictureForm(),
        "options": [(variant, name, price, stock.get(variant.sku)) for variant, name, price in form.option_fields],
        "pictures": [
            {**StoredPicture.from_json(row.picture).square(), "alt": row.alt, "position": row.position}
            for row in mine.pictures.order_by("position")
        ],
    }
    return _page(request, "listing.html", "listings", context, status)


def _stock_page(
    request: VendorRequest,
    variant: Variant,
    *,
    change: StockChangeForm | None = None,
    count: StockCountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    home: Location = inventory.home()
    explained = inventory.explain(sku=variant.sku, location=home)
    names = {
        "on_hand": _("가지고 있는 것"),
        "free": _("상점에서 팔 수 있는 것"),
        "allocated": _("주문에 약속한 것"),
        "offered": _("오픈마켓에 내놓은 것"),
        "leased": _("팝업 계산대에 맡긴 것"),
        "in_transit_out": _("옮기는 중인 것"),
    }
    parts = [
        {
            "name": names[bucket],
            "units": explained.figures[bucket],
            "rows": [(_row_words(row.kind, row.document), row.units, row.at) for row in explained.of(bucket)],
        }
        for bucket in names
    ]
    moves = StockMovement.objects.filter(stock__sku=variant.sku, stock__location=home).order_by("-pk")[:30]
    on_hand = explained.figures["on_hand"]
    context = {
        "variant": variant,
        "parts": parts,
        "free": explained.figures["free"],
        "on_hand": on_hand,
        "moves": [
            {
                "what": _row_words(m.kind, ""),
                "units": m.units,
                "on_hand": m.on_hand,
                "why": _reason(m.reason),
                "who": m.actor_label,
                "at": m.at,
            }
            for m in moves
        ],
        "change": change or StockChangeForm(initial={"key": uuid.uuid4()}),
        "count": count or StockCountForm(initial={"key": uuid.uuid4(), "shown": on_hand}),
    }
    return _page(request, "stock.html", "listings", context, status)


def _reason(code: str) -> str:
    return str({**dict(StockChangeForm.REASONS), "COUNTED": _("세어 봄")}.get(code, code))


def _row_words(kind: str, document: str) -> str:
    """Say in the vendor's words what a row of the ledger is."""
    words = {
        "ON_HAND": _("가지고 있는 것"),
        "RECEIVE": _("들어옴"),
        "LOSE": _("줄어듦"),
        "COUNT": _("세어서 맞춤"),
        "COMMIT": _("주문에 약속"),
        "RELEASE": _("약속을 풂"),
        "SHIP": _("보냄"),
        "SELL": _("팝업에서 팜"),
        "RETURN": _("돌아옴"),
        "OFFER": _("오픈마켓에 내놓음"),
        "WITHDRAW": _("오픈마켓에서 거둠"),
        "SELL_OFFERED": _("오픈마켓에서 팔림"),
        "REOFFER": _("오픈마켓 취소"),
        "SEND": _("팝업으로 보냄"),
        "ARRIVE": _("도착함"),
        "UNSEND": _("보내기를 거둠"),
        "LOST_IN_TRANSIT": _("옮기다 잃음"),
        "ALLOCATED": _("주문에 약속한 것"),
        "OFFERED": _("오픈마켓에 내놓은 것"),
        "LEASED": _("팝업 계산대에 맡긴 것"),
        "LEASE": _("팝업 계산대에 맡긴 것"),
        "IN_TRANSIT_OUT": _("옮기는 중인 것"),
    }
    return " · ".join(filter(None, (words.get(kind, kind), document)))


def _order_page(
    request: VendorRequest, mine: VendorOrder, form: ShipForm | None = None, status: int = 200
) -> HttpResponse:
    State = VendorOrder.State
    shipments = list(mine.shipments.order_by("shipped_at"))
    told = next((s.told_at for s in shipments if s.told_at), None)
    events = [
        {"title": _("주문이 들어왔어요"), "at": mine.placed_at, "state": "done"},
        {"title": _("준비를 시작했어요"), "at": mine.acknowledged_at, "state": "done" if mine.acknowledged_at else ""},
        {"title": _("택배사에 맡겼어요"), "at": mine.shipped_at, "state": "done" if mine.shipped_at else ""},
        {"title": _("판매처에 송장번호를 알렸어요"), "at": told, "state": "done" if told else ""},
    ]
    if mine.delivered_at:
        events.append({"title": _("배송을 마쳤어요"), "at": mine.delivered_at, "state": "done"})
    if mine.state == State.CANCELLED:
        why = _(mine.cancel_reason) if mine.cancel_reason else ""
        events.append({"title": _("취소됐어요"), "at": mine.cancelled_at, "state": "bad", "text": why})
    lines = list(mine.lines.select_related("variant").order_by("pk"))
    context = {
        "order": mine,
        "channel": CHANNEL_NAMES.get(mine.channel, mine.channel),
        "lines": [(line, line.units - line.cancelled_units) for line in lines],
        "total": sum(line.line_total for line in lines),
        "shipments": [(CARRIERS[shipment.carrier].name, shipment) for shipment in shipments],
        "events": events,
        "form": form or ShipForm(),
        "can_ship": mine.state in OPEN and not mine.is_stop_requested,
        "is_new": mine.state == State.PAID,
    }
    return _page(request, "order.html", "orders", context, status)
