"""Our listings as a market is told of them."""

from urllib.parse import urljoin

from django.conf import settings

from campaigns.markets.plan import Goods
from marketplace.look.images import StoredPicture
from vendors.models import Listing, Variant
from vendors.notices import NOTICES


def goods_of(variant: Variant, *, price: int, prior_price: int | None) -> Goods:
    """Return a variant as it is to be sold at a market for a price."""
    listing = variant.listing
    pictures = [StoredPicture.from_json(row.picture) for row in listing.pictures.order_by("position")]
    notice = NOTICES.get(listing.notice_type)
    return Goods(
        sku=variant.sku,
        title=listing.title,
        option=variant.option,
        brand=listing.enterprise.name,
        category=listing.category.name,
        price=price,
        prior_price=prior_price,
        notice_type=str(notice.name) if notice else "",
        notice=tuple((str(name), str(value)) for name, value in listing.notice),
        pictures=tuple(urljoin(f"{settings.GACHI_PUBLIC_URL}/", picture.market_url) for picture in pictures),
        story="\n".join(filter(None, (listing.summary, listing.story))),
        search_words=tuple(listing.search_words),
        is_taxable=listing.tax == Listing.Tax.TAXABLE,
        is_cold=listing.storage != Listing.Storage.AMBIENT,
        is_made_to_order=listing.withdrawal_limit == Listing.WithdrawalLimit.MADE_TO_ORDER,
        dispatch_days=listing.dispatch_days,
        contact=listing.enterprise.phone,
    )
