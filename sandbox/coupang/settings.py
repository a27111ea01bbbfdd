"""Every switch of the stand-in: what differs per deployment, and what the reference leaves unverified."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, fields, replace
from typing import Any, cast

from sandbox.shared import serving


@dataclass(frozen=True)
class Settings:
    """How this market behaves. Durations are seconds; the README says which rule each switch belongs to."""

    vendor_id: str = "A00012345"
    user_id: str = "gachi_wing"
    access_key: str = "a1b2c3d4-1111-2222-3333-444455556666"
    secret_key: str = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105 - a demo key, worth nothing elsewhere
    creation_delay: float = 600
    in_review_delay: float = 0
    approval_delay: float = 3600
    sku_lookup_delay: float = 60
    ack_delay: float = 1800
    settle_delay: float = 5
    option_seconds: float = 0.02
    rate_block: float = 60
    rate_limit: int = 10
    extended_limit: int = 0
    block_after: int = 100
    clock_skew: float = 300
    gateway_timeout: float = 3
    max_body: int = 10 * 1024 * 1024
    image_ports: tuple[int, ...] = (80, 443)
    allowed_ips: tuple[str, ...] = ()
    gateway_errors: str = "json"
    wrap_creates: bool = False
    order_code: str = "documented"
    category_key: str = "displayItemCategoryCode"
    auto_category_agreed: bool = False
    permitted_count: int | None = None
    missing_options: str = "refuse"
    notices: str = "required"
    remote_fee_top: int = 8000
    approval_request: str = "any"
    detail_prices: str = "current"
    repeat_stop: str = "accept"
    page_cap: str = "refuse"
    mask_names: str = "both"
    cancel_restocks: bool = True
    notice_versions: bool = False


PACES: dict[str, dict[str, float]] = {
    "real": {},
    "demo": {
        "creation_delay": 2,
        "approval_delay": 5,
        "sku_lookup_delay": 2,
        "ack_delay": 1,
        "settle_delay": 1,
        "option_seconds": 0,
        "rate_block": 5,
    },
}

CHOICES: dict[str, tuple[str, ...]] = {
    "gateway_errors": ("json", "text"),
    "order_code": ("documented", "string", "number"),
    "category_key": ("displayItemCategoryCode", "displayCategoryCode"),
    "missing_options": ("refuse", "warn"),
    "notices": ("required", "optional"),
    "approval_request": ("any", "saved-only"),
    "detail_prices": ("current", "registered"),
    "repeat_stop": ("accept", "refuse"),
    "page_cap": ("refuse", "clamp"),
    "mask_names": ("both", "orderer", "none"),
}


def turn(settings: Settings, switches: Mapping[str, object]) -> Settings:
    """Return the settings with some switches turned, as JSON says them, or raise ValueError naming the bad one."""
    known = {field.name: field for field in fields(Settings)}
    turned: dict[str, Any] = {}
    for name, value in switches.items():
        try:
            turned[name] = _read_switch(known[name], value)
        except (KeyError, ValueError) as exc:
            raise ValueError(name) from exc
    return replace(settings, **turned)


def _read_switch(field: "Field[Any]", value: object) -> object:
    if field.type is bool or value is None:
        if not isinstance(value, bool) and field.default is not None:
            raise ValueError(value)
        return value
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    read_value = _kind(field)(text)
    if read_value not in CHOICES.get(field.name, (read_value,)):
        raise ValueError(value)
    return read_value


def _kind(field: "Field[Any]") -> Callable[[str], object]:
    kinds: dict[str, Callable[[str], object]] = {
        "image_ports": _ports,
        "allowed_ips": _words,
        "permitted_count": int,
    }
    return kinds.get(field.name) or cast(Callable[[str], object], field.type)


def _ports(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _words(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def read(arguments: list[str]) -> tuple[argparse.Namespace, Settings]:
    """Parse the command line into where to serve and how to behave; `--pace` fills what no flag says."""
    parser = serving.parser("coupang", port=8012)
    parser.add_argument("--pace", choices=PACES, default="real", help="default durations: as documented, or seconds")
    for field in fields(Settings):
        flag = "--" + field.name.replace("_", "-")
        if isinstance(field.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=None)
        else:
            choices = CHOICES.get(field.name)
            parser.add_argument(flag, type=_kind(field), choices=choices, help=f"default: {field.default}")
    options = parser.parse_args(arguments)
    told = {field.name: getattr(options, field.name) for field in fields(Settings)}
    chosen: dict[str, Any] = PACES[options.pace] | {name: value for name, value in told.items() if value is not None}
    return options, Settings(**chosen)
