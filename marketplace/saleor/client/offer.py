from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (
    PriceFields,
    PriceFieldsChannelListings,  # noqa: F401
)


class Offer(BaseModel):
    product_variant: Optional["OfferProductVariant"] = Field(alias="productVariant")


class OfferProductVariant(PriceFields):
    product: "OfferProductVariantProduct"


class OfferProductVariantProduct(BaseModel):
    id: str
    channel_listings: Optional[list["OfferProductVariantProductChannelListings"]] = (
        Field(alias="channelListings")
    )


class OfferProductVariantProductChannelListings(BaseModel):
    channel: "OfferProductVariantProductChannelListingsChannel"
    is_published: bool = Field(alias="isPublished")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")


class OfferProductVariantProductChannelListingsChannel(BaseModel):
    id: str


Offer.model_rebuild()
OfferProductVariant.model_rebuild()
OfferProductVariantProduct.model_rebuild()
OfferProductVariantProductChannelListings.model_rebuild()
