"""What staff do with a campaign: write it, change it, put it on, take it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.clashes import clashes
from campaigns.models import Campaign, CampaignChannel, CampaignItem, ChannelCode
from marketplace.core import audit
from marketplace.core.models import User
from vendors.models import Variant

State = Campaign.State
PRICE_STEP = 10  # the coarsest channel's (coupang.md §4.1)
MOST_ITEMS = 300


class CampaignRefused(Exception):
    """The campaign cannot be saved so. `problems` are fit to show, one for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class CampaignChanged(Exception):
    """Someone else saved it since the form was opened. Its message is fit to show."""


@dataclass(frozen=True)
class CampaignDetails:
    """A campaign's words and window; `starts_at` ≤ now < `ends_at`."""

    title: str
    theme: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    theme_en: str = ""
    story: str = ""
    story_en: str = ""


@dataclass(frozen=True)
class Item:
    """A variant in the campaign: `price` in whole won, `quota` in units or None for as many as there are."""

    variant: Variant
    price: int
    quota: int | None = None
    group: str = ""


@transaction.atomic
def create_campaign(
    *,
    reference: str,
    details: CampaignDetails,
    items: Sequence[Item],
    channels: Sequence[str],
    actor: User,
    now: datetime,
    cover: Mapping[str, Any] | None = None,
) -> Campaign:
    """Write a campaign as a draft, or raise CampaignRefused."""
    if Campaign.objects.filter(reference=reference).exists():
        raise CampaignRefused([_("이미 쓰고 있는 주소예요. 다른 주소를 적어 주세요.")])
    campaign = Campaign(reference=reference, created_by=actor, created_at=now, cover=dict(cover) if cover else None)
    _check(campaign, details, items, channels)
    _write(campaign, details, items, channels, now)
    audit.record("campaign.created", subject=campaign, actor=actor, at=now)
    return campaign


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    shown_version: int,
    details: CampaignDetails,
    items: Sequence[Item],
    channels: Sequence[str],
    actor: User,
    now: datetime,
) -> Campaign:
    """Save a campaign against the version that the form showed; raises CampaignRefused, CampaignChanged.

    Nothing changes on a channel by this. The next plan shows what would, and takes back what was taken out.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    # As everyone who sells locks them; they are written in the order of the list.
    list(CampaignItem.ever.filter(campaign=campaign).order_by("pk").select_for_update())
    if campaign.version != shown_version:
        raise CampaignChanged(_("그사이 다른 분이 이 기획전을 고쳤어요. 새로 열어 다시 고쳐 주세요."))
    if campaign.state == State.ENDED:
        raise CampaignRefused([_("마감한 기획전은 고칠 수 없어요.")])
    if campaign.state == State.LIVE and details.starts_at > now:
        raise CampaignRefused([_("이미 열린 기획전은 뒤로 미룰 수 없어요. 닫으려면 ‘일찍 멈추기’를 눌러 주세요.")])
    _check(campaign, details, items, channels)
    campaign.version += 1
    _write(campaign, details, items, channels, now)
    audit.record("campaign.changed", subject=campaign, actor=actor, at=now, version=campaign.version)
    return campaign


@transaction.atomic
def set_cover(*, campaign: Campaign, cover: Mapping[str, Any], actor: User, now: datetime) -> Campaign:
    """Give the campaign its picture (a stored picture)."""
    campaign.cover, campaign.updated_at = dict(cover), now
    campaign.save(update_fields=["cover", "updated_at"])
    audit.record("campaign.cover", subject=campaign, actor=actor, at=now)
    return campaign


def _check(campaign: Campaign, details: CampaignDetails, items: Sequence[Item], channels: Sequence[str]) -> None:
    problems = []
    if details.starts_at >= details.ends_at:
        problems.append(_("마감은 시작보다 뒤여야 해요."))
    if not items:
        problems.append(_("물건을 하나는 골라 주세요."))
    if len(items) > MOST_ITEMS:
        problems.append(_("물건은 %(most)s개까지 담을 수 있어요.") % {"most": MOST_ITEMS})
    if not channels or set(channels) - set(ChannelCode.values):
        problems.append(_("어디서 여는지 골라 주세요."))
    if len({item.variant.pk for item in items}) < len(items):
        problems.append(_("같은 옵션이 두 번 들어 있어요."))
    problems += [problem for item in items if (problem := _problem_of(item))]
    problems += clashes(
        campaign,
        variants=[item.variant.pk for item in items],
        starts_at=details.starts_at,
        ends_at=details.ends_at,
    )
    problems += _sold_already(campaign, items)
    if problems:
        raise CampaignRefused(problems)


def _problem_of(item: Item) -> str:
    name = {"title": item.variant.listing.title, "sku": item.variant.sku, "price": f"{item.variant.price:,}"}
    if item.price >= item.variant.price:
        return _("‘%(title)s’(%(sku)s)의 기획전 값은 정가 %(price)s원보다 낮아야 해요.") % name
    if item.price < PRICE_STEP or item.price % PRICE_STEP:
        return _("‘%(title)s’(%(sku)s)의 값은 10원 단위로 적어 주세요.") % name
    if item.quota is not None and item.quota < 1:
        return _("‘%(title)s’(%(sku)s)의 수량은 1개 이상이거나 비워 두어야 해요.") % name
    return ""


def _sold_already(campaign: Campaign, items: Sequence[Item]) -> list[str]:
    if campaign._state.adding:
        return []
    quotas = {item.variant.pk: item.quota for item in items}
    sold = CampaignItem.ever.filter(campaign=campaign, taken__gt=0).select_related("variant")
    problems = []
    for row in sold:
        quota = quotas.get(row.variant_id, 0)
        if row.variant_id not in quotas and row.is_out:
            continue  # sold at the price that it still showed
        if row.variant_id not in quotas:
            problems.append(_("%(sku)s은(는) 이미 팔려서 뺄 수 없어요.") % {"sku": row.variant.sku})
        elif quota is not None and quota < row.taken:
            problems.append(
                _("%(sku)s은(는) 이미 %(taken)s개가 팔려서 그보다 적게 잡을 수 없어요.")
                % {"sku": row.variant.sku, "taken": row.taken}
            )
    return problems


def _write(
    campaign: Campaign, details: CampaignDetails, items: Sequence[Item], channels: Sequence[str], now: datetime
) -> None:
    for name in details.__dataclass_fields__:
        setattr(campaign, name, getattr(details, name))
    campaign.updated_at = now
    campaign.save()
    _take_out(campaign, CampaignChannel.ever.exclude(channel__in=channels))
    for channel in channels:
        CampaignChannel.ever.update_or_create(campaign=campaign, channel=channel, defaults={"is_out": False})
    _take_out(campaign, CampaignItem.ever.exclude(variant__in=[item.variant for item in items]))
    for position, item in enumerate(items):
        said = {"price": item.price, "quota": item.quota, "group": item.group, "position": position, "is_out": False}
        CampaignItem.ever.update_or_create(campaign=campaign, variant=item.variant, defaults=said)


def _take_out(campaign: Campaign, parts: QuerySet[CampaignChannel] | QuerySet[CampaignItem]) -> None:
    """Take parts out of a campaign. What may show somewhere stays, for the plan that takes it back."""
    if campaign.state == State.DRAFT:
        parts.filter(campaign=campaign).delete()
    else:
        parts.filter(campaign=campaign).update(is_out=True)
