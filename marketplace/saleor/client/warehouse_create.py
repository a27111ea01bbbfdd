from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WarehouseCreate(BaseModel):
    create_warehouse: Optional["WarehouseCreateCreateWarehouse"] = Field(
        alias="createWarehouse"
    )


class WarehouseCreateCreateWarehouse(BaseModel):
    warehouse: Optional["WarehouseCreateCreateWarehouseWarehouse"]
    errors: list["WarehouseCreateCreateWarehouseErrors"]


class WarehouseCreateCreateWarehouseWarehouse(BaseModel):
    id: str


class WarehouseCreateCreateWarehouseErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


WarehouseCreate.model_rebuild()
WarehouseCreateCreateWarehouse.model_rebuild()
