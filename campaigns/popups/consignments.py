"""Goods brought to a pop-up (반입) and taken back (반출): sent and received are signed by two people."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Consignment, ConsignmentLine, Exhibition, StockCount
from campaigns.popups import saleor_side
from campaigns.popups.goods import is_past, name_of
from campaigns.popups.places import PopupRefused, hold
from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Location
from vendors.models import Enterprise, Variant
from vendors.orders import SEOUL

State = Consignment.State
Direction = Consignment.Direction


class Difference(models.TextChoices):
    """Why fewer arrived than were sent."""

    LOST = "LOST", gettext_lazy("옮기다 없어졌어요")
    DAMAGED = "DAMAGED", gettext_lazy("깨지거나 상했어요")
    EXPIRED = "EXPIRED", gettext_lazy("소비기한이 지나 버렸어요")


class ConsignmentRefused(PopupRefused):
    """The consignment cannot be written, sent or received so."""


def document_of(consignment: Consignment) -> str:
    """Return the ledger's name for it."""
    return f"consignment:{consignment.reference}"


def signers(enterprise: Enterprise) -> QuerySet[User]:
    """Return who may sign for goods of an enterprise: its members and staff."""
    people = User.objects.filter(is_active=True)
    return people.filter(Q(is_staff=True) | Q(memberships__enterprise=enterprise)).distinct().order_by("name", "email")


@transaction.atomic
def draft_consignment(
    *,
    exhibition: Exhibition,
    enterprise: Enterprise,
    units: Mapping[str, int],
    key: str,
    actor: User,
    now: datetime,
    note: str = "",
) -> Consignment:
    """Write down what an enterprise will bring (SKU → units), or raise ConsignmentRefused. Once per key: the same key
    again writes the same draft anew, and changes nothing once it is sent.
    """
    exhibition = hold(exhibition)
    if exhibition.state not in (Exhibition.State.PLANNED, Exhibition.State.OPEN):
        raise ConsignmentRefused([_("마감을 시작한 팝업에는 물건을 더 들일 수 없어요.")])
    consignment, is_new = Consignment.objects.get_or_create(
        reference=_reference(Direction.IN, exhibition, key),
        defaults={"exhibition": exhibition, "enterprise": enterprise, "direction": Direction.IN},
    )
    if consignment.state != State.DRAFT:
        return consignment
    _write_lines(consignment, units, now)
    consignment.note = note
    consignment.save(update_fields=["note"])
    action = "consignment.drafted" if is_new else "consignment.changed"
    audit.record(action, subject=consignment, actor=actor, at=now, units=dict(units))
    return consignment


@transaction.atomic
def change_draft(
    *, consignment: Consignment, units: Mapping[str, int], note: str, actor: User, now: datetime
) -> Consignment:
    """Write a draft anew, or raise ConsignmentRefused."""
    consignment = _hold(consignment)
    if consignment.state != State.DRAFT:
        raise ConsignmentRefused([_("이미 보낸 명세서라 고칠 수 없어요.")])
    _write_lines(consignment, units, now)
    consignment.note = note
    consignment.save(update_fields=["note"])
    audit.record("consignment.changed", subject=consignment, actor=actor, at=now, units=dict(units))
    return consignment


@transaction.atomic
def drop_draft(*, consignment: Consignment, actor: User, now: datetime) -> None:
    """Throw a draft away, or raise ConsignmentRefused once it is sent."""
    consignment = _hold(consignment)
    if consignment.state != State.DRAFT:
        raise ConsignmentRefused([_("이미 보낸 명세서라 지울 수 없어요.")])
    audit.record("consignment.dropped", subject=consignment, actor=actor, at=now, reference=consignment.reference)
    consignment.delete()


@transaction.atomic
def send_consignment(*, consignment: Consignment, sent_by: User, actor: User, now: datetime) -> Consignment:
    """Let the goods leave, signed by `sent_by`, or raise ConsignmentRefused. A second time changes nothing."""
    consignment = _hold(consignment)
    if consignment.state != State.DRAFT:
        return consignment
    _must_be_signer(sent_by, consignment.enterprise)
    lines = list(consignment.lines.select_related("variant__listing"))
    if consignment.direction == Direction.IN:
        if consignment.exhibition.state not in (Exhibition.State.PLANNED, Exhibition.State.OPEN):
            raise ConsignmentRefused([_("마감을 시작한 팝업에는 물건을 더 들일 수 없어요.")])
        _must_be_fresh([line.variant for line in lines], now)
    try:
        inventory.send_units(
            units={line.variant.sku: line.sent_units for line in lines},
            sender=_ends(consignment)[0],
            document=document_of(consignment),
            key=f"{document_of(consignment)}:send",
            at=now,
            actor=actor,
        )
    except inventory.InsufficientStock as exc:
        names = {line.variant.sku: name_of(line.variant) for line in lines}
        raise ConsignmentRefused(
            [
                _("‘%(name)s’: 보낼 수 있는 것은 %(free)s개예요. %(wanted)s개를 적었어요.")
                % {"name": names[sku], "free": free, "wanted": wanted}
                for sku, (wanted, free) in exc.shortages.items()
            ]
        ) from exc
    consignment.state, consignment.sent_by, consignment.sent_at = State.SENT, sent_by, now
    consignment.save(update_fields=["state", "sent_by", "sent_at"])
    audit.record("consignment.sent", subject=consignment, actor=actor, at=now, sent_by=sent_by.email)
    return consignment


@transaction.atomic
def receive_consignment(
    *,
    consignment: Consignment,
    received: Mapping[str, int],
    reasons: Mapping[str, str],
    received_by: User,
    actor: User,
    now: datetime,
) -> Consignment:
    """Take in what arrived (SKU → units), signed by `received_by`, or raise ConsignmentRefused.

    What did not arrive is written off at once, for a reason (SKU → Difference). Whoever sent it does not receive it.
    Received already, it changes nothing if the figures are the same.
    """
    consignment = _hold(consignment)
    lines = list(consignment.lines.select_related("variant__listing").order_by("pk"))
    if consignment.state == State.RECEIVED:
        if {line.variant.sku: line.received_units for line in lines} != dict(received):
            raise ConsignmentRefused([_("이미 받은 명세서예요. 적어 둔 수량은 바뀌지 않아요.")])
        return consignment
    if consignment.state != State.SENT:
        raise ConsignmentRefused([_("아직 보내지 않은 명세서예요.")])
    _must_be_signer(received_by, consignment.enterprise)
    problems = _receiving_problems(consignment, lines, received, reasons, now)
    if received_by.pk == consignment.sent_by_id:
        problems.append(_("보낸 사람과 받는 사람은 서로 달라야 해요."))
    if problems:
        raise ConsignmentRefused(problems)
    lost = {line.variant.sku: line.sent_units - received[line.variant.sku] for line in lines}
    sender, receiver = _ends(consignment)
    inventory.arrive_units(
        document=document_of(consignment),
        received=received,
        lost=lost,
        sender=sender,
        receiver=receiver,
        key=f"{document_of(consignment)}:receive",
        reason=", ".join(sorted({reasons[sku] for sku, units in lost.items() if units})),
        at=now,
        actor=actor,
    )
    for line in lines:
        line.received_units = received[line.variant.sku]
        line.difference_reason = reasons[line.variant.sku] if lost[line.variant.sku] else ""
    ConsignmentLine.objects.bulk_update(lines, ["received_units", "difference_reason"])
    consignment.state, consignment.received_by, consignment.received_at = State.RECEIVED, received_by, now
    consignment.save(update_fields=["state", "received_by", "received_at"])
    saleor_side.request_turn(exhibition=consignment.exhibition, now=now)
    audit.record(
        "consignment.received",
        subject=consignment,
        actor=actor,
        at=now,
        received_by=received_by.email,
        lost={sku: units for sku, units in lost.items() if units},
    )
    return consignment


@transaction.atomic
def send_back(*, exhibition: Exhibition, enterprise: Enterprise, actor: User, now: datetime) -> Consignment:
    """Send everything that was counted of an enterprise home, signed by `actor`, or raise ConsignmentRefused. Once."""
    exhibition = hold(exhibition)
    reference = _reference(Direction.OUT, exhibition, enterprise.reference)
    if there := Consignment.objects.filter(reference=reference).first():
        return there
    if exhibition.state != Exhibition.State.CLOSING:
        raise ConsignmentRefused([_("마감을 시작한 뒤에 돌려보낼 수 있어요.")])
    left = inventory_here(exhibition, enterprise)
    counts = StockCount.objects.filter(exhibition=exhibition, variant__listing__enterprise=enterprise)
    counted = dict(counts.values_list("variant__sku", "counted_units"))
    if left.keys() - counted.keys():
        raise ConsignmentRefused([_("실사를 아직 적지 않은 물건이 있어요.")])
    units = {sku: count for sku, count in counted.items() if count}
    if not units:
        raise ConsignmentRefused([_("돌려보낼 물건이 없어요.")])
    consignment = Consignment.objects.create(
        exhibition=exhibition, enterprise=enterprise, reference=reference, direction=Direction.OUT
    )
    variants = Variant.objects.in_bulk(list(units), field_name="sku")
    ConsignmentLine.objects.bulk_create(
        ConsignmentLine(consignment=consignment, variant=variants[sku], sent_units=count)
        for sku, count in units.items()
    )
    return send_consignment(consignment=consignment, sent_by=actor, actor=actor, now=now)


def inventory_here(exhibition: Exhibition, enterprise: Enterprise) -> dict[str, int]:
    """Return what the ledger says stands at the pop-up of an enterprise, SKU → free units, without the empty ones."""
    skus = Variant.objects.filter(listing__enterprise=enterprise).values("sku")
    stocks = exhibition.location.stocks.filter(sku__in=skus, free__gt=0)
    return dict(stocks.values_list("sku", "free"))


def _hold(consignment: Consignment) -> Consignment:
    exhibition = hold(consignment.exhibition)
    rows = Consignment.objects.select_for_update(of=("self",)).select_related("enterprise")
    consignment = rows.get(pk=consignment.pk)
    consignment.exhibition = exhibition
    return consignment


def _ends(consignment: Consignment) -> tuple[Location, Location]:
    """Return where it leaves from and where it goes."""
    here, home = consignment.exhibition.location, inventory.home()
    return (home, here) if consignment.direction == Direction.IN else (here, home)


def _reference(direction: str, exhibition: Exhibition, key: str) -> str:
    """A name made of the key, so that a key twice is one consignment; short enough to be said over the telephone."""
    digest = hashlib.sha256(f"{direction}:{exhibition.pk}:{key}".encode()).digest()
    return f"{direction}-{base64.b32encode(digest).decode()[:8]}"


def _write_lines(consignment: Consignment, units: Mapping[str, int], now: datetime) -> None:
    wanted = {sku: count for sku, count in units.items() if count > 0}
    if not wanted:
        raise ConsignmentRefused([_("보낼 수량을 하나는 적어 주세요.")])
    variants = {
        variant.sku: variant
        for variant in Variant.objects.filter(
            sku__in=wanted, listing__enterprise=consignment.enterprise_id
        ).select_related("listing")
    }
    if strange := sorted(wanted.keys() - variants.keys()):
        raise ConsignmentRefused([_("이 기업의 물건이 아니에요: %(skus)s") % {"skus": ", ".join(strange)}])
    _must_be_fresh(list(variants.values()), now)
    consignment.lines.all().delete()
    ConsignmentLine.objects.bulk_create(
        ConsignmentLine(consignment=consignment, variant=variants[sku], sent_units=count)
        for sku, count in sorted(wanted.items())
    )


def _must_be_fresh(variants: list[Variant], now: datetime) -> None:
    today = now.astimezone(SEOUL).date()
    if past := [variant for variant in variants if is_past(variant.listing, today)]:
        raise ConsignmentRefused(
            [_("‘%(name)s’은(는) 소비기한이 지나 들일 수 없어요.") % {"name": name_of(variant)} for variant in past]
        )


def _must_be_signer(person: User, enterprise: Enterprise) -> None:
    if not signers(enterprise).filter(pk=person.pk).exists():
        raise ConsignmentRefused([_("이 기업의 구성원이나 센터 직원만 서명할 수 있어요.")])


def _receiving_problems(
    consignment: Consignment,
    lines: list[ConsignmentLine],
    received: Mapping[str, int],
    reasons: Mapping[str, str],
    now: datetime,
) -> list[str]:
    if received.keys() != {line.variant.sku for line in lines}:
        return [_("모든 물건의 받은 수량을 적어 주세요.")]
    today = now.astimezone(SEOUL).date()
    problems = []
    for line in lines:
        name, count = name_of(line.variant), received[line.variant.sku]
        if not 0 <= count <= line.sent_units:
            problems.append(
                _("‘%(name)s’: 보낸 %(sent)s개보다 많이 받을 수 없어요. 더 온 것은 새 명세서로 적어 주세요.")
                % {"name": name, "sent": line.sent_units}
            )
        elif count < line.sent_units and reasons.get(line.variant.sku) not in Difference.values:
            problems.append(_("‘%(name)s’: 모자란 까닭을 골라 주세요.") % {"name": name})
        elif count and consignment.direction == Direction.IN and is_past(line.variant.listing, today):
            problems.append(_("‘%(name)s’은(는) 소비기한이 지나 받을 수 없어요.") % {"name": name})
    return problems
