"""Carriers, and how long an invoice number of each may be (§3.3)."""

from sandbox.coupang.envelopes import OrderError

_ANY = range(1, 31)
_LONG = range(8, 17)

CARRIERS: dict[str, tuple[str, range | tuple[int, ...]]] = {
    "CJGLS": ("CJ 대한통운", (10, 12)),
    "EPOST": ("우체국", (13,)),
    "HANJIN": ("한진", (10, 12)),
    "HYUNDAI": ("롯데택배", (10, 12, 13)),
    "KGB": ("로젠", (10, 11)),
    "KDEXP": ("경동", _LONG),
    "ILYANG": ("일양", _LONG),
    "CHUNIL": ("천일", (11,)),
    "DAESIN": ("대신", (13,)),
    "HDEXP": ("합동", _LONG),
    "CVS": ("CVS", (10, 12)),
    "BGF": ("BGF포스트", (10, 12)),
    "KUNYOUNG": ("건영", (10,)),
    "SLX": ("SLX", (12,)),
    "REGISTPOST": ("우편등기", (13,)),
    "NHLOGIS": ("농협", _ANY),
    "TEAMFRESH": ("팀프레시", _ANY),
    "HOMEPICK": ("홈픽", (12,)),
    "LOTTEGLOBAL": ("롯데글로벌", _ANY),
    "LOGISVALLEY": ("로지스밸리", (12,)),
    "DIRECT": ("업체직송", _ANY),
}

RETURN_CARRIERS = {"HYUNDAI", "KGB", "EPOST", "HANJIN", "CJGLS", "ILYANG"}


def carrier_name(code: str) -> str:
    return CARRIERS[code][0].replace(" ", "") if code in CARRIERS else ""


def check_carrier(code: str) -> None:
    """Raise OrderError unless `code` is a carrier that Coupang still works with."""
    if code not in CARRIERS:
        raise OrderError(f"invalid delivery company code: {code}")


def check_invoice(code: str, number: str) -> None:
    """Raise OrderError unless `number` looks like an invoice number of this carrier."""
    check_carrier(code)
    name, lengths = CARRIERS[code]
    if not (number.isascii() and number.isdigit()):
        raise OrderError(f"운송장번호는 숫자로만 구성되어야 합니다. [{number}]")
    if len(number) not in lengths:
        raise OrderError(f"{name}의 송장번호 형식에 맞지않는 운송장 번호 입니다. [{number}]")
