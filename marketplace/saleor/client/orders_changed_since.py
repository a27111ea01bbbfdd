from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OrdersChangedSince(BaseModel):
    orders: Optional["OrdersChangedSinceOrders"]


class OrdersChangedSinceOrders(BaseModel):
    page_info: "OrdersChangedSinceOrdersPageInfo" = Field(alias="pageInfo")
    edges: list["OrdersChangedSinceOrdersEdges"]


class OrdersChangedSinceOrdersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class OrdersChangedSinceOrdersEdges(BaseModel):
    node: "OrdersChangedSinceOrdersEdgesNode"


class OrdersChangedSinceOrdersEdgesNode(BaseModel):
    id: str
    updated_at: datetime = Field(alias="updatedAt")


OrdersChangedSince.model_rebuild()
OrdersChangedSinceOrders.model_rebuild()
OrdersChangedSinceOrdersEdges.model_rebuild()
