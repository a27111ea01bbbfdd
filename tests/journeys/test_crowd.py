"""Fifty shoppers for ten units, all at once: ten orders, forty told kindly, nobody charged without an order.

JOURNEY_ROUNDS says how often (1); a real Saleor was given 20 (docs/saleor.md).
"""

import html
import os
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.conftest import field, until, words
from tests.journeys.test_first_journey import ADDRESS, free_units

pytestmark = [pytest.mark.journey, pytest.mark.timeout(3600)]

ROUNDS = int(os.environ.get("JOURNEY_ROUNDS", "1"))
SHOPPERS, UNITS = 50, 10
SKU = "E02-RICE-SOAP-1"


@pytest.fixture(scope="module")
def maker(marketplace):
    return marketplace.visitor().log_in("owner@onsae.example.com")


@pytest.mark.parametrize("number", range(1, ROUNDS + 1))
def test_fifty_shoppers_for_ten_units_make_ten_orders(marketplace, maker, number):
    _have(maker, UNITS)
    crowd, forms = [marketplace.visitor() for _ in range(SHOPPERS)], []
    for shopper in crowd:
        shopper.get("/")
        shopper.post("/basket/add/", {"sku": SKU, "units": 1})
        page = shopper.get("/checkout/")
        forms.append({**ADDRESS, "email": f"shopper{len(forms)}@example.com", "digest": field(page, "digest")})

    with ThreadPoolExecutor(SHOPPERS) as pool:
        ends = list(pool.map(lambda one: _buy(marketplace, *one), zip(crowd, forms, strict=True)))

    assert sorted(ends) == ["ordered"] * UNITS + ["sold out"] * (SHOPPERS - UNITS)
    assert free_units(maker, "onsae", SKU) == 0
    until(lambda: marketplace.compare_books().returncode == 0, 120, 3)


def _buy(marketplace, shopper, form):
    """Go from the button to the end, and say which end it was."""
    form = {"csrfmiddlewaretoken": shopper.http.cookies.get("csrftoken", ""), **form}
    answer = shopper.http.post("/checkout/", data=form, headers={"Referer": str(shopper.http.base_url)}, timeout=180)
    if not answer.url.path.startswith("/pay/"):
        said = words(answer.text)
        return "sold out" if "그 사이 품절되었거나" in said else f"{answer.status_code}: {said[:600]}"
    path = answer.url.path
    page = until(lambda: (text := shopper.get(path)) and 'data-stage="paying"' in text and text, 180, 1)
    paid = marketplace.pay(html.unescape(re.search(r'data-secret="([^"]+)"', page).group(1)))
    if paid.status_code != 200:
        return f"not paid: {paid.text[:200]}"
    shopper.http.get(f"{path}back/")
    return until(lambda: _end(words(shopper.get(path))), 240, 2)


def _end(said):
    if "주문이 완료됐어요" in said:
        return "ordered"
    return f"given up: {said[:600]}" if "주문하지 않았어요" in said else ""


def _have(maker, units):
    """Bring what is free to so many units, as the maker does on its stock page."""
    if delta := units - free_units(maker, "onsae", SKU):
        reason = "IN" if delta > 0 else "BROKEN"
        form = {"delta": f"{delta:+d}", "reason": reason, "key": str(uuid.uuid4())}
        maker.post(f"/portal/onsae/stock/{SKU}/change/", form)
    assert free_units(maker, "onsae", SKU) == units
