"""Calls that Coupang has and this stand-in has not: each says so by name."""

from collections.abc import Callable

from flask import Blueprint, Response

from sandbox.coupang.envelopes import not_implemented
from sandbox.coupang.paths import FMS, MARKET, OPEN, SELLER

blueprint = Blueprint("absent", __name__)

_VENDOR = f"{OPEN}/v<int:version>/vendors/<vendor_id>"
_RETURN = f"{_VENDOR}/returnRequests/<receipt_id>"
_EXCHANGE = f"{_VENDOR}/exchangeRequests"

ABSENT: dict[str, str] = {
    f"POST {SELLER}/brands/search": "brands/search (§2)",
    f"POST {SELLER}/vendor-items/<vid>/auto-generated/opt-in": "vendor-items auto-generated opt-in (§4.4)",
    f"POST {SELLER}/vendor-items/<vid>/auto-generated/opt-out": "vendor-items auto-generated opt-out (§4.4)",
    f"POST {SELLER}/seller/auto-generated/opt-in": "seller auto-generated opt-in (§4.4)",
    f"POST {SELLER}/seller/auto-generated/opt-out": "seller auto-generated opt-out (§4.4)",
    f"POST {_VENDOR}/completeLongTermUndelivery": "completeLongTermUndelivery (§5.3)",
    f"PATCH,PUT {_RETURN}/receiveConfirmation": "returnRequests receiveConfirmation (§6.2)",
    f"PATCH,PUT {_RETURN}/approval": "returnRequests approval (§6.2)",
    f"POST {_VENDOR}/return-exchange-invoices/manual": "return-exchange-invoices/manual (§6.2)",
    f"GET {_VENDOR}/returnWithdrawRequests": "returnWithdrawRequests (§6.2)",
    f"POST {_VENDOR}/returnWithdrawList": "returnWithdrawList (§6.2)",
    f"GET {_EXCHANGE}": "exchangeRequests (§6.3)",
    f"PATCH,PUT {_EXCHANGE}/<exchange_id>/receiveConfirmation": "exchangeRequests receiveConfirmation (§6.3)",
    f"POST {_EXCHANGE}/<exchange_id>/invoices": "exchangeRequests invoices (§6.3)",
    f"PATCH,PUT {_EXCHANGE}/<exchange_id>/rejection": "exchangeRequests rejection (§6.3)",
    f"GET,POST,PUT {FMS}/v<int:version>/vendors/<vendor_id>/<path:rest>": "contracts, budgets, instant coupons (§7)",
    f"POST,PUT {MARKET}/v1/coupons": "download coupons (§7.3)",
    f"PUT {MARKET}/v1/coupon-items": "download coupon items (§7.3)",
    f"GET,POST {MARKET}/v1/coupons/<path:rest>": "download coupons (§7.3)",
    f"GET {OPEN}/v1/revenue-history": "revenue-history (§8)",
    f"GET {MARKET}/v1/settlement-histories": "settlement-histories (§8)",
    f"GET {_VENDOR}/onlineInquiries": "onlineInquiries (§8)",
    f"POST {_VENDOR}/onlineInquiries/<inquiry_id>/replies": "onlineInquiries replies (§8)",
    f"GET {_VENDOR}/callCenterInquiries": "callCenterInquiries (§8)",
}


def _view(name: str) -> Callable[..., Response]:
    def say_so(**_arguments: object) -> Response:
        return not_implemented(name)

    return say_so


for _at, (_call, _name) in enumerate(ABSENT.items()):
    _methods, _, _rule = _call.partition(" ")
    blueprint.add_url_rule(_rule, endpoint=f"absent_{_at}", view_func=_view(_name), methods=_methods.split(","))
