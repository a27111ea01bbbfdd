from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PriceFields


class VariantPrices(BaseModel):
    product_variant: Optional["VariantPricesProductVariant"] = Field(
        alias="productVariant"
    )


VariantPricesProductVariant = PriceFields
VariantPrices.model_rebuild()
