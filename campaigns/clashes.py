"""A variant has one campaign price at a time: looked at when a campaign is written, and again when it is applied."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignItem

State = Campaign.State


def clashes(campaign: Campaign, *, variants: Collection[int], starts_at: datetime, ends_at: datetime) -> list[str]:
    """Return in words which variants (by id) another applied campaign has at some moment of a half-open window."""
    others = (
        CampaignItem.objects.filter(
            Q(campaign__state__in=[State.SCHEDULED, State.LIVE]),
            variant__in=variants,
            campaign__starts_at__lt=ends_at,
            campaign__ends_at__gt=starts_at,
        )
        .exclude(campaign=campaign.pk)
        .select_related("campaign", "variant")
    )
    return [
        _("%(sku)s은(는) 같은 때에 ‘%(campaign)s’에도 들어 있어요.")
        % {"sku": other.variant.sku, "campaign": other.campaign.title}
        for other in others
    ]
