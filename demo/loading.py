"""Loads the demo through the services that people use. Every part may be loaded again: what is there stays."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from demo.drawings import MAKER, drawings
from demo.goods import GOODS, OPTION_NAMES_EN, Good
from demo.makers import MAKERS, Maker
from demo.notices import notice_for
from demo.people import PASSWORD, PEOPLE
from demo.places import CATEGORIES, DISTRICTS
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from vendors import services
from vendors.models import Category, District, Enterprise, EnterpriseStatus, Listing, ListingMark, Member
from vendors.orders import SEOUL

FIRST = ("dasibom", "onsae")
Say = Callable[[str], None]

ISSUERS = {
    "SE": "고용노동부",
    "PS": "서울특별시",
    "MV": "행정안전부",
    "CO": "서울특별시",
    "SC": "고용노동부",
    "JH": "자치구",
}
MARKS = {
    "eco": ("환경표지", "Korea Eco-Label"),
    "gr": ("우수재활용(GR)", "Good Recycled"),
    "grs": ("재생섬유(GRS)", "Global Recycled Standard"),
    "gots": ("유기섬유(GOTS)", "Organic textile (GOTS)"),
    "organic": ("유기농", "Organic"),
    "vegan": ("비건", "Vegan"),
    "fairtrade": ("공정무역", "Fair trade"),
}
POSTAL = {"jongno": "03000", "jung": "04500", "mapo": "04000", "gangnam": "06000"}


def load_places() -> None:
    """Load districts and categories."""
    for code, slug, name, name_en in DISTRICTS:
        District.objects.get_or_create(code=code, defaults={"slug": slug, "name": name, "name_en": name_en})
    by_slug: dict[str, Category] = {}
    for position, row in enumerate(CATEGORIES):
        slug, name, name_en, parent = row
        values = {"name": name, "name_en": name_en, "position": position}
        values["parent"] = by_slug.get(parent)
        by_slug[slug], _is_new = Category.objects.get_or_create(slug=slug, defaults=values)


def load_people(*, now: datetime) -> None:
    """Load those who can log in; members need their enterprise to be there."""
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            is_staff = not person.maker
            user = User.objects.create_user(
                person.email, PASSWORD, name=person.name, is_staff=is_staff, is_superuser=person.is_superuser
            )
        if person.maker:
            enterprise = Enterprise.objects.get(reference=person.maker)
            if not Member.objects.filter(enterprise=enterprise, user=user).exists():
                services.add_member(enterprise=enterprise, user=user, role=person.role, actor="demo", now=now)


def load_makers(*, now: datetime, say: Say, only: Iterable[str] = ()) -> None:
    """Load enterprises with their statuses, and all their listings with pictures and stock."""
    makers = _chosen(only)
    entered = set(Enterprise.objects.values_list("reference", flat=True))
    listed = set(Listing.objects.values_list("reference", flat=True))
    drawn = _draw(
        [maker for maker in makers if maker.reference not in entered],
        [good for good in _goods_of(makers) if good.reference not in listed],
        say,
    )
    for maker in makers:
        enterprise = Enterprise.objects.filter(reference=maker.reference).first() or _enter(
            maker, drawn[_picture_of(maker)], now
        )
        for good in _goods_of([maker]):
            if good.reference not in listed:
                _list(enterprise, maker, good, drawn[good.reference], now)
    say(f"{len(makers)} enterprises, {len(_goods_of(makers))} listings")


def draw(*, say: Say, only: Iterable[str] = ()) -> None:
    """Draw what `load_makers` will want, into the folder of media; asks no database."""
    makers = _chosen(only)
    _draw(makers, _goods_of(makers), say)


def _chosen(only: Iterable[str]) -> list[Maker]:
    return [maker for maker in MAKERS if not only or maker.reference in only]


def _goods_of(makers: Iterable[Maker]) -> list[Good]:
    codes = {maker.code for maker in makers}
    return [good for good in GOODS if good.maker in codes]


def _picture_of(maker: Maker) -> str:
    return f"{MAKER}{maker.reference}"


def _draw(makers: Iterable[Maker], goods: Iterable[Good], say: Say) -> dict[str, dict[str, Any]]:
    wanted = [(_picture_of(maker), f"{MAKER}{maker.workshop}") for maker in makers]
    wanted += [(good.reference, good.picture) for good in goods]
    return drawings(wanted, say)


def _enter(maker: Maker, picture: dict[str, Any], now: datetime) -> Enterprise:
    number = int(maker.code[1:])
    district = District.objects.get(slug=maker.district)
    is_exempt = maker.tax == "SIMPLIFIED"
    enterprise = services.register_enterprise(
        details=services.EnterpriseDetails(
            reference=maker.reference,
            name=maker.name,
            name_en=maker.name_en,
            district=district,
            representative=f"가상대표{number:02d}",
            business_number=maker.business_number,
            tax_type=maker.tax,
            postal_code=POSTAL.get(maker.district, "04500"),
            address=f"서울특별시 {district.name} 가상로 {number}",
            phone=f"020000{100 + number:04d}",
            email=f"contact@e{number:02d}.example.com",
            mail_order_number="" if is_exempt else f"제2026-서울{district.name.removesuffix('구')}-99{number:03d}호",
            mail_order_office="" if is_exempt else f"서울특별시 {district.name}청",
            mail_order_exemption="간이과세자" if is_exempt else "",
            tagline=maker.tagline,
            tagline_en=maker.tagline_en,
            story=maker.story,
            story_en=maker.story_en,
            picture=picture,
        ),
        actor="demo",
        now=now,
    )
    for text in maker.statuses.split(","):
        services.record_status(enterprise=enterprise, status=_status(text.strip(), number), actor="demo", now=now)
    return enterprise


def _status(text: str, number: int) -> EnterpriseStatus:
    """A status as written in the table: type, perhaps ``/subtype``, perhaps ``:state``."""
    kind, _colon, state = text.partition(":")
    type_, _slash, subtype = kind.partition("/")
    is_old = state == "EXPIRED"
    start = date(2022, 11, 1) if is_old else date(2025, 1 + number % 12, 1 + number % 27)
    ends = date(start.year + 3, start.month, start.day) if type_ == "PS" else None
    state = state or "VERIFIED"
    return EnterpriseStatus(
        type=type_,
        subtype=subtype,
        issuer=ISSUERS[type_],
        number_text=f"가상-{type_}-2026-{number:03d}",
        issued_on=start,
        valid_from=start,
        valid_to=ends,
        state=state,
        verified_on=None if state == "SUBMITTED" else start + timedelta(days=3),
        verification_method="가상 인증서 대조" if state != "SUBMITTED" else "",
    )


def _list(enterprise: Enterprise, maker: Maker, good: Good, picture: dict[str, Any], now: datetime) -> None:
    flags = dict(flag.partition("=")[::2] for flag in good.flags)
    limit = Listing.WithdrawalLimit.NONE
    if "mto" in flags:
        limit = Listing.WithdrawalLimit.MADE_TO_ORDER
    elif "chilled" in flags or "frozen" in flags:
        limit = Listing.WithdrawalLimit.PERISHABLE
    storage = "CHILLED" if "chilled" in flags else "FROZEN" if "frozen" in flags else "AMBIENT"
    today = now.astimezone(SEOUL).date()
    is_single = len(good.options) == 1 and good.options[0][0] == "기본"
    options = [
        services.Option(
            sku=f"{good.maker}-{good.reference}-{place}".upper(),
            price=price,
            option="" if is_single else name,
            option_en="" if is_single else OPTION_NAMES_EN[name],
        )
        for place, (name, price, _units) in enumerate(good.options, 1)
    ]
    listing = services.add_listing(
        enterprise=enterprise,
        reference=good.reference,
        details=services.ListingDetails(
            title=good.title,
            title_en=good.title_en,
            category=Category.objects.get(slug=good.category),
            notice_type=good.notice,
            notice=notice_for(good, maker),
            options=options,
            summary=good.summary,
            summary_en=good.summary_en,
            story=f"{good.summary} {maker.tagline}. {good.made_of}, {good.size}.",
            story_en=f"{good.summary_en} {maker.tagline_en}.",
            tax="EXEMPT" if "exempt" in flags else "TAXABLE",
            storage=storage,
            withdrawal_limit=limit,
            is_shippable="svc" not in flags,
            dispatch_days=3 if "mto" in flags else 1 if storage != "AMBIENT" else 2,
            best_before_on=today + timedelta(days=int(flags["bb"])) if "bb" in flags else None,
        ),
        actor="demo",
        now=now,
    )
    services.set_pictures(
        listing=listing, pictures=[(picture, f"{good.title} 그림", f"{good.title_en}, drawn")], actor="demo", now=now
    )
    if mark := flags.get("mark"):
        name, name_en = MARKS[mark]
        services.record_mark(
            listing=listing,
            mark=ListingMark(
                code=mark,
                name=name,
                name_en=name_en,
                certificate_number=f"가상-{mark.upper()}-{good.maker}",
                valid_from=date(2026, 1, 5),
                valid_to=date(2028, 1, 4),
                verified_on=date(2026, 1, 8),
            ),
            actor="demo",
            now=now,
        )
    for option, (_name, _price, units) in zip(options, good.options, strict=True):
        if units:
            inventory.receive(
                sku=option.sku,
                location=inventory.home(),
                units=units,
                key=f"demo:{option.sku}",
                document="demo",
                reason="IN",
                actor="demo",
                at=now,
            )
    services.activate_listing(listing=listing, actor="demo", now=now)
