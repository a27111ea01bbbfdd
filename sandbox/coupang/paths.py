"""Path prefixes (§1.2) and the short label that the fault desk knows each call by."""

import re

from flask import request

SELLER = "/v2/providers/seller_api/apis/api/v1/marketplace"
OPEN = "/v2/providers/openapi/apis/api"
MARKET = "/v2/providers/marketplace_openapi/apis/api"
FMS = "/v2/providers/fms/apis/api"

_PREFIX = re.compile(r"^/v2/providers/\w+/apis/api/v\d(?:/marketplace)?(?:/vendors/<vendor_id>)?")
_CONVERTER = re.compile(r"<\w+:(\w+)>")


def vendor_path(version: int, rest: str) -> str:
    """Return the route of an order-family call (`{OP vN}` of the reference)."""
    return f"{OPEN}/v{version}/vendors/<vendor_id>/{rest}"


def is_newer_version(endpoint: str | None) -> bool:
    """Say whether a route has a version that only the notice of 2025-06-26 names (§1.2)."""
    return (endpoint or "").endswith("_of_the_notice")


def label() -> str:
    """Name the current request: its method and its route without prefix, version and vendor."""
    rule = request.url_rule.rule if request.url_rule else request.path
    plain = _CONVERTER.sub(r"<\1>", rule)
    return f"{request.method} {_PREFIX.sub('', plain)}"
