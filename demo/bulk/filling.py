"""Fills the database up to so many enterprises and listings, and empties it of them again."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from demo.bulk import pictures, rows
from demo.bulk.copying import copy, next_ids
from demo.bulk.rows import ENTERPRISE_PREFIX, LISTING_PREFIX, SKU_PREFIX, MadeEnterprise, MadeListing
from demo.loading import MARKS, load_places
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock, StockMovement, StockOperation
from marketplace.storefront import cards
from vendors.models import (
    Category,
    District,
    Enterprise,
    EnterpriseStatus,
    Listing,
    ListingMark,
    ListingPicture,
    ShownPrice,
    Variant,
)

Say = Callable[[str], None]
BATCH = 10_000
ACTOR = "generate"


class StillUsed(Exception):
    """Something generated was ordered, promised or put into an exhibition; nothing was removed."""


def fill(*, enterprises: int, listings: int, now: datetime, say: Say) -> None:
    """Add what is missing to so many generated enterprises and listings; what is there stays as it is."""
    load_places()
    makers = Enterprise.objects.filter(reference__startswith=ENTERPRISE_PREFIX)
    goods = Listing.objects.filter(reference__startswith=LISTING_PREFIX)
    have, have_goods = makers.count(), goods.count()
    if have < enterprises or have_goods < listings:
        drawn = pictures.drawn(say)
        say(f"{len(drawn)} pictures, shared")
        _add_enterprises(range(have, enterprises), drawn, now)
        say(f"{max(have, enterprises):,} enterprises")
        owners = list(makers.order_by("reference").values_list("pk", flat=True))
        for start in range(have_goods, listings, BATCH):
            end = min(start + BATCH, listings)
            _add_listings(range(start, end), owners, drawn, now)
            say(f"listings {end:,}/{listings:,}")
    _make_cards(now, say)


@transaction.atomic
def _add_enterprises(numbers: range, drawn: dict[str, Any], now: datetime) -> None:
    made = [rows.enterprise(number, today=now) for number in numbers]
    ids = next_ids(Enterprise, len(made))
    districts = list(District.objects.order_by("code"))
    workshops = [picture for kind, picture in sorted(drawn.items()) if kind.startswith("maker:")]
    copy(
        Enterprise,
        (
            {
                "id": pk,
                "reference": maker.reference,
                "name": maker.name,
                "name_en": maker.name_en,
                "district_id": districts[maker.district % len(districts)].pk,
                "representative": f"가상대표{maker.number + 1:04d}",
                "business_number": maker.business_number,
                "mail_order_number": f"제2026-서울-99{maker.number:05d}호",
                "mail_order_office": f"서울특별시 {districts[maker.district % len(districts)].name}청",
                "tax_type": Enterprise.TaxType.GENERAL,
                "postal_code": "04500",
                "address": f"서울특별시 {districts[maker.district % len(districts)].name} 가상로 {maker.number + 1}",
                "phone": "020000" + f"{maker.number % 10_000:04d}",
                "email": f"contact@m{maker.number:05d}.example.com",
                "tagline": "함께 만들고 함께 나눠요",
                "tagline_en": "Made together, shared together",
                "picture": workshops[maker.number % len(workshops)],
                "opened_at": maker.opened_at,
            }
            for pk, maker in zip(ids, made, strict=True)
        ),
    )
    copy(EnterpriseStatus, (_status(pk, maker) for pk, maker in zip(ids, made, strict=True)))


def _status(enterprise_id: int, maker: MadeEnterprise) -> dict[str, Any]:
    on = maker.certified_on
    return {
        "enterprise_id": enterprise_id,
        "type": maker.status,
        "issuer": maker.issuer,
        "number_text": f"가상-{maker.status}-2026-{maker.number:05d}",
        "issued_on": on,
        "valid_from": on,
        "valid_to": on + timedelta(days=3 * 365) if maker.status == "PS" else None,
        "state": EnterpriseStatus.State.VERIFIED,
        "verified_on": on,
        "verification_method": "가상 인증서 대조",
    }


@transaction.atomic
def _add_listings(numbers: range, owners: Sequence[int], drawn: dict[str, Any], now: datetime) -> None:
    made = [rows.listing(number, today=now) for number in numbers]
    ids = next_ids(Listing, len(made))
    categories = dict(Category.objects.values_list("slug", "pk"))
    pairs = list(zip(ids, made, strict=True))
    copy(Listing, (_listing(pk, good, owners[good.number % len(owners)], categories) for pk, good in pairs))
    copy(ListingPicture, (_picture(pk, good, drawn) for pk, good in pairs))
    copy(ListingMark, (_mark(pk, good) for pk, good in pairs if good.mark))
    _add_options(pairs, now)


def _listing(pk: int, made: MadeListing, owner: int, categories: dict[str, int]) -> dict[str, Any]:
    good = made.good
    flags = {flag.partition("=")[0] for flag in good.flags}
    is_fresh = bool(flags & {"chilled", "frozen"})
    limit = "MADE_TO_ORDER" if "mto" in flags else "PERISHABLE" if is_fresh else ""
    return {
        "id": pk,
        "enterprise_id": owner,
        "category_id": categories[good.category],
        "reference": made.reference,
        "title": made.title,
        "title_en": made.title_en,
        "summary": good.summary,
        "summary_en": good.summary_en,
        "story": f"{good.summary} {good.made_of}, {good.size}.",
        "story_en": good.summary_en,
        "state": Listing.State.ACTIVE,
        "tax": "EXEMPT" if "exempt" in flags else "TAXABLE",
        "storage": "CHILLED" if "chilled" in flags else "FROZEN" if "frozen" in flags else "AMBIENT",
        "notice_type": good.notice,
        "notice": rows.notice_of(good),
        "withdrawal_limit": limit,
        "is_shippable": "svc" not in flags,
        "created_at": made.listed_at,
        "updated_at": made.listed_at,
    }


def _picture(listing_id: int, made: MadeListing, drawn: dict[str, Any]) -> dict[str, Any]:
    return {
        "listing_id": listing_id,
        "position": 0,
        "picture": drawn[made.good.picture],
        "alt": f"{made.good.title} 그림",
        "alt_en": f"{made.good.title_en}, drawn",
    }


def _mark(listing_id: int, made: MadeListing) -> dict[str, Any]:
    name, name_en = MARKS[made.mark]
    return {
        "listing_id": listing_id,
        "code": made.mark,
        "name": name,
        "name_en": name_en,
        "certificate_number": f"가상-{made.mark.upper()}-{made.number:07d}",
        "valid_from": date(2026, 1, 5),
        "valid_to": date(2028, 1, 4),
        "verified_on": date(2026, 1, 8),
    }


def _add_options(pairs: Sequence[tuple[int, MadeListing]], now: datetime) -> None:
    """Write options, the prices that show, and the stock with the movement that brought it in."""
    options = [(listing_id, place, option) for listing_id, good in pairs for place, option in enumerate(good.options)]
    ids = next_ids(Variant, len(options))
    stock_ids = next_ids(Stock, len(options))
    home = inventory.home()
    first = options[0][2].sku if options else ""
    operation = StockOperation.objects.create(key=f"{ACTOR}:{first}", content={"does": "receive"}, at=now)
    zipped = list(zip(ids, stock_ids, options, strict=True))
    copy(
        Variant,
        (
            {
                "id": pk,
                "listing_id": listing_id,
                "sku": option.sku,
                "option": option.name,
                "option_en": option.name_en,
                "price": option.prior or option.price,
                "position": place,
            }
            for pk, _stock, (listing_id, place, option) in zipped
        ),
    )
    copy(
        ShownPrice,
        (
            {"variant_id": pk, "channel": "shop", "price": o.price, "prior_price": o.prior, "confirmed_at": now}
            for pk, _stock, (_listing_id, _place, o) in zipped
        ),
    )
    copy(
        Stock,
        (
            {
                "id": stock_id,
                "sku": option.sku,
                "location_id": home.pk,
                "on_hand": option.units,
                "free": option.units,
                "updated_at": now,
            }
            for _pk, stock_id, (_listing_id, _place, option) in zipped
        ),
    )
    copy(StockMovement, _movements(zipped, operation, now))


def _movements(zipped: Sequence[Any], operation: StockOperation, now: datetime) -> Iterator[dict[str, Any]]:
    for _pk, stock_id, (_listing_id, _place, option) in zipped:
        if option.units:
            yield {
                "key": f"{ACTOR}:{option.sku}",
                "operation_id": operation.pk,
                "stock_id": stock_id,
                "kind": StockMovement.Kind.RECEIVE,
                "units": option.units,
                "on_hand": option.units,
                "free": option.units,
                "document": ACTOR,
                "reason": "IN",
                "actor_label": ACTOR,
                "at": now,
            }


def _make_cards(now: datetime, say: Say) -> None:
    missing = list(
        Listing.objects.filter(reference__startswith=LISTING_PREFIX, card=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(missing), BATCH):
        cards.refresh(listing_ids=missing[start : start + BATCH], now=now)
        say(f"cards {min(start + BATCH, len(missing)):,}/{len(missing):,}")
    cards.count_facets()
    if missing:
        with connection.cursor() as cursor:  # what the planner has to know about so many new rows
            cursor.execute("VACUUM ANALYZE" if not connection.in_atomic_block else "ANALYZE")


def remove(*, say: Say) -> None:
    """Take away all that was generated, or raise StillUsed and take away nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _remove(cursor, say)
    except IntegrityError as exc:
        raise StillUsed(str(exc)) from exc
    cards.count_facets()


def _remove(cursor: Any, say: Say) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")  # the ledger lets nobody take a movement away
    cursor.execute("DELETE FROM inventory_stockmovement WHERE document = %s", [ACTOR])
    cursor.execute("DELETE FROM inventory_stockoperation WHERE key LIKE %s", [f"{ACTOR}:%"])
    cursor.execute("SET LOCAL session_replication_role = origin")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # whoever still refers to something is to be heard here
    cursor.execute("DELETE FROM inventory_stock WHERE sku LIKE %s", [f"{SKU_PREFIX}%"])
    say(f"{cursor.rowcount:,} stocks removed")
    goods = [f"{LISTING_PREFIX}%"]
    cursor.execute(
        "DELETE FROM vendors_shownprice WHERE variant_id IN (SELECT id FROM vendors_variant WHERE sku LIKE %s)",
        [f"{SKU_PREFIX}%"],
    )
    tables = ("vendors_variant", "vendors_listingmark", "vendors_listingpicture", "storefront_card")
    for table in tables:
        cursor.execute(
            f"DELETE FROM {table} WHERE listing_id IN"  # noqa: S608 our own names
            " (SELECT id FROM vendors_listing WHERE reference LIKE %s)",
            goods,
        )
    cursor.execute("DELETE FROM vendors_listing WHERE reference LIKE %s", goods)
    say(f"{cursor.rowcount:,} listings removed")
    makers = [f"{ENTERPRISE_PREFIX}%"]
    cursor.execute(
        "DELETE FROM vendors_enterprisestatus WHERE enterprise_id IN"
        " (SELECT id FROM vendors_enterprise WHERE reference LIKE %s)",
        makers,
    )
    cursor.execute("DELETE FROM vendors_enterprise WHERE reference LIKE %s", makers)
    say(f"{cursor.rowcount:,} enterprises removed")
