from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Place(BaseModel):
    warehouse: Optional["PlaceWarehouse"]


class PlaceWarehouse(BaseModel):
    id: str
    name: str
    is_private: bool = Field(alias="isPrivate")
    click_and_collect_option: str = Field(alias="clickAndCollectOption")
    address: "PlaceWarehouseAddress"


class PlaceWarehouseAddress(BaseModel):
    company_name: str = Field(alias="companyName")
    street_address_1: str = Field(alias="streetAddress1")


Place.model_rebuild()
PlaceWarehouse.model_rebuild()
