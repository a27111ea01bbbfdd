"""What enterprises and staff do with enterprises and listings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.core import audit, outbox
from marketplace.core.models import User
from vendors.models import (
    Category,
    District,
    Enterprise,
    EnterpriseStatus,
    Listing,
    ListingMark,
    ListingPicture,
    Member,
    Variant,
)
from vendors.notices import missing_items
from vendors.numbers import clean_business_number


class ListingNotReady(Exception):
    """The listing lacks what a shopper must see before buying. Its message is fit to show and lists what."""


class ListingChanged(Exception):
    """Someone else saved the listing since the form was opened. Its message is fit to show."""


class SkuTaken(Exception):
    """Another option has that SKU already. Its message is fit to show."""


@dataclass(frozen=True)
class EnterpriseDetails:
    reference: str
    name: str
    district: District
    representative: str
    business_number: str
    tax_type: str
    postal_code: str
    address: str
    phone: str
    email: str
    name_en: str = ""
    mail_order_number: str = ""
    mail_order_office: str = ""
    mail_order_exemption: str = ""
    tagline: str = ""
    tagline_en: str = ""
    story: str = ""
    story_en: str = ""
    picture: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Option:
    """One thing to buy: `price` in whole won, VAT included."""

    sku: str
    price: int
    option: str = ""
    option_en: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class ListingDetails:
    title: str
    category: Category
    notice_type: str
    notice: Sequence[tuple[str, str]]
    options: Sequence[Option]
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    story: str = ""
    story_en: str = ""
    tax: str = Listing.Tax.TAXABLE
    storage: str = Listing.Storage.AMBIENT
    withdrawal_limit: str = Listing.WithdrawalLimit.NONE
    is_shippable: bool = True
    dispatch_days: int = 2
    best_before_on: date | None = None
    search_words: Sequence[str] = ()


@transaction.atomic
def register_enterprise(*, details: EnterpriseDetails, actor: User | str, now: datetime) -> Enterprise:
    """Add an enterprise, or raise BadBusinessNumber."""
    values = {name: getattr(details, name) for name in details.__dataclass_fields__}
    values["business_number"] = clean_business_number(details.business_number)
    enterprise = Enterprise.objects.create(**values, opened_at=now)
    audit.record("enterprise.registered", subject=enterprise, actor=actor, at=now)
    _tell_of_enterprise(enterprise, now)
    return enterprise


@transaction.atomic
def record_status(
    *, enterprise: Enterprise, status: EnterpriseStatus, actor: User | str, now: datetime
) -> EnterpriseStatus:
    """Keep a status as it was submitted or verified; every badge of the enterprise is drawn anew."""
    status.enterprise = enterprise
    status.save()
    audit.record("enterprise.status", subject=status, actor=actor, at=now, state=status.state)
    _tell_of_enterprise(enterprise, now)
    return status


@transaction.atomic
def add_member(*, enterprise: Enterprise, user: User, role: str, actor: User | str, now: datetime) -> Member:
    """Let a user act for an enterprise; someone who already does gets the new role."""
    member, _is_new = Member.objects.update_or_create(enterprise=enterprise, user=user, defaults={"role": role})
    audit.record("enterprise.member", subject=member, actor=actor, at=now, role=role)
    return member


@transaction.atomic
def add_listing(
    *, enterprise: Enterprise, reference: str, details: ListingDetails, actor: User | str, now: datetime
) -> Listing:
    """Add a listing as a draft with its options, or raise SkuTaken."""
    listing = Listing(enterprise=enterprise, reference=reference, created_at=now)
    _write(listing, details, now)
    listing.save()
    _write_options(listing, details.options)
    audit.record("listing.added", subject=listing, actor=actor, at=now)
    _tell_of_listing(listing, now)
    return listing


@transaction.atomic
def change_listing(
    *, listing: Listing, shown_version: int, details: ListingDetails, actor: User | str, now: datetime
) -> Listing:
    """Save a listing against the version that the form showed, or raise ListingChanged, SkuTaken or ListingNotReady."""
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if listing.version != shown_version:
        raise ListingChanged(_("그사이 다른 분이 이 상품을 고쳤어요. 새로 열어 다시 고쳐 주세요."))
    _write(listing, details, now)
    listing.version += 1
    listing.save()
    asked = dict(listing.variants.values_list("sku", "price"))
    _write_options(listing, details.options)
    if any(asked.get(option.sku, option.price) != option.price for option in details.options):
        key = f"prices:{listing.pk}:{listing.version}"
        outbox.emit("vendors.prices_changed", key=key, at=now, listing_id=listing.pk)
    if listing.state == Listing.State.ACTIVE:
        _require_ready(listing)
    audit.record("listing.changed", subject=listing, actor=actor, at=now, version=listing.version)
    _tell_of_listing(listing, now)
    return listing


@transaction.atomic
def activate_listing(*, listing: Listing, actor: User | str, now: datetime) -> Listing:
    """Put a listing on sale, or raise ListingNotReady."""
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if listing.state == Listing.State.ACTIVE:
        return listing
    _require_ready(listing)
    return _set_state(listing, Listing.State.ACTIVE, actor, now)


@transaction.atomic
def pause_listing(*, listing: Listing, actor: User | str, now: datetime) -> Listing:
    """Take a listing off sale everywhere; what was ordered still ships."""
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if listing.state != Listing.State.ACTIVE:
        return listing
    return _set_state(listing, Listing.State.PAUSED, actor, now)


@transaction.atomic
def set_pictures(
    *, listing: Listing, pictures: Sequence[tuple[Mapping[str, Any], str, str]], actor: User | str, now: datetime
) -> None:
    """Replace a listing's pictures: stored pictures with their description in Korean and English."""
    listing.pictures.all().delete()
    ListingPicture.objects.bulk_create(
        ListingPicture(listing=listing, position=place, picture=dict(picture), alt=alt, alt_en=alt_en)
        for place, (picture, alt, alt_en) in enumerate(pictures)
    )
    Listing.objects.filter(pk=listing.pk).update(updated_at=now)
    audit.record("listing.pictures", subject=listing, actor=actor, at=now, count=len(pictures))
    _tell_of_listing(listing, now)


@transaction.atomic
def record_mark(*, listing: Listing, mark: ListingMark, actor: User | str, now: datetime) -> ListingMark:
    """Keep a mark of a listing as verified or not."""
    mark.listing = listing
    mark.save()
    audit.record("listing.mark", subject=mark, actor=actor, at=now, code=mark.code)
    _tell_of_listing(listing, now)
    return mark


def _write(listing: Listing, details: ListingDetails, now: datetime) -> None:
    for name in details.__dataclass_fields__:
        if name not in {"options", "notice", "search_words"}:
            setattr(listing, name, getattr(details, name))
    listing.notice = [list(pair) for pair in details.notice]
    listing.search_words = list(details.search_words)
    listing.updated_at = now


def _write_options(listing: Listing, options: Sequence[Option]) -> None:
    """Bring the options in line by SKU. An option that is left out stops being sold; its history stays."""
    skus = [option.sku for option in options]
    if len(set(skus)) < len(skus) or Variant.objects.filter(sku__in=skus).exclude(listing=listing).exists():
        raise SkuTaken(_("이미 쓰고 있는 상품 코드(SKU)예요. 다른 코드를 적어 주세요."))
    for place, option in enumerate(options):
        values = asdict(replace(option))
        Variant.objects.update_or_create(sku=values.pop("sku"), listing=listing, defaults={**values, "position": place})
    listing.variants.exclude(sku__in=skus).update(is_active=False)


def _require_ready(listing: Listing) -> None:
    lacking = []
    if not listing.variants.filter(is_active=True).exists():
        lacking.append(_("판매할 옵션"))
    if not listing.pictures.exists():
        lacking.append(_("사진"))
    if missing := missing_items(listing.notice_type, listing.notice):
        lacking.append(_("상품정보제공고시(%(items)s)") % {"items": ", ".join(missing)})
    if lacking:
        raise ListingNotReady(_("판매하려면 더 필요해요: %(lacking)s") % {"lacking": " · ".join(lacking)})


def _set_state(listing: Listing, state: str, actor: User | str, now: datetime) -> Listing:
    listing.state, listing.updated_at = state, now
    listing.version += 1
    listing.save(update_fields=["state", "updated_at", "version"])
    audit.record(f"listing.{state.lower()}", subject=listing, actor=actor, at=now)
    _tell_of_listing(listing, now)
    return listing


def _tell_of_listing(listing: Listing, now: datetime) -> None:
    stamp = now.isoformat()
    outbox.emit("storefront.refresh_card", key=f"card:{listing.pk}:{stamp}", at=now, listing_id=listing.pk)
    outbox.emit("vendors.publish_listing", key=f"publish:{listing.pk}:{stamp}", at=now, listing_id=listing.pk)


def _tell_of_enterprise(enterprise: Enterprise, now: datetime) -> None:
    stamp = now.isoformat()
    outbox.emit(
        "storefront.refresh_enterprise",
        key=f"cards:{enterprise.pk}:{stamp}",
        at=now,
        enterprise_id=enterprise.pk,
    )
    outbox.emit(
        "vendors.publish_enterprise", key=f"publish-maker:{enterprise.pk}:{stamp}", at=now, enterprise_id=enterprise.pk
    )
