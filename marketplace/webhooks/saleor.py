"""Where Saleor calls us. Nothing here calls Saleor: with all its workers waiting for us, it could not answer.

Saleor gives up for good on any answer of 4xx and repeats after 5xx (saleor.md §0.4), so only what is certainly not from
Saleor is refused; what cannot be verified or stored at the moment gets a 503.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from marketplace.core import http, inbox
from marketplace.payments import saleor_app
from marketplace.saleor import signatures, tokens
from marketplace.saleor.api import SERVICE
from marketplace.saleor.manifest import APPS, App, manifest
from marketplace.webhooks import bodies

EVENTS = "saleor"
PAYMENTS = "saleor-payments"
# Saleor keeps a payload for 14 days and repeats it byte for byte; a payment is asked about within minutes.
OLDEST_EVENT = timedelta(days=15)
OLDEST_PAYMENT = timedelta(days=1)
TOKEN_LIMIT = 4096

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Signed:
    """A webhook that Saleor signed. `event` is named by the signed body, as Saleor's header names it."""

    event: str
    payload: dict[str, Any]
    body: bytes
    headers: dict[str, str]
    now: datetime

    def store(self, source: str) -> Any:
        """Keep the message under its content, since Saleor sends no delivery id; returns the inbox row."""
        message, _is_new = inbox.store(
            source=source,
            delivery_key=hashlib.sha256(self.body).hexdigest(),
            event=self.event,
            body=self.body,
            headers=self.headers,
            at=self.now,
        )
        return message


def _signed(oldest: timedelta) -> Callable[[Callable[[Signed], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view of a function of a Signed webhook, refusing forgeries and asking to come again where it must."""

    def decorate(view: Callable[[Signed], HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_POST
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            with http.silenced(SERVICE):
                try:
                    return view(_read(request, oldest))
                except bodies.BodyTooLarge:
                    return HttpResponse(status=413)
                except signatures.Forged as exc:
                    log.warning("saleor.forged", problem=str(exc), path=request.path)
                    return HttpResponse(status=401)
                except (signatures.NotVerifiable, DatabaseError) as exc:
                    log.error("saleor.not_taken", problem=str(exc), path=request.path)
                    return HttpResponse(status=503)

        return checked

    return decorate


def _read(request: HttpRequest, oldest: timedelta) -> Signed:
    body = bodies.read(request)
    signatures.verify(body=body, signature=request.headers.get("Saleor-Signature", ""))
    now = timezone.now()
    try:
        payload = json.loads(body)
        event = _event_name(payload["__typename"])
        issued_at = parse_datetime(payload["issuedAt"])
    except (ValueError, KeyError, TypeError) as exc:
        # Something that Saleor signed, but not for us: our subscriptions select both.
        raise signatures.Forged(f"not one of our webhooks: {exc}") from exc
    if issued_at is None or issued_at < now - oldest:
        raise signatures.Forged(f"replayed: issued at {payload['issuedAt']}")
    kept = ("Saleor-Event", "Saleor-Domain", "Saleor-Api-Url", "Traceparent")
    headers = {name: request.headers[name] for name in kept if name in request.headers}
    return Signed(event=event, payload=payload, body=body, headers=headers, now=now)


def _event_name(typename: str) -> str:
    """Return Saleor's own lower-case name for an event type: OrderCreated is order_created."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", typename).lower()


@_signed(OLDEST_EVENT)
def events(webhook: Signed) -> HttpResponse:
    """Keep an event and answer at once; a task does the rest."""
    webhook.store(EVENTS)
    return JsonResponse({})


@_signed(OLDEST_PAYMENT)
def payments(webhook: Signed) -> HttpResponse:
    """Keep a payment call, then answer it inline: Saleor waits 18 seconds."""
    message = webhook.store(PAYMENTS)
    try:
        answer = saleor_app.answer(webhook.event, webhook.payload, webhook.now)
    except Exception:
        # Saleor records a failure, or asks again where it does so; the purchase's own runner finds out what Stripe did.
        log.exception("saleor.payment_unanswered", event_name=webhook.event)
        return HttpResponse(status=503)
    finally:
        inbox.finish(message, at=timezone.now())
    return JsonResponse(answer)


@require_GET
def show_manifest(request: HttpRequest, app: str) -> HttpResponse:
    """Show what one of our apps is, for Saleor to install."""
    return JsonResponse(manifest(_app(app)))


@csrf_exempt
@require_POST
def take_token(request: HttpRequest, app: str) -> HttpResponse:
    """Take an app token that Saleor hands over. Nobody signs this call, so the token is proved before it is used."""
    with http.silenced(SERVICE):
        try:
            token = json.loads(bodies.read(request, limit=TOKEN_LIMIT))["auth_token"]
            if not isinstance(token, str) or not token:
                raise ValueError("no token")
        except bodies.BodyTooLarge:
            return HttpResponse(status=413)
        except (ValueError, KeyError, TypeError):
            return HttpResponse(status=400)
        api_url = request.headers.get("Saleor-Api-Url", "")
        try:
            tokens.receive(app=_app(app), token=token, api_url=api_url, now=timezone.now())
        except tokens.UnknownSaleor:
            log.warning("saleor.token_of_another", api_url=api_url[:200])
            return HttpResponse(status=403)
        except (tokens.TooManyTokens, DatabaseError) as exc:
            log.error("saleor.token_not_taken", problem=str(exc))
            return HttpResponse(status=503)
    return JsonResponse({})


def _app(code: str) -> App:
    try:
        return APPS[code]
    except KeyError:
        raise Http404 from None
