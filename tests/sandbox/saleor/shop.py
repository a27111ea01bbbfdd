"""Talking to the stand-in, and a small shop set up in it."""

import base64
import time

import httpx

HTTP = httpx.Client(timeout=60, trust_env=False, verify=False)  # one for all: making one is slow

ADMIN = {"email": "admin@gachi.example.com", "password": "admin"}

ALL = [
    "MANAGE_PRODUCTS",
    "MANAGE_ORDERS",
    "MANAGE_CHECKOUTS",
    "HANDLE_CHECKOUTS",
    "IMPERSONATE_USER",
    "HANDLE_PAYMENTS",
    "MANAGE_CHANNELS",
    "MANAGE_SHIPPING",
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "MANAGE_SETTINGS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
    "MANAGE_APPS",
    "MANAGE_USERS",
    "MANAGE_TAXES",
]

ADDRESS = {
    "firstName": "길동",
    "lastName": "홍",
    "streetAddress1": "테헤란로 1",
    "city": "강남구",
    "countryArea": "서울특별시",
    "postalCode": "06236",
    "country": "KR",
    "phone": "010-1234-5678",
}


def gid(kind, key):
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def plain(global_id):
    """Return the type and key inside a global id."""
    return base64.b64decode(global_id).decode().split(":", 1)


class Saleor:
    """One identity's view of the stand-in."""

    def __init__(self, url, token=None):
        self.url = url
        self.token = token

    def as_(self, token):
        return Saleor(self.url, token)

    def raw(self, query, **variables):
        """Return the HTTP response."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return HTTP.post(f"{self.url}/graphql/", json={"query": query, "variables": variables}, headers=headers)

    def body(self, query, **variables):
        """Return the whole answer of a request that was carried out."""
        response = self.raw(query, **variables)
        assert response.status_code == 200, response.text
        return response.json()

    def do(self, query, **variables):
        """Return the data of an operation that met no top-level error."""
        body = self.body(query, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    def ok(self, query, **variables):
        """Return the one root field of an operation without any errors of its own."""
        (answer,) = self.do(query, **variables).values()
        if isinstance(answer, dict):
            assert not answer.get("errors"), answer["errors"]
        return answer

    def refused(self, query, **variables):
        """Return the (field, code) pairs of a mutation that refuses."""
        (answer,) = self.do(query, **variables).values()
        assert answer["errors"], "nothing was refused"
        return [(one["field"], one["code"]) for one in answer["errors"]]

    def code(self, query, **variables):
        """Return the exception code of the first top-level error."""
        return self.body(query, **variables)["errors"][0]["extensions"]["exception"]["code"]


def login(url):
    """Return the administrator."""
    anonymous = Saleor(url)
    query = (
        "mutation($email:String!,$password:String!){tokenCreate(email:$email,password:$password){token errors{code}}}"
    )
    return anonymous.as_(anonymous.ok(query, **ADMIN)["token"])


INSTALL = """mutation($i:AppInstallInput!){appInstall(input:$i){appInstallation{id status message}
  errors{field code message permissions}}}"""


def install(admin, receiver, manifest, permissions=ALL, seconds=10):
    """Install an app and return its view of Saleor, or the message it failed with."""
    known = len(receiver.tokens)
    made = admin.ok(INSTALL, i={"appName": "Gachi", "manifestUrl": manifest, "permissions": permissions})
    key = made["appInstallation"]["id"]
    limit = time.monotonic() + seconds
    while True:
        rows = admin.do("{appsInstallations{id status message}}")["appsInstallations"]
        row = next((one for one in rows if one["id"] == key), None)
        if row is None:
            return admin.as_(receiver.tokens[-1]) if len(receiver.tokens) > known else None
        if row["status"] == "FAILED":
            return row["message"]
        assert time.monotonic() < limit, f"still {row}"
        time.sleep(0.02)


class Shop:
    """A KRW channel with a warehouse, a zone with one method, a product type, and ways to buy."""

    def __init__(self, url, receiver):
        self.url = url
        self.receiver = receiver
        self.admin = login(url)
        self.anonymous = Saleor(url)
        self.app = None
        self._numbers = iter(range(1, 10_000))

    def set_up(self):
        admin = self.admin
        admin.ok(
            "mutation{shopSettingsUpdate(input:{useLegacyShippingZoneStockAvailability:false}){errors{field code}}}"
        )
        self.channel = admin.ok(
            "mutation($i:ChannelCreateInput!){channelCreate(input:$i){channel{id slug} errors{field code message}}}",
            i={
                "name": "가게",
                "slug": "shop",
                "currencyCode": "KRW",
                "defaultCountry": "KR",
                "isActive": True,
                "checkoutSettings": {"useLegacyErrorFlow": False},
                "orderSettings": {"markAsPaidStrategy": "TRANSACTION_FLOW"},
            },
        )["channel"]["id"]
        self.warehouse = self.add_warehouse("home")
        self.zone = admin.ok(
            "mutation($i:ShippingZoneCreateInput!){shippingZoneCreate(input:$i){shippingZone{id} errors{field code}}}",
            i={"name": "국내", "countries": ["KR"], "addChannels": [self.channel]},
        )["shippingZone"]["id"]
        self.method = self.add_method("택배", 3000)
        self.option = admin.ok(
            "mutation($i:AttributeCreateInput!){attributeCreate(input:$i){attribute{id} errors{field code}}}",
            i={"name": "옵션", "slug": "option", "type": "PRODUCT_TYPE", "inputType": "DROPDOWN"},
        )["attribute"]["id"]
        self.type = admin.ok(
            "mutation($i:ProductTypeInput!){productTypeCreate(input:$i){productType{id} errors{field code}}}",
            i={
                "name": "상품",
                "slug": "goods",
                "hasVariants": True,
                "isShippingRequired": True,
                "variantAttributes": [self.option],
            },
        )["productType"]["id"]
        self.category = admin.ok(
            "mutation($i:CategoryInput!){categoryCreate(input:$i){category{id} errors{field code}}}",
            i={"name": "가방", "slug": "bags"},
        )["category"]["id"]
        return self

    def add_warehouse(self, slug, *, in_channel=True):
        made = self.admin.ok(
            "mutation($i:WarehouseCreateInput!){createWarehouse(input:$i){warehouse{id} errors{field code message}}}",
            i={"name": slug, "slug": slug, "externalReference": f"w-{slug}", "address": ADDRESS},
        )["warehouse"]["id"]
        if in_channel:
            self.update_channel(addWarehouses=[made])
        return made

    def update_channel(self, **changes):
        return self.admin.ok(
            "mutation($id:ID!,$i:ChannelUpdateInput!){channelUpdate(id:$id,input:$i){channel{id} errors{field"
            " code message}}}",
            id=self.channel,
            i=changes,
        )

    def add_method(self, name, price):
        made = self.admin.ok(
            "mutation($i:ShippingPriceInput!){shippingPriceCreate(input:$i){shippingMethod{id} errors{field code}}}",
            i={"name": name, "type": "PRICE", "shippingZone": self.zone},
        )["shippingMethod"]["id"]
        self.price_method(made, price)
        return made

    def price_method(self, method, price):
        self.admin.ok(
            """mutation($id:ID!,$i:ShippingMethodChannelListingInput!){
              shippingMethodChannelListingUpdate(id:$id,input:$i)
               {shippingMethod{id} errors{field code message}}}""",
            id=method,
            i={"addChannels": [{"channelId": self.channel, "price": price}]},
        )

    # Apps --------------------------------------------------------------------------------------------------------

    def install(self, *sync, webhooks=(), permissions=ALL, app_id="gachi.app"):
        """Install an app with these synchronous webhooks, and remember it as `app`."""
        entries = [self.receiver.sync_webhook(event) for event in sync] + list(webhooks)
        made = install(self.admin, self.receiver, self.receiver.manifest(webhooks=entries, app_id=app_id), permissions)
        assert isinstance(made, Saleor), made
        self.app = made
        return made

    def pays(self, **answer):
        """Let the payment app answer its sessions with this."""
        full = {"result": "CHARGE_SUCCESS", "pspReference": "pi_1", **answer}
        self.receiver.answers["/transaction_initialize_session"] = full
        self.receiver.answers["/transaction_process_session"] = full

    # Goods -------------------------------------------------------------------------------------------------------

    def product(self, name="가방", *, price=10000, units=10, stocks=None, options=("기본",), **more):
        """Create a product and return the id of its first variant."""
        n = next(self._numbers)
        rows = self.product_row(name, n, price=price, units=units, stocks=stocks, options=options, **more)
        made = self.admin.ok(
            """mutation($p:[ProductBulkCreateInput!]!){productBulkCreate(products:$p){count errors{path code message}
               results{product{id slug variants{id sku}}}}}""",
            p=[rows],
        )["results"][0]["product"]
        self.last_product = made
        return made["variants"][0]["id"]

    def product_row(self, name, n, *, price=10000, units=10, stocks=None, options=("기본",), **more):
        stocks = stocks if stocks is not None else {self.warehouse: units}
        return {
            "name": name,
            "slug": f"product-{n}",
            "externalReference": f"p-{n}",
            "productType": self.type,
            "category": self.category,
            "channelListings": [
                {
                    "channelId": self.channel,
                    "isPublished": True,
                    "visibleInListings": True,
                    "isAvailableForPurchase": True,
                }
            ],
            "variants": [
                {
                    "sku": f"sku-{n}-{place}",
                    "name": option,
                    "externalReference": f"v-{n}-{place}",
                    "trackInventory": True,
                    "attributes": [{"id": self.option, "dropdown": {"value": option}}],
                    "channelListings": [{"channelId": self.channel, "price": price}],
                    "stocks": [{"warehouse": key, "quantity": quantity} for key, quantity in stocks.items()],
                }
                for place, option in enumerate(options)
            ],
            **more,
        }

    def stocks(self, variant):
        """Return quantity and quantityAllocated per warehouse slug."""
        rows = self.admin.ok(
            "query($id:ID!){productVariant(id:$id){stocks{quantity quantityAllocated warehouse{slug}}}}", id=variant
        )["stocks"]
        return {row["warehouse"]["slug"]: (row["quantity"], row["quantityAllocated"]) for row in rows}

    def set_stock(self, variant, **quantities):
        keys = {"home": self.warehouse}
        return self.admin.ok(
            """mutation($id:ID!,$s:[StockInput!]!){productVariantStocksUpdate(variantId:$id,stocks:$s)
               {productVariant{id} errors{field code message}}}""",
            id=variant,
            s=[{"warehouse": keys.get(slug, slug), "quantity": units} for slug, units in quantities.items()],
        )

    # Buying ------------------------------------------------------------------------------------------------------

    def checkout(self, variant, quantity=1, **more):
        """Make a checkout with addresses and return it."""
        lines = [{"variantId": variant, "quantity": quantity}]
        given = {
            "channel": "shop",
            "email": "buyer@example.com",
            "lines": lines,
            "shippingAddress": ADDRESS,
            "billingAddress": ADDRESS,
        }
        return self.anonymous.ok(CHECKOUT_CREATE, i={**given, **more})["checkout"]

    def deliveries(self, checkout_id):
        return self.anonymous.ok(DELIVERIES, id=checkout_id)["deliveries"]

    def choose(self, checkout_id, delivery=None):
        """Choose a delivery (the first there is) and return the checkout."""
        delivery = delivery or self.deliveries(checkout_id)[0]["id"]
        return self.anonymous.ok(CHOOSE, id=checkout_id, d=delivery)["checkout"]

    def pay(self, checkout_id, **more):
        return self.anonymous.ok(INITIALIZE, id=checkout_id, g={"id": "gachi.app", **more.pop("gateway", {})}, **more)

    def ready(self, variant, quantity=1):
        """Return the id of a checkout that is paid and may be completed."""
        made = self.checkout(variant, quantity)["id"]
        self.choose(made)
        self.pay(made)
        return made

    def complete(self, checkout_id):
        return self.anonymous.do(COMPLETE, id=checkout_id)["checkoutComplete"]

    def order(self, variant, quantity=1):
        """Buy and return the order."""
        answer = self.complete(self.ready(variant, quantity))
        assert not answer["errors"], answer["errors"]
        return answer["order"]


CHECKOUT = """id email chargeStatus authorizeStatus totalPrice{gross{amount currency}} subtotalPrice{gross{amount}}
  lines{id quantity unitPrice{gross{amount}}} delivery{id shippingMethod{id name price{amount} active}}
  problems{__typename}"""
CHECKOUT_CREATE = """mutation($i:CheckoutCreateInput!){checkoutCreate(input:$i){checkout{...Shown}
  errors{field code message lines variants}}} fragment Shown on Checkout{FIELDS}""".replace("FIELDS", CHECKOUT)
DELIVERIES = """mutation($id:ID!){deliveryOptionsCalculate(id:$id){deliveries{id shippingMethod{id name
  price{amount currency}
  active message minimumDeliveryDays maximumDeliveryDays metadata{key value}}} errors{field code message}}}"""
CHOOSE = """mutation($id:ID!,$d:ID){checkoutDeliveryMethodUpdate(id:$id,deliveryMethodId:$d){checkout{...Shown}
  errors{field code message}}} fragment Shown on Checkout{FIELDS}""".replace("FIELDS", CHECKOUT)
INITIALIZE = """mutation($id:ID!,$g:PaymentGatewayToInitialize!,$amount:PositiveDecimal,$key:String,
  $action:TransactionFlowStrategyEnum){
  transactionInitialize(id:$id,paymentGateway:$g,amount:$amount,idempotencyKey:$key,action:$action){
  transaction{id token pspReference chargedAmount{amount}} transactionEvent{type amount{amount} message
  pspReference} data
  errors{field code message}}}"""
PROCESS = """mutation($t:UUID,$d:JSON){transactionProcess(token:$t,data:$d){transaction{id chargedAmount{amount}}
  transactionEvent{type message} data errors{field code message}}}"""
COMPLETE = """mutation($id:ID!){checkoutComplete(id:$id){order{id number status chargeStatus authorizeStatus isPaid
  shippingMethodName total{gross{amount}} lines{id quantity}} errors{field code message variants}}}"""
