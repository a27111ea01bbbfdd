"""The vendor's pages, through their addresses."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock, StockMovement
from tests.support.factories import make_enterprise, make_listing, make_member
from vendors import orders
from vendors.models import Member, VendorOrder
from vendors.portal.forms import ListingForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return make_enterprise()


@pytest.fixture
def bag(maker):
    return make_listing(maker)


@pytest.fixture
def editor(maker, client):
    member = make_member(maker)
    client.force_login(member.user)
    return member


def placed(listing, units=2):
    variant = listing.variants.get()
    document = "purchase:TEST"
    inventory.commit_units(
        wanted={variant.sku: units}, location=inventory.home(), document=document, at=timezone.now(), actor="tests"
    )
    return orders.place(
        document=document,
        channel="shop",
        placed_at=timezone.now(),
        recipient=orders.Recipient("김가치", "01000000101", "04000", "서울특별시 마포구 월드컵로 1"),
        lines=[orders.OrderedLine(variant=variant, units=units, line_total=78000)],
        now=timezone.now(),
    )[0]


def filled(listing, **changes):
    form = ListingForm(listing=listing, initial=ListingForm.initial_of(listing))
    return {field.name: field.value() if field.value() is not None else "" for field in form} | changes


def test_a_vendor_with_one_enterprise_lands_on_what_is_due(client, editor, bag):
    placed(bag)

    page = client.get("/portal/", follow=True).content.decode()

    assert "새 주문을 확인해 주세요" in page
    assert "78,000원" in page


def test_a_listing_is_saved_against_the_version_that_was_shown(client, editor, bag):
    first = client.post("/portal/dasibom/listings/upcycled-bag/", filled(bag, title="새 이름"))
    second = client.post("/portal/dasibom/listings/upcycled-bag/", filled(bag, title="늦은 이름"))

    bag.refresh_from_db()
    assert first.status_code == 302
    assert second.status_code == 422
    assert "그사이 다른 분이 이 상품을 고쳤어요" in second.content.decode()
    assert "늦은 이름" in second.content.decode()
    assert bag.title == "새 이름"


def test_a_listing_on_sale_keeps_every_item_of_its_notice(client, editor, bag):
    response = client.post("/portal/dasibom/listings/upcycled-bag/", filled(bag, **{"notice-1": ""}))

    bag.refresh_from_db()
    assert response.status_code == 422
    assert "소재" in response.content.decode()
    assert all(value for _item, value in bag.notice)


def test_stock_changes_by_n_with_a_reason_once_per_form(client, editor, bag):
    sku = bag.variants.get().sku
    form = {"delta": "-3", "reason": "BROKEN", "key": str(uuid.uuid4())}

    client.post(f"/portal/dasibom/stock/{sku}/change/", form)
    client.post(f"/portal/dasibom/stock/{sku}/change/", form)

    stock = Stock.objects.get(sku=sku)
    assert (stock.on_hand, stock.free) == (7, 7)
    assert StockMovement.objects.filter(stock=stock, reason="BROKEN").count() == 1


def test_more_than_is_free_is_not_taken_away(client, editor, bag):
    sku = bag.variants.get().sku

    response = client.post(
        f"/portal/dasibom/stock/{sku}/change/", {"delta": "-11", "reason": "LOST", "key": str(uuid.uuid4())}
    )

    assert response.status_code == 422
    assert Stock.objects.get(sku=sku).on_hand == 10


def test_a_count_against_a_figure_that_moved_is_refused_and_says_the_new_one(client, editor, bag):
    sku = bag.variants.get().sku
    client.post(f"/portal/dasibom/stock/{sku}/change/", {"delta": "5", "reason": "IN", "key": str(uuid.uuid4())})

    response = client.post(
        f"/portal/dasibom/stock/{sku}/count/", {"shown": "10", "counted": "8", "key": str(uuid.uuid4())}
    )

    assert response.status_code == 422
    assert "10개에서 15개로" in response.content.decode()
    assert Stock.objects.get(sku=sku).on_hand == 15


def test_the_stock_page_adds_up(client, editor, bag):
    placed(bag, units=4)

    page = client.get(f"/portal/dasibom/stock/{bag.variants.get().sku}/").content.decode()

    assert "가지고 있는 10개 가운데 6개를" in page
    assert "purchase:TEST 4" in page


def test_an_order_ships_once_and_its_units_leave_the_ledger(client, editor, bag):
    order = placed(bag)
    url = f"/portal/dasibom/orders/{order.reference}/ship/"
    form = {"carrier": "CJGLS", "tracking_number": "6804-0545-0931"}

    first = client.post(url, form)
    second = client.post(url, form)

    order.refresh_from_db()
    stock = Stock.objects.get(sku=bag.variants.get().sku)
    assert (first.status_code, second.status_code) == (302, 302)
    assert order.state == VendorOrder.State.SHIPPED
    assert order.shipments.get().tracking_number == "680405450931"
    assert (stock.on_hand, stock.allocated, stock.free) == (8, 0, 8)
    assert "CJ대한통운" in client.get(f"/portal/dasibom/orders/{order.reference}/").content.decode()


def test_an_unusual_number_asks_once_more_and_a_wrong_one_is_refused(client, editor, bag):
    order = placed(bag)
    url = f"/portal/dasibom/orders/{order.reference}/ship/"

    unusual = client.post(url, {"carrier": "EPOST", "tracking_number": "1234567890"})
    wrong = client.post(url, {"carrier": "CJGLS", "tracking_number": "12ab"})

    order.refresh_from_db()
    assert (unusual.status_code, wrong.status_code) == (422, 422)
    assert "번호가 맞아요" in unusual.content.decode()
    assert order.state == VendorOrder.State.PAID

    sure = client.post(url, {"carrier": "EPOST", "tracking_number": "1234567890", "is_sure": "on"})
    assert sure.status_code == 302


def test_an_order_that_the_buyer_wants_stopped_does_not_ship(client, editor, bag):
    order = placed(bag)
    VendorOrder.objects.filter(pk=order.pk).update(is_stop_requested=True)

    response = client.post(
        f"/portal/dasibom/orders/{order.reference}/ship/", {"carrier": "CJGLS", "tracking_number": "680405450931"}
    )

    assert response.status_code == 422
    assert Stock.objects.get(sku=bag.variants.get().sku).on_hand == 10


@pytest.mark.parametrize(
    "path",
    [
        "/portal/other/",
        "/portal/other/listings/",
        "/portal/other/listings/upcycled-bag/",
        "/portal/other/stock/upcycled-bag-1/",
        "/portal/other/orders/",
        "/portal/dasibom/listings/their-thing/",
        "/portal/dasibom/stock/their-thing-1/",
    ],
)
def test_another_vendors_rows_are_not_there(client, editor, bag, path):
    other = make_enterprise("other", name="다른곳")
    make_listing(other, reference="their-thing")

    assert client.get(path).status_code == 404


def test_a_viewer_reads_and_changes_nothing(client, maker, bag):
    client.force_login(make_member(maker, Member.Role.VIEWER, email="viewer@example.com").user)
    sku = bag.variants.get().sku

    read = client.get("/portal/dasibom/listings/upcycled-bag/")
    write = client.post("/portal/dasibom/listings/upcycled-bag/", filled(bag, title="바꿈"))
    stock = client.post(f"/portal/dasibom/stock/{sku}/change/", {"delta": "1", "reason": "IN", "key": uuid.uuid4()})

    bag.refresh_from_db()
    assert (read.status_code, write.status_code, stock.status_code) == (200, 403, 403)
    assert bag.title == "업사이클 캔버스 가방"
    assert Stock.objects.get(sku=sku).on_hand == 10


def test_a_photograph_goes_through_the_pipeline_and_a_broken_one_is_refused(client, editor, bag):
    body = io.BytesIO()
    Image.new("RGB", (800, 800), "#d4532a").save(body, "PNG")
    url = "/portal/dasibom/listings/upcycled-bag/pictures/"

    good = client.post(url, {"file": SimpleUploadedFile("a.png", body.getvalue()), "alt": "앞모습"})
    bad = client.post(url, {"file": SimpleUploadedFile("b.png", b"no picture"), "alt": "앞모습"})

    assert (good.status_code, bad.status_code) == (302, 422)
    assert [row.alt for row in bag.pictures.order_by("position")] == ["업사이클 캔버스 가방", "앞모습"]


def test_a_vendor_who_reads_english_is_spoken_to_in_english(client, editor, bag):
    order = placed(bag)
    orders.cancel_units(
        order=order,
        units={line.pk: line.units for line in order.lines.all()},
        reason="주문이 취소됐어요.",
        actor="saleor",
        now=timezone.now(),
    )
    client.cookies["gachi_language"] = "en"

    listing = client.get(f"/portal/{editor.enterprise.reference}/listings/{bag.reference}/").content.decode()
    cancelled = client.get(f"/portal/{editor.enterprise.reference}/orders/{order.reference}/").content.decode()

    assert f'value="{bag.category_id}" selected>{bag.category.name_en}</option>' in listing
    assert "Warranty terms" in listing
    assert "The order was cancelled." in cancelled
