"""The till's pages, through their addresses."""

import json
import re
import uuid

import pytest
from django.utils import timezone

from campaigns.models import Consignment, DayClosing, Exhibition, PopupSale, StockCount
from campaigns.popups import places
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def till(client, staff):
    client.force_login(staff)
    return client


def post_sale(till, units, total, *, paid="CASH", key=None):
    fields = {f"units-{variant.pk}": count for variant, count in units.items()}
    form = {"key": key or str(uuid.uuid4()), "total": total, "paid": paid, **fields}
    return till.post("/till/local-shop/sell/", form)


PAGES = [
    "/till/",
    "/till/places/new/",
    "/till/local-shop/",
    "/till/local-shop/place/",
    "/till/local-shop/notes/",
    "/till/local-shop/notes/new/dasibom/",
    "/till/local-shop/sell/",
    "/till/local-shop/sales/",
    "/till/local-shop/days/",
    "/till/local-shop/count/",
    "/till/local-shop/balance/",
    "/till/local-shop/report/",
]


@pytest.mark.parametrize("path", PAGES)
def test_staff_see_it_others_do_not_know_of_it(client, shop, staff, path):
    asked = client.get(path)
    client.force_login(make_user("outsider@example.com"))
    hidden = client.get(path)
    client.force_login(staff)
    shown = client.get(path)

    assert (asked.status_code, asked["Location"]) == (302, f"/login/?next={path}")
    assert (hidden.status_code, shown.status_code) == (404, 200)


@pytest.mark.parametrize("path", PAGES[2:])
def test_a_popup_that_is_not_there_is_not_found(till, shop, path):
    assert till.get(path.replace("local-shop", "elsewhere")).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_few_questions(till, shop, sell, bag, path, django_assert_max_num_queries):
    sell({bag.sku: 1}, 30000)

    with django_assert_max_num_queries(14):
        till.get(path)


def test_staff_give_a_campaign_its_place(till, campaign):
    details = {
        "campaign": campaign.pk,
        "venue": "골목책방",
        "address": "서울특별시 마포구 가상로 1",
        "hours": "매일 11–20시",
    }

    missing = till.post("/till/places/new/", details | {"venue": ""})
    made = till.post("/till/places/new/", details)

    assert missing.status_code == 422
    assert "매일 11–20시" in missing.content.decode()
    assert (made.status_code, made["Location"]) == (302, "/till/local-shop/")
    assert Exhibition.objects.get().venue == "골목책방"


def test_goods_come_in_by_a_note_that_two_people_sign(till, place, maker, maker_member, staff, bag, units):
    key = str(uuid.uuid4())
    form = {"key": key, "note": "상자 하나", f"units-{bag.pk}": 6}
    till.post("/till/local-shop/notes/new/dasibom/", form)
    till.post("/till/local-shop/notes/new/dasibom/", form)
    note = Consignment.objects.get()
    url = f"/till/local-shop/notes/{note.reference}/"

    till.post(f"{url}send/", {"sent_by": maker_member.pk})
    line = note.lines.get()
    short = {f"received-{line.pk}": 5, "received_by": staff.pk}
    unexplained = till.post(f"{url}receive/", short)
    received = till.post(f"{url}receive/", short | {f"reason-{line.pk}": "DAMAGED"})

    note.refresh_from_db()
    assert (unexplained.status_code, received.status_code) == (422, 302)
    assert "모자란 까닭을 골라 주세요" in unexplained.content.decode()
    assert (note.sent_by, note.received_by, note.state) == (maker_member, staff, "RECEIVED")
    assert units(bag.sku) == (5, 0)
    assert "깨지거나 상했어요" in till.get(url).content.decode()


def test_a_draft_is_corrected_or_thrown_away(till, place, maker, bag):
    till.post("/till/local-shop/notes/new/dasibom/", {"key": uuid.uuid4(), f"units-{bag.pk}": 6})
    url = f"/till/local-shop/notes/{Consignment.objects.get().reference}/"

    wrong = till.post(f"{url}draft/", {"key": uuid.uuid4(), f"units-{bag.pk}": "-2"})
    right = till.post(f"{url}draft/", {"key": uuid.uuid4(), f"units-{bag.pk}": 4})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Consignment.objects.get().lines.get().sent_units == 4
    till.post(f"{url}drop/")
    assert not Consignment.objects.exists()


def test_a_sale_is_rung_up_once_and_has_a_receipt(till, shop, bag, soap, units):
    key = str(uuid.uuid4())

    first = post_sale(till, {bag: 1, soap: 2}, 43000, key=key)
    second = post_sale(till, {bag: 1, soap: 2}, 43000, key=key)

    receipt = till.get(first["Location"]).content.decode()
    assert first["Location"] == second["Location"] == f"/till/local-shop/sales/{key}/"
    assert "43,000원" in receipt
    assert units(soap.sku) == (6, 0)


def test_a_refused_sale_keeps_what_was_put_on_the_counter_and_says_what_is_left(till, shop, bag, soap, units):
    response = post_sale(till, {bag: 2, soap: 9}, 118500)

    page = response.content.decode()
    assert response.status_code == 422
    assert "8개 남았어요" in page
    assert re.search(rf'name="units-{bag.pk}" value="2"', page)
    assert not PopupSale.objects.exists()


def test_without_javascript_the_form_adds_up_first(till, shop, bag, soap):
    added = till.post("/till/local-shop/sell/", {"key": uuid.uuid4(), "q": "비누", f"units-{bag.pk}": 1})
    wrong_total = post_sale(till, {bag: 1}, 0)

    page = added.content.decode()
    assert added.status_code == 200
    assert "30,000원" in page
    assert f'<input type="hidden" name="units-{bag.pk}" value="1">' in page
    assert "합계가 30,000원이에요" in wrong_total.content.decode()
    assert 'name="total" value="30000"' in wrong_total.content.decode()
    assert not PopupSale.objects.exists()


@pytest.mark.parametrize("units", ["-1", "1.5", "x", "9" * 30, "\x00", "😀"])
def test_what_is_no_number_of_units_sells_nothing(till, shop, bag, units):
    form = {"key": str(uuid.uuid4()), "total": 0, "paid": "CASH", f"units-{bag.pk}": units, "q": "%\x00😀" * 400}

    assert till.post("/till/local-shop/sell/", form).status_code == 422
    assert not PopupSale.objects.exists()


def test_a_sale_is_undone_once_from_its_receipt(till, shop, soap, units):
    url = post_sale(till, {soap: 2}, 13000)["Location"]

    first = till.post(f"{url}undo/")
    second = till.post(f"{url}undo/")

    assert first["Location"] == second["Location"]
    assert PopupSale.objects.count() == 2
    assert units(soap.sku) == (8, 0)
    assert "되돌렸어요" in till.get(url).content.decode()


def test_another_popups_sale_is_not_there(till, shop, soap, staff, campaign, now):
    url = post_sale(till, {soap: 1}, 6500)["Location"]
    campaign.pk, campaign.reference = None, "other-shop"
    campaign.save()
    campaign.channels.create(channel="popup")
    places.create_place(campaign=campaign, details=places.PlaceDetails("곳", "주소"), actor=staff, now=now)

    assert till.get(url.replace("local-shop", "other-shop")).status_code == 404
    assert till.post(url.replace("local-shop", "other-shop") + "undo/").status_code == 404


def test_the_drawer_is_counted_and_the_day_closed(till, shop, soap):
    post_sale(till, {soap: 2}, 13000)
    day = timezone.localdate().isoformat()
    form = {"day_on": day, "shown_cash": 13000, "cash_counted": 12000, "reason": ""}

    refused = till.post("/till/local-shop/days/", form)
    stale = till.post("/till/local-shop/days/", form | {"shown_cash": 0})
    closed = till.post("/till/local-shop/days/", form | {"reason": "거스름돈"})

    assert (refused.status_code, stale.status_code, closed.status_code) == (422, 422, 302)
    assert 'name="shown_cash" value="13000"' in stale.content.decode()
    assert DayClosing.objects.get().reason == "거스름돈"
    assert "오늘은 마감했어요" in till.get("/till/local-shop/days/").content.decode()


def counted(till, rows):
    page = till.get("/till/local-shop/count/").content.decode()
    book = dict(re.findall(r'name="(book-\d+)" value="(\d+)"', page))
    return till.post("/till/local-shop/count/", {"key": str(uuid.uuid4()), **book, **rows})


def test_from_the_last_sale_to_the_report(till, client, shop, bag, soap, maker, maker_member, staff, second, units):
    post_sale(till, {bag: 1, soap: 2}, 43000)
    till.post("/till/local-shop/state/", {"to": "closing"})
    day = timezone.localdate().isoformat()
    till.post("/till/local-shop/days/", {"day_on": day, "shown_cash": 43000, "cash_counted": 43000})
    no_reason = counted(till, {f"counted-{bag.pk}": 4, f"lost-{bag.pk}": 1, f"counted-{soap.pk}": 5})
    counted(till, {f"counted-{bag.pk}": 4, f"lost-{bag.pk}": 1, f"reason-{bag.pk}": "분실", f"counted-{soap.pk}": 5})
    early = till.post("/till/local-shop/close/", {"note": ""})
    for enterprise, person in (("dasibom", maker_member), ("onsae", second)):
        url = till.post(f"/till/local-shop/out/{enterprise}/")["Location"]
        line = Consignment.objects.get(direction="OUT", enterprise__reference=enterprise).lines.get()
        till.post(f"{url}receive/", {f"received-{line.pk}": line.sent_units, "received_by": person.pk})
    soaps = {"shown": json.dumps({soap.sku: 1}), "note": "세 번 세었어요"}
    alone = till.post("/till/local-shop/sign/", soaps) and till.post("/till/local-shop/close/", {"note": ""})
    client.force_login(second)
    client.post("/till/local-shop/sign/", soaps)
    closed = client.post("/till/local-shop/close/", {"note": "잘 마쳤어요"})

    shop.refresh_from_db()
    report = client.get("/till/local-shop/report/").content.decode()
    assert (no_reason.status_code, early.status_code, alone.status_code) == (422, 422, 422)
    assert "1명 서명" in alone.content.decode()
    assert (closed.status_code, shop.state) == (302, Exhibition.State.CLOSED)
    assert (units(bag.sku, "home"), units(soap.sku, "home")) == ((8, 0), (17, 0))
    assert "43,000원" in report
    assert "잘 마쳤어요" in report
    assert client.get("/till/local-shop/").status_code == 200


def test_a_count_on_an_old_book_shows_the_new_one(till, shop, bag, soap, staff, now):
    till.post("/till/local-shop/state/", {"to": "closing"})

    refused = till.post(
        "/till/local-shop/count/",
        {"key": uuid.uuid4(), f"book-{bag.pk}": 5, f"book-{soap.pk}": 8, f"counted-{bag.pk}": 5},
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "5개에서 6개로 바뀌었어요" in page
    assert f'name="book-{bag.pk}" value="6"' in page
    assert not StockCount.objects.exists()


def test_a_state_that_cannot_be_is_refused_kindly(till, place):
    response = till.post("/till/local-shop/state/", {"to": "closing"}, follow=True)

    place.refresh_from_db()
    assert "문을 연 팝업만" in response.content.decode()
    assert place.state == Exhibition.State.PLANNED
