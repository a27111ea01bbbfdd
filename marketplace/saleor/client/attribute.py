from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Attribute(BaseModel):
    attribute: Optional["AttributeAttribute"]


class AttributeAttribute(BaseModel):
    id: str
    input_type: Optional[str] = Field(alias="inputType")


Attribute.model_rebuild()
