"""Vendors hear of what concerns them."""

from vendors import telling
from workers.app import app


@app.task(name="vendors.order_placed")
def order_placed(*, order_id: int, **_unknown: object) -> None:
    """Mail an enterprise that an order has come in; twice, if a worker dies between the mail and its end."""
    telling.mail_new_order(order_id=order_id)
