from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductTypes(BaseModel):
    product_types: Optional["ProductTypesProductTypes"] = Field(alias="productTypes")


class ProductTypesProductTypes(BaseModel):
    edges: list["ProductTypesProductTypesEdges"]


class ProductTypesProductTypesEdges(BaseModel):
    node: "ProductTypesProductTypesEdgesNode"


class ProductTypesProductTypesEdgesNode(BaseModel):
    id: str
    slug: str
    product_attributes: Optional[
        list["ProductTypesProductTypesEdgesNodeProductAttributes"]
    ] = Field(alias="productAttributes")
    variant_attributes: Optional[
        list["ProductTypesProductTypesEdgesNodeVariantAttributes"]
    ] = Field(alias="variantAttributes")


class ProductTypesProductTypesEdgesNodeProductAttributes(BaseModel):
    id: str
    slug: str


class ProductTypesProductTypesEdgesNodeVariantAttributes(BaseModel):
    id: str
    slug: str


ProductTypes.model_rebuild()
ProductTypesProductTypes.model_rebuild()
ProductTypesProductTypesEdges.model_rebuild()
ProductTypesProductTypesEdgesNode.model_rebuild()
