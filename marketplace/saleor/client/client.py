from datetime import datetime
from typing import Any, Optional, Union

from .app_delete_failed_installation import AppDeleteFailedInstallation
from .app_install import AppInstall
from .app_token_create import AppTokenCreate
from .apps import Apps
from .apps_installations import AppsInstallations
from .attribute import Attribute
from .attribute_create import AttributeCreate
from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .category import Category
from .category_create import CategoryCreate
from .category_update import CategoryUpdate
from .channel import Channel
from .channel_create import ChannelCreate
from .channel_deactivate import ChannelDeactivate
from .channel_update import ChannelUpdate
from .channels import Channels
from .checkout import Checkout
from .checkout_complete import CheckoutComplete
from .checkout_create import CheckoutCreate
from .checkout_delivery_method_update import CheckoutDeliveryMethodUpdate
from .collection import Collection
from .collection_add_products import CollectionAddProducts
from .collection_channel_listing_update import CollectionChannelListingUpdate
from .collection_create import CollectionCreate
from .collection_remove_products import CollectionRemoveProducts
from .collection_update import CollectionUpdate
from .delivery_options_calculate import DeliveryOptionsCalculate
from .deployment import Deployment
from .draft_order_complete import DraftOrderComplete
from .draft_order_create import DraftOrderCreate
from .draft_order_delete import DraftOrderDelete
from .enums import TransactionActionEnum, TransactionEventTypeEnum
from .input_types import (
    AppInstallInput,
    AppTokenInput,
    AttributeCreateInput,
    CategoryInput,
    ChannelCreateInput,
    ChannelUpdateInput,
    CheckoutCreateInput,
    CollectionChannelListingUpdateInput,
    CollectionCreateInput,
    CollectionInput,
    DraftOrderCreateInput,
    FulfillmentUpdateTrackingInput,
    MetadataInput,
    OrderFulfillInput,
    PageCreateInput,
    PageInput,
    PageTypeCreateInput,
    PaymentGatewayToInitialize,
    ProductAttributeAssignInput,
    ProductBulkCreateInput,
    ProductChannelListingUpdateInput,
    ProductInput,
    ProductMediaCreateInput,
    ProductTypeInput,
    ProductVariantBulkCreateInput,
    ProductVariantBulkUpdateInput,
    ProductVariantChannelListingAddInput,
    ShippingMethodChannelListingInput,
    ShippingPriceInput,
    ShippingZoneCreateInput,
    ShippingZoneUpdateInput,
    ShopSettingsInput,
    StockInput,
    TaxClassCreateInput,
    TransactionCreateInput,
    WarehouseCreateInput,
    WarehouseUpdateInput,
    WebhookCreateInput,
    WebhookUpdateInput,
)
from .offer import Offer
from .order import Order
from .order_by_reference import OrderByReference
from .order_cancel import OrderCancel
from .order_fulfill import OrderFulfill
from .order_fulfillment_update_tracking import OrderFulfillmentUpdateTracking
from .order_fulfilments import OrderFulfilments
from .orders_changed_since import OrdersChangedSince
from .own_app import OwnApp
from .own_app_id import OwnAppId
from .page import Page
from .page_create import PageCreate
from .page_type_create import PageTypeCreate
from .page_types import PageTypes
from .page_update import PageUpdate
from .place import Place
from .product import Product
from .product_attribute_assign import ProductAttributeAssign
from .product_bulk_create import ProductBulkCreate
from .product_channel_listing_update import ProductChannelListingUpdate
from .product_media_create import ProductMediaCreate
from .product_media_delete import ProductMediaDelete
from .product_type_create import ProductTypeCreate
from .product_types import ProductTypes
from .product_update import ProductUpdate
from .product_variant_bulk_create import ProductVariantBulkCreate
from .product_variant_bulk_update import ProductVariantBulkUpdate
from .product_variant_channel_listing_update import ProductVariantChannelListingUpdate
from .product_variant_stocks_update import ProductVariantStocksUpdate
from .products import Products
from .shipping_method_channel_listing_update import ShippingMethodChannelListingUpdate
from .shipping_price_create import ShippingPriceCreate
from .shipping_zone_create import ShippingZoneCreate
from .shipping_zone_update import ShippingZoneUpdate
from .shipping_zones import ShippingZones
from .shop_settings import ShopSettings
from .shop_settings_update import ShopSettingsUpdate
from .tax_class_create import TaxClassCreate
from .tax_classes import TaxClasses
from .token_create import TokenCreate
from .transaction_create import TransactionCreate
from .transaction_event_report import TransactionEventReport
from .transaction_initialize import TransactionInitialize
from .transaction_process import TransactionProcess
from .update_metadata import UpdateMetadata
from .variant_prices import VariantPrices
from .variant_stocks import VariantStocks
from .warehouse import Warehouse
from .warehouse_create import WarehouseCreate
from .warehouse_update import WarehouseUpdate
from .webhook_create import WebhookCreate
from .webhook_update import WebhookUpdate


def gql(q: str) -> str:
    return q


class Client(BaseClient):
    def app_delete_failed_installation(
        self, id: str, **kwargs: Any
    ) -> AppDeleteFailedInstallation:
        query = gql("""
            mutation AppDeleteFailedInstallation($id: ID!) {
              appDeleteFailedInstallation(id: $id) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="AppDeleteFailedInstallation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AppDeleteFailedInstallation.model_validate(data)

    def app_install(self, input: AppInstallInput, **kwargs: Any) -> AppInstall:
        query = gql("""
            mutation AppInstall($input: AppInstallInput!) {
              appInstall(input: $input) {
                appInstallation {
                  id
                  status
                  message
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="AppInstall", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AppInstall.model_validate(data)

    def app_token_create(self, input: AppTokenInput, **kwargs: Any) -> AppTokenCreate:
        query = gql("""
            mutation AppTokenCreate($input: AppTokenInput!) {
              appTokenCreate(input: $input) {
                authToken
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="AppTokenCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AppTokenCreate.model_validate(data)

    def apps(self, **kwargs: Any) -> Apps:
        query = gql("""
            query Apps {
              apps(first: 100) {
                edges {
                  node {
                    id
                    identifier
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="Apps", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Apps.model_validate(data)

    def apps_installations(self, **kwargs: Any) -> AppsInstallations:
        query = gql("""
            query AppsInstallations {
              appsInstallations {
                id
                appName
                manifestUrl
                status
                message
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query,
            operation_name="AppsInstallations",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AppsInstallations.model_validate(data)

    def attribute(self, slug: str, **kwargs: Any) -> Attribute:
        query = gql("""
            query Attribute($slug: String!) {
              attribute(slug: $slug) {
                id
                inputType
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = self.execute(
            query=query, operation_name="Attribute", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Attribute.model_validate(data)

    def attribute_create(
        self, input: AttributeCreateInput, **kwargs: Any
    ) -> AttributeCreate:
        query = gql("""
            mutation AttributeCreate($input: AttributeCreateInput!) {
              attributeCreate(input: $input) {
                attribute {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="AttributeCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AttributeCreate.model_validate(data)

    def category(self, slug: str, **kwargs: Any) -> Category:
        query = gql("""
            query Category($slug: String!) {
              category(slug: $slug) {
                id
                name
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = self.execute(
            query=query, operation_name="Category", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Category.model_validate(data)

    def category_create(
        self,
        input: CategoryInput,
        parent: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CategoryCreate:
        query = gql("""
            mutation CategoryCreate($input: CategoryInput!, $parent: ID) {
              categoryCreate(input: $input, parent: $parent) {
                category {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input, "parent": parent}
        response = self.execute(
            query=query, operation_name="CategoryCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CategoryCreate.model_validate(data)

    def category_update(
        self, id: str, input: CategoryInput, **kwargs: Any
    ) -> CategoryUpdate:
        query = gql("""
            mutation CategoryUpdate($id: ID!, $input: CategoryInput!) {
              categoryUpdate(id: $id, input: $input) {
                category {
                  id
                  name
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="CategoryUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CategoryUpdate.model_validate(data)

    def channel(self, slug: str, **kwargs: Any) -> Channel:
        query = gql("""
            query Channel($slug: String!) {
              channel(slug: $slug) {
                ...ChannelFields
              }
            }

            fragment ChannelFields on Channel {
              id
              slug
              name
              isActive
              hasOrders
              currencyCode
              warehouses {
                id
                slug
              }
              stockSettings {
                allocationStrategy
              }
              checkoutSettings {
                useLegacyErrorFlow
                automaticallyCompleteFullyPaidCheckouts
                allowLegacyGiftCardUse
              }
              orderSettings {
                markAsPaidStrategy
                useLegacyLineDiscountPropagation
              }
              paymentSettings {
                defaultTransactionFlowStrategy
                releaseFundsForExpiredCheckouts
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = self.execute(
            query=query, operation_name="Channel", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Channel.model_validate(data)

    def channel_create(self, input: ChannelCreateInput, **kwargs: Any) -> ChannelCreate:
        query = gql("""
            mutation ChannelCreate($input: ChannelCreateInput!) {
              channelCreate(input: $input) {
                channel {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ChannelCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChannelCreate.model_validate(data)

    def channel_deactivate(self, id: str, **kwargs: Any) -> ChannelDeactivate:
        query = gql("""
            mutation ChannelDeactivate($id: ID!) {
              channelDeactivate(id: $id) {
                channel {
                  id
                  isActive
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="ChannelDeactivate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ChannelDeactivate.model_validate(data)

    def channel_update(
        self, id: str, input: ChannelUpdateInput, **kwargs: Any
    ) -> ChannelUpdate:
        query = gql("""
            mutation ChannelUpdate($id: ID!, $input: ChannelUpdateInput!) {
              channelUpdate(id: $id, input: $input) {
                channel {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="ChannelUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChannelUpdate.model_validate(data)

    def channels(self, **kwargs: Any) -> Channels:
        query = gql("""
            query Channels {
              channels {
                ...ChannelFields
              }
            }

            fragment ChannelFields on Channel {
              id
              slug
              name
              isActive
              hasOrders
              currencyCode
              warehouses {
                id
                slug
              }
              stockSettings {
                allocationStrategy
              }
              checkoutSettings {
                useLegacyErrorFlow
                automaticallyCompleteFullyPaidCheckouts
                allowLegacyGiftCardUse
              }
              orderSettings {
                markAsPaidStrategy
                useLegacyLineDiscountPropagation
              }
              paymentSettings {
                defaultTransactionFlowStrategy
                releaseFundsForExpiredCheckouts
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="Channels", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Channels.model_validate(data)

    def checkout(self, id: str, **kwargs: Any) -> Checkout:
        query = gql("""
            query Checkout($id: ID!) {
              checkout(id: $id) {
                ...CheckoutFields
              }
            }

            fragment CheckoutFields on Checkout {
              id
              totalPrice {
                gross {
                  amount
                }
              }
              subtotalPrice {
                gross {
                  amount
                }
              }
              shippingPrice {
                gross {
                  amount
                }
              }
              authorizeStatus
              chargeStatus
              lines {
                id
                quantity
                variant {
                  sku
                }
                unitPrice {
                  gross {
                    amount
                  }
                }
                totalPrice {
                  gross {
                    amount
                  }
                }
              }
              delivery {
                id
                shippingMethod {
                  name
                }
              }
              problems {
                __typename
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Checkout", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Checkout.model_validate(data)

    def checkout_complete(self, id: str, **kwargs: Any) -> CheckoutComplete:
        query = gql("""
            mutation CheckoutComplete($id: ID!) {
              checkoutComplete(id: $id) {
                order {
                  id
                  number
                  status
                  total {
                    gross {
                      amount
                    }
                  }
                  lines {
                    productSku
                    quantity
                    totalPrice {
                      gross {
                        amount
                      }
                    }
                  }
                }
                errors {
                  field
                  code
                  message
                  variants
                  lines
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="CheckoutComplete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutComplete.model_validate(data)

    def checkout_create(
        self, input: CheckoutCreateInput, **kwargs: Any
    ) -> CheckoutCreate:
        query = gql("""
            mutation CheckoutCreate($input: CheckoutCreateInput!) {
              checkoutCreate(input: $input) {
                checkout {
                  ...CheckoutFields
                }
                errors {
                  field
                  code
                  message
                  variants
                  lines
                }
              }
            }

            fragment CheckoutFields on Checkout {
              id
              totalPrice {
                gross {
                  amount
                }
              }
              subtotalPrice {
                gross {
                  amount
                }
              }
              shippingPrice {
                gross {
                  amount
                }
              }
              authorizeStatus
              chargeStatus
              lines {
                id
                quantity
                variant {
                  sku
                }
                unitPrice {
                  gross {
                    amount
                  }
                }
                totalPrice {
                  gross {
                    amount
                  }
                }
              }
              delivery {
                id
                shippingMethod {
                  name
                }
              }
              problems {
                __typename
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CheckoutCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CheckoutCreate.model_validate(data)

    def checkout_delivery_method_update(
        self, id: str, delivery: str, **kwargs: Any
    ) -> CheckoutDeliveryMethodUpdate:
        query = gql("""
            mutation CheckoutDeliveryMethodUpdate($id: ID!, $delivery: ID!) {
              checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $delivery) {
                checkout {
                  ...CheckoutFields
                }
                errors {
                  field
                  code
                  message
                  variants
                  lines
                }
              }
            }

            fragment CheckoutFields on Checkout {
              id
              totalPrice {
                gross {
                  amount
                }
              }
              subtotalPrice {
                gross {
                  amount
                }
              }
              shippingPrice {
                gross {
                  amount
                }
              }
              authorizeStatus
              chargeStatus
              lines {
                id
                quantity
                variant {
                  sku
                }
                unitPrice {
                  gross {
                    amount
                  }
                }
                totalPrice {
                  gross {
                    amount
                  }
                }
              }
              delivery {
                id
                shippingMethod {
                  name
                }
              }
              problems {
                __typename
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "delivery": delivery}
        response = self.execute(
            query=query,
            operation_name="CheckoutDeliveryMethodUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutDeliveryMethodUpdate.model_validate(data)

    def collection(
        self, slug: str, after: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> Collection:
        query = gql("""
            query Collection($slug: String!, $after: String) {
              collection(slug: $slug) {
                id
                name
                metafield(key: "gachi.campaign")
                channelListings {
                  channel {
                    id
                  }
                  isPublished
                }
                products(first: 100, after: $after) {
                  edges {
                    node {
                      id
                      externalReference
                    }
                  }
                  pageInfo {
                    hasNextPage
                    endCursor
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug, "after": after}
        response = self.execute(
            query=query, operation_name="Collection", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Collection.model_validate(data)

    def collection_add_products(
        self, id: str, products: list[str], **kwargs: Any
    ) -> CollectionAddProducts:
        query = gql("""
            mutation CollectionAddProducts($id: ID!, $products: [ID!]!) {
              collectionAddProducts(collectionId: $id, products: $products) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "products": products}
        response = self.execute(
            query=query,
            operation_name="CollectionAddProducts",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionAddProducts.model_validate(data)

    def collection_channel_listing_update(
        self, id: str, input: CollectionChannelListingUpdateInput, **kwargs: Any
    ) -> CollectionChannelListingUpdate:
        query = gql("""
            mutation CollectionChannelListingUpdate($id: ID!, $input: CollectionChannelListingUpdateInput!) {
              collectionChannelListingUpdate(id: $id, input: $input) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="CollectionChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionChannelListingUpdate.model_validate(data)

    def collection_create(
        self, input: CollectionCreateInput, **kwargs: Any
    ) -> CollectionCreate:
        query = gql("""
            mutation CollectionCreate($input: CollectionCreateInput!) {
              collectionCreate(input: $input) {
                collection {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="CollectionCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionCreate.model_validate(data)

    def collection_remove_products(
        self, id: str, products: list[str], **kwargs: Any
    ) -> CollectionRemoveProducts:
        query = gql("""
            mutation CollectionRemoveProducts($id: ID!, $products: [ID!]!) {
              collectionRemoveProducts(collectionId: $id, products: $products) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "products": products}
        response = self.execute(
            query=query,
            operation_name="CollectionRemoveProducts",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionRemoveProducts.model_validate(data)

    def collection_update(
        self, id: str, input: CollectionInput, **kwargs: Any
    ) -> CollectionUpdate:
        query = gql("""
            mutation CollectionUpdate($id: ID!, $input: CollectionInput!) {
              collectionUpdate(id: $id, input: $input) {
                collection {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="CollectionUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionUpdate.model_validate(data)

    def delivery_options_calculate(
        self, id: str, **kwargs: Any
    ) -> DeliveryOptionsCalculate:
        query = gql("""
            mutation DeliveryOptionsCalculate($id: ID!) {
              deliveryOptionsCalculate(id: $id) {
                deliveries {
                  id
                  shippingMethod {
                    id
                    name
                    active
                    price {
                      amount
                    }
                  }
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="DeliveryOptionsCalculate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeliveryOptionsCalculate.model_validate(data)

    def deployment(self, **kwargs: Any) -> Deployment:
        query = gql("""
            query Deployment {
              shop {
                version
              }
              app {
                id
                webhooks {
                  id
                  identifier
                  eventDeliveries(
                    first: 20
                    filter: {status: FAILED}
                    sortBy: {field: CREATED_AT, direction: DESC}
                  ) {
                    edges {
                      node {
                        createdAt
                        eventType
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="Deployment", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Deployment.model_validate(data)

    def draft_order_complete(self, id: str, **kwargs: Any) -> DraftOrderComplete:
        query = gql("""
            mutation DraftOrderComplete($id: ID!) {
              draftOrderComplete(id: $id) {
                order {
                  id
                  status
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="DraftOrderComplete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DraftOrderComplete.model_validate(data)

    def draft_order_create(
        self, input: DraftOrderCreateInput, **kwargs: Any
    ) -> DraftOrderCreate:
        query = gql("""
            mutation DraftOrderCreate($input: DraftOrderCreateInput!) {
              draftOrderCreate(input: $input) {
                order {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="DraftOrderCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DraftOrderCreate.model_validate(data)

    def draft_order_delete(self, id: str, **kwargs: Any) -> DraftOrderDelete:
        query = gql("""
            mutation DraftOrderDelete($id: ID!) {
              draftOrderDelete(id: $id) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="DraftOrderDelete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DraftOrderDelete.model_validate(data)

    def offer(self, sku: str, **kwargs: Any) -> Offer:
        query = gql("""
            query Offer($sku: String!) {
              productVariant(sku: $sku) {
                ...PriceFields
                product {
                  id
                  channelListings {
                    channel {
                      id
                    }
                    isPublished
                    isAvailableForPurchase
                  }
                }
              }
            }

            fragment PriceFields on ProductVariant {
              id
              sku
              channelListings {
                id
                channel {
                  id
                }
                price {
                  amount
                }
                priorPrice {
                  amount
                }
              }
            }
            """)
        variables: dict[str, object] = {"sku": sku}
        response = self.execute(
            query=query, operation_name="Offer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Offer.model_validate(data)

    def order(self, id: str, **kwargs: Any) -> Order:
        query = gql("""
            query Order($id: ID!) {
              order(id: $id) {
                ...OrderFields
              }
            }

            fragment OrderFields on Order {
              id
              number
              status
              chargeStatus
              authorizeStatus
              isPaid
              externalReference
              checkoutId
              updatedAt
              channel {
                slug
              }
              total {
                gross {
                  amount
                }
              }
              shippingPrice {
                gross {
                  amount
                }
              }
              totalCharged {
                amount
              }
              lines {
                id
                productSku
                quantity
                totalPrice {
                  gross {
                    amount
                  }
                }
              }
              transactions {
                id
                pspReference
                authorizedAmount {
                  amount
                }
                chargedAmount {
                  amount
                }
                refundedAmount {
                  amount
                }
                canceledAmount {
                  amount
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Order", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Order.model_validate(data)

    def order_by_reference(self, reference: str, **kwargs: Any) -> OrderByReference:
        query = gql("""
            query OrderByReference($reference: String!) {
              order(externalReference: $reference) {
                ...OrderFields
              }
            }

            fragment OrderFields on Order {
              id
              number
              status
              chargeStatus
              authorizeStatus
              isPaid
              externalReference
              checkoutId
              updatedAt
              channel {
                slug
              }
              total {
                gross {
                  amount
                }
              }
              shippingPrice {
                gross {
                  amount
                }
              }
              totalCharged {
                amount
              }
              lines {
                id
                productSku
                quantity
                totalPrice {
                  gross {
                    amount
                  }
                }
              }
              transactions {
                id
                pspReference
                authorizedAmount {
                  amount
                }
                chargedAmount {
                  amount
                }
                refundedAmount {
                  amount
                }
                canceledAmount {
                  amount
                }
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = self.execute(
            query=query,
            operation_name="OrderByReference",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrderByReference.model_validate(data)

    def order_cancel(self, id: str, **kwargs: Any) -> OrderCancel:
        query = gql("""
            mutation OrderCancel($id: ID!) {
              orderCancel(id: $id) {
                order {
                  id
                  status
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="OrderCancel", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderCancel.model_validate(data)

    def order_fulfill(
        self, order: str, input: OrderFulfillInput, **kwargs: Any
    ) -> OrderFulfill:
        query = gql("""
            mutation OrderFulfill($order: ID!, $input: OrderFulfillInput!) {
              orderFulfill(order: $order, input: $input) {
                fulfillments {
                  id
                  trackingNumber
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"order": order, "input": input}
        response = self.execute(
            query=query, operation_name="OrderFulfill", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderFulfill.model_validate(data)

    def order_fulfillment_update_tracking(
        self, id: str, input: FulfillmentUpdateTrackingInput, **kwargs: Any
    ) -> OrderFulfillmentUpdateTracking:
        query = gql("""
            mutation OrderFulfillmentUpdateTracking($id: ID!, $input: FulfillmentUpdateTrackingInput!) {
              orderFulfillmentUpdateTracking(id: $id, input: $input) {
                fulfillment {
                  id
                  trackingNumber
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="OrderFulfillmentUpdateTracking",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrderFulfillmentUpdateTracking.model_validate(data)

    def order_fulfilments(self, id: str, **kwargs: Any) -> OrderFulfilments:
        query = gql("""
            query OrderFulfilments($id: ID!) {
              order(id: $id) {
                ...FulfilmentFields
              }
            }

            fragment FulfilmentFields on Order {
              id
              status
              lines {
                id
                productSku
                quantity
                quantityToFulfill
              }
              fulfillments {
                id
                status
                trackingNumber
                lines {
                  quantity
                  orderLine {
                    id
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="OrderFulfilments",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrderFulfilments.model_validate(data)

    def orders_changed_since(
        self,
        since: datetime,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> OrdersChangedSince:
        query = gql("""
            query OrdersChangedSince($since: DateTime!, $after: String) {
              orders(
                where: {updatedAt: {gte: $since}}
                sortBy: {field: LAST_MODIFIED_AT, direction: ASC}
                first: 100
                after: $after
              ) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    updatedAt
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"since": since, "after": after}
        response = self.execute(
            query=query,
            operation_name="OrdersChangedSince",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrdersChangedSince.model_validate(data)

    def own_app(self, **kwargs: Any) -> OwnApp:
        query = gql("""
            query OwnApp {
              app {
                id
                identifier
                isActive
                webhooks {
                  id
                  identifier
                  name
                  targetUrl
                  isActive
                  subscriptionQuery
                  asyncEvents {
                    eventType
                  }
                  syncEvents {
                    eventType
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="OwnApp", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OwnApp.model_validate(data)

    def own_app_id(self, **kwargs: Any) -> OwnAppId:
        query = gql("""
            query OwnAppId {
              app {
                id
                identifier
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="OwnAppId", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OwnAppId.model_validate(data)

    def page(self, slug: str, **kwargs: Any) -> Page:
        query = gql("""
            query Page($slug: String!) {
              page(slug: $slug) {
                ...PageFields
              }
            }

            fragment PageFields on Page {
              id
              title
              slug
              content
              isPublished
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = self.execute(
            query=query, operation_name="Page", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Page.model_validate(data)

    def page_create(self, input: PageCreateInput, **kwargs: Any) -> PageCreate:
        query = gql("""
            mutation PageCreate($input: PageCreateInput!) {
              pageCreate(input: $input) {
                page {
                  ...PageFields
                }
                errors {
                  field
                  code
                  message
                }
              }
            }

            fragment PageFields on Page {
              id
              title
              slug
              content
              isPublished
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="PageCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageCreate.model_validate(data)

    def page_type_create(
        self, input: PageTypeCreateInput, **kwargs: Any
    ) -> PageTypeCreate:
        query = gql("""
            mutation PageTypeCreate($input: PageTypeCreateInput!) {
              pageTypeCreate(input: $input) {
                pageType {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="PageTypeCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageTypeCreate.model_validate(data)

    def page_types(self, **kwargs: Any) -> PageTypes:
        query = gql("""
            query PageTypes {
              pageTypes(first: 100) {
                edges {
                  node {
                    id
                    slug
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="PageTypes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageTypes.model_validate(data)

    def page_update(self, id: str, input: PageInput, **kwargs: Any) -> PageUpdate:
        query = gql("""
            mutation PageUpdate($id: ID!, $input: PageInput!) {
              pageUpdate(id: $id, input: $input) {
                page {
                  ...PageFields
                }
                errors {
                  field
                  code
                  message
                }
              }
            }

            fragment PageFields on Page {
              id
              title
              slug
              content
              isPublished
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="PageUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageUpdate.model_validate(data)

    def place(self, reference: str, **kwargs: Any) -> Place:
        query = gql("""
            query Place($reference: String!) {
              warehouse(externalReference: $reference) {
                id
                name
                isPrivate
                clickAndCollectOption
                address {
                  companyName
                  streetAddress1
                }
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = self.execute(
            query=query, operation_name="Place", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Place.model_validate(data)

    def product(self, reference: str, **kwargs: Any) -> Product:
        query = gql("""
            query Product($reference: String!) {
              product(externalReference: $reference) {
                ...ProductFields
              }
            }

            fragment ProductFields on Product {
              id
              name
              slug
              externalReference
              description
              category {
                slug
              }
              taxClass {
                id
              }
              metafield(key: "gachi.pictures")
              attributes {
                attribute {
                  slug
                }
                values {
                  slug
                  name
                  reference
                }
              }
              channelListings {
                id
                channel {
                  id
                }
                isPublished
                visibleInListings
                isAvailableForPurchase
              }
              media {
                id
                alt
              }
              variants {
                id
                sku
                name
                channelListings {
                  id
                  channel {
                    id
                  }
                  price {
                    amount
                  }
                  priorPrice {
                    amount
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = self.execute(
            query=query, operation_name="Product", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Product.model_validate(data)

    def product_attribute_assign(
        self,
        product_type_id: str,
        operations: list[ProductAttributeAssignInput],
        **kwargs: Any,
    ) -> ProductAttributeAssign:
        query = gql("""
            mutation ProductAttributeAssign($productTypeId: ID!, $operations: [ProductAttributeAssignInput!]!) {
              productAttributeAssign(productTypeId: $productTypeId, operations: $operations) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "productTypeId": product_type_id,
            "operations": operations,
        }
        response = self.execute(
            query=query,
            operation_name="ProductAttributeAssign",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductAttributeAssign.model_validate(data)

    def product_bulk_create(
        self, products: list[ProductBulkCreateInput], **kwargs: Any
    ) -> ProductBulkCreate:
        query = gql("""
            mutation ProductBulkCreate($products: [ProductBulkCreateInput!]!) {
              productBulkCreate(products: $products, errorPolicy: REJECT_FAILED_ROWS) {
                count
                results {
                  product {
                    id
                    externalReference
                  }
                  errors {
                    path
                    code
                    message
                  }
                }
                errors {
                  path
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"products": products}
        response = self.execute(
            query=query,
            operation_name="ProductBulkCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductBulkCreate.model_validate(data)

    def product_channel_listing_update(
        self, id: str, input: ProductChannelListingUpdateInput, **kwargs: Any
    ) -> ProductChannelListingUpdate:
        query = gql("""
            mutation ProductChannelListingUpdate($id: ID!, $input: ProductChannelListingUpdateInput!) {
              productChannelListingUpdate(id: $id, input: $input) {
                product {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductChannelListingUpdate.model_validate(data)

    def product_media_create(
        self, input: ProductMediaCreateInput, **kwargs: Any
    ) -> ProductMediaCreate:
        query = gql("""
            mutation ProductMediaCreate($input: ProductMediaCreateInput!) {
              productMediaCreate(input: $input) {
                media {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ProductMediaCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaCreate.model_validate(data)

    def product_media_delete(self, id: str, **kwargs: Any) -> ProductMediaDelete:
        query = gql("""
            mutation ProductMediaDelete($id: ID!) {
              productMediaDelete(id: $id) {
                media {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="ProductMediaDelete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaDelete.model_validate(data)

    def product_type_create(
        self, input: ProductTypeInput, **kwargs: Any
    ) -> ProductTypeCreate:
        query = gql("""
            mutation ProductTypeCreate($input: ProductTypeInput!) {
              productTypeCreate(input: $input) {
                productType {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ProductTypeCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductTypeCreate.model_validate(data)

    def product_types(self, **kwargs: Any) -> ProductTypes:
        query = gql("""
            query ProductTypes {
              productTypes(first: 100) {
                edges {
                  node {
                    id
                    slug
                    productAttributes {
                      id
                      slug
                    }
                    variantAttributes {
                      id
                      slug
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="ProductTypes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductTypes.model_validate(data)

    def product_update(
        self, id: str, input: ProductInput, **kwargs: Any
    ) -> ProductUpdate:
        query = gql("""
            mutation ProductUpdate($id: ID!, $input: ProductInput!) {
              productUpdate(id: $id, input: $input) {
                product {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="ProductUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductUpdate.model_validate(data)

    def product_variant_bulk_create(
        self, product: str, variants: list[ProductVariantBulkCreateInput], **kwargs: Any
    ) -> ProductVariantBulkCreate:
        query = gql("""
            mutation ProductVariantBulkCreate($product: ID!, $variants: [ProductVariantBulkCreateInput!]!) {
              productVariantBulkCreate(
                product: $product
                variants: $variants
                errorPolicy: REJECT_FAILED_ROWS
              ) {
                results {
                  productVariant {
                    id
                    sku
                  }
                  errors {
                    path
                    code
                    message
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"product": product, "variants": variants}
        response = self.execute(
            query=query,
            operation_name="ProductVariantBulkCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantBulkCreate.model_validate(data)

    def product_variant_bulk_update(
        self, product: str, variants: list[ProductVariantBulkUpdateInput], **kwargs: Any
    ) -> ProductVariantBulkUpdate:
        query = gql("""
            mutation ProductVariantBulkUpdate($product: ID!, $variants: [ProductVariantBulkUpdateInput!]!) {
              productVariantBulkUpdate(
                product: $product
                variants: $variants
                errorPolicy: REJECT_FAILED_ROWS
              ) {
                results {
                  productVariant {
                    id
                    sku
                  }
                  errors {
                    path
                    code
                    message
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"product": product, "variants": variants}
        response = self.execute(
            query=query,
            operation_name="ProductVariantBulkUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantBulkUpdate.model_validate(data)

    def product_variant_channel_listing_update(
        self, sku: str, input: list[ProductVariantChannelListingAddInput], **kwargs: Any
    ) -> ProductVariantChannelListingUpdate:
        query = gql("""
            mutation ProductVariantChannelListingUpdate($sku: String!, $input: [ProductVariantChannelListingAddInput!]!) {
              productVariantChannelListingUpdate(sku: $sku, input: $input) {
                variant {
                  ...PriceFields
                }
                errors {
                  field
                  code
                  message
                }
              }
            }

            fragment PriceFields on ProductVariant {
              id
              sku
              channelListings {
                id
                channel {
                  id
                }
                price {
                  amount
                }
                priorPrice {
                  amount
                }
              }
            }
            """)
        variables: dict[str, object] = {"sku": sku, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductVariantChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantChannelListingUpdate.model_validate(data)

    def product_variant_stocks_update(
        self, sku: str, stocks: list[StockInput], **kwargs: Any
    ) -> ProductVariantStocksUpdate:
        query = gql("""
            mutation ProductVariantStocksUpdate($sku: String!, $stocks: [StockInput!]!) {
              productVariantStocksUpdate(sku: $sku, stocks: $stocks) {
                productVariant {
                  ...StockFields
                }
                errors {
                  field
                  code
                  message
                }
              }
            }

            fragment StockFields on ProductVariant {
              id
              sku
              stocks {
                warehouse {
                  id
                }
                quantity
                quantityAllocated
              }
            }
            """)
        variables: dict[str, object] = {"sku": sku, "stocks": stocks}
        response = self.execute(
            query=query,
            operation_name="ProductVariantStocksUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantStocksUpdate.model_validate(data)

    def products(self, ids: list[str], first: int, **kwargs: Any) -> Products:
        query = gql("""
            query Products($ids: [ID!]!, $first: Int!) {
              products(where: {ids: $ids}, first: $first) {
                edges {
                  node {
                    ...ProductFields
                  }
                }
              }
            }

            fragment ProductFields on Product {
              id
              name
              slug
              externalReference
              description
              category {
                slug
              }
              taxClass {
                id
              }
              metafield(key: "gachi.pictures")
              attributes {
                attribute {
                  slug
                }
                values {
                  slug
                  name
                  reference
                }
              }
              channelListings {
                id
                channel {
                  id
                }
                isPublished
                visibleInListings
                isAvailableForPurchase
              }
              media {
                id
                alt
              }
              variants {
                id
                sku
                name
                channelListings {
                  id
                  channel {
                    id
                  }
                  price {
                    amount
                  }
                  priorPrice {
                    amount
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids, "first": first}
        response = self.execute(
            query=query, operation_name="Products", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Products.model_validate(data)

    def shipping_method_channel_listing_update(
        self, id: str, input: ShippingMethodChannelListingInput, **kwargs: Any
    ) -> ShippingMethodChannelListingUpdate:
        query = gql("""
            mutation ShippingMethodChannelListingUpdate($id: ID!, $input: ShippingMethodChannelListingInput!) {
              shippingMethodChannelListingUpdate(id: $id, input: $input) {
                shippingMethod {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingMethodChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingMethodChannelListingUpdate.model_validate(data)

    def shipping_price_create(
        self, input: ShippingPriceInput, **kwargs: Any
    ) -> ShippingPriceCreate:
        query = gql("""
            mutation ShippingPriceCreate($input: ShippingPriceInput!) {
              shippingPriceCreate(input: $input) {
                shippingMethod {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingPriceCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingPriceCreate.model_validate(data)

    def shipping_zone_create(
        self, input: ShippingZoneCreateInput, **kwargs: Any
    ) -> ShippingZoneCreate:
        query = gql("""
            mutation ShippingZoneCreate($input: ShippingZoneCreateInput!) {
              shippingZoneCreate(input: $input) {
                shippingZone {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingZoneCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingZoneCreate.model_validate(data)

    def shipping_zone_update(
        self, id: str, input: ShippingZoneUpdateInput, **kwargs: Any
    ) -> ShippingZoneUpdate:
        query = gql("""
            mutation ShippingZoneUpdate($id: ID!, $input: ShippingZoneUpdateInput!) {
              shippingZoneUpdate(id: $id, input: $input) {
                shippingZone {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingZoneUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingZoneUpdate.model_validate(data)

    def shipping_zones(self, **kwargs: Any) -> ShippingZones:
        query = gql("""
            query ShippingZones {
              shippingZones(first: 100) {
                edges {
                  node {
                    id
                    name
                    countries {
                      code
                    }
                    channels {
                      id
                    }
                    warehouses {
                      id
                    }
                    shippingMethods {
                      id
                      name
                      channelListings {
                        channel {
                          id
                        }
                        price {
                          amount
                        }
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="ShippingZones", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ShippingZones.model_validate(data)

    def shop_settings(self, **kwargs: Any) -> ShopSettings:
        query = gql("""
            query ShopSettings {
              shop {
                allowStorefrontTraffic
                useLegacyShippingZoneStockAvailability
                useLegacyUpdateWebhookEmission
                fulfillmentAutoApprove
                limitQuantityPerCheckout
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="ShopSettings", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ShopSettings.model_validate(data)

    def shop_settings_update(
        self, input: ShopSettingsInput, **kwargs: Any
    ) -> ShopSettingsUpdate:
        query = gql("""
            mutation ShopSettingsUpdate($input: ShopSettingsInput!) {
              shopSettingsUpdate(input: $input) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ShopSettingsUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShopSettingsUpdate.model_validate(data)

    def tax_class_create(
        self, input: TaxClassCreateInput, **kwargs: Any
    ) -> TaxClassCreate:
        query = gql("""
            mutation TaxClassCreate($input: TaxClassCreateInput!) {
              taxClassCreate(input: $input) {
                taxClass {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="TaxClassCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TaxClassCreate.model_validate(data)

    def tax_classes(self, **kwargs: Any) -> TaxClasses:
        query = gql("""
            query TaxClasses {
              taxClasses(first: 100) {
                edges {
                  node {
                    id
                    name
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="TaxClasses", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TaxClasses.model_validate(data)

    def token_create(self, email: str, password: str, **kwargs: Any) -> TokenCreate:
        query = gql("""
            mutation TokenCreate($email: String!, $password: String!) {
              tokenCreate(email: $email, password: $password) {
                token
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"email": email, "password": password}
        response = self.execute(
            query=query, operation_name="TokenCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TokenCreate.model_validate(data)

    def transaction_create(
        self, id: str, transaction: TransactionCreateInput, **kwargs: Any
    ) -> TransactionCreate:
        query = gql("""
            mutation TransactionCreate($id: ID!, $transaction: TransactionCreateInput!) {
              transactionCreate(id: $id, transaction: $transaction) {
                transaction {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "transaction": transaction}
        response = self.execute(
            query=query,
            operation_name="TransactionCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionCreate.model_validate(data)

    def transaction_event_report(
        self,
        id: str,
        type_: TransactionEventTypeEnum,
        amount: int,
        psp_reference: str,
        available_actions: Union[
            Optional[list[TransactionActionEnum]], UnsetType
        ] = UNSET,
        message: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TransactionEventReport:
        query = gql("""
            mutation TransactionEventReport($id: ID!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal!, $pspReference: String!, $availableActions: [TransactionActionEnum!], $message: String) {
              transactionEventReport(
                id: $id
                type: $type
                amount: $amount
                pspReference: $pspReference
                availableActions: $availableActions
                message: $message
              ) {
                alreadyProcessed
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "type": type_,
            "amount": amount,
            "pspReference": psp_reference,
            "availableActions": available_actions,
            "message": message,
        }
        response = self.execute(
            query=query,
            operation_name="TransactionEventReport",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionEventReport.model_validate(data)

    def transaction_initialize(
        self,
        id: str,
        gateway: PaymentGatewayToInitialize,
        idempotency_key: str,
        **kwargs: Any,
    ) -> TransactionInitialize:
        query = gql("""
            mutation TransactionInitialize($id: ID!, $gateway: PaymentGatewayToInitialize!, $idempotencyKey: String!) {
              transactionInitialize(
                id: $id
                paymentGateway: $gateway
                idempotencyKey: $idempotencyKey
              ) {
                transaction {
                  id
                  token
                  pspReference
                }
                transactionEvent {
                  type
                  message
                  amount {
                    amount
                  }
                }
                data
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "gateway": gateway,
            "idempotencyKey": idempotency_key,
        }
        response = self.execute(
            query=query,
            operation_name="TransactionInitialize",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionInitialize.model_validate(data)

    def transaction_process(
        self, token: str, data: Union[Optional[Any], UnsetType] = UNSET, **kwargs: Any
    ) -> TransactionProcess:
        query = gql("""
            mutation TransactionProcess($token: UUID!, $data: JSON) {
              transactionProcess(token: $token, data: $data) {
                transaction {
                  id
                  authorizedAmount {
                    amount
                  }
                  chargedAmount {
                    amount
                  }
                }
                transactionEvent {
                  type
                  message
                }
                data
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"token": token, "data": data}
        response = self.execute(
            query=query,
            operation_name="TransactionProcess",
            variables=variables,
            **kwargs,
        )
        _data = self.get_data(response)
        return TransactionProcess.model_validate(_data)

    def update_metadata(
        self, id: str, input: list[MetadataInput], **kwargs: Any
    ) -> UpdateMetadata:
        query = gql("""
            mutation UpdateMetadata($id: ID!, $input: [MetadataInput!]!) {
              updateMetadata(id: $id, input: $input) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="UpdateMetadata", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return UpdateMetadata.model_validate(data)

    def variant_prices(self, sku: str, **kwargs: Any) -> VariantPrices:
        query = gql("""
            query VariantPrices($sku: String!) {
              productVariant(sku: $sku) {
                ...PriceFields
              }
            }

            fragment PriceFields on ProductVariant {
              id
              sku
              channelListings {
                id
                channel {
                  id
                }
                price {
                  amount
                }
                priorPrice {
                  amount
                }
              }
            }
            """)
        variables: dict[str, object] = {"sku": sku}
        response = self.execute(
            query=query, operation_name="VariantPrices", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VariantPrices.model_validate(data)

    def variant_stocks(self, sku: str, **kwargs: Any) -> VariantStocks:
        query = gql("""
            query VariantStocks($sku: String!) {
              productVariant(sku: $sku) {
                ...StockFields
              }
            }

            fragment StockFields on ProductVariant {
              id
              sku
              stocks {
                warehouse {
                  id
                }
                quantity
                quantityAllocated
              }
            }
            """)
        variables: dict[str, object] = {"sku": sku}
        response = self.execute(
            query=query, operation_name="VariantStocks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VariantStocks.model_validate(data)

    def warehouse(self, reference: str, **kwargs: Any) -> Warehouse:
        query = gql("""
            query Warehouse($reference: String!) {
              warehouse(externalReference: $reference) {
                id
                name
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = self.execute(
            query=query, operation_name="Warehouse", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Warehouse.model_validate(data)

    def warehouse_create(
        self, input: WarehouseCreateInput, **kwargs: Any
    ) -> WarehouseCreate:
        query = gql("""
            mutation WarehouseCreate($input: WarehouseCreateInput!) {
              createWarehouse(input: $input) {
                warehouse {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="WarehouseCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WarehouseCreate.model_validate(data)

    def warehouse_update(
        self, id: str, input: WarehouseUpdateInput, **kwargs: Any
    ) -> WarehouseUpdate:
        query = gql("""
            mutation WarehouseUpdate($id: ID!, $input: WarehouseUpdateInput!) {
              updateWarehouse(id: $id, input: $input) {
                warehouse {
                  id
                }
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="WarehouseUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WarehouseUpdate.model_validate(data)

    def webhook_create(self, input: WebhookCreateInput, **kwargs: Any) -> WebhookCreate:
        query = gql("""
            mutation WebhookCreate($input: WebhookCreateInput!) {
              webhookCreate(input: $input) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="WebhookCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WebhookCreate.model_validate(data)

    def webhook_update(
        self, identifier: str, input: WebhookUpdateInput, **kwargs: Any
    ) -> WebhookUpdate:
        query = gql("""
            mutation WebhookUpdate($identifier: String!, $input: WebhookUpdateInput!) {
              webhookUpdate(identifier: $identifier, input: $input) {
                errors {
                  field
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"identifier": identifier, "input": input}
        response = self.execute(
            query=query, operation_name="WebhookUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WebhookUpdate.model_validate(data)
