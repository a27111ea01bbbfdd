from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PriceFields


class ProductVariantChannelListingUpdate(BaseModel):
    product_variant_channel_listing_update: Optional[
        "ProductVariantChannelListingUpdateProductVariantChannelListingUpdate"
    ] = Field(alias="productVariantChannelListingUpdate")


class ProductVariantChannelListingUpdateProductVariantChannelListingUpdate(BaseModel):
    variant: Optional[
        "ProductVariantChannelListingUpdateProductVariantChannelListingUpdateVariant"
    ]
    errors: list[
        "ProductVariantChannelListingUpdateProductVariantChannelListingUpdateErrors"
    ]


ProductVariantChannelListingUpdateProductVariantChannelListingUpdateVariant = (
    PriceFields
)


class ProductVariantChannelListingUpdateProductVariantChannelListingUpdateErrors(
    BaseModel
):
    field: Optional[str]
    code: str
    message: Optional[str]


ProductVariantChannelListingUpdate.model_rebuild()
ProductVariantChannelListingUpdateProductVariantChannelListingUpdate.model_rebuild()
