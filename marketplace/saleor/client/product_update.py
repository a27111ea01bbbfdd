from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductUpdate(BaseModel):
    product_update: Optional["ProductUpdateProductUpdate"] = Field(
        alias="productUpdate"
    )


class ProductUpdateProductUpdate(BaseModel):
    product: Optional["ProductUpdateProductUpdateProduct"]
    errors: list["ProductUpdateProductUpdateErrors"]


class ProductUpdateProductUpdateProduct(BaseModel):
    id: str


class ProductUpdateProductUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ProductUpdate.model_rebuild()
ProductUpdateProductUpdate.model_rebuild()
