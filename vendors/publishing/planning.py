"""The difference between the catalogue as it should be in Saleor and as it was last seen there."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from marketplace.channels import plans, seen
from marketplace.channels.models import Plan
from marketplace.channels.plans import PlannedStep
from marketplace.channels.plans.planning import Action
from marketplace.core.sayings import saying
from marketplace.saleor import ids
from vendors.models import Listing, ShownPrice
from vendors.publishing import CHANNEL, SHOP, documents
from vendors.publishing.documents import Document

SEOUL = ZoneInfo("Asia/Seoul")
SUBJECT = "catalogue"
MADE_BY = "catalogue"
# A plan for everything that takes down or reprices more than this share of what is on sale waits for a person.
UNUSUAL_SHARE = 0.2
FEW = 10
MANY_ENDED = gettext_noop("팔고 있는 상품 %(of)s개 가운데 %(count)s개를 판매에서 내려요.")
MANY_REPRICED = gettext_noop("팔고 있는 상품 %(of)s개 가운데 %(count)s개의 값이 바뀌어요.")


def plan_catalogue(
    *, now: datetime, listings: QuerySet[Listing] | None = None, subject: str = SUBJECT, made_by: str = MADE_BY
) -> Plan:
    """Make the plan that would bring Saleor in line for these listings (all of them if none are given), and return it.

    Nothing is sent. Drafts are left out until they were on sale once. A plan without steps is APPLIED at once.
    """
    rows = list(_with_everything(Listing.objects.all() if listings is None else listings))
    wanted = _wanted(rows, now)
    there = _there(wanted)
    _leave_campaign_prices(wanted, there)
    steps = [
        step
        for key, (label, document) in wanted.items()
        if (step := _step(key, label, there.get(key), document)) is not None
    ]
    unusual = _unusual(steps, there) if listings is None else ""
    return plans.save_plan(
        channel=CHANNEL,
        subject=subject,
        steps=steps,
        made_by=made_by,
        now=now,
        needs_person=bool(unusual),
        reason=unusual,
    )


def _with_everything(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return (
        listings.order_by("pk")
        .select_related("enterprise__district", "category__parent")
        .prefetch_related("variants", "pictures", "marks", "enterprise__statuses")
    )


def _wanted(listings: Iterable[Listing], now: datetime) -> dict[str, tuple[str, Document]]:
    """Return label and document by key: what is on sale, what was, and the categories and makers they stand under."""
    on = now.astimezone(SEOUL).date()
    rows = list(listings)
    known = _there([f"product:{row.reference}" for row in rows])
    shown = [row for row in rows if row.state == Listing.State.ACTIVE or f"product:{row.reference}" in known]
    wanted: dict[str, tuple[str, Document]] = {}
    for row in shown:
        for category in filter(None, (row.category.parent, row.category)):
            wanted[f"category:{category.slug}"] = (category.name, documents.of_category(category))
    for row in shown:
        maker = row.enterprise
        wanted[f"page:{maker.reference}"] = (maker.name, documents.of_enterprise(maker))
    for row in shown:
        wanted[f"product:{row.reference}"] = (row.title, documents.of_listing(row, on=on))
    return wanted


def _there(keys: Iterable[str]) -> dict[str, Document]:
    """Return what was last seen, of what has an id in the present Saleor: what an earlier one showed is not there."""
    found = seen.read(channel=CHANNEL, keys=keys)
    known: set[str] = set()
    for kind in ("category", "page", "product"):
        references = [key.partition(":")[2] for key in found if key.startswith(f"{kind}:")]
        known.update(f"{kind}:{reference}" for reference in ids.find_many(kind, references))
    return {key: document for key, document in found.items() if key in known}


def _leave_campaign_prices(wanted: dict[str, tuple[str, Document]], there: dict[str, Document]) -> None:
    """Want the price that is there for whatever a campaign has priced: its own plans set and take back that price."""
    priced = set(
        ShownPrice.objects.filter(channel=SHOP, campaign_item_id__isnull=False).values_list("variant__sku", flat=True)
    )
    for key, (_label, document) in wanted.items():
        for sku in priced.intersection(document.get("variants", ())):
            if was := there.get(key, {}).get("variants", {}).get(sku):
                document["variants"][sku]["price"] = was["price"]


def _step(key: str, label: str, before: Document | None, after: Document) -> PlannedStep | None:
    if before == after:
        return None
    if before is None:
        return PlannedStep(Action.CREATE, key, label, after=after, reversible=False)
    return PlannedStep(Action.UPDATE, key, label, before=before, after=after)


def _unusual(steps: list[PlannedStep], there: dict[str, Document]) -> str:
    """Say why a plan for everything should wait for a person, or nothing."""
    on_sale = sum(1 for document in there.values() if document.get("is_on_sale"))
    if on_sale < FEW:
        return ""
    updates = [step for step in steps if step.action == Action.UPDATE and step.key.startswith("product:")]
    ended = sum(1 for step in updates if step.before["is_on_sale"] and not step.after["is_on_sale"])
    repriced = sum(1 for step in updates if _prices(step.before) != _prices(step.after))
    if ended > on_sale * UNUSUAL_SHARE:
        return saying(MANY_ENDED, of=on_sale, count=ended)
    if repriced > on_sale * UNUSUAL_SHARE:
        return saying(MANY_REPRICED, of=on_sale, count=repriced)
    return ""


def _prices(document: Document) -> dict[str, int]:
    return {sku: row["price"] for sku, row in document["variants"].items()}
