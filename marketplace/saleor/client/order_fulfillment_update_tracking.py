from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OrderFulfillmentUpdateTracking(BaseModel):
    order_fulfillment_update_tracking: Optional[
        "OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTracking"
    ] = Field(alias="orderFulfillmentUpdateTracking")


class OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTracking(BaseModel):
    fulfillment: Optional[
        "OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingFulfillment"
    ]
    errors: list["OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingErrors"]


class OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingFulfillment(
    BaseModel
):
    id: str
    tracking_number: str = Field(alias="trackingNumber")


class OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


OrderFulfillmentUpdateTracking.model_rebuild()
OrderFulfillmentUpdateTrackingOrderFulfillmentUpdateTracking.model_rebuild()
