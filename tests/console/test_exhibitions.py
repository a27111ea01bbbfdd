"""An exhibition is written, planned, read, applied, watched and stopped from the console."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from campaigns.models import Campaign
from marketplace.channels.models import Plan, PlanStep
from marketplace.core.models import AuditEntry, OutboxMessage
from tests.console.conftest import apply, campaign_details
from vendors.models import ShownPrice, Variant

pytestmark = pytest.mark.django_db

NEW = "/console/exhibitions/new/"
PAGE = "/console/exhibitions/year-end/"


def typed(*variants, prices=(), **changes):
    """What a person has filled in, with the form's hidden fields."""
    start = timezone.localtime() + timedelta(days=1)
    values = {
        "do": "save",
        "reference": "year-end",
        "title": "연말 선물전",
        "theme": "고마운 사람에게.",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(days=7):%Y-%m-%dT%H:%M}",
        "channels": ["shop", "coupang"],
        "items": [str(variant.pk) for variant in variants],
    }
    for variant, price in zip(variants, prices, strict=True):
        values[f"item-{variant.pk}-price"] = str(price)
    return values | changes


def test_a_campaign_is_written_in_seoul_time_and_read_before_it_is_applied(client, staff, bag, mug):
    one, two = bag.variants.get(), mug.variants.order_by("pk")[0]
    form = typed(one, two, prices=(30000, ""), starts_at="2027-01-01T10:00", ends_at="2027-01-08T00:00")
    form |= {f"item-{one.pk}-quota": "6", f"item-{two.pk}-rate": "15", f"item-{two.pk}-group": "선물"}

    response = client.post(NEW, form)

    campaign = Campaign.objects.get()
    assert response["Location"] == f"{PAGE}plan/"
    assert (campaign.starts_at.isoformat(), campaign.state) == ("2027-01-01T01:00:00+00:00", "DRAFT")
    assert [(item.variant_id, item.price, item.quota, item.group) for item in campaign.items.order_by("position")] == [
        (one.pk, 30000, 6, ""),
        (two.pk, 22100, None, "선물"),
    ]
    assert campaign.created_by == staff


def test_goods_are_searched_added_and_taken_out_and_nothing_typed_is_lost(client, staff, bag, mug):
    one, two = bag.variants.get(), mug.variants.order_by("pk")[0]
    form = typed(one, prices=("아직",), title="덜 쓴 이름", find="느린")

    found = client.post(NEW, form | {"do": "find"}).content.decode()
    added = client.post(NEW, form | {"do": f"add:{two.pk}"}).content.decode()
    both = form | {"items": [str(one.pk), str(two.pk)], f"item-{two.pk}-rate": "10"}
    taken_out = client.post(NEW, both | {"do": f"remove:{one.pk}"}).content.decode()

    assert f'value="add:{two.pk}"' in found
    assert "담은 물건이 없어요" not in added
    assert f'name="items" value="{two.pk}"' in added
    assert f'name="items" value="{one.pk}"' not in taken_out
    assert 'value="23400"' in taken_out
    for page in (found, added, taken_out):
        assert 'value="덜 쓴 이름"' in page
        assert "고칠 곳이 있어요" not in page
    assert 'value="아직"' in found
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "\x00", "x"])
def test_an_item_that_is_no_number_is_none(client, staff, bag, number):
    one = bag.variants.get()
    odd = typed(one, prices=(30000,)) | {"items": [str(one.pk), number], "do": f"add:{number}"}

    assert client.post(NEW, odd).status_code == 200


def test_enter_looks_for_goods_when_the_search_was_changed_and_saves_when_not(client, staff, bag):
    one = bag.variants.get()

    looked = client.post(NEW, typed(one, prices=(30000,), do="enter", find="가방", found=""))
    saved = client.post(NEW, typed(one, prices=(30000,), do="enter", find="가방", found="가방"))

    assert (looked.status_code, saved.status_code) == (200, 302)
    assert Campaign.objects.count() == 1


def test_everything_wrong_is_said_at_once_above_the_form(client, staff, bag, mug):
    one, two = bag.variants.get(), mug.variants.order_by("pk")[0]
    form = typed(one, two, prices=(39000, ""), title="아까운 이름")

    unsound = client.post(NEW, form)
    refused = client.post(NEW, form | {f"item-{two.pk}-price": "27000", "channels": ["shop"]})

    first, second = unsound.content.decode(), refused.content.decode()
    assert (unsound.status_code, refused.status_code) == (422, 422)
    assert "느린 머그 · 옵션 1: 값이나 할인율을 적어 주세요." in first
    assert "기획전 값은 정가 39,000원보다 낮아야 해요" in second
    assert "기획전 값은 정가 26,000원보다 낮아야 해요" in second
    assert 'value="아까운 이름"' in second
    assert not Campaign.objects.exists()


def test_a_picture_is_kept_though_the_form_comes_back(client, staff, bag):
    body = io.BytesIO()
    Image.new("RGB", (1200, 800), "#d4532a").save(body, "PNG")
    one = bag.variants.get()
    file = SimpleUploadedFile("a.png", body.getvalue())

    back = client.post(NEW, typed(one, prices=(99999,), picture=file))
    sealed = back.context["sealed_cover"]
    saved = client.post(NEW, typed(one, prices=(30000,), cover=sealed))

    assert (back.status_code, saved.status_code) == (422, 302)
    assert Campaign.objects.get().cover["width"] == 1200


@pytest.mark.parametrize("cover", ["", "forged", "eyJrZXkiOiAiLi4vLi4ifQ:1:x"])
def test_a_forged_picture_is_no_picture(client, staff, bag, cover):
    client.post(NEW, typed(bag.variants.get(), prices=(30000,), cover=cover))

    assert Campaign.objects.get().cover is None


def test_a_broken_picture_is_said_beside_its_field(client, staff, bag):
    file = SimpleUploadedFile("a.png", b"no picture")

    response = client.post(NEW, typed(bag.variants.get(), prices=(30000,), picture=file))

    assert response.status_code == 422
    assert "사진을 열지 못했어요" in response.content.decode()
    assert not Campaign.objects.exists()


def test_a_campaign_is_saved_against_the_version_that_was_shown(client, write_campaign, bag):
    write_campaign()
    form = typed(bag.variants.get(), prices=(29000,), version="1", title="새 이름")

    first = client.post(f"{PAGE}edit/", form)
    second = client.post(f"{PAGE}edit/", form | {"title": "늦은 이름"})

    campaign = Campaign.objects.get()
    assert (first.status_code, second.status_code) == (302, 422)
    assert "그사이 다른 분이 이 기획전을 고쳤어요" in second.content.decode()
    assert "늦은 이름" in second.content.decode()
    assert (campaign.version, campaign.title) == (2, "새 이름")


def test_the_plan_says_what_changes_and_looking_at_it_keeps_nothing(client, write_campaign):
    write_campaign()

    page = client.get(f"{PAGE}plan/").content.decode()

    assert "<del>39,000원</del>" in page
    assert "<ins>30,000원</ins>" in page
    assert "되돌릴 수 없는 것" in page
    assert "1가지는 판매처의 승인을 받아야 팔 수 있어요" in page
    assert not Plan.objects.exists()


def test_the_opening_can_be_looked_at_before_it_comes(client, write_campaign):
    now = timezone.now()
    write_campaign(starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=9), channels=("shop",))

    today = client.get(f"{PAGE}plan/").content.decode()
    opening = client.get(f"{PAGE}plan/?as-of=opening").content.decode()

    assert "30,000원" not in today
    assert "적용하면 여는 때에 스스로 열려요" in today
    assert "<ins>30,000원</ins>" in opening
    assert "적용하기" not in opening


def read_digests(client):
    page = client.get(f"{PAGE}plan/")
    return {f"digest-{each['channel']}": each["digest"] for each in page.context["changes"]}


def test_what_was_read_is_applied(client, staff, write_campaign):
    campaign = write_campaign()

    response = client.post(f"{PAGE}plan/", read_digests(client))

    campaign.refresh_from_db()
    assert (response.status_code, campaign.state) == (302, "LIVE")
    assert {(plan.channel, plan.state, plan.approved_by) for plan in Plan.objects.all()} == {
        ("shop", "APPROVED", staff),
        ("coupang", "APPROVED", staff),
    }
    assert OutboxMessage.objects.filter(topic="channels.run_plan").count() == 2


def test_what_changed_after_it_was_read_is_not_applied_but_shown(client, write_campaign):
    campaign = write_campaign()
    read = read_digests(client)
    ShownPrice.objects.update(price=38000)

    response = client.post(f"{PAGE}plan/", read)

    campaign.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, campaign.state) == (422, "DRAFT")
    assert "아무것도 적용하지 않았어요" in page
    assert "<del>38,000원</del>" in page
    assert not Plan.objects.exists()
    assert not OutboxMessage.objects.filter(topic="channels.run_plan").exists()


@pytest.mark.parametrize("digest", [{}, {"digest-shop": "0" * 64, "digest-coupang": ""}])
def test_a_plan_that_nobody_read_is_not_applied(client, write_campaign, digest):
    write_campaign()

    response = client.post(f"{PAGE}plan/", digest)

    assert response.status_code == 422
    assert Campaign.objects.get().state == "DRAFT"
    assert not Plan.objects.exists()


def test_a_market_without_keys_is_named_and_nothing_is_applied(client, write_campaign, settings):
    write_campaign()
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "secret_key": ""}

    shown = client.get(f"{PAGE}plan/").content.decode()
    applied = client.post(f"{PAGE}plan/", {})

    assert "coupang: secret_key not set" in shown
    assert "적용하기" not in shown
    assert applied.status_code == 422
    assert not Plan.objects.exists()


def test_progress_asks_for_itself_while_there_is_something_to_see(client, campaign):
    part = f"{PAGE}progress/"
    running = client.get(part, HTTP_HX_REQUEST="true").content.decode()
    PlanStep.objects.filter(plan__channel="shop").update(state="DONE", finished_at=timezone.now())
    PlanStep.objects.filter(plan__channel="coupang").update(state="WAITING")
    waiting = client.get(part, HTTP_HX_REQUEST="true").content.decode()
    PlanStep.objects.update(state="DONE", finished_at=timezone.now())
    done = client.get(part, HTTP_HX_REQUEST="true").content.decode()
    plain = client.get(part)

    assert 'hx-trigger="every 2s"' in running
    assert 'hx-trigger="every 10s"' in waiting
    assert "승인 대기 1" in waiting
    assert "hx-trigger" not in done
    assert "<html" not in done
    assert plain["Location"] == PAGE


def test_a_campaign_says_how_its_items_do_on_each_channel(client, campaign, bag):
    item = campaign.items.get()
    item.taken = 6
    item.save()
    ShownPrice.objects.update(price=30000, prior_price=39000, campaign_item_id=item.pk)

    page = client.get(PAGE).content.decode()

    assert "6 / 6" in page
    assert "소진" in page
    assert "기획전 값" in page


def test_a_campaign_is_stopped_after_saying_what_stays(client, staff, campaign):
    PlanStep.objects.filter(plan__channel="coupang").update(state="WAITING")

    asked = client.get(f"{PAGE}stop/").content.decode()
    stopped = client.post(f"{PAGE}stop/")
    again = client.post(f"{PAGE}stop/", follow=True).content.decode()

    campaign.refresh_from_db()
    assert "되돌릴 수 없어서 남는 것 1가지" in asked
    assert (stopped.status_code, campaign.state) == (302, "ENDED")
    assert "예정된 기획전만 멈출 수 있어요" in again
    assert "되돌릴 수 없어서 남은 것" in again
    assert AuditEntry.objects.filter(action="campaign.stopped", actor=staff).count() == 1


def test_a_full_form_is_read_whole(client, staff, maker):
    """Three hundred items: as many as a campaign may have."""
    from tests.support.factories import make_listing

    listing = make_listing(maker, reference="many", prices=(20000,) * 300, units=0, active=False)
    variants = list(Variant.objects.filter(listing=listing))
    form = typed(*variants, prices=(15000,) * 300)
    for variant in variants:
        form |= {f"item-{variant.pk}-rate": "", f"item-{variant.pk}-quota": "", f"item-{variant.pk}-group": ""}

    response = client.post(NEW, form)

    assert response.status_code == 302
    assert Campaign.objects.get().items.count() == 300


def test_what_a_schedule_may_not_approve_waits_on_the_home_page(client, staff, write_campaign):
    campaign = write_campaign(price=10000, channels=("shop",))
    apply(campaign, staff)
    Plan.objects.update(state="DRAFT", approved_at=None)

    page = client.get("/console/").content.decode()

    assert campaign_details().title in page
    assert "살펴봐 주세요" in page
    assert "읽어 볼 계획이 있어요" in page
