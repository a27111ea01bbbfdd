"""A shopper's part in tests: what is filled in on the order page, and how a card is used on the payment page."""

import httpx
from django.conf import settings

from marketplace.purchases.gate import Details

CARD = "pm_card_kr"
DECLINED_CARD = "pm_card_chargeDeclined"
RETURN_URL = "http://127.0.0.1:8000/pay/back/"


def details(**fields):
    """What a shopper in Seoul fills in."""
    return Details(
        **{
            "email": "Shopper@example.com",
            "name": "김나눔",
            "phone": "010-0000-1234",
            "postal_code": "08274",
            "region": "서울특별시",
            "city": "구로구",
            "address": "개봉로23길 10",
            "address_detail": "101호",
            "agreed_to_share": True,
            **fields,
        }
    )


def pay(intent_id, card=CARD):
    """Confirm an intent as its payment page would; returns its status, also of a decline."""
    response = httpx.post(
        f"{settings.GACHI_STRIPE['url']}/v1/payment_intents/{intent_id}/confirm",
        data={"payment_method": card, "return_url": RETURN_URL},
        headers={"Authorization": f"Bearer {settings.GACHI_STRIPE['secret_key']}"},
        timeout=30,
        trust_env=False,
    )
    body = response.json()
    return (body["error"]["payment_intent"] if "error" in body else body)["status"]


def intent(intent_id):
    """Return an intent as Stripe has it now, with its charge."""
    response = httpx.get(
        f"{settings.GACHI_STRIPE['url']}/v1/payment_intents/{intent_id}",
        params={"expand[]": "latest_charge"},
        headers={"Authorization": f"Bearer {settings.GACHI_STRIPE['secret_key']}"},
        timeout=30,
        trust_env=False,
    )
    response.raise_for_status()
    return response.json()


def refund_by_hand(intent_id, amount=None):
    """Refund at Stripe as a person would on its own pages."""
    _at_stripe("/v1/refunds", {"payment_intent": intent_id} | ({"amount": amount} if amount else {}))


def capture_by_hand(intent_id):
    """Take what is reserved, as a person would on Stripe's own pages."""
    _at_stripe(f"/v1/payment_intents/{intent_id}/capture", {})


def _at_stripe(path, asked):
    response = httpx.post(
        f"{settings.GACHI_STRIPE['url']}{path}",
        data=asked,
        headers={"Authorization": f"Bearer {settings.GACHI_STRIPE['secret_key']}"},
        timeout=30,
        trust_env=False,
    )
    assert response.status_code == 200, response.text
