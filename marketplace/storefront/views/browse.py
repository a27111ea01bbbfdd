"""Looking around: home, lists, search, a product, makers, exhibitions. At most six queries a page."""

from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Campaign, CampaignItem
from marketplace.inventory.models import Stock
from marketplace.storefront import catalogue, frames, listing_page, shelf, values
from marketplace.storefront.models import Card
from marketplace.storefront.places import categories, spoken
from marketplace.storefront.shelf import ShelfCard
from vendors.models import Enterprise, Listing, Variant

NEW_ON_HOME = 8
MAKERS_ON_HOME = 6
OTHERS_BY_MAKER = 4
MOST_UNITS = 50  # Saleor takes no more of a variant in one order (saleor.md §4)
ITEMS_ON_EXHIBITION = 120
LIVE = Campaign.State.LIVE


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Live exhibitions with their days left, what came in lately, makers."""
    now = timezone.now()
    campaigns = list(_campaigns().filter(state=LIVE, ends_at__gt=now).order_by("ends_at")[:4])
    new = Card.objects.filter(is_visible=True).order_by("-listed_at", "-listing_id")[:NEW_ON_HOME]
    makers = _makers().order_by("-opened_at", "pk")[:MAKERS_ON_HOME]
    return render(
        request,
        "storefront/home.html",
        {
            "exhibitions": [values.exhibition_values(c, now, c.maker_count) for c in campaigns],
            "cards": shelf.draw(shelf.read(new), now),
            "makers": [values.maker_values(maker, _today(now)) for maker in makers],
            "categories": [place for place in categories() if place.parent_id is None],
        },
    )


@require_safe
def goods(request: HttpRequest, slug: str = "") -> HttpResponse:
    """All goods, or those of a category."""
    place = next((place for place in categories() if place.slug == slug), None)
    if slug and place is None:
        raise Http404
    now = timezone.now()
    fixed = {}
    if place:
        fixed = {
            "top_category_id": place.parent_id or place.pk,
            "category_id": place.pk if place.parent_id else None,
        }
    wish = listing_page.wish_from(request.GET, **fixed)
    shown = listing_page.page_values(request.GET, wish, path=request.path, now=now)
    context = {"place": place, "heading": listing_page.title(place), **shown}
    if shown["is_common"] and wish.page <= catalogue.OFTEN_READ and frames.fits(request):
        around = tuple(shown[name] for name in ("has_any", "pages", "facets", "head", "clear_url"))
        return frames.respond(request, "storefront/goods.html", context, key=(place, context["heading"], around))
    return render(request, "storefront/goods.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search: what was typed, what fits, or what to try instead."""
    wish = listing_page.wish_from(request.GET)
    context: dict[str, Any] = {"typed": request.GET.get("q", "")[:100], "words": wish.query.words}
    if wish.query.words:
        context |= listing_page.page_values(request.GET, wish, path=request.path, now=timezone.now())
    else:
        context["categories"] = [place for place in categories() if place.parent_id is None]
    return render(request, "storefront/search.html", context)


@require_safe
def product(request: HttpRequest, reference: str) -> HttpResponse:
    """One listing: what it is, what it costs, who made it, and all that has to be said before it is bought."""
    now = timezone.now()
    listing = get_object_or_404(
        Listing.objects.select_related("enterprise__district", "category__parent")
        .exclude(state=Listing.State.DRAFT)
        .prefetch_related("pictures", "marks", "enterprise__statuses"),
        reference=reference,
    )
    options = _options(listing)
    best = min((option for option in options if option["price"]), key=lambda o: o["price"], default=None)
    is_on_sale = listing.state == Listing.State.ACTIVE and listing.enterprise.closed_at is None and best is not None
    today = _today(now)
    return render(
        request,
        "storefront/product.html",
        {
            "listing": listing,
            "title": spoken(listing.title, listing.title_en),
            "summary": spoken(listing.summary, listing.summary_en),
            "story": spoken(listing.story, listing.story_en),
            "pictures": [
                {**values.square(row.picture), "alt": spoken(row.alt, row.alt_en)}  # type: ignore[dict-item]
                for row in sorted(listing.pictures.all(), key=lambda row: row.position)
            ],
            "options": options,
            "best": best,
            "units_left": sum(option["units"] for option in options),
            "most_units": MOST_UNITS,
            "few": values.FEW,
            "is_on_sale": is_on_sale,
            "is_made_to_order": listing.withdrawal_limit == Listing.WithdrawalLimit.MADE_TO_ORDER,
            "delivery": values.delivery_word(
                listing.is_shippable, listing.withdrawal_limit == Listing.WithdrawalLimit.MADE_TO_ORDER
            ),
            "maker": values.maker_values(listing.enterprise, today),
            "maker_story": spoken(listing.enterprise.story, listing.enterprise.story_en),
            "statuses": values.status_values(listing.enterprise.statuses.all(), today),
            "marks": values.mark_values(listing.marks.all(), today),
            "notice": [{"label": _(item), "text": text} for item, text in listing.notice],
            "seller": values.seller_facts(listing.enterprise),
            "crumbs": _crumbs(listing),
        },
    )


@require_safe
def makers(request: HttpRequest) -> HttpResponse:
    """Everyone who sells here, by district."""
    now = timezone.now()
    total = Enterprise.objects.filter(closed_at=None).count()
    last = max(1, -(-total // catalogue.PAGE))
    page = min(listing_page.page_number(request.GET), last)
    start = (page - 1) * catalogue.PAGE
    rows = _makers().order_by("name", "pk")[start : start + catalogue.PAGE]
    return render(
        request,
        "storefront/makers.html",
        {
            "makers": [values.maker_values(maker, _today(now)) for maker in rows],
            "total": total,
            "page_number": page,
            "page_count": last,
        },
    )


@require_safe
def maker(request: HttpRequest, reference: str) -> HttpResponse:
    """An enterprise: who they are, what is proved, what they make."""
    now = timezone.now()
    enterprise = get_object_or_404(_makers(), reference=reference)
    wish = listing_page.wish_from(request.GET, enterprise_id=enterprise.pk)
    return render(
        request,
        "storefront/maker.html",
        {
            "enterprise": enterprise,
            "maker": values.maker_values(enterprise, _today(now)),
            "story": spoken(enterprise.story, enterprise.story_en),
            "picture": values.natural(enterprise.picture),
            "statuses": values.status_values(enterprise.statuses.all(), _today(now)),
            "seller": values.seller_facts(enterprise),
            **listing_page.page_values(request.GET, wish, path=request.path, now=now),
        },
    )


@require_safe
def exhibitions(request: HttpRequest) -> HttpResponse:
    """What is on, what comes, what was."""
    now = timezone.now()
    rows = list(_campaigns().exclude(state=Campaign.State.DRAFT).order_by("-starts_at")[:40])
    groups: dict[str, list[dict[str, Any]]] = {"live": [], "coming": [], "past": []}
    for row in rows:
        name = "live" if row.state == LIVE else "coming" if row.state == Campaign.State.SCHEDULED else "past"
        groups[name].append(values.exhibition_values(row, now, row.maker_count))
    return render(request, "storefront/exhibitions.html", {"groups": groups, "has_any": bool(rows)})


@require_safe
def exhibition(request: HttpRequest, reference: str) -> HttpResponse:
    """One exhibition: theme, until when, who takes part, goods by group, where it stands in the city."""
    now = timezone.now()
    campaign = get_object_or_404(_campaigns().exclude(state=Campaign.State.DRAFT), reference=reference)
    items = (
        CampaignItem.objects.filter(campaign=campaign)
        .select_related("variant")
        .order_by("position", "pk")[:ITEMS_ON_EXHIBITION]
    )
    group_of: dict[int, str] = {}
    for item in items:
        group_of.setdefault(item.variant.listing_id, item.group)
    found = shelf.read(Card.objects.filter(listing__in=list(group_of), is_visible=True))
    cards = {card.listing_id: card for card in found}
    groups: dict[str, list[ShelfCard]] = {}
    for listing_id, group in group_of.items():
        if listing_id in cards:
            groups.setdefault(group, []).append(cards[listing_id])
    makers_here = {card.enterprise_id for card in cards.values()}
    rows = _makers().filter(pk__in=makers_here).order_by("name")
    return render(
        request,
        "storefront/exhibition.html",
        {
            "campaign": campaign,
            "exhibition": values.exhibition_values(campaign, now, len(makers_here)),
            "place": getattr(campaign, "exhibition", None),
            "story": spoken(campaign.story, campaign.story_en),
            "groups": [(group, shelf.draw(shown, now)) for group, shown in groups.items()],
            "makers": [values.maker_values(row, _today(now)) for row in rows],
        },
    )


def _campaigns() -> Any:
    return Campaign.objects.select_related("exhibition").annotate(
        maker_count=Count("items__variant__listing__enterprise", distinct=True)
    )


def _makers() -> Any:
    return Enterprise.objects.filter(closed_at=None).select_related("district").prefetch_related("statuses")


def _today(now: Any) -> Any:
    return now.astimezone(values.SEOUL).date()


def _options(listing: Listing) -> list[dict[str, Any]]:
    """Return the listing's options with what they cost now and how many there are, in one query."""
    variants = (
        Variant.objects.filter(listing=listing, is_active=True)
        .annotate(
            shown=FilteredRelation("shown_prices", condition=Q(shown_prices__channel="shop")),
            units=Subquery(Stock.objects.filter(sku=OuterRef("sku"), location__code="home").values("free")[:1]),
        )
        .order_by("position", "pk")
        .values("sku", "option", "option_en", "shown__price", "shown__prior_price", "units")
    )
    return [
        {
            "sku": row["sku"],
            "label": spoken(row["option"], row["option_en"]),
            "price": row["shown__price"],
            "prior_price": row["shown__prior_price"],
            "units": (row["units"] or 0) if row["shown__price"] else 0,
        }
        for row in variants
    ]


def _crumbs(listing: Listing) -> list[dict[str, str]]:
    crumbs = [{"label": _("모든 물건"), "url": reverse("storefront:goods")}]
    for place in filter(None, (listing.category.parent, listing.category)):
        crumbs.append(
            {"label": spoken(place.name, place.name_en), "url": reverse("storefront:category", args=[place.slug])}
        )
    crumbs.append({"label": spoken(listing.title, listing.title_en), "url": ""})
    return crumbs
