"""Vendors hear of what concerns them."""

import structlog
from django.utils import timezone

from vendors import telling
from workers.app import app
from workers.jobs import again

log = structlog.get_logger(__name__)


@app.task(name="vendors.order_placed")
def order_placed(*, order_id: int, tries: int = 0, **_unknown: object) -> None:
    """Mail an enterprise that an order has come in; twice, if a worker dies between the mail and its end.

    Later, if no mail leaves the house now. The order waits in the portal whatever becomes of the mail.
    """
    now = timezone.now()
    try:
        telling.mail_new_order(order_id=order_id)
    except OSError as exc:  # SMTP's own errors are among these
        problem = again.what_went_wrong(exc)
        if again.is_hopeless(exc) or tries >= again.MAIL_TRIES:
            telling.give_up(order_id=order_id, problem=problem, now=now)
            return
        log.warning("vendor.not_mailed", order=order_id, problem=problem)
        asked = {"order_id": order_id, "tries": tries + 1}
        again.ask("vendors.order_placed", of=order_id, now=now, after=again.pause(tries), **asked)
