from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import StockFields


class VariantStocks(BaseModel):
    product_variant: Optional["VariantStocksProductVariant"] = Field(
        alias="productVariant"
    )


VariantStocksProductVariant = StockFields
VariantStocks.model_rebuild()
