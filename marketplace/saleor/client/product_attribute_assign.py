from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductAttributeAssign(BaseModel):
    product_attribute_assign: Optional[
        "ProductAttributeAssignProductAttributeAssign"
    ] = Field(alias="productAttributeAssign")


class ProductAttributeAssignProductAttributeAssign(BaseModel):
    errors: list["ProductAttributeAssignProductAttributeAssignErrors"]


class ProductAttributeAssignProductAttributeAssignErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ProductAttributeAssign.model_rebuild()
ProductAttributeAssignProductAttributeAssign.model_rebuild()
