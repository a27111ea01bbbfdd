"""A campaign's quota: a counter that is never passed and gives back once."""

import pytest

from campaigns import quota
from campaigns.models import Campaign, CampaignItem, QuotaTake
from marketplace.core.models import OutboxMessage
from tests.support.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(goods, now):
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now.replace(year=now.year + 1),
        created_by=make_staff(), created_at=now, updated_at=now,
    )  # fmt: skip

    def item(limit, taken=0):
        return CampaignItem.objects.create(campaign=campaign, variant=goods(), price=30000, quota=limit, taken=taken)

    return item


def topics():
    return list(OutboxMessage.objects.filter(topic__startswith="campaigns.").values_list("payload", flat=True))


def test_the_last_of_a_quota_is_taken_and_the_price_asked_to_be_withdrawn(item, now):
    scarf = item(5, taken=3)

    quota.take(document="purchase:1", units={scarf.pk: 2}, now=now)

    scarf.refresh_from_db()
    assert scarf.taken == 5
    assert topics() == [{"campaign_id": scarf.campaign_id}]


def test_more_than_is_left_is_refused_whole(item, now):
    scarf, bag = item(5, taken=4), item(None)

    with pytest.raises(quota.QuotaGone) as gone:
        quota.take(document="purchase:1", units={bag.pk: 1, scarf.pk: 2}, now=now)

    scarf.refresh_from_db()
    bag.refresh_from_db()
    assert gone.value.shortages == {scarf.pk: (2, 1)}
    assert (scarf.taken, bag.taken) == (4, 0)
    assert not QuotaTake.objects.exists()


def test_taking_again_for_the_same_document_takes_once_and_other_content_raises(item, now):
    scarf = item(5)
    quota.take(document="purchase:1", units={scarf.pk: 2}, now=now)

    quota.take(document="purchase:1", units={scarf.pk: 2}, now=now)
    with pytest.raises(quota.QuotaTakeDiffers):
        quota.take(document="purchase:1", units={scarf.pk: 3}, now=now)

    scarf.refresh_from_db()
    assert scarf.taken == 2


def test_giving_back_gives_back_once_and_brings_the_price_back(item, now):
    scarf = item(2)
    quota.take(document="purchase:1", units={scarf.pk: 2}, now=now)

    first = quota.give_back(document="purchase:1", now=now)
    second = quota.give_back(document="purchase:1", now=now)

    scarf.refresh_from_db()
    assert (first, second, scarf.taken) == (2, 0, 0)
    assert len(topics()) == 2


def test_an_item_that_is_gone_has_nothing_left(db, now):
    with pytest.raises(quota.QuotaGone):
        quota.take(document="purchase:1", units={999999: 1}, now=now)
