"""Campaigns keep their time and their quotas."""

from django.utils import timezone

from campaigns import planning
from campaigns.models import Campaign
from campaigns.popups import saleor_side
from workers.app import app


@app.task(name="campaigns.keep_time")
def keep_time(**_unknown: object) -> None:
    """Open and close campaigns by their window."""
    planning.keep_time(now=timezone.now())


@app.task(name="campaigns.sweep")
def sweep(**_unknown: object) -> None:
    """Bring campaigns in line whose moment was missed."""
    planning.sweep(now=timezone.now())


@app.task(name="campaigns.quota_changed")
def quota_changed(*, campaign_id: int, **_unknown: object) -> None:
    """Withdraw the price of an item whose quota is used up, or bring it back when units came back."""
    campaign = Campaign.objects.filter(pk=campaign_id, state=Campaign.State.LIVE).first()
    if campaign:
        planning.bring_in_line(campaign=campaign, made_by="quota", now=timezone.now())
        saleor_side.request_turn_of_campaign(campaign_id=campaign.pk, now=timezone.now())


@app.task(name="vendors.prices_changed")
def prices_changed(*, listing_id: int, **_unknown: object) -> None:
    """Have campaigns that are on say the list price that their goods have now, and never ask more than that."""
    now = timezone.now()
    for campaign in planning.follow_list_prices(listing_id=listing_id, now=now):
        saleor_side.request_turn_of_campaign(campaign_id=campaign.pk, now=now)


@app.task(name="popups.sweep")
def sweep_popups(**_unknown: object) -> None:
    """Bring pop-ups in line in Saleor that no one asked for: campaign prices begin and end by the clock."""
    saleor_side.sweep(now=timezone.now())
