"""Mail to enterprises. It names the order and where to read it, and nothing of the buyer's."""

from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.core import audit
from marketplace.look import formats
from vendors.models import Enterprise, Member, VendorOrder

log = structlog.get_logger(__name__)


def mail_new_order(*, order_id: int) -> None:
    """Tell the enterprise of a new order; one that is gone or cancelled by now is not told of."""
    order = (
        VendorOrder.objects.filter(pk=order_id)
        .exclude(state=VendorOrder.State.CANCELLED)
        .select_related("enterprise")
        .first()
    )
    if order is None:
        return
    path = reverse("portal:order", args=[order.enterprise.reference, order.reference])
    with translation.override(_language_of(order.enterprise)):
        goods = "\n".join(f"- {line.title} × {line.units}" for line in order.lines.order_by("pk"))
        send_mail(
            subject=_("[가치] 새 주문이 들어왔어요 (%(reference)s)") % {"reference": order.reference},
            message=_(
                "%(name)s에 새 주문이 들어왔어요.\n\n%(goods)s\n\n%(day)s까지 보내 주세요.\n"
                "받는 분은 여기서 확인해 주세요: %(url)s"
            )
            % {
                "name": formats.named(order.enterprise),
                "goods": goods,
                "day": formats.day(order.ship_by_on),
                "url": settings.GACHI_PUBLIC_URL + path,
            },
            from_email=None,
            recipient_list=[order.enterprise.email],
        )


@transaction.atomic
def give_up(*, order_id: int, problem: str, now: datetime) -> None:
    """Note that no mail of an order can reach its enterprise: a person tells it, and mends the address."""
    order = VendorOrder.objects.select_related("enterprise").get(pk=order_id)
    log.error("vendor.unreachable", enterprise=order.enterprise.reference, order=order.reference, problem=problem)
    audit.record("vendor_order.mail_refused", subject=order, actor="mail", at=now, problem=problem)


def _language_of(enterprise: Enterprise) -> str:
    """Return the language in which the mail of an enterprise is read: its owner's, the first who chose one."""
    owners = enterprise.members.filter(role=Member.Role.OWNER, user__is_active=True).exclude(user__language="")
    chosen = owners.order_by("pk").values_list("user__language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE
