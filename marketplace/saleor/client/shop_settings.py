from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ShopSettings(BaseModel):
    shop: "ShopSettingsShop"


class ShopSettingsShop(BaseModel):
    allow_storefront_traffic: bool = Field(alias="allowStorefrontTraffic")
    use_legacy_shipping_zone_stock_availability: bool = Field(
        alias="useLegacyShippingZoneStockAvailability"
    )
    use_legacy_update_webhook_emission: Optional[bool] = Field(
        alias="useLegacyUpdateWebhookEmission"
    )
    fulfillment_auto_approve: bool = Field(alias="fulfillmentAutoApprove")
    limit_quantity_per_checkout: Optional[int] = Field(alias="limitQuantityPerCheckout")


ShopSettings.model_rebuild()
