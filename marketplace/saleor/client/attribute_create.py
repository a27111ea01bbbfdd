from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AttributeCreate(BaseModel):
    attribute_create: Optional["AttributeCreateAttributeCreate"] = Field(
        alias="attributeCreate"
    )


class AttributeCreateAttributeCreate(BaseModel):
    attribute: Optional["AttributeCreateAttributeCreateAttribute"]
    errors: list["AttributeCreateAttributeCreateErrors"]


class AttributeCreateAttributeCreateAttribute(BaseModel):
    id: str


class AttributeCreateAttributeCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


AttributeCreate.model_rebuild()
AttributeCreateAttributeCreate.model_rebuild()
