from typing import Annotated, Optional

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class CheckoutComplete(BaseModel):
    checkout_complete: Optional["CheckoutCompleteCheckoutComplete"] = Field(
        alias="checkoutComplete"
    )


class CheckoutCompleteCheckoutComplete(BaseModel):
    order: Optional["CheckoutCompleteCheckoutCompleteOrder"]
    errors: list["CheckoutCompleteCheckoutCompleteErrors"]


class CheckoutCompleteCheckoutCompleteOrder(BaseModel):
    id: str
    number: str
    status: str
    total: "CheckoutCompleteCheckoutCompleteOrderTotal"
    lines: list["CheckoutCompleteCheckoutCompleteOrderLines"]


class CheckoutCompleteCheckoutCompleteOrderTotal(BaseModel):
    gross: "CheckoutCompleteCheckoutCompleteOrderTotalGross"


class CheckoutCompleteCheckoutCompleteOrderTotalGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutCompleteCheckoutCompleteOrderLines(BaseModel):
    product_sku: Optional[str] = Field(alias="productSku")
    quantity: int
    total_price: "CheckoutCompleteCheckoutCompleteOrderLinesTotalPrice" = Field(
        alias="totalPrice"
    )


class CheckoutCompleteCheckoutCompleteOrderLinesTotalPrice(BaseModel):
    gross: "CheckoutCompleteCheckoutCompleteOrderLinesTotalPriceGross"


class CheckoutCompleteCheckoutCompleteOrderLinesTotalPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutCompleteCheckoutCompleteErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]
    variants: Optional[list[str]]
    lines: Optional[list[str]]


CheckoutComplete.model_rebuild()
CheckoutCompleteCheckoutComplete.model_rebuild()
CheckoutCompleteCheckoutCompleteOrder.model_rebuild()
CheckoutCompleteCheckoutCompleteOrderTotal.model_rebuild()
CheckoutCompleteCheckoutCompleteOrderLines.model_rebuild()
CheckoutCompleteCheckoutCompleteOrderLinesTotalPrice.model_rebuild()
