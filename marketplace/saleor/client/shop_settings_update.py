from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ShopSettingsUpdate(BaseModel):
    shop_settings_update: Optional["ShopSettingsUpdateShopSettingsUpdate"] = Field(
        alias="shopSettingsUpdate"
    )


class ShopSettingsUpdateShopSettingsUpdate(BaseModel):
    errors: list["ShopSettingsUpdateShopSettingsUpdateErrors"]


class ShopSettingsUpdateShopSettingsUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ShopSettingsUpdate.model_rebuild()
ShopSettingsUpdateShopSettingsUpdate.model_rebuild()
