from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OrderCancel(BaseModel):
    order_cancel: Optional["OrderCancelOrderCancel"] = Field(alias="orderCancel")


class OrderCancelOrderCancel(BaseModel):
    order: Optional["OrderCancelOrderCancelOrder"]
    errors: list["OrderCancelOrderCancelErrors"]


class OrderCancelOrderCancelOrder(BaseModel):
    id: str
    status: str


class OrderCancelOrderCancelErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


OrderCancel.model_rebuild()
OrderCancelOrderCancel.model_rebuild()
