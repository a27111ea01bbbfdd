"""Mail to enterprises. It names the order and where to read it, and nothing of the buyer's."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vendors.models import VendorOrder


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
    with translation.override("ko"):
        goods = "\n".join(f"- {line.title} × {line.units}" for line in order.lines.order_by("pk"))
        send_mail(
            subject=_("[가치] 새 주문이 들어왔어요 (%(reference)s)") % {"reference": order.reference},
            message=_(
                "%(name)s에 새 주문이 들어왔어요.\n\n%(goods)s\n\n%(day)s까지 보내 주세요.\n"
                "받는 분은 여기서 확인해 주세요: %(url)s"
            )
            % {
                "name": order.enterprise.name,
                "goods": goods,
                "day": order.ship_by_on.strftime("%Y. %-m. %-d."),
                "url": settings.GACHI_PUBLIC_URL + path,
            },
            from_email=None,
            recipient_list=[order.enterprise.email],
        )
