from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutFields


class CheckoutCreate(BaseModel):
    checkout_create: Optional["CheckoutCreateCheckoutCreate"] = Field(
        alias="checkoutCreate"
    )


class CheckoutCreateCheckoutCreate(BaseModel):
    checkout: Optional["CheckoutCreateCheckoutCreateCheckout"]
    errors: list["CheckoutCreateCheckoutCreateErrors"]


CheckoutCreateCheckoutCreateCheckout = CheckoutFields


class CheckoutCreateCheckoutCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]
    variants: Optional[list[str]]
    lines: Optional[list[str]]


CheckoutCreate.model_rebuild()
CheckoutCreateCheckoutCreate.model_rebuild()
