from typing import Optional

from .base_model import BaseModel
from .fragments import FulfilmentFields


class OrderFulfilments(BaseModel):
    order: Optional["OrderFulfilmentsOrder"]


OrderFulfilmentsOrder = FulfilmentFields
OrderFulfilments.model_rebuild()
