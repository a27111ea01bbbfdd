"""Where Stripe calls us: verify, store, answer. A task does the rest."""

import json

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from stripe import SignatureVerificationError, WebhookSignature

from marketplace.core import inbox
from marketplace.webhooks import bodies

SOURCE = "stripe"
TOLERANCE = 300  # seconds: an older signature is a replay, and Stripe signs each delivery anew

log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Keep an event that Stripe signed, once. 400 for what it did not sign; 503 if it cannot be kept now."""
    try:
        body = bodies.read(request)
    except bodies.BodyTooLarge:
        return HttpResponse(status=413)
    try:
        WebhookSignature.verify_header(
            body.decode(),
            request.headers.get("Stripe-Signature", ""),
            settings.GACHI_STRIPE["webhook_secret"],
            TOLERANCE,
        )
        event = json.loads(body)
        event_id, event_type = str(event["id"]), str(event["type"])
    except (SignatureVerificationError, ValueError, KeyError, TypeError) as exc:
        log.warning("stripe.forged", problem=str(exc))
        return HttpResponse(status=400)
    try:
        inbox.store(source=SOURCE, delivery_key=event_id, event=event_type, body=body, headers={}, at=timezone.now())
    except DatabaseError as exc:
        log.error("stripe.not_taken", problem=str(exc))
        return HttpResponse(status=503)
    return JsonResponse({})
