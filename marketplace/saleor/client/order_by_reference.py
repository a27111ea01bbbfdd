from typing import Optional

from .base_model import BaseModel
from .fragments import OrderFields


class OrderByReference(BaseModel):
    order: Optional["OrderByReferenceOrder"]


OrderByReferenceOrder = OrderFields
OrderByReference.model_rebuild()
