from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import StockFields


class ProductVariantStocksUpdate(BaseModel):
    product_variant_stocks_update: Optional[
        "ProductVariantStocksUpdateProductVariantStocksUpdate"
    ] = Field(alias="productVariantStocksUpdate")


class ProductVariantStocksUpdateProductVariantStocksUpdate(BaseModel):
    product_variant: Optional[
        "ProductVariantStocksUpdateProductVariantStocksUpdateProductVariant"
    ] = Field(alias="productVariant")
    errors: list["ProductVariantStocksUpdateProductVariantStocksUpdateErrors"]


ProductVariantStocksUpdateProductVariantStocksUpdateProductVariant = StockFields


class ProductVariantStocksUpdateProductVariantStocksUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ProductVariantStocksUpdate.model_rebuild()
ProductVariantStocksUpdateProductVariantStocksUpdate.model_rebuild()
