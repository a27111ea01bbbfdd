from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductVariantBulkCreate(BaseModel):
    product_variant_bulk_create: Optional[
        "ProductVariantBulkCreateProductVariantBulkCreate"
    ] = Field(alias="productVariantBulkCreate")


class ProductVariantBulkCreateProductVariantBulkCreate(BaseModel):
    results: list["ProductVariantBulkCreateProductVariantBulkCreateResults"]


class ProductVariantBulkCreateProductVariantBulkCreateResults(BaseModel):
    product_variant: Optional[
        "ProductVariantBulkCreateProductVariantBulkCreateResultsProductVariant"
    ] = Field(alias="productVariant")
    errors: Optional[
        list["ProductVariantBulkCreateProductVariantBulkCreateResultsErrors"]
    ]


class ProductVariantBulkCreateProductVariantBulkCreateResultsProductVariant(BaseModel):
    id: str
    sku: Optional[str]


class ProductVariantBulkCreateProductVariantBulkCreateResultsErrors(BaseModel):
    path: Optional[str]
    code: str
    message: Optional[str]


ProductVariantBulkCreate.model_rebuild()
ProductVariantBulkCreateProductVariantBulkCreate.model_rebuild()
ProductVariantBulkCreateProductVariantBulkCreateResults.model_rebuild()
