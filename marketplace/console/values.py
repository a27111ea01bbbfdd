"""Turns rows into what the templates show."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, MarketListing
from campaigns.queries import CampaignHealth, ChannelHealth
from marketplace.channels.models import Plan
from marketplace.channels.plans import PlannedStep, Progress
from marketplace.console import words
from marketplace.console.naming import names_of
from marketplace.core.models import AuditEntry
from marketplace.core.sayings import said

CAMPAIGN_BADGES = {
    Campaign.State.DRAFT: "",
    Campaign.State.SCHEDULED: "info",
    Campaign.State.LIVE: "live",
    Campaign.State.ENDED: "outline",
}
LISTED_BADGES: dict[str, str] = {
    MarketListing.State.IN_REVIEW: "warning",
    MarketListing.State.CREATING: "info",
    MarketListing.State.DENIED: "bad",
    MarketListing.State.ON_SALE: "status",
}


def health_values(health: CampaignHealth, now: datetime) -> dict[str, Any]:
    """A campaign as the home page and its own page show it."""
    campaign = health.campaign
    is_on = campaign.state == Campaign.State.LIVE
    return {
        "campaign": campaign,
        "url": reverse("console:exhibition", args=[campaign.reference]),
        "badge": CAMPAIGN_BADGES[Campaign.State(campaign.state)],
        "until": campaign.ends_at if is_on else campaign.starts_at,
        "is_on": is_on,
        "is_well": health.is_well,
        "items": health.items,
        "taken": health.taken,
        "used_up": health.used_up,
        "channels": [channel_values(row, campaign) for row in health.channels],
    }


def channel_values(row: ChannelHealth, campaign: Campaign) -> dict[str, Any]:
    state, badge = _plan_words(row)
    return {
        "name": words.channel(row.channel),
        "plan": row.plan,
        "plan_url": reverse("console:plan", args=[row.plan.pk]) if row.plan else "",
        "state": state,
        "badge": badge,
        "waits_url": reverse("console:exhibition-plan", args=[campaign.reference]) if row.waiting_plan else "",
        "progress": row.progress,
        "problem": said(row.plan.problem) if row.plan else "",
        "is_unread": row.is_unread,
        "listings": [
            {"label": f"{MarketListing.State(state).label} {count}", "kind": LISTED_BADGES.get(state, "")}
            for state, count in row.listings.items()
        ],
    }


def _plan_words(row: ChannelHealth) -> tuple[str, str]:
    if row.waiting_plan:
        return _("사람이 읽기를 기다림"), "warning"
    if row.channel == "popup":
        return _("계산대가 기획전을 그대로 읽어요"), ""
    if row.plan is None:
        return _("아직 적용하지 않음"), ""
    return words.said(words.PLAN_STATES, row.plan.state), words.PLAN_BADGES.get(Plan.State(row.plan.state), "")


def progress_values(channel: str, plan: Plan, progress: Progress) -> dict[str, Any]:
    """A plan on its way, as ``look/partials/progress.html`` wants it."""
    return {
        "id": f"progress-{plan.pk}",
        "label": words.channel(channel),
        "done": progress.count,
        "total": progress.total,
        "rate": rate_words(progress.rate),
        "left": left_words(progress.seconds_left),
        "waiting": progress.waiting,
        "failed": progress.failed,
        "problem": said(plan.problem),
        "state": words.said(words.PLAN_STATES, plan.state),
        "badge": words.PLAN_BADGES.get(Plan.State(plan.state), ""),
        "url": reverse("console:plan", args=[plan.pk]),
    }


def rate_words(rate: float | None) -> str:
    """Say a rate of steps a second so that a person can picture it."""
    if rate is None:
        return ""
    if rate >= 1:
        return _("1초에 %(count)d건") % {"count": round(rate)}
    return _("1분에 %(count)d건") % {"count": max(1, round(rate * 60))}


def left_words(seconds: float | None) -> str:
    if not seconds:
        return ""
    if seconds < 90:
        return _("%(count)d초쯤 남았어요") % {"count": max(1, round(seconds))}
    return _("%(count)d분쯤 남았어요") % {"count": round(seconds / 60)}


def step_rows(steps: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """Steps that are planned, as ``console/_steps.html`` wants them."""
    rows = list(steps)
    names = names_of(step.key for step in rows)
    return [
        {
            "label": names.get(step.key, step.label),
            "kind": step.action,
            "changes": words.changes(step.before, step.after),
        }
        for step in rows
    ]


def audit_events(entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """The audit trail as ``look/partials/timeline.html`` wants it."""
    return [
        {
            "title": words.said(words.ACTIONS, entry.action),
            "at": entry.at,
            "who": entry.actor_label,
            "state": "done",
            "text": detail_words(entry.detail),
        }
        for entry in entries
    ]


def detail_words(detail: Any) -> str:
    """Write an audit entry's detail on one line."""
    if not isinstance(detail, dict):
        return str(detail or "")
    told = {name: value for name, value in detail.items() if name != "digest" and value not in ("", None)}
    return " · ".join(words.detail(name, value) for name, value in told.items() if not isinstance(value, dict))[:200]
