from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductVariantBulkUpdate(BaseModel):
    product_variant_bulk_update: Optional[
        "ProductVariantBulkUpdateProductVariantBulkUpdate"
    ] = Field(alias="productVariantBulkUpdate")


class ProductVariantBulkUpdateProductVariantBulkUpdate(BaseModel):
    results: list["ProductVariantBulkUpdateProductVariantBulkUpdateResults"]


class ProductVariantBulkUpdateProductVariantBulkUpdateResults(BaseModel):
    product_variant: Optional[
        "ProductVariantBulkUpdateProductVariantBulkUpdateResultsProductVariant"
    ] = Field(alias="productVariant")
    errors: Optional[
        list["ProductVariantBulkUpdateProductVariantBulkUpdateResultsErrors"]
    ]


class ProductVariantBulkUpdateProductVariantBulkUpdateResultsProductVariant(BaseModel):
    id: str
    sku: Optional[str]


class ProductVariantBulkUpdateProductVariantBulkUpdateResultsErrors(BaseModel):
    path: Optional[str]
    code: str
    message: Optional[str]


ProductVariantBulkUpdate.model_rebuild()
ProductVariantBulkUpdateProductVariantBulkUpdate.model_rebuild()
ProductVariantBulkUpdateProductVariantBulkUpdateResults.model_rebuild()
