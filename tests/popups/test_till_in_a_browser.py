"""The till in a browser: the total follows the finger, and every page is open to everyone on a phone and a desk."""

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns.models import Consignment, PopupSale
from campaigns.popups import consignments, counts, places
from campaigns.popups.balance import balance_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def staffed(client, staff, live_server):
    """A function that lets a page be staff's."""

    def staffed(context):
        client.force_login(staff)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return staffed


@pytest.fixture
def phone(phone, staffed):
    staffed(phone.context)
    return phone


def test_the_total_follows_and_a_sale_is_rung_up(phone, live_server, shop, bag, soap):
    phone.goto(f"{live_server.url}/till/local-shop/sell/")
    card = phone.get_by_role("button", name="카드")
    idle = card.is_disabled()
    phone.get_by_text("금잔화 비누").click()
    phone.get_by_text("금잔화 비누").click()
    phone.get_by_role("searchbox").fill("upcycled")
    phone.get_by_role("searchbox").press("Enter")
    hidden = phone.get_by_text("금잔화 비누").is_hidden()
    phone.get_by_text("업사이클 캔버스 가방").click()
    total = phone.locator("[data-sum]").text_content()
    in_sight = phone.locator(".till-total").bounding_box()
    card.click()
    phone.wait_for_url("**/sales/**")

    sale = PopupSale.objects.get()
    assert idle
    assert hidden
    assert total == "43,000원"
    assert in_sight["y"] + in_sight["height"] <= 845
    assert (sale.total, sale.paid) == (43000, "CARD")
    assert phone.get_by_text("43,000원").first.is_visible()


def test_without_javascript_a_sale_is_added_up_and_rung_up(browser, staffed, live_server, shop, bag):
    context = browser.new_context(java_script_enabled=False, locale="ko-KR")
    staffed(context)
    page = context.new_page()
    page.goto(f"{live_server.url}/till/local-shop/sell/")
    page.locator(f"#units-{bag.pk}").fill("2")
    page.get_by_role("button", name="합계 보기").click()
    shown = page.locator("[data-sum]").text_content()
    page.get_by_role("button", name="현금").click()

    assert shown == "60,000원"
    assert PopupSale.objects.get().total == 60000
    context.close()


def test_a_double_tap_on_cash_is_one_sale(phone, live_server, shop, soap, units):
    phone.goto(f"{live_server.url}/till/local-shop/sell/")
    phone.get_by_text("금잔화 비누").click()
    phone.get_by_role("button", name="현금").dblclick()
    phone.wait_for_url("**/sales/**")

    assert PopupSale.objects.count() == 1
    assert units(soap.sku) == (7, 0)


@pytest.fixture
def world(shop, sell, bag, soap, maker, staff, now):
    """A pop-up with something on every page."""
    sale = sell({bag.sku: 1, soap.sku: 1}, 36500, key="a-sale")
    draft = consignments.draft_consignment(
        exhibition=shop, enterprise=maker, units={bag.sku: 1}, key="draft", actor=staff, now=now
    )
    return shop, sale, draft


def faults(page):
    from axe_playwright_python.sync_playwright import Axe

    found = [one["id"] + ": " + one["nodes"][0]["html"] for one in Axe().run(page).response["violations"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{overflow}px too wide"] if overflow else [])


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_open_to_everyone(browser, staffed, live_server, world, staff, bag, soap, now, width):
    shop, _sale, draft = world
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="ko-KR")
    staffed(context)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    at = "/till/local-shop/"

    def looked_at(*paths):
        for path in paths:
            page.goto(live_server.url + path)
            complaints.extend(f"{path}: {fault}" for fault in faults(page))

    looked_at("/till/", "/till/places/new/", at, f"{at}place/", f"{at}notes/", f"{at}notes/new/dasibom/")
    looked_at(f"{at}notes/{draft.reference}/", f"{at}sell/", f"{at}sales/", f"{at}sales/a-sale/", f"{at}days/")
    consignments.send_consignment(consignment=draft, sent_by=staff, actor=staff, now=now)
    looked_at(f"{at}notes/{draft.reference}/")
    Consignment.objects.filter(pk=draft.pk).update(state="RECEIVED")
    places.begin_closing(exhibition=shop, actor=staff, now=now)
    looked_at(f"{at}count/")
    found = [counts.Found(row.variant.sku, row.here, row.here - 1) for row in balance_of(shop).rows]
    counts.record_counts(exhibition=shop, found=found, key="k", actor=staff, now=now)
    looked_at(at, f"{at}balance/", f"{at}report/")

    assert complaints == []
    context.close()


def test_a_page_without_a_menu_has_the_whole_width(browser, staffed, live_server):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    staffed(context)
    page = context.new_page()

    page.goto(f"{live_server.url}/till/places/new/")
    width = page.evaluate("document.querySelector('main').clientWidth")
    context.close()

    assert width > 1000
