"""What is asked of a Saleor for a recording: our operations as the product uses them, and what each of them refuses.

A scenario takes a `Telling` of a blank Saleor, its administrator and an `Outside` (the app's side, which Saleor calls).
They run one after another in the order of `SCENARIOS`; what one makes, the next may use (`made`).
"""

import base64
import time

ADDRESS = {
    "firstName": "가치",
    "lastName": "김",
    "streetAddress1": "월드컵로 1",
    "streetAddress2": "101호",
    "city": "마포구",
    "countryArea": "서울특별시",
    "postalCode": "04000",
    "country": "KR",
    "phone": "+821000000101",
}
UNCHECKED = {"checkRequiredFields": False, "checkFieldsFormat": False}
RULES = {"shippingAddress": UNCHECKED, "billingAddress": UNCHECKED}
WORKER = [
    "MANAGE_PRODUCTS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "MANAGE_CHANNELS",
    "MANAGE_SHIPPING",
    "MANAGE_TAXES",
    "MANAGE_CHECKOUTS",
    "MANAGE_ORDERS",
    "HANDLE_PAYMENTS",
    "MANAGE_SETTINGS",
]
SHOP = ["HANDLE_CHECKOUTS", "IMPERSONATE_USER"]
NOWHERE = "UHJvZHVjdDo5OTk5OTk="  # Product:999999
RICH = '{"blocks": [{"type": "paragraph", "data": {"text": "남은 현수막으로 만들었어요."}}]}'


def logging_in(told, made, outside):
    told.as_("").ask("TokenCreate", email=made["email"], password="not the password")
    time.sleep(2)  # a wrong password delays the next try
    made["admin"] = told.ask("TokenCreate", email=made["email"], password=made["password"])["token"]
    told.as_("made-up").ask("OwnAppId")
    told.as_("made-up").ask("TaxClasses")
    told.as_("made-up").ask("ShopSettings")
    told.as_("").ask("Channels")


def apps(told, made, outside):
    told.as_(made["admin"]).ask("Apps")
    told.ask("AppsInstallations")
    for code, permissions in (("worker", WORKER), ("shop", SHOP)):
        manifest = outside.manifest(code, f"gachi.{code}", hooks=code == "worker")
        told.ask(
            "AppInstall",
            input={
                "appName": code,
                "manifestUrl": manifest,
                "activateAfterInstallation": True,
                "permissions": permissions,
            },
        )
        made[code] = outside.token(code)
        _gone(told, "AppsInstallations")
    told.ask("AppsInstallations")
    told.ask(
        "AppInstall",
        input={"appName": "again", "manifestUrl": outside.manifest("worker", "gachi.worker"), "permissions": []},
    )
    failed = _failed(told)
    told.ask("AppsInstallations")
    told.ask("AppDeleteFailedInstallation", id=failed)
    told.ask("AppDeleteFailedInstallation", id=failed)
    app = told.as_(made["worker"]).ask("OwnAppId")
    told.ask("OwnApp")
    told.as_(made["admin"]).ask("AppTokenCreate", input={"app": app["id"], "name": "second"})
    query = "subscription { event { __typename issuedAt ... on OrderCreated { order { id } } } }"
    hook = {"name": "Made later", "targetUrl": f"{outside.url}/events", "isActive": True, "query": query}
    told.as_(made["worker"]).ask(
        "WebhookCreate", input={**hook, "identifier": "later", "asyncEvents": ["ORDER_CREATED"]}
    )
    told.ask("WebhookCreate", input={**hook, "identifier": "later", "asyncEvents": ["ORDER_CREATED"]})
    told.ask("WebhookCreate", input={**hook, "identifier": "bad", "asyncEvents": ["ORDER_CREATED"], "query": "{ nope"})
    told.ask("WebhookUpdate", identifier="later", input={**hook, "isActive": False, "asyncEvents": ["ORDER_UPDATED"]})
    told.ask("WebhookUpdate", identifier="unknown", input={"isActive": False})
    told.ask("OwnApp")


def setting_up(told, made, outside):
    told.as_(made["worker"]).ask("ShopSettings")
    told.ask(
        "ShopSettingsUpdate",
        input={
            "useLegacyShippingZoneStockAvailability": False,
            "useLegacyUpdateWebhookEmission": False,
            "fulfillmentAutoApprove": True,
            "limitQuantityPerCheckout": 50,
        },
    )
    told.ask("ShopSettings")
    told.ask("Channels")
    channel = {"name": "상점", "slug": "shop", "currencyCode": "KRW", "defaultCountry": "KR", "isActive": True}
    made["channel"] = told.ask("ChannelCreate", input=channel)["channel"]["id"]
    told.ask("ChannelCreate", input=channel)
    told.ask("Channels")
    for one in told.ask("Channels"):
        if one["slug"] == "default-channel":
            told.ask("ChannelDeactivate", id=one["id"])
            told.ask("ChannelDeactivate", id=one["id"])
    told.ask("Warehouse", reference="home")
    place = {"name": "물류", "slug": "home", "externalReference": "home", "address": {**ADDRESS, "companyName": "가치"}}
    made["warehouse"] = told.ask("WarehouseCreate", input=place)["warehouse"]["id"]
    told.ask("WarehouseCreate", input=place)
    told.ask("Warehouse", reference="home")
    told.ask("WarehouseUpdate", id=made["warehouse"], input={"name": "가치 물류"})
    told.ask(
        "ChannelUpdate",
        id=made["channel"],
        input={
            "addWarehouses": [made["warehouse"]],
            "stockSettings": {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"},
            "checkoutSettings": {"useLegacyErrorFlow": False, "automaticallyCompleteFullyPaidCheckouts": False},
            "orderSettings": {"markAsPaidStrategy": "TRANSACTION_FLOW"},
            "paymentSettings": {"defaultTransactionFlowStrategy": "AUTHORIZATION"},
        },
    )
    told.ask("ChannelUpdate", id=NOWHERE, input={"name": "?"})
    told.ask("Channels")
    told.ask("TaxClasses")
    made["tax"] = told.ask("TaxClassCreate", input={"name": "Gachi"})["taxClass"]["id"]
    told.ask("TaxClasses")
    told.ask("ShippingZones")
    told.ask("ShippingZoneCreate", input={"name": "대한민국", "countries": ["KR"]})
    zones = told.quietly("{shippingZones(first: 100) {edges {node {id name}}}}")["edges"]
    zone = next(edge["node"]["id"] for edge in zones if edge["node"]["name"] == "대한민국")
    reached = {"addChannels": [made["channel"]], "addWarehouses": [made["warehouse"]]}
    told.ask("ShippingZoneUpdate", id=zone, input=reached)
    told.ask("ShippingZoneUpdate", id=NOWHERE, input=reached)
    method = {"name": "택배", "type": "PRICE", "shippingZone": zone}
    made["method"] = told.ask("ShippingPriceCreate", input=method)["shippingMethod"]["id"]
    told.ask("ShippingPriceCreate", input={**method, "shippingZone": NOWHERE})
    for price in (3000, "3000.5", -1):
        told.ask(
            "ShippingMethodChannelListingUpdate",
            id=made["method"],
            input={"addChannels": [{"channelId": made["channel"], "price": price}]},
        )
    told.ask("ShippingZones")


def types(told, made, outside):
    told.as_(made["worker"]).ask("PageTypes")
    made["page_type"] = told.ask("PageTypeCreate", input={"name": "기업", "slug": "enterprise"})["pageType"]["id"]
    told.ask("PageTypeCreate", input={"name": "기업", "slug": "enterprise"})
    told.ask("PageTypes")
    told.ask("Attribute", slug="enterprise")
    made["attributes"] = {}
    for slug, kind in (
        ("enterprise", "SINGLE_REFERENCE"),
        ("kind", "DROPDOWN"),
        ("badges", "MULTISELECT"),
        ("option", "DROPDOWN"),
    ):
        wanted = {"name": slug.title(), "slug": slug, "type": "PRODUCT_TYPE", "inputType": kind}
        if kind == "SINGLE_REFERENCE":
            wanted |= {"entityType": "PAGE", "referenceTypes": [made["page_type"]]}
        made["attributes"][slug] = told.ask("AttributeCreate", input=wanted)["attribute"]["id"]
        told.ask("AttributeCreate", input=wanted)
        told.ask("Attribute", slug=slug)
    told.ask("ProductTypes")
    of_product = [made["attributes"][slug] for slug in ("enterprise", "kind")]
    wanted = {
        "name": "상품",
        "slug": "goods",
        "hasVariants": True,
        "isShippingRequired": True,
        "taxClass": made["tax"],
        "productAttributes": of_product,
        "variantAttributes": [made["attributes"]["option"]],
    }
    made["type"] = told.ask("ProductTypeCreate", input=wanted)["productType"]["id"]
    told.ask("ProductTypeCreate", input=wanted)
    badges = [{"id": made["attributes"]["badges"], "type": "PRODUCT"}]
    told.ask("ProductAttributeAssign", productTypeId=made["type"], operations=badges)
    told.ask("ProductAttributeAssign", productTypeId=made["type"], operations=badges)
    told.ask("ProductTypes")
    told.ask("Category", slug="bags")
    made["category"] = told.ask("CategoryCreate", input={"name": "가방", "slug": "bags"})["category"]["id"]
    told.ask("CategoryCreate", input={"name": "가방", "slug": "bags"})
    told.ask("CategoryCreate", input={"name": "에코백", "slug": "eco"}, parent=made["category"])
    told.ask("Category", slug="bags")
    told.ask("Page", slug="dasibom")
    page = {"title": "다시봄", "slug": "dasibom", "pageType": made["page_type"], "isPublished": True, "content": RICH}
    made["page"] = told.ask("PageCreate", input=page)["page"]["id"]
    told.ask("PageCreate", input=page)
    told.ask("PageUpdate", id=made["page"], input={"title": "다시봄 공방", "content": RICH})
    told.ask("PageUpdate", id=NOWHERE, input={"title": "?"})
    told.ask("Page", slug="dasibom")
    told.ask("UpdateMetadata", id=made["page"], input=[{"key": "gachi", "value": "1"}])
    told.ask("UpdateMetadata", id=made["page"], input=[{"key": "", "value": "1"}])
    told.ask("UpdateMetadata", id=NOWHERE, input=[{"key": "a", "value": "1"}])


def goods(told, made, outside):
    told.as_(made["worker"]).ask("Product", reference="tote")
    tote = _product(made, "tote", options=("검정", "파랑"), media=[outside.picture("tote.png")])
    answer = told.ask("ProductBulkCreate", products=[tote])
    made["product"] = answer["results"][0]["product"]["id"]
    told.ask("ProductBulkCreate", products=[tote])
    told.ask("ProductBulkCreate", products=[_product(made, "cheap", price="10.5"), _product(made, "soap")])
    told.ask("ProductBulkCreate", products=[_product(made, "lost", category=NOWHERE)])
    told.ask("ProductBulkCreate", products=[_product(made, "unseen", media=[outside.url + "/nothing.png"])])
    _settled(told, "tote", media=1)
    told.ask("Product", reference="tote")
    told.ask("Product", reference="soap")
    told.ask("Product", reference="cheap")
    told.ask("Products", ids=[made["product"]], first=10)
    told.ask("Products", ids=[NOWHERE], first=10)
    told.ask("ProductVariantBulkCreate", product=made["product"], variants=[_variant(made, "tote-3", "하양", 12000)])
    told.ask("ProductVariantBulkCreate", product=made["product"], variants=[_variant(made, "tote-3", "하양", 12000)])
    told.ask("ProductVariantBulkCreate", product=NOWHERE, variants=[_variant(made, "tote-4", "하양", 12000)])
    rows = told.ask("Product", reference="tote")["variants"]
    told.ask("ProductVariantBulkUpdate", product=made["product"], variants=[{"id": rows[0]["id"], "name": "까망"}])
    told.ask("ProductVariantBulkUpdate", product=made["product"], variants=[{"id": NOWHERE, "name": "?"}])
    content = {"name": "현수막 토트백", "description": RICH, "category": made["category"]}
    told.ask("ProductUpdate", id=made["product"], input=content)
    told.ask("ProductUpdate", id=NOWHERE, input=content)
    told.ask("ProductUpdate", id=made["product"], input={"attributes": [_single(made, "enterprise", NOWHERE)]})
    listing = {"channelId": made["channel"], "isPublished": True, "visibleInListings": False}
    told.ask("ProductChannelListingUpdate", id=made["product"], input={"updateChannels": [listing]})
    told.ask("Product", reference="tote")
    listing |= {"visibleInListings": True, "isAvailableForPurchase": True}
    told.ask("ProductChannelListingUpdate", id=made["product"], input={"updateChannels": [listing]})
    told.ask("ProductChannelListingUpdate", id=NOWHERE, input={"updateChannels": [listing]})
    told.ask("Product", reference="tote")


def pictures(told, made, outside):
    told.as_(made["worker"])
    made["media"] = told.ask(
        "ProductMediaCreate",
        input={"product": made["product"], "mediaUrl": outside.picture("more.png"), "alt": "옆에서"},
    )["media"]["id"]
    told.ask("ProductMediaCreate", input={"product": made["product"], "mediaUrl": f"{outside.url}/text", "alt": ""})
    told.ask("ProductMediaCreate", input={"product": made["product"], "mediaUrl": "http://127.0.0.1:9/x.png"})
    told.ask("ProductMediaCreate", input={"product": NOWHERE, "mediaUrl": outside.picture("more.png")})
    told.ask("ProductMediaDelete", id=made["media"])
    told.ask("ProductMediaDelete", id=made["media"])
    told.ask("Product", reference="tote")


def prices(told, made, outside):
    told.as_(made["worker"]).ask("VariantPrices", sku="tote-1")
    for row in (
        {"price": 29250, "priorPrice": 39000},
        {"price": 39000, "priorPrice": None},
        {"price": "39000.5"},
        {"price": -1},
    ):
        listing = {"channelId": made["channel"], **row}
        told.ask("ProductVariantChannelListingUpdate", sku="tote-1", input=[listing])
    told.ask("ProductVariantChannelListingUpdate", sku="unknown", input=[{"channelId": made["channel"], "price": 1}])
    told.ask("ProductVariantChannelListingUpdate", sku="tote-1", input=[{"channelId": NOWHERE, "price": 1}])
    told.ask("VariantPrices", sku="tote-1")
    told.ask("VariantPrices", sku="unknown")


def stock(told, made, outside):
    told.as_(made["worker"]).ask("VariantStocks", sku="tote-1")
    for quantity in (10, 3, 0, -2, 10):
        rows = [{"warehouse": made["warehouse"], "quantity": quantity}]
        told.ask("ProductVariantStocksUpdate", sku="tote-1", stocks=rows)
    told.ask("ProductVariantStocksUpdate", sku="tote-2", stocks=[{"warehouse": made["warehouse"], "quantity": 2}])
    told.ask("ProductVariantStocksUpdate", sku="soap-1", stocks=[{"warehouse": made["warehouse"], "quantity": 100}])
    told.ask("ProductVariantStocksUpdate", sku="unknown", stocks=[{"warehouse": made["warehouse"], "quantity": 1}])
    told.ask("ProductVariantStocksUpdate", sku="tote-1", stocks=[{"warehouse": NOWHERE, "quantity": 1}])
    twice = [{"warehouse": made["warehouse"], "quantity": quantity} for quantity in (1, 2)]
    told.ask("ProductVariantStocksUpdate", sku="tote-1", stocks=twice)
    told.ask("VariantStocks", sku="tote-1")
    told.ask("VariantStocks", sku="unknown")


def categories(told, made, outside):
    told.as_(made["worker"]).ask("CategoryUpdate", id=made["category"], input={"name": "가방과 지갑"})
    told.ask("CategoryUpdate", id=made["category"], input={"name": ""})
    told.ask("CategoryUpdate", id=NOWHERE, input={"name": "?"})
    told.ask("Category", slug="bags")


def collections(told, made, outside):
    told.as_(made["worker"]).ask("Collection", slug="year-end")
    wanted = {"name": "연말", "slug": "year-end", "metadata": [{"key": "gachi.campaign", "value": "year-end"}]}
    collection = told.ask("CollectionCreate", input=wanted)["collection"]["id"]
    told.ask("CollectionCreate", input=wanted)
    told.ask("Collection", slug="year-end")
    told.ask("CollectionUpdate", id=collection, input={"name": "연말 선물전"})
    told.ask("CollectionUpdate", id=NOWHERE, input={"name": "?"})
    products = [made["product"]]
    told.ask("CollectionAddProducts", id=collection, products=products)
    told.ask("CollectionAddProducts", id=collection, products=products)
    told.ask("CollectionAddProducts", id=NOWHERE, products=products)
    told.ask("CollectionAddProducts", id=collection, products=[NOWHERE])
    for is_published in (True, False, True):
        row = {"channelId": made["channel"], "isPublished": is_published}
        told.ask("CollectionChannelListingUpdate", id=collection, input={"addChannels": [row]})
        told.ask("Collection", slug="year-end")
    row = {"channelId": NOWHERE, "isPublished": True}
    told.ask("CollectionChannelListingUpdate", id=collection, input={"addChannels": [row]})
    told.ask("CollectionRemoveProducts", id=collection, products=products)
    told.ask("CollectionRemoveProducts", id=collection, products=products)
    told.ask("Collection", slug="year-end")


def other_places(told, made, outside):
    """A warehouse in a channel of its own, and goods listed there for another price."""
    told.as_(made["worker"]).ask("Place", reference="popup")
    place = {
        "name": "팝업",
        "slug": "popup",
        "externalReference": "popup",
        "address": {**ADDRESS, "companyName": "가치"},
    }
    warehouse = told.ask("WarehouseCreate", input=place)["warehouse"]["id"]
    told.ask("Place", reference="popup")
    told.ask("WarehouseUpdate", id=warehouse, input={"clickAndCollectOption": "LOCAL"})
    told.ask("WarehouseUpdate", id=warehouse, input={"isPrivate": False, "clickAndCollectOption": "LOCAL"})
    told.ask("Place", reference="popup")
    told.ask("Channel", slug="popup")
    wanted = {"name": "팝업", "slug": "popup", "currencyCode": "KRW", "defaultCountry": "KR", "isActive": True}
    channel = told.ask("ChannelCreate", input={**wanted, "addWarehouses": [warehouse]})["channel"]["id"]
    told.ask("Channel", slug="popup")
    told.ask("Offer", sku="tote-1")
    told.ask("Offer", sku="unknown")
    price = [{"channelId": channel, "price": 35000}]
    told.ask("ProductVariantChannelListingUpdate", sku="tote-1", input=price)  # the product is not there yet
    listing = {"channelId": channel, "isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True}
    told.ask("ProductChannelListingUpdate", id=made["product"], input={"updateChannels": [listing]})
    told.ask("ProductVariantChannelListingUpdate", sku="tote-1", input=price)
    told.ask("Offer", sku="tote-1")
    stocks = [{"warehouse": warehouse, "quantity": 4}, {"warehouse": made["warehouse"], "quantity": 6}]
    told.ask("ProductVariantStocksUpdate", sku="tote-1", stocks=stocks)
    told.ask("ProductChannelListingUpdate", id=made["product"], input={"removeChannels": [channel]})
    told.ask("Offer", sku="tote-1")
    told.ask("ChannelUpdate", id=channel, input={"removeWarehouses": [warehouse], "isActive": False})
    told.ask("Channel", slug="popup")
    home = [{"warehouse": warehouse, "quantity": 0}, {"warehouse": made["warehouse"], "quantity": 10}]
    told.ask("ProductVariantStocksUpdate", sku="tote-1", stocks=home)
    told.ask("Deployment")


def checkouts(told, made, outside):
    variants = _variants(told, made)
    told.as_(made["shop"])
    made["checkout"] = _checkout(told, [(variants["tote-1"], 2), (variants["soap-1"], 1)])
    told.ask("Checkout", id=made["checkout"])
    told.ask("Checkout", id=NOWHERE)
    _checkout(told, [(variants["tote-2"], 3)])  # more than there is
    _checkout(told, [(variants["soap-1"], 51)])
    _checkout(told, [(NOWHERE, 1)])
    _checkout(told, [])
    _checkout(told, [(variants["soap-1"], 0)])
    _checkout(told, [(variants["soap-1"], 1), (variants["soap-1"], 2)])
    _checkout(told, [(variants["soap-1"], 1)], address={**ADDRESS, "phone": "12"})
    _checkout(told, [(variants["soap-1"], 1)], address={**ADDRESS, "postalCode": "1"})
    _checkout(told, [(variants["soap-1"], 1)], address={**ADDRESS, "streetAddress1": ""})
    _checkout(told, [(variants["soap-1"], 1)], address={**ADDRESS, "countryArea": "세종특별자치시", "city": ""})
    _checkout(told, [(variants["soap-1"], 1)], rules={})
    _checkout(told, [(variants["soap-1"], 1)], channel="nowhere")
    options = told.ask("DeliveryOptionsCalculate", id=made["checkout"])["deliveries"]
    told.ask("DeliveryOptionsCalculate", id=made["checkout"])
    told.ask("DeliveryOptionsCalculate", id=NOWHERE)
    told.ask("CheckoutDeliveryMethodUpdate", id=made["checkout"], delivery=made["method"])
    told.ask("CheckoutDeliveryMethodUpdate", id=made["checkout"], delivery=NOWHERE)
    told.ask("CheckoutDeliveryMethodUpdate", id=made["checkout"], delivery=options[0]["id"])
    told.ask("CheckoutComplete", id=made["checkout"])  # not paid
    told.ask("CheckoutComplete", id=NOWHERE)


def paying(told, made, outside):
    variants = _variants(told, made)
    gateway = {"id": "gachi.worker", "data": {"attempt": "a-1"}}
    for at, answer in enumerate(
        (
            {"result": "AUTHORIZATION_ACTION_REQUIRED", "pspReference": "pi_1", "data": {"clientSecret": "secret"}},
            {"result": "AUTHORIZATION_FAILURE", "pspReference": "pi_2", "message": "Your card was declined."},
            {"result": "NOT_A_RESULT"},
            {"result": "AUTHORIZATION_SUCCESS"},
            (500, "broken"),
        )
    ):
        outside.answers = answer
        checkout = _ready(told.as_(made["shop"]), variants["soap-1"])
        made["initialized"] = told.ask("TransactionInitialize", id=checkout, gateway=gateway, idempotencyKey=f"k-{at}")
        told.ask("TransactionInitialize", id=checkout, gateway=gateway, idempotencyKey=f"k-{at}")
        transaction = (made["initialized"].get("transaction") or {}).get("token")
        outside.answers = {"result": "AUTHORIZATION_SUCCESS", "pspReference": f"pi_p{at}"}
        if transaction:
            told.ask("TransactionProcess", token=transaction, data={})
            told.ask("TransactionProcess", token=transaction, data={})
        told.ask("Checkout", id=checkout)
    told.ask("TransactionInitialize", id=NOWHERE, gateway=gateway, idempotencyKey="k-x")
    told.ask("TransactionInitialize", id=checkout, gateway={"id": "gachi.unknown"}, idempotencyKey="k-y")
    told.ask("TransactionProcess", token="00000000-0000-4000-8000-000000000000", data={})


def ordering(told, made, outside):
    variants = _variants(told, made)
    gateway = {"id": "gachi.worker", "data": {"attempt": "a-1"}}
    told.as_(made["shop"])
    outside.answers = {"result": "AUTHORIZATION_SUCCESS", "pspReference": "pi_ok", "actions": ["CHARGE", "CANCEL"]}
    paid = told.ask("TransactionInitialize", id=made["checkout"], gateway=gateway, idempotencyKey="k-ok")
    told.ask("Checkout", id=made["checkout"])
    order = told.ask("CheckoutComplete", id=made["checkout"])["order"]["id"]
    told.ask("CheckoutComplete", id=made["checkout"])
    told.as_(made["worker"]).ask("VariantStocks", sku="tote-1")
    made["order"] = order
    outside.wait_for("order_created", 1)
    told.ask("Order", id=order)
    report = {"id": paid["transaction"]["id"], "type": "CHARGE_SUCCESS", "pspReference": "pi_ok"}
    amount = told.ask("Order", id=order)["total"]["gross"]["amount"]
    told.ask("TransactionEventReport", **report, amount=amount, availableActions=["REFUND"])
    told.ask("TransactionEventReport", **report, amount=amount, availableActions=["REFUND"])
    told.ask("TransactionEventReport", **report, amount=amount - 1, availableActions=["REFUND"])
    told.ask("TransactionEventReport", **{**report, "id": NOWHERE}, amount=amount)
    outside.wait_for("order_fully_paid", 1)
    told.ask("Order", id=order)
    told.ask("Order", id=NOWHERE)
    # A paid checkout whose goods are gone.
    told.as_(made["shop"])
    outside.answers = {"result": "AUTHORIZATION_SUCCESS", "pspReference": "pi_late"}
    late = _ready(told, variants["tote-2"], 2)
    told.ask("TransactionInitialize", id=late, gateway=gateway, idempotencyKey="k-late")
    told.as_(made["worker"]).ask(
        "ProductVariantStocksUpdate", sku="tote-2", stocks=[{"warehouse": made["warehouse"], "quantity": 1}]
    )
    told.as_(made["shop"]).ask("CheckoutComplete", id=late)
    told.ask("Checkout", id=late)
    told.as_(made["worker"]).ask(
        "ProductVariantStocksUpdate", sku="tote-2", stocks=[{"warehouse": made["warehouse"], "quantity": 2}]
    )
    told.as_(made["shop"]).ask("CheckoutComplete", id=late)
    told.as_(made["worker"]).ask("VariantStocks", sku="tote-2")


def shipping(told, made, outside):
    told.as_(made["worker"])
    lines = told.ask("OrderFulfilments", id=made["order"])["lines"]

    def parcel(line, units, number):
        stocks = [{"warehouse": made["warehouse"], "quantity": units}]
        return {
            "lines": [{"orderLineId": line["id"], "stocks": stocks}],
            "trackingNumber": number,
            "notifyCustomer": False,
            "allowStockToBeExceeded": True,
        }

    first = told.ask("OrderFulfill", order=made["order"], input=parcel(lines[0], 1, "111"))["fulfillments"][0]
    told.ask("OrderFulfilments", id=made["order"])
    told.ask("OrderFulfill", order=made["order"], input=parcel(lines[0], 5, "222"))
    told.ask("OrderFulfill", order=NOWHERE, input=parcel(lines[0], 1, "222"))
    changed = {"trackingNumber": "333", "notifyCustomer": False}
    told.ask("OrderFulfillmentUpdateTracking", id=first["id"], input=changed)
    told.ask("OrderFulfillmentUpdateTracking", id=NOWHERE, input=changed)
    told.ask("OrderCancel", id=made["order"])  # a parcel is under way
    told.ask("OrderFulfill", order=made["order"], input=parcel(lines[0], 1, "444"))
    told.ask("OrderFulfill", order=made["order"], input=parcel(lines[1], 1, "555"))
    told.ask("OrderFulfilments", id=made["order"])
    told.ask("Order", id=made["order"])
    told.ask("VariantStocks", sku="tote-1")


def drafts(told, made, outside):
    variants = _variants(told, made)
    told.as_(made["worker"]).ask("OrderByReference", reference="coupang:1")

    def draft(reference, sku, units, **more):
        return {
            "channelId": made["channel"],
            "userEmail": "market@example.com",
            "externalReference": reference,
            "shippingAddress": ADDRESS,
            "billingAddress": ADDRESS,
            "lines": [{"variantId": variants[sku], "quantity": units, "price": 9000}],
            **more,
        }

    order = told.ask("DraftOrderCreate", input=draft("coupang:1", "tote-1", 2))["order"]["id"]
    told.ask("DraftOrderCreate", input=draft("coupang:1", "tote-1", 2))
    told.ask("OrderByReference", reference="coupang:1")
    told.ask("DraftOrderComplete", id=order)  # without a delivery method
    _kind, _colon, key = base64.b64decode(made["method"]).decode().partition(":")
    method = base64.b64encode(f"ShippingMethod:{key}".encode()).decode()
    for at, given in enumerate((made["method"], method)):
        told.ask("DraftOrderCreate", input=draft(f"with:{at}", "tote-1", 1, shippingMethod=given))
    order = told.ask("DraftOrderCreate", input=draft("coupang:2", "tote-1", 2, shippingMethod=method))["order"]["id"]
    told.ask("DraftOrderComplete", id=order)
    told.ask("DraftOrderComplete", id=order)
    outside.wait_for("order_created", 3)
    told.ask("VariantStocks", sku="tote-1")
    paid = {"name": "쿠팡", "pspReference": "coupang:2", "amountCharged": {"amount": 21000, "currency": "KRW"}}
    told.ask("TransactionCreate", id=order, transaction=paid)
    told.ask("TransactionCreate", id=order, transaction={**paid, "amountCharged": {"amount": 1, "currency": "USD"}})
    told.ask("TransactionCreate", id=NOWHERE, transaction=paid)
    outside.wait_for("order_fully_paid", 2)
    told.ask("Order", id=order)
    short = told.ask("DraftOrderCreate", input=draft("coupang:3", "tote-1", 40, shippingMethod=method))["order"]["id"]
    told.ask("DraftOrderComplete", id=short)
    told.ask("DraftOrderDelete", id=short)
    told.ask("DraftOrderDelete", id=short)
    told.ask("DraftOrderDelete", id=order)
    told.ask("OrderCancel", id=order)
    told.ask("OrderCancel", id=order)
    told.ask("OrderCancel", id=NOWHERE)
    told.ask("VariantStocks", sku="tote-1")
    told.ask("Order", id=order)
    told.ask("OrdersChangedSince", since="2020-01-01T00:00:00+00:00")
    told.ask("OrdersChangedSince", since="2099-01-01T00:00:00+00:00")


def closing_the_door(told, made, outside):
    told.as_(made["shop"]).ask("Product", reference="tote")
    told.ask("VariantStocks", sku="tote-1")
    told.ask("Order", id=made["order"])
    told.ask("OrderCancel", id=made["order"])
    told.as_(made["worker"]).ask("ShopSettingsUpdate", input={"allowStorefrontTraffic": False})
    told.as_("").ask("ShopSettings")
    told.ask("TokenCreate", email=made["email"], password=made["password"])
    told.as_("made-up").ask("Channels")
    told.as_(made["worker"]).ask("TokenCreate", email=made["email"], password=made["password"])
    told.as_(made["shop"]).ask("Checkout", id=made["checkout"])
    told.as_(made["worker"]).ask("ShopSettings")


SCENARIOS = (
    logging_in,
    apps,
    setting_up,
    types,
    goods,
    pictures,
    prices,
    stock,
    categories,
    collections,
    other_places,
    checkouts,
    paying,
    ordering,
    shipping,
    drafts,
    closing_the_door,
)


def _gone(told, operation, seconds=60):
    """Wait until no installation is left."""
    until = time.monotonic() + seconds
    while told.quietly("{appsInstallations {id}}"):
        assert time.monotonic() < until, "an installation does not end"
        time.sleep(0.2)


def _failed(told, seconds=60):
    until = time.monotonic() + seconds
    while True:
        rows = told.quietly("{appsInstallations {id status}}")
        if rows and rows[0]["status"] == "FAILED":
            return rows[0]["id"]
        assert time.monotonic() < until, rows
        time.sleep(0.2)


def _settled(told, reference, *, media, seconds=60):
    """Wait until the pictures that will come have come, and those that will not are gone."""
    until = time.monotonic() + seconds
    query = "query($r: String!) {product(externalReference: $r) {media {url(size: 100)}}}"
    while len(told.quietly(query, r=reference)["media"]) != media:
        assert time.monotonic() < until, "pictures do not settle"
        time.sleep(0.2)
    time.sleep(2)


def _single(made, slug, page):
    return {"id": made["attributes"][slug], "reference": page}


def _product(made, slug, *, price=39000, options=("기본",), media=(), **more):
    attributes = made["attributes"]
    return {
        "name": slug.title(),
        "slug": slug,
        "externalReference": slug,
        "productType": made["type"],
        "category": made["category"],
        "taxClass": made["tax"],
        "description": RICH,
        "attributes": [
            _single(made, "enterprise", made["page"]),
            {"id": attributes["kind"], "dropdown": {"value": "사회적기업"}},
            {"id": attributes["badges"], "multiselect": [{"value": "여성기업"}, {"value": "친환경"}]},
        ],
        "metadata": [{"key": "gachi.pictures", "value": "[]"}],
        "media": [{"mediaUrl": url, "alt": "앞에서"} for url in media],
        "channelListings": [
            {
                "channelId": made["channel"],
                "isPublished": True,
                "visibleInListings": True,
                "isAvailableForPurchase": True,
            }
        ],
        "variants": [_variant(made, f"{slug}-{at}", name, price) for at, name in enumerate(options, 1)],
        **more,
    }


def _variant(made, sku, name, price):
    return {
        "sku": sku,
        "externalReference": sku,
        "name": name,
        "trackInventory": True,
        "attributes": [{"id": made["attributes"]["option"], "dropdown": {"value": name}}],
        "channelListings": [{"channelId": made["channel"], "price": price, "priorPrice": None}],
    }


def _variants(told, made):
    told.as_(made["worker"])
    query = "query($s: String!) {productVariant(sku: $s) {id}}"
    return {sku: told.quietly(query, s=sku)["id"] for sku in ("tote-1", "tote-2", "soap-1")}


def _checkout(told, lines, *, address=ADDRESS, rules=RULES, channel="shop"):
    answer = told.ask(
        "CheckoutCreate",
        input={
            "channel": channel,
            "email": "shopper@example.com",
            "lines": [{"variantId": variant, "quantity": units} for variant, units in lines],
            "shippingAddress": address,
            "billingAddress": address,
            **({"validationRules": rules} if rules else {}),
        },
    )
    checkout = (answer or {}).get("checkout")
    return checkout["id"] if checkout else ""


def _ready(told, variant, units=1):
    """Return a checkout with its delivery chosen."""
    checkout = _checkout(told, [(variant, units)])
    options = told.ask("DeliveryOptionsCalculate", id=checkout)["deliveries"]
    told.ask("CheckoutDeliveryMethodUpdate", id=checkout, delivery=options[0]["id"])
    return checkout
