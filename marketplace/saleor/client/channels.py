from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Channels(BaseModel):
    channels: Optional[list["ChannelsChannels"]]


class ChannelsChannels(BaseModel):
    id: str
    slug: str
    name: str
    is_active: bool = Field(alias="isActive")
    has_orders: bool = Field(alias="hasOrders")
    currency_code: str = Field(alias="currencyCode")
    warehouses: list["ChannelsChannelsWarehouses"]
    stock_settings: "ChannelsChannelsStockSettings" = Field(alias="stockSettings")
    checkout_settings: "ChannelsChannelsCheckoutSettings" = Field(
        alias="checkoutSettings"
    )
    order_settings: "ChannelsChannelsOrderSettings" = Field(alias="orderSettings")
    payment_settings: "ChannelsChannelsPaymentSettings" = Field(alias="paymentSettings")


class ChannelsChannelsWarehouses(BaseModel):
    id: str
    slug: str


class ChannelsChannelsStockSettings(BaseModel):
    allocation_strategy: str = Field(alias="allocationStrategy")


class ChannelsChannelsCheckoutSettings(BaseModel):
    use_legacy_error_flow: bool = Field(alias="useLegacyErrorFlow")
    automatically_complete_fully_paid_checkouts: bool = Field(
        alias="automaticallyCompleteFullyPaidCheckouts"
    )
    allow_legacy_gift_card_use: bool = Field(alias="allowLegacyGiftCardUse")


class ChannelsChannelsOrderSettings(BaseModel):
    mark_as_paid_strategy: str = Field(alias="markAsPaidStrategy")
    use_legacy_line_discount_propagation: bool = Field(
        alias="useLegacyLineDiscountPropagation"
    )


class ChannelsChannelsPaymentSettings(BaseModel):
    default_transaction_flow_strategy: str = Field(
        alias="defaultTransactionFlowStrategy"
    )
    release_funds_for_expired_checkouts: Optional[bool] = Field(
        alias="releaseFundsForExpiredCheckouts"
    )


Channels.model_rebuild()
ChannelsChannels.model_rebuild()
