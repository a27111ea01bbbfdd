"""What staff do beside exhibitions: settle shortfalls, wake purchases, let stopped things go on, find anything."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import booking
from marketplace.channels import seen
from marketplace.channels.models import Lane, Plan
from marketplace.core import audit
from marketplace.core.models import AuditEntry, InboxMessage, OutboxMessage
from marketplace.inventory.models import Shortfall, Stock
from marketplace.payments.models import Payment
from marketplace.purchases.models import Attempt
from marketplace.saleor import ids
from tests.support.factories import make_stock
from vendors.models import VendorOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def shortfall(staff, market_order):
    return Shortfall.objects.get()


def test_the_home_page_counts_what_waits(client, world):
    page = client.get("/console/").content.decode()

    for words in (
        "판 수량이 모자라요",
        "결제가 나아가지 않아요",
        "판매처의 주문을 읽지 못하고 있어요",
        "읽어 볼 계획이 있어요",
        "판매처가 상품을 되돌렸어요",
        "멈춘 레인이 있어요",
        "처리하지 못한 메시지가 있어요",
        "보내지 못한 메시지가 있어요",
        "연말 선물전",
    ):
        assert words in page
    assert "송장이 있어요" not in page


def test_units_that_were_found_are_promised_once_per_form(client, shortfall):
    make_stock(shortfall.sku, 5)
    form = {"units": "2", "key": str(uuid.uuid4())}

    client.post(f"/console/shortfalls/{shortfall.pk}/fill/", form)
    client.post(f"/console/shortfalls/{shortfall.pk}/fill/", form)

    shortfall.refresh_from_db()
    stock = Stock.objects.get(sku=shortfall.sku)
    assert shortfall.resolved_at is not None
    assert (stock.allocated, stock.free) == (12, 3)


@pytest.mark.parametrize(("units", "says"), [("2", "남은 수량이 모자라요"), ("0", "1"), ("많이", "정수")])
def test_units_that_are_not_there_are_not_promised(client, shortfall, units, says):
    response = client.post(f"/console/shortfalls/{shortfall.pk}/fill/", {"units": units, "key": str(uuid.uuid4())})

    shortfall.refresh_from_db()
    assert response.status_code == 422
    assert says in response.content.decode()
    assert shortfall.resolved_at is None
    assert Stock.objects.get(sku=shortfall.sku).allocated == 10


def test_a_shortfall_is_settled_with_words_and_never_without(client, staff, shortfall):
    silent = client.post(f"/console/shortfalls/{shortfall.pk}/drop/", {"resolution": " "})
    shortfall.refresh_from_db()
    assert (silent.status_code, shortfall.resolved_at) == (422, None)

    client.post(f"/console/shortfalls/{shortfall.pk}/drop/", {"resolution": "쿠팡에서 취소했어요"})

    shortfall.refresh_from_db()
    assert shortfall.resolution == "쿠팡에서 취소했어요"
    assert AuditEntry.objects.get(action="shortfall.dropped").actor == staff


def test_a_purchase_shows_what_holds_it_up_and_is_woken(client, staff, attempt):
    page = client.get("/console/purchases/ABC234/").content.decode()
    client.post("/console/purchases/ABC234/wake/")

    assert "Saleor가 대답하지 않아요. (timed out)" in page
    assert OutboxMessage.objects.get(topic="purchases.advance").payload == {"attempt_id": attempt.pk}
    assert AuditEntry.objects.get(action="purchase.woken").actor == staff


def test_a_purchase_that_has_ended_is_not_woken(client, staff, attempt):
    Attempt.objects.update(state="ENDED")

    client.post("/console/purchases/ABC234/wake/")

    assert not OutboxMessage.objects.filter(topic="purchases.advance").exists()
    assert not AuditEntry.objects.filter(action="purchase.woken").exists()


def test_a_purchase_that_fails_again_and_again_is_stuck_and_a_new_one_is_not(client, staff, attempt):
    stuck = client.get("/console/purchases/?state=stuck").content.decode()
    Attempt.objects.update(tries=0)
    well = client.get("/console/purchases/?state=stuck").content.decode()

    assert "ABC234" in stuck
    assert "ABC234" not in well


def test_money_that_did_not_go_back_is_listed_with_its_purchase_until_it_has(client, staff, attempt):
    now = timezone.now()
    payment = Payment.objects.create(
        saleor_transaction_id="t", document=attempt.document, intent_id="pi_1", state="CAPTURED", amount=42000,
        captured=42000, started_at=now, updated_at=now,
    )  # fmt: skip
    payment.refunds.create(key="k", amount=42000, reason="시험", asked_at=now, problem="charge_disputed")

    home = client.get("/console/").content.decode()
    listed = client.get("/console/purchases/?state=refunds").content.decode()
    page = client.get("/console/purchases/ABC234/").content.decode()
    Payment.objects.update(refunded=42000)
    after = client.get("/console/purchases/?state=refunds").content.decode()

    assert "돌려주지 못한 돈이 있어요" in home
    assert "ABC234" in listed
    assert "돌려주지 못했어요 (charge_disputed)" in page
    assert "ABC234" not in after


def test_a_parked_lane_goes_on_once(client, staff, parked_lane):
    shown = client.get("/console/lanes/?state=parked").content.decode()
    client.post(f"/console/lanes/{parked_lane.pk}/unpark/")
    client.post(f"/console/lanes/{parked_lane.pk}/unpark/")

    assert "권한이 없어요" in shown
    assert Lane.objects.get().parked_at is None
    assert OutboxMessage.objects.filter(topic="channels.take_turn").count() == 1
    assert AuditEntry.objects.get(action="lane.unparked").actor == staff


def test_a_market_that_cannot_be_read_says_why_until_it_can(client, staff):
    since = timezone.now() - timedelta(minutes=12)
    booking.note_unread("coupang", "ChannelMisconfigured: GET /ordersheets: 401", since)
    page = client.get("/console/lanes/").content.decode()
    booking.note_read("coupang")
    booking.note_unread("coupang", "ChannelUnavailable: timed out", timezone.now())
    missed_once = client.get("/console/lanes/").content.decode()

    assert "쿠팡의 주문과 취소를 읽지 못하고 있어요" in page
    assert "마켓과 잇는 설정을 고쳐야 해요. (GET /ordersheets: 401)" in page
    assert "12분 전" in page
    assert "읽지 못하고 있어요" not in missed_once


def test_an_exhibition_is_not_well_while_its_market_cannot_be_read(client, staff, campaign):
    address = f"/console/exhibitions/{campaign.reference}/"
    before = client.get("/console/").content.decode()
    booking.note_unread("coupang", "ChannelMisconfigured: 401", timezone.now() - timedelta(minutes=12))
    home, own = client.get("/console/").content.decode(), client.get(address).content.decode()
    booking.note_read("coupang")

    assert "순조로워요" in before
    assert "순조로워요" not in home
    assert "살펴봐 주세요" in home
    for page in (home, own):
        assert '<a class="small bad" href="/console/lanes/">주문을 읽지 못하고 있어요</a>' in page
    assert "순조로워요" in client.get("/console/").content.decode()


def test_a_parked_message_is_handled_again_once(client, staff, parked_message):
    client.post(f"/console/inbox/{parked_message.pk}/retry/")
    client.post(f"/console/inbox/{parked_message.pk}/retry/")

    message = InboxMessage.objects.get()
    assert (message.state, message.attempts, message.problem) == ("RECEIVED", 0, "")
    assert OutboxMessage.objects.get(topic="webhooks.handle").payload == {"message_id": message.pk}
    assert AuditEntry.objects.get(action="inbox.retried").actor == staff


def test_a_plan_is_approved_as_it_was_read(client, staff, catalogue_plan):
    url = f"/console/plans/{catalogue_plan.pk}/"
    wrong = client.post(f"{url}approve/", {"digest": "0" * 64})
    assert (wrong.status_code, Plan.objects.get().state) == (422, "DRAFT")
    assert not OutboxMessage.objects.exists()

    page = client.get(url)
    client.post(f"{url}approve/", {"digest": page.context["plan"].digest})

    plan = Plan.objects.get()
    assert (plan.state, plan.approved_by) == ("APPROVED", staff)


def test_a_campaigns_plan_is_applied_on_the_campaigns_page_alone(client, campaign):
    plan = Plan.objects.get(channel="shop")
    Plan.objects.update(state="DRAFT", needs_person=True, approved_at=None, approved_by=None)

    response = client.post(f"/console/plans/{plan.pk}/approve/", {"digest": plan.digest})

    plan.refresh_from_db()
    assert response["Location"] == "/console/exhibitions/year-end/plan/"
    assert plan.state == "DRAFT"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("700001", "order"),
        ("9100001", "order"),
        ("upcycled-bag-1", "/console/stock/upcycled-bag-1/"),
        ("ABC234", "/console/purchases/ABC234/"),
        ("purchase:abc234", "/console/purchases/ABC234/"),
        ("다시봄", "/console/enterprises/dasibom/"),
        ("연말", "/console/exhibitions/year-end/"),
        ("느린", "/console/listings/slow-mug/"),
    ],
)
def test_a_number_or_a_name_leads_to_its_page(client, world, market_order, text, page):
    response = client.get("/console/search/", {"q": text})

    assert response["Location"] == (f"/console/orders/{market_order.reference}/" if page == "order" else page)


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "😀", "x" * 1000, "'; DROP TABLE", "_"])
def test_nonsense_finds_nothing_and_harms_nothing(client, world, text):
    pages = [client.get(f"/console/{place}/", {"q": text}) for place in ("search", "stock", "enterprises", "listings")]

    assert [page.status_code for page in pages] == [200] * 4


@pytest.mark.parametrize(
    "address",
    [
        "orders/?state=x&channel=%00&page=-1",
        "audit/?since=2026-02-31&until=soon&who=%00&subject=x&page=9999",
        "audit/?since=0001-01-01&until=9999-12-31",
        "stock/upcycled-bag-1/?at=nowhere",
        "lanes/?kind=x",
        "plans/?state=%F0%9F%98%80&page=0",
    ],
)
def test_an_address_made_up_by_hand_shows_what_it_can(client, world, address):
    assert client.get(f"/console/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "exhibitions/nothing/", "exhibitions/nothing/edit/", "exhibitions/nothing/plan/", "exhibitions/nothing/stop/",
        "orders/nothing/", "purchases/nothing/", "shortfalls/999999/", "stock/nothing/", "enterprises/nothing/",
        "listings/nothing/", "plans/999999/", "orders/%00/", "purchases/%00/", "stock/%00/", "exhibitions/%00/edit/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, staff, address):
    assert client.get(f"/console/{address}").status_code == 404


def test_an_order_of_a_market_says_what_the_market_calls_it(client, staff, market_order):
    page = client.get(f"/console/orders/{market_order.reference}/").content.decode()

    for said in ("700001", "9100001", "이가치", "2개가 모자라요", "coupang:700001"):
        assert said in page


def test_orders_are_chosen_by_state_and_channel(client, staff, bag):
    now = timezone.now()
    for number, (channel, state) in enumerate([("shop", "PAID"), ("shop", "SHIPPED"), ("coupang", "PAID")]):
        VendorOrder.objects.create(
            enterprise=bag.enterprise, reference=f"V-{number}", channel=channel, document=f"d:{number}", state=state,
            placed_at=now, ship_by_on=now.date(), recipient_name="가", recipient_phone="010", postal_code="04000",
            address="서울", is_stop_requested=number == 2,
        )  # fmt: skip

    def shown(query):
        return {row["order"].reference for row in client.get(f"/console/orders/{query}").context["rows"]}

    assert shown("") == {"V-0", "V-1", "V-2"}
    assert shown("?state=PAID&channel=shop") == {"V-0"}
    assert shown("?channel=coupang") == {"V-2"}
    assert shown("?state=stop") == {"V-2"}
    assert shown("?state=untold") == set()


def test_the_stock_page_adds_up_and_shows_its_movements(client, staff, market_order):
    page = client.get("/console/stock/upcycled-bag-1/").content.decode()

    assert "10개 가운데 0개를 팔 수 있어요" in page
    assert "coupang:700001 10" in page
    assert "오픈마켓에서 팔림" in page


def test_the_trail_is_chosen_by_subject_deed_person_and_day(client, staff, bag):
    now = timezone.now()
    audit.record("listing.paused", subject=bag, actor=staff, at=now, why="비가 와서")
    day = timezone.localtime(now).date().isoformat()

    def shown(**query):
        rows = client.get("/console/audit/", query).context["rows"]
        return [(row["entry"].action, row["entry"].actor_label) for row in rows]

    mine = [("listing.paused", "staff@example.com")]
    assert shown(action="listing.paused") == mine
    assert shown(who="staff@") == mine
    assert shown(subject="vendors.listing", id=str(bag.pk), action="listing.paused", since=day, until=day) == mine
    assert shown(action="listing.paused", until="2020-01-01") == []


def test_staff_read_what_saleor_shows_and_ask_it_again(client, staff, bag):
    ids.remember("warehouse", "home", "V2FyZWhvdXNlOjE=")
    content = {"V2FyZWhvdXNlOjE=": {"units": 9, "allocated": 2}}
    seen.remember(channel="saleor", key="stock:upcycled-bag-1", content=content, now=timezone.now())

    page = client.get("/console/stock/upcycled-bag-1/").content.decode()
    client.post("/console/stock/upcycled-bag-1/look/")
    lane = Lane.objects.get(kind="saleor-stock", subject="upcycled-bag-1")

    assert "Saleor에는 9개가 있었고, 그 가운데 2개를" in page
    assert "지금 장부로는 10개를 보여야 해요." in page
    assert lane.is_behind


def test_a_parked_lane_is_said_where_staff_ask_saleor(client, staff, bag, parked_lane):
    page = client.post("/console/stock/upcycled-bag-1/look/", follow=True).content.decode()

    assert "레인이 멈춰 있어서 물어보지 못했어요" in page
    assert "Saleor에서 아직 본 적이 없어요." in page


@pytest.mark.parametrize("kind", ["order", "purchase"])
def test_who_looks_at_personal_data_is_on_the_audit_trail(client, staff, order, attempt, kind):
    subject = {"order": order, "purchase": attempt}[kind]
    address = f"/console/{kind}s/{subject.reference}/"

    client.head(address)
    pages = [client.get(address).content.decode() for _time in range(2)]

    seen = AuditEntry.objects.filter(action="personal_data.seen")
    assert {(entry.actor, entry.subject_type, entry.subject_id) for entry in seen} == {
        (staff, subject._meta.label_lower, str(subject.pk))
    }
    assert seen.count() == 2
    assert "개인정보를 봤어요" not in pages[1]
    assert client.get("/console/audit/").content.decode().count("개인정보를 봤어요") == 3  # two rows, one choice


def test_lists_and_searches_show_no_personal_data(client, staff, order, attempt):
    for address in ("orders/", "purchases/", f"search/?q={order.reference}", f"search/?q={attempt.reference}"):
        page = client.get(f"/console/{address}").content.decode()
        assert "김가치" not in page
        assert "월드컵로" not in page
        assert "shopper@example.com" not in page
