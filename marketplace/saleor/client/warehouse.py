from typing import Optional

from .base_model import BaseModel


class Warehouse(BaseModel):
    warehouse: Optional["WarehouseWarehouse"]


class WarehouseWarehouse(BaseModel):
    id: str
    name: str
    slug: str


Warehouse.model_rebuild()
