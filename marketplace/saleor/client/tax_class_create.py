from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TaxClassCreate(BaseModel):
    tax_class_create: Optional["TaxClassCreateTaxClassCreate"] = Field(
        alias="taxClassCreate"
    )


class TaxClassCreateTaxClassCreate(BaseModel):
    tax_class: Optional["TaxClassCreateTaxClassCreateTaxClass"] = Field(
        alias="taxClass"
    )
    errors: list["TaxClassCreateTaxClassCreateErrors"]


class TaxClassCreateTaxClassCreateTaxClass(BaseModel):
    id: str


class TaxClassCreateTaxClassCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


TaxClassCreate.model_rebuild()
TaxClassCreateTaxClassCreate.model_rebuild()
