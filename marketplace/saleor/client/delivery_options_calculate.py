from typing import Annotated, Optional

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class DeliveryOptionsCalculate(BaseModel):
    delivery_options_calculate: Optional[
        "DeliveryOptionsCalculateDeliveryOptionsCalculate"
    ] = Field(alias="deliveryOptionsCalculate")


class DeliveryOptionsCalculateDeliveryOptionsCalculate(BaseModel):
    deliveries: list["DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveries"]
    errors: list["DeliveryOptionsCalculateDeliveryOptionsCalculateErrors"]


class DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveries(BaseModel):
    id: str
    shipping_method: Optional[
        "DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveriesShippingMethod"
    ] = Field(alias="shippingMethod")


class DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveriesShippingMethod(
    BaseModel
):
    id: str
    name: str
    active: bool
    price: (
        "DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveriesShippingMethodPrice"
    )


class DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveriesShippingMethodPrice(
    BaseModel
):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class DeliveryOptionsCalculateDeliveryOptionsCalculateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


DeliveryOptionsCalculate.model_rebuild()
DeliveryOptionsCalculateDeliveryOptionsCalculate.model_rebuild()
DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveries.model_rebuild()
DeliveryOptionsCalculateDeliveryOptionsCalculateDeliveriesShippingMethod.model_rebuild()
