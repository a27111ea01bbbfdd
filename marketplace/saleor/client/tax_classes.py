from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TaxClasses(BaseModel):
    tax_classes: Optional["TaxClassesTaxClasses"] = Field(alias="taxClasses")


class TaxClassesTaxClasses(BaseModel):
    edges: list["TaxClassesTaxClassesEdges"]


class TaxClassesTaxClassesEdges(BaseModel):
    node: "TaxClassesTaxClassesEdgesNode"


class TaxClassesTaxClassesEdgesNode(BaseModel):
    id: str
    name: str


TaxClasses.model_rebuild()
TaxClassesTaxClasses.model_rebuild()
TaxClassesTaxClassesEdges.model_rebuild()
