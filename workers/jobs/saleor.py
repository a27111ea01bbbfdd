"""Saleor's own tasks: tokens to prove, orders to read again."""

import structlog
from django.utils import timezone

from marketplace.saleor import orders, tokens
from marketplace.saleor.errors import SaleorError, SaleorUnavailable
from workers.app import app

log = structlog.get_logger(__name__)


@app.task(name="saleor.prove_tokens")
def prove_tokens(*, code: str, **_unknown: object) -> None:
    """Prove the waiting tokens of one of our apps; asks again while one waits or Saleor is away."""
    now = timezone.now()
    try:
        waits = tokens.prove(code=code, now=now)
    except SaleorUnavailable as exc:
        log.info("saleor.token_unproved", code=code, problem=str(exc))
        waits = True
    if waits:
        tokens.ask_again(code=code, now=now)


@app.task(name="saleor.sweep_orders")
def sweep_orders(**_unknown: object) -> None:
    """Have orders that changed read again, whether or not a webhook told."""
    try:
        orders.sweep(now=timezone.now())
    except SaleorError as exc:
        log.warning("saleor.orders_not_swept", problem=str(exc))
