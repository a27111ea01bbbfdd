"""Addresses as Saleor checks them: Korea by old lists, other countries hardly at all."""

import re
from typing import Any

from .korea import AREAS, Area, area_named
from .problems import Refused, error

FIELDS = (
    "first_name",
    "last_name",
    "company_name",
    "street_address1",
    "street_address2",
    "city",
    "city_area",
    "postal_code",
    "country_area",
    "phone",
)
REQUIRED = {
    "street_address1": "streetAddress1",
    "city": "city",
    "country_area": "countryArea",
    "postal_code": "postalCode",
}
# Korean numbers that libphonenumber takes for valid: lines, mobiles, pagers, 070, 050, 080, 060.
PHONE = re.compile(
    r"(\+82|0)((2|3[1-3]|[46][1-4]|5[1-5])[1-9]\d{6,7}|1(0[0-46-9]|[16-9]\d|2[013-9])\d{6,7}"
    r"|1(05([0-8]\d|9[0-6])|22[13]\d)\d{4,5}|15\d{7,8}|70\d{8}"
    r"|50\d{8,9}|[38]0\d{7}|60[2-9]\d{6})"
)


def check_address(
    given: dict[str, Any], rules: dict[str, Any] | None = None, *, kind: str | None = None
) -> dict[str, Any]:
    """Return an address as it is stored, or refuse it; `rules` may waive checks, `kind` tells which address errs."""
    rules = rules or {}
    made: dict[str, Any] = {name: (given.get(name) or "").strip() for name in FIELDS}
    made["country"] = given.get("country") or ""
    errors = []

    def wrong(field: str, code: str, message: str) -> None:
        errors.append(error(field, code, message, address_type=kind))

    if not made["country"]:
        wrong("country", "REQUIRED", "This field is required.")
    if made["phone"]:
        # Whatever `rules` waive: the column itself takes no other number.
        made["phone"] = _phone(made["phone"], made["country"], wrong)
    if made["country"] == "KR":
        _korean(made, rules, wrong)
    elif rules.get("check_required_fields", True):
        for name in ("street_address1", "city"):
            if not made[name]:
                wrong(REQUIRED[name], "REQUIRED", "This field is required.")
    if errors:
        raise Refused(*errors)
    return made


def _phone(phone: str, country: str, wrong: Any) -> str:
    compact = re.sub(r"[\s().-]", "", phone)
    if country == "KR" or compact.startswith("+82"):
        if PHONE.fullmatch(compact):
            return "+82" + compact.removeprefix("+82").removeprefix("0")
        wrong("phone", "INVALID", f"'{phone}' is not a valid phone number.")
        return phone
    if not re.fullmatch(r"\+?\d{6,15}", compact):
        wrong("phone", "INVALID", f"'{phone}' is not a valid phone number.")
    return compact


def _korean(made: dict[str, Any], rules: dict[str, Any], wrong: Any) -> None:
    if rules.get("check_required_fields", True):
        for name, shown in REQUIRED.items():
            if not made[name]:
                wrong(shown, "REQUIRED", "This field is required.")
    if not rules.get("check_fields_format", True):
        return
    area: Area | None = None
    if made["country_area"]:
        area = area_named(made["country_area"])
        if area is None:
            wrong("countryArea", "INVALID", "This value is not valid for the address.")
    normalize = rules.get("enable_fields_normalization", True)
    if area is not None:
        if normalize:
            made["country_area"] = area.name
        if made["city"]:
            city = area.city_named(made["city"])
            if city is None:
                wrong("city", "INVALID", "This value is not valid for the address.")
            elif normalize:
                made["city"] = city
    code = made["postal_code"]
    if code and (not re.fullmatch(r"\d{5}", code) or (area is not None and not area.has_code(code, made["city"]))):
        wrong("postalCode", "INVALID", "This value is not valid for the address.")


def validation_data(country: str, country_area: str | None, city: str | None) -> dict[str, Any]:
    """Return `AddressValidationData`; each choice twice, in Korean and in English, as Saleor lists them."""
    area = area_named(country_area) if country == "KR" and country_area else None
    areas = AREAS if country == "KR" else ()
    required = (
        ["streetAddress1", "city", "countryArea", "postalCode"] if country == "KR" else ["streetAddress1", "city"]
    )
    return {
        "country_code": country,
        "country_name": {"KR": "South Korea"}.get(country, country),
        "address_format": "%S %C%D%n%A%n%O%n%N%n%Z",
        "address_latin_format": "%N%n%O%n%A%n%D%n%C%n%S%n%Z",
        "allowed_fields": [
            "name",
            "companyName",
            "streetAddress1",
            "streetAddress2",
            "city",
            "cityArea",
            "countryArea",
            "postalCode",
        ],
        "required_fields": required,
        "upper_fields": ["postalCode"],
        "country_area_type": "do_si",
        "country_area_choices": [{"raw": one, "verbose": one} for a in areas for one in (a.name, a.latin)],
        "city_type": "city",
        "city_choices": [{"raw": one, "verbose": one} for pair in (area.cities if area else ()) for one in pair],
        "city_area_type": "district",
        "city_area_choices": [],
        "postal_code_type": "postal",
        "postal_code_matchers": [area.pattern if area else r"^\d{5}$"] if country == "KR" else [],
        "postal_code_examples": ["03051"] if country == "KR" else [],
        "postal_code_prefix": "",
    }
