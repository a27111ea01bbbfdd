"""The shop's list page of 24 goods, against a view that answers an empty page through the same middleware."""

from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from benchmarks.world import median_seconds, report
from marketplace.urls import urlpatterns as all_patterns

GOAL = 0.25
GOODS = 200


def _bare(_request: object) -> HttpResponse:
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [path("bare/", _bare), *all_patterns]


def run() -> None:
    """Measure requests a second with 200 goods on the shelf; prices, badges and pictures shown, nothing cached."""
    from marketplace.storefront import cards
    from tests.support.factories import make_enterprise, make_listing, show_price

    maker = make_enterprise()
    for number in range(GOODS):
        listing = make_listing(maker, reference=f"good-{number}", title=f"가치 있는 물건 {number}", units=3)
        show_price(listing.variants.get(), price=20000, prior=25000)
    cards.refresh(listing_ids=list(maker.listings.values_list("pk", flat=True)), now=timezone.now())
    cards.count_facets()
    client = Client()
    with override_settings(ROOT_URLCONF="benchmarks.bench_shop_list"):
        bare = median_seconds(lambda: client.get("/bare/"))
        page = median_seconds(lambda: client.get("/goods/"))
    ratio = bare / page
    report(
        name="shop-list",
        value=1 / page,
        unit="pages/s in one process, test client",
        baseline="a view that answers a constant, same middleware",
        ratio=ratio,
        goal=GOAL,
        met=ratio >= GOAL,
    )
