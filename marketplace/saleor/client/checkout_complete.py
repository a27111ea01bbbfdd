from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import OrderFields


class CheckoutComplete(BaseModel):
    checkout_complete: Optional["CheckoutCompleteCheckoutComplete"] = Field(
        alias="checkoutComplete"
    )


class CheckoutCompleteCheckoutComplete(BaseModel):
    order: Optional["CheckoutCompleteCheckoutCompleteOrder"]
    errors: list["CheckoutCompleteCheckoutCompleteErrors"]


CheckoutCompleteCheckoutCompleteOrder = OrderFields


class CheckoutCompleteCheckoutCompleteErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]
    variants: Optional[list[str]]
    lines: Optional[list[str]]


CheckoutComplete.model_rebuild()
CheckoutCompleteCheckoutComplete.model_rebuild()
