from datetime import datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class ChannelFields(BaseModel):
    id: str
    slug: str
    name: str
    is_active: bool = Field(alias="isActive")
    has_orders: bool = Field(alias="hasOrders")
    currency_code: str = Field(alias="currencyCode")
    warehouses: list["ChannelFieldsWarehouses"]
    stock_settings: "ChannelFieldsStockSettings" = Field(alias="stockSettings")
    checkout_settings: "ChannelFieldsCheckoutSettings" = Field(alias="checkoutSettings")
    order_settings: "ChannelFieldsOrderSettings" = Field(alias="orderSettings")
    payment_settings: "ChannelFieldsPaymentSettings" = Field(alias="paymentSettings")


class ChannelFieldsWarehouses(BaseModel):
    id: str
    slug: str


class ChannelFieldsStockSettings(BaseModel):
    allocation_strategy: str = Field(alias="allocationStrategy")


class ChannelFieldsCheckoutSettings(BaseModel):
    use_legacy_error_flow: bool = Field(alias="useLegacyErrorFlow")
    automatically_complete_fully_paid_checkouts: bool = Field(
        alias="automaticallyCompleteFullyPaidCheckouts"
    )
    allow_legacy_gift_card_use: bool = Field(alias="allowLegacyGiftCardUse")


class ChannelFieldsOrderSettings(BaseModel):
    mark_as_paid_strategy: str = Field(alias="markAsPaidStrategy")
    use_legacy_line_discount_propagation: bool = Field(
        alias="useLegacyLineDiscountPropagation"
    )


class ChannelFieldsPaymentSettings(BaseModel):
    default_transaction_flow_strategy: str = Field(
        alias="defaultTransactionFlowStrategy"
    )
    release_funds_for_expired_checkouts: Optional[bool] = Field(
        alias="releaseFundsForExpiredCheckouts"
    )


class CheckoutFields(BaseModel):
    id: str
    total_price: "CheckoutFieldsTotalPrice" = Field(alias="totalPrice")
    subtotal_price: "CheckoutFieldsSubtotalPrice" = Field(alias="subtotalPrice")
    shipping_price: "CheckoutFieldsShippingPrice" = Field(alias="shippingPrice")
    authorize_status: str = Field(alias="authorizeStatus")
    charge_status: str = Field(alias="chargeStatus")
    lines: list["CheckoutFieldsLines"]
    delivery: Optional["CheckoutFieldsDelivery"]
    problems: Optional[
        list[
            Annotated[
                Union[
                    "CheckoutFieldsProblemsCheckoutProblemDeliveryMethodStale",
                    "CheckoutFieldsProblemsCheckoutProblemDeliveryMethodInvalid",
                    "CheckoutFieldsProblemsCheckoutLineProblemInsufficientStock",
                    "CheckoutFieldsProblemsCheckoutLineProblemVariantNotAvailable",
                ],
                Field(discriminator="typename__"),
            ]
        ]
    ]


class CheckoutFieldsTotalPrice(BaseModel):
    gross: "CheckoutFieldsTotalPriceGross"


class CheckoutFieldsTotalPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutFieldsSubtotalPrice(BaseModel):
    gross: "CheckoutFieldsSubtotalPriceGross"


class CheckoutFieldsSubtotalPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutFieldsShippingPrice(BaseModel):
    gross: "CheckoutFieldsShippingPriceGross"


class CheckoutFieldsShippingPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutFieldsLines(BaseModel):
    id: str
    quantity: int
    variant: "CheckoutFieldsLinesVariant"
    unit_price: "CheckoutFieldsLinesUnitPrice" = Field(alias="unitPrice")
    total_price: "CheckoutFieldsLinesTotalPrice" = Field(alias="totalPrice")


class CheckoutFieldsLinesVariant(BaseModel):
    sku: Optional[str]


class CheckoutFieldsLinesUnitPrice(BaseModel):
    gross: "CheckoutFieldsLinesUnitPriceGross"


class CheckoutFieldsLinesUnitPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutFieldsLinesTotalPrice(BaseModel):
    gross: "CheckoutFieldsLinesTotalPriceGross"


class CheckoutFieldsLinesTotalPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class CheckoutFieldsDelivery(BaseModel):
    id: str
    shipping_method: Optional["CheckoutFieldsDeliveryShippingMethod"] = Field(
        alias="shippingMethod"
    )


class CheckoutFieldsDeliveryShippingMethod(BaseModel):
    name: str


class CheckoutFieldsProblemsCheckoutProblemDeliveryMethodStale(BaseModel):
    typename__: Literal["CheckoutProblemDeliveryMethodStale"] = Field(
        alias="__typename"
    )


class CheckoutFieldsProblemsCheckoutProblemDeliveryMethodInvalid(BaseModel):
    typename__: Literal["CheckoutProblemDeliveryMethodInvalid"] = Field(
        alias="__typename"
    )


class CheckoutFieldsProblemsCheckoutLineProblemInsufficientStock(BaseModel):
    typename__: Literal["CheckoutLineProblemInsufficientStock"] = Field(
        alias="__typename"
    )


class CheckoutFieldsProblemsCheckoutLineProblemVariantNotAvailable(BaseModel):
    typename__: Literal["CheckoutLineProblemVariantNotAvailable"] = Field(
        alias="__typename"
    )


class FulfilmentFields(BaseModel):
    id: str
    status: str
    lines: list["FulfilmentFieldsLines"]
    fulfillments: list["FulfilmentFieldsFulfillments"]


class FulfilmentFieldsLines(BaseModel):
    id: str
    product_sku: Optional[str] = Field(alias="productSku")
    quantity: int
    quantity_to_fulfill: int = Field(alias="quantityToFulfill")


class FulfilmentFieldsFulfillments(BaseModel):
    id: str
    status: str
    tracking_number: str = Field(alias="trackingNumber")
    lines: Optional[list["FulfilmentFieldsFulfillmentsLines"]]


class FulfilmentFieldsFulfillmentsLines(BaseModel):
    quantity: int
    order_line: Optional["FulfilmentFieldsFulfillmentsLinesOrderLine"] = Field(
        alias="orderLine"
    )


class FulfilmentFieldsFulfillmentsLinesOrderLine(BaseModel):
    id: str


class OrderFields(BaseModel):
    id: str
    number: str
    status: str
    charge_status: str = Field(alias="chargeStatus")
    authorize_status: str = Field(alias="authorizeStatus")
    is_paid: bool = Field(alias="isPaid")
    external_reference: Optional[str] = Field(alias="externalReference")
    checkout_id: Optional[str] = Field(alias="checkoutId")
    updated_at: datetime = Field(alias="updatedAt")
    channel: "OrderFieldsChannel"
    total: "OrderFieldsTotal"
    shipping_price: "OrderFieldsShippingPrice" = Field(alias="shippingPrice")
    total_charged: "OrderFieldsTotalCharged" = Field(alias="totalCharged")
    lines: list["OrderFieldsLines"]
    transactions: list["OrderFieldsTransactions"]


class OrderFieldsChannel(BaseModel):
    slug: str


class OrderFieldsTotal(BaseModel):
    gross: "OrderFieldsTotalGross"


class OrderFieldsTotalGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsShippingPrice(BaseModel):
    gross: "OrderFieldsShippingPriceGross"


class OrderFieldsShippingPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsTotalCharged(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsLines(BaseModel):
    id: str
    product_sku: Optional[str] = Field(alias="productSku")
    quantity: int
    total_price: "OrderFieldsLinesTotalPrice" = Field(alias="totalPrice")


class OrderFieldsLinesTotalPrice(BaseModel):
    gross: "OrderFieldsLinesTotalPriceGross"


class OrderFieldsLinesTotalPriceGross(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsTransactions(BaseModel):
    id: str
    psp_reference: str = Field(alias="pspReference")
    authorized_amount: "OrderFieldsTransactionsAuthorizedAmount" = Field(
        alias="authorizedAmount"
    )
    charged_amount: "OrderFieldsTransactionsChargedAmount" = Field(
        alias="chargedAmount"
    )
    refunded_amount: "OrderFieldsTransactionsRefundedAmount" = Field(
        alias="refundedAmount"
    )
    canceled_amount: "OrderFieldsTransactionsCanceledAmount" = Field(
        alias="canceledAmount"
    )


class OrderFieldsTransactionsAuthorizedAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsTransactionsChargedAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsTransactionsRefundedAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class OrderFieldsTransactionsCanceledAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class PageFields(BaseModel):
    id: str
    title: str
    slug: str
    content: Optional[str]
    is_published: bool = Field(alias="isPublished")


class PriceFields(BaseModel):
    id: str
    sku: Optional[str]
    channel_listings: Optional[list["PriceFieldsChannelListings"]] = Field(
        alias="channelListings"
    )


class PriceFieldsChannelListings(BaseModel):
    id: str
    channel: "PriceFieldsChannelListingsChannel"
    price: Optional["PriceFieldsChannelListingsPrice"]
    prior_price: Optional["PriceFieldsChannelListingsPriorPrice"] = Field(
        alias="priorPrice"
    )


class PriceFieldsChannelListingsChannel(BaseModel):
    id: str


class PriceFieldsChannelListingsPrice(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class PriceFieldsChannelListingsPriorPrice(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class ProductFields(BaseModel):
    id: str
    name: str
    slug: str
    external_reference: Optional[str] = Field(alias="externalReference")
    description: Optional[str]
    category: Optional["ProductFieldsCategory"]
    tax_class: Optional["ProductFieldsTaxClass"] = Field(alias="taxClass")
    metafield: Optional[str]
    attributes: list["ProductFieldsAttributes"]
    channel_listings: Optional[list["ProductFieldsChannelListings"]] = Field(
        alias="channelListings"
    )
    media: Optional[list["ProductFieldsMedia"]]
    variants: Optional[list["ProductFieldsVariants"]]


class ProductFieldsCategory(BaseModel):
    slug: str


class ProductFieldsTaxClass(BaseModel):
    id: str


class ProductFieldsAttributes(BaseModel):
    attribute: "ProductFieldsAttributesAttribute"
    values: list["ProductFieldsAttributesValues"]


class ProductFieldsAttributesAttribute(BaseModel):
    slug: str


class ProductFieldsAttributesValues(BaseModel):
    slug: Optional[str]
    name: Optional[str]
    reference: Optional[str]


class ProductFieldsChannelListings(BaseModel):
    id: str
    channel: "ProductFieldsChannelListingsChannel"
    is_published: bool = Field(alias="isPublished")
    visible_in_listings: bool = Field(alias="visibleInListings")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")


class ProductFieldsChannelListingsChannel(BaseModel):
    id: str


class ProductFieldsMedia(BaseModel):
    id: str
    alt: str


class ProductFieldsVariants(BaseModel):
    id: str
    sku: Optional[str]
    name: str
    channel_listings: Optional[list["ProductFieldsVariantsChannelListings"]] = Field(
        alias="channelListings"
    )


class ProductFieldsVariantsChannelListings(BaseModel):
    id: str
    channel: "ProductFieldsVariantsChannelListingsChannel"
    price: Optional["ProductFieldsVariantsChannelListingsPrice"]
    prior_price: Optional["ProductFieldsVariantsChannelListingsPriorPrice"] = Field(
        alias="priorPrice"
    )


class ProductFieldsVariantsChannelListingsChannel(BaseModel):
    id: str


class ProductFieldsVariantsChannelListingsPrice(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class ProductFieldsVariantsChannelListingsPriorPrice(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class StockFields(BaseModel):
    id: str
    sku: Optional[str]
    stocks: Optional[list["StockFieldsStocks"]]


class StockFieldsStocks(BaseModel):
    warehouse: "StockFieldsStocksWarehouse"
    quantity: int
    quantity_allocated: int = Field(alias="quantityAllocated")


class StockFieldsStocksWarehouse(BaseModel):
    id: str


ChannelFields.model_rebuild()
CheckoutFields.model_rebuild()
FulfilmentFields.model_rebuild()
OrderFields.model_rebuild()
PageFields.model_rebuild()
PriceFields.model_rebuild()
ProductFields.model_rebuild()
StockFields.model_rebuild()
