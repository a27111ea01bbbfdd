from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OrderFulfill(BaseModel):
    order_fulfill: Optional["OrderFulfillOrderFulfill"] = Field(alias="orderFulfill")


class OrderFulfillOrderFulfill(BaseModel):
    fulfillments: Optional[list["OrderFulfillOrderFulfillFulfillments"]]
    errors: list["OrderFulfillOrderFulfillErrors"]


class OrderFulfillOrderFulfillFulfillments(BaseModel):
    id: str
    tracking_number: str = Field(alias="trackingNumber")


class OrderFulfillOrderFulfillErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


OrderFulfill.model_rebuild()
OrderFulfillOrderFulfill.model_rebuild()
