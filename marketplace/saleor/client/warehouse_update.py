from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WarehouseUpdate(BaseModel):
    update_warehouse: Optional["WarehouseUpdateUpdateWarehouse"] = Field(
        alias="updateWarehouse"
    )


class WarehouseUpdateUpdateWarehouse(BaseModel):
    warehouse: Optional["WarehouseUpdateUpdateWarehouseWarehouse"]
    errors: list["WarehouseUpdateUpdateWarehouseErrors"]


class WarehouseUpdateUpdateWarehouseWarehouse(BaseModel):
    id: str


class WarehouseUpdateUpdateWarehouseErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


WarehouseUpdate.model_rebuild()
WarehouseUpdateUpdateWarehouse.model_rebuild()
