"""Small worlds for tests, made through the services that people use."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock
from vendors import services
from vendors.models import Category, District, Enterprise, EnterpriseStatus, Listing, Member, Variant
from vendors.notices import NOTICES

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)

PICTURE = {"key": "pictures/00/test", "width": 1200, "height": 1200}


def business_number(serial: int) -> str:
    """A number with a valid check digit that no office issues (domain-ko.md §10: it starts with 0)."""
    nine = f"001810{serial % 1000:03d}"
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    total = sum(int(d) * w for d, w in zip(nine, weights, strict=True)) + int(nine[8]) * 5 // 10
    return nine + str((10 - total % 10) % 10)


def make_district(slug: str = "mapo", name: str = "마포구") -> District:
    return District.objects.get_or_create(slug=slug, defaults={"code": "11440", "name": name, "name_en": "Mapo-gu"})[0]


def make_category(slug: str = "bags", name: str = "가방") -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": "Bags"})[0]


def make_enterprise(
    reference: str = "dasibom", *, name: str = "다시봄공방", status: str = "SE", **fields: Any
) -> Enterprise:
    """An enterprise with one verified, current status."""
    number = next(_numbers)
    now = timezone.now()
    details = services.EnterpriseDetails(
        **{
            "reference": reference,
            "name": name,
            "name_en": "Dasibom Workshop",
            "district": make_district(),
            "representative": "가상대표01",
            "business_number": business_number(number),
            "tax_type": Enterprise.TaxType.GENERAL,
            "postal_code": "04000",
            "address": "서울특별시 마포구 월드컵로 1",
            "phone": "02-0000-0101",
            "email": f"contact@e{number}.example.com",
            "mail_order_number": f"제2026-서울마포-99{number:03d}호",
            "mail_order_office": "서울특별시 마포구청",
            **fields,
        }
    )
    enterprise = services.register_enterprise(details=details, actor="tests", now=now)
    services.record_status(
        enterprise=enterprise,
        status=EnterpriseStatus(
            type=status,
            issuer="고용노동부",
            number_text=f"가상-{status}-2026-{number:03d}",
            issued_on=date(2026, 1, 2),
            valid_from=date(2026, 1, 2),
            state=EnterpriseStatus.State.VERIFIED,
            verified_on=date(2026, 1, 5),
        ),
        actor="tests",
        now=now,
    )
    return enterprise


def make_listing(
    enterprise: Enterprise | None = None,
    *,
    reference: str = "upcycled-bag",
    title: str = "업사이클 캔버스 가방",
    prices: Sequence[int] = (39000,),
    units: int = 10,
    notice_type: str = "BAG",
    active: bool = True,
    **fields: Any,
) -> Listing:
    """A listing on sale with a picture, `units` of each option on hand at home, and SKUs ``<reference>-<n>``."""
    now = timezone.now()
    enterprise = enterprise or make_enterprise()
    details = services.ListingDetails(
        title=title,
        title_en="Upcycled canvas bag",
        category=fields.pop("category", None) or make_category(),
        notice_type=notice_type,
        notice=[(item, "시험용 값") for item in NOTICES[notice_type].items],
        options=[
            services.Option(sku=f"{reference}-{n}", price=price, option="" if len(prices) == 1 else f"옵션 {n}")
            for n, price in enumerate(prices, 1)
        ],
        **fields,
    )
    listing = services.add_listing(enterprise=enterprise, reference=reference, details=details, actor="tests", now=now)
    services.set_pictures(listing=listing, pictures=[(PICTURE, title, "Picture")], actor="tests", now=now)
    for variant in listing.variants.all():
        if units:
            make_stock(variant.sku, units)
    if active:
        listing = services.activate_listing(listing=listing, actor="tests", now=now)
    return listing


def make_variant(**fields: Any) -> Variant:
    """The only option of a new listing."""
    return make_listing(**fields).variants.get()


def make_stock(sku: str, units: int) -> Stock:
    """Receive units of a SKU at home."""
    home = inventory.home()
    inventory.receive(
        sku=sku,
        location=home,
        units=units,
        key=f"test:{sku}:{next(_numbers)}",
        document="test",
        reason="시험",
        actor="tests",
        at=timezone.now(),
    )
    return Stock.objects.get(sku=sku, location=home)


def make_user(email: str = "someone@example.com", **fields: Any) -> User:
    return User.objects.create_user(email, PASSWORD, **fields)


def make_member(enterprise: Enterprise, role: str = Member.Role.EDITOR, *, email: str = "member@example.com") -> Member:
    return services.add_member(
        enterprise=enterprise, user=make_user(email), role=role, actor="tests", now=timezone.now()
    )


def make_staff(email: str = "staff@example.com") -> User:
    return make_user(email, is_staff=True)


def show_price(variant: Variant, price: int | None = None, prior: int | None = None, channel: str = "shop") -> None:
    """Pretend that the channel confirmed a price; tests of publishing go through apply instead."""
    from vendors.models import ShownPrice

    ShownPrice.objects.update_or_create(
        variant=variant,
        channel=channel,
        defaults={"price": price or variant.price, "prior_price": prior, "confirmed_at": timezone.now() - timedelta(0)},
    )
