"""Setting a shop up, and the order it is done in (saleor.md, Recommended settings; §3; §7)."""

import pytest

from tests.sandbox.saleor.shop import ADDRESS, gid


def test_a_new_saleor_starts_with_the_old_choices_and_a_usd_channel(bare):
    shop = bare.admin.do("""{shop{allowStorefrontTraffic useLegacyShippingZoneStockAvailability
      useLegacyUpdateWebhookEmission
        fulfillmentAutoApprove limitQuantityPerCheckout passwordLoginMode version schemaVersion}}""")["shop"]
    channels = bare.admin.do("""{channels{slug currencyCode isActive stockSettings{allocationStrategy}
        orderSettings{useLegacyLineDiscountPropagation}
        paymentSettings{releaseFundsForExpiredCheckouts}}}""")["channels"]

    assert shop == {
        "allowStorefrontTraffic": True,
        "useLegacyShippingZoneStockAvailability": True,
        "useLegacyUpdateWebhookEmission": True,
        "fulfillmentAutoApprove": True,
        "limitQuantityPerCheckout": 50,
        "passwordLoginMode": "ENABLED",
        "version": "3.23.28",
        "schemaVersion": "3.23",
    }
    assert channels == [
        {
            "slug": "default-channel",
            "currencyCode": "USD",
            "isActive": True,
            "stockSettings": {"allocationStrategy": "PRIORITIZE_HIGH_STOCK"},
            "orderSettings": {"useLegacyLineDiscountPropagation": True},
            "paymentSettings": {"releaseFundsForExpiredCheckouts": True},
        }
    ]


def test_a_created_channel_has_its_own_defaults_and_keeps_what_it_is_told(shop):
    query = """{channel(slug:"shop"){currencyCode defaultCountry{code} stockSettings{allocationStrategy}
      checkoutSettings{useLegacyErrorFlow automaticallyCompleteFullyPaidCheckouts} orderSettings{markAsPaidStrategy}
      paymentSettings{defaultTransactionFlowStrategy releaseFundsForExpiredCheckouts}}}"""

    before = shop.admin.do(query)["channel"]
    shop.update_channel(paymentSettings={"defaultTransactionFlowStrategy": "AUTHORIZATION"})

    assert before == {
        "currencyCode": "KRW",
        "defaultCountry": {"code": "KR"},
        "stockSettings": {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"},
        "checkoutSettings": {"useLegacyErrorFlow": False, "automaticallyCompleteFullyPaidCheckouts": False},
        "orderSettings": {"markAsPaidStrategy": "TRANSACTION_FLOW"},
        "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE", "releaseFundsForExpiredCheckouts": False},
    }
    assert shop.admin.do(query)["channel"]["paymentSettings"]["defaultTransactionFlowStrategy"] == "AUTHORIZATION"


def test_slugs_are_unique(shop):
    create = "mutation($i:ChannelCreateInput!){channelCreate(input:$i){errors{field code}}}"

    given = {"name": "x", "slug": "shop", "currencyCode": "KRW", "defaultCountry": "KR"}

    assert shop.admin.refused(create, i=given) == [("slug", "UNIQUE")]
    assert len(shop.admin.do("{channels{id}}")["channels"]) == 2


def test_what_is_not_played_says_so(shop):
    change = "mutation($id:ID!,$i:ChannelUpdateInput!){channelUpdate(id:$id,input:$i){errors{code}}}"

    code = shop.admin.code(
        change, id=shop.channel, i={"checkoutSettings": {"automaticallyCompleteFullyPaidCheckouts": True}}
    )

    assert code == "NotImplemented"
    assert (
        shop.admin.code("mutation{shopSettingsUpdate(input:{fulfillmentAutoApprove:false}){errors{code}}}")
        == "NotImplemented"
    )
    assert shop.admin.do("{shop{fulfillmentAutoApprove}}") == {"shop": {"fulfillmentAutoApprove": True}}


# Warehouses ----------------------------------------------------------------------------------------------------------


def test_a_warehouse_starts_private_without_click_and_collect(shop):
    made = shop.add_warehouse("popup", in_channel=False)

    query = (
        "query($r:String){warehouse(externalReference:$r){id slug isPrivate clickAndCollectOption"
        " address{countryArea city}}}"
    )
    assert shop.admin.ok(query, r="w-popup") == {
        "id": made,
        "slug": "popup",
        "isPrivate": True,
        "clickAndCollectOption": "DISABLED",
        "address": {"countryArea": "서울특별시", "city": "강남구"},
    }


UPDATE = """mutation($id:ID!,$i:WarehouseUpdateInput!){updateWarehouse(id:$id,input:$i){warehouse{
  clickAndCollectOption} errors{field code}}}"""


def test_local_pick_up_is_refused_on_a_private_warehouse(shop):
    assert shop.admin.refused(UPDATE, id=shop.warehouse, i={"clickAndCollectOption": "LOCAL"}) == [
        ("clickAndCollectOption", "INVALID")
    ]

    made = shop.admin.ok(UPDATE, id=shop.warehouse, i={"isPrivate": False, "clickAndCollectOption": "LOCAL"})

    assert made["warehouse"] == {"clickAndCollectOption": "LOCAL"}


def test_a_new_warehouse_takes_no_zones_any_more(shop):
    create = "mutation($i:WarehouseCreateInput!){createWarehouse(input:$i){errors{field code}}}"
    given = {"name": "x", "slug": "x", "address": ADDRESS, "shippingZones": [shop.zone]}

    assert shop.admin.refused(create, i=given) == [("shippingZones", "INVALID")]


def test_a_repeated_external_reference_or_a_bad_address_is_refused(shop):
    create = "mutation($i:WarehouseCreateInput!){createWarehouse(input:$i){errors{field code}}}"
    given = {"name": "x", "slug": "x", "address": ADDRESS}

    assert shop.admin.refused(create, i={**given, "externalReference": "w-home"}) == [("externalReference", "UNIQUE")]
    assert shop.admin.refused(create, i={**given, "externalReference": "w-home", "slug": "home"}) == [
        ("externalReference", "UNIQUE"),
        ("slug", "UNIQUE"),
    ]
    assert shop.admin.refused(create, i={**given, "address": {**ADDRESS, "postalCode": "1"}}) == [
        ("postalCode", "INVALID")
    ]
    assert shop.admin.do("{warehouses(first:5){edges{node{slug}}}}")["warehouses"]["edges"] == [
        {"node": {"slug": "default-warehouse"}},
        {"node": {"slug": "home"}},
    ]


def test_deleting_a_warehouse_takes_stock_and_allocations_silently(paying):
    variant = paying.product()
    order = paying.order(variant, 2)

    paying.admin.ok("mutation($id:ID!){deleteWarehouse(id:$id){errors{code}}}", id=paying.warehouse)

    assert paying.stocks(variant) == {}
    lines = paying.app.ok("query($id:ID!){order(id:$id){status lines{allocations{id}}}}", id=order["id"])
    assert lines == {"status": "UNFULFILLED", "lines": [{"allocations": []}]}


def test_warehouses_are_put_in_order_by_moves(paying):
    second = paying.add_warehouse("second")
    reorder = """mutation($c:ID!,$m:[ReorderInput!]!){channelReorderWarehouses(channelId:$c,moves:$m)
      {channel{warehouses{slug}} errors{field code}}}"""

    order = paying.admin.ok(reorder, c=paying.channel, m=[])["channel"]["warehouses"]
    last = order[1]["slug"]
    key = second if last == "second" else paying.warehouse
    after = paying.admin.ok(reorder, c=paying.channel, m=[{"id": key, "sortOrder": -1}])["channel"]["warehouses"]
    variant = paying.product(stocks={paying.warehouse: 5, second: 5})
    paying.order(variant, 3)

    assert [one["slug"] for one in after] == [last, order[0]["slug"]]
    assert paying.stocks(variant)[last] == (5, 3)  # allocation follows the order


# Shipping ------------------------------------------------------------------------------------------------------------


def test_a_method_is_listed_only_in_channels_of_its_zone_and_in_whole_won(shop):
    listing = """mutation($id:ID!,$i:ShippingMethodChannelListingInput!){
      shippingMethodChannelListingUpdate(id:$id,input:$i)
      {shippingMethod{channelListings{price{amount} channel{slug}}} errors{field code channels}}}"""
    other = shop.admin.do('{channel(slug:"default-channel"){id}}')["channel"]["id"]

    assert shop.admin.refused(listing, id=shop.method, i={"addChannels": [{"channelId": other, "price": 1}]}) == [
        ("addChannels", "INVALID")
    ]
    assert shop.admin.refused(
        listing, id=shop.method, i={"addChannels": [{"channelId": shop.channel, "price": 2.5}]}
    ) == [("price", "INVALID")]
    made = shop.admin.ok(listing, id=shop.method, i={"addChannels": [{"channelId": shop.channel, "price": 2500}]})
    assert made["shippingMethod"]["channelListings"] == [{"price": {"amount": 2500.0}, "channel": {"slug": "shop"}}]


# Types and models ----------------------------------------------------------------------------------------------------


def test_slugs_of_korean_names_are_romanised(shop):
    create = (
        "mutation($i:AttributeCreateInput!){attributeCreate(input:$i){attribute{id slug"
        " choices(first:5){edges{node{name slug}}}} errors{code}}}"
    )

    made = shop.admin.ok(
        create, i={"name": "색", "type": "PRODUCT_TYPE", "inputType": "DROPDOWN", "values": [{"name": "블랙"}]}
    )

    assert made["attribute"]["slug"] == "saeg"
    assert made["attribute"]["choices"]["edges"] == [{"node": {"name": "블랙", "slug": "beulraeg"}}]


PAGE = """mutation($i:PageCreateInput!){pageCreate(input:$i){page{id slug title isPublished
  attributes{attribute{slug} values{name plainText}}}
  errors{field code attributes}}}"""


@pytest.fixture
def enterprises(shop):
    """A model type with a required text, and a way to make models of it."""
    attribute = shop.admin.ok(
        "mutation($i:AttributeCreateInput!){attributeCreate(input:$i){attribute{id} errors{code}}}",
        i={"name": "소개", "slug": "about", "type": "PAGE_TYPE", "inputType": "PLAIN_TEXT", "valueRequired": True},
    )["attribute"]["id"]
    shop.page_attribute = attribute
    shop.page_type = shop.admin.ok(
        "mutation($i:PageTypeCreateInput!){pageTypeCreate(input:$i){pageType{id} errors{code}}}",
        i={"name": "기업", "slug": "enterprise", "addAttributes": [attribute]},
    )["pageType"]["id"]
    shop.page = lambda slug, **more: shop.admin.ok(
        PAGE,
        i={
            "title": slug,
            "slug": slug,
            "pageType": shop.page_type,
            "isPublished": True,
            "attributes": [{"id": attribute, "plainText": "안녕"}],
            **more,
        },
    )["page"]
    return shop


def test_a_model_keeps_its_attributes_and_is_found_again(enterprises):
    made = enterprises.page("dasibom")

    assert made["attributes"] == [{"attribute": {"slug": "about"}, "values": [{"name": "안녕", "plainText": "안녕"}]}]
    found = enterprises.anonymous.do(
        '{page(slug:"dasibom"){id assignedAttribute(slug:"about"){... on AssignedPlainTextAttribute{value}}}}'
    )
    assert found == {"page": {"id": made["id"], "assignedAttribute": {"value": "안녕"}}}
    by_where = "query($t:ID!){pages(first:5,where:{pageType:{eq:$t}}){edges{node{slug}}}}"
    assert enterprises.admin.ok(by_where, t=enterprises.page_type)["edges"] == [{"node": {"slug": "dasibom"}}]


def test_a_model_needs_what_its_type_requires(enterprises):
    given = {"title": "x", "slug": "x", "pageType": enterprises.page_type}

    assert enterprises.admin.refused(PAGE, i=given) == [("attributes", "REQUIRED")]
    enterprises.page("x")
    assert enterprises.admin.refused(
        PAGE, i={**given, "attributes": [{"id": enterprises.page_attribute, "plainText": "a"}]}
    ) == [("slug", "UNIQUE")]


def test_an_unpublished_model_is_hidden_from_shoppers(enterprises):
    made = enterprises.page("hidden", isPublished=False)

    assert enterprises.anonymous.do('{page(slug:"hidden"){id}}') == {"page": None}
    assert enterprises.admin.do('{page(slug:"hidden"){id}}') == {"page": {"id": made["id"]}}
    enterprises.admin.ok("mutation($id:ID!){pageUpdate(id:$id,input:{isPublished:true}){errors{code}}}", id=made["id"])
    assert enterprises.anonymous.do('{page(slug:"hidden"){id}}') == {"page": {"id": made["id"]}}


def seller(shop, input_type="SINGLE_REFERENCE"):
    attribute = shop.admin.ok(
        "mutation($i:AttributeCreateInput!){attributeCreate(input:$i){attribute{id} errors{code}}}",
        i={
            "name": "판매자",
            "slug": "seller",
            "type": "PRODUCT_TYPE",
            "inputType": input_type,
            "entityType": "PAGE",
            "referenceTypes": [shop.page_type],
        },
    )["attribute"]["id"]
    assign = """mutation($t:ID!,$o:[ProductAttributeAssignInput!]!){
      productAttributeAssign(productTypeId:$t,operations:$o){errors{field code}}}"""
    shop.admin.ok(assign, t=shop.type, o=[{"id": attribute, "type": "PRODUCT"}])
    return attribute


SELLER = """query($id:ID!){product(id:$id){assignedAttribute(slug:"seller"){__typename
  ... on AssignedSinglePageReferenceAttribute{value{slug}} ... on
  AssignedMultiPageReferenceAttribute{values:value{slug}}}}}"""


def test_a_product_refers_to_a_model_and_is_found_by_it(enterprises):
    shop, attribute = enterprises, seller(enterprises)
    page = shop.page("seller-a")["id"]
    shop.page("seller-b")

    shop.product(attributes=[{"id": attribute, "reference": page}])
    ours = shop.last_product["id"]
    shop.product()

    assert shop.admin.ok(SELLER, id=ours)["assignedAttribute"] == {
        "__typename": "AssignedSinglePageReferenceAttribute",
        "value": {"slug": "seller-a"},
    }
    where = """query($w:ProductWhereInput){products(first:9,channel:"shop",where:$w){edges{node{id}}}}"""
    by_slug = {"attributes": [{"slug": "seller", "value": {"reference": {"pageSlugs": {"containsAny": ["seller-a"]}}}}]}
    by_id = {"attributes": [{"slug": "seller", "value": {"reference": {"referencedIds": {"containsAll": [page]}}}}]}
    other = {"attributes": [{"slug": "seller", "value": {"reference": {"pageSlugs": {"containsAny": ["seller-b"]}}}}]}
    assert shop.anonymous.ok(where, w=by_slug)["edges"] == [{"node": {"id": ours}}]
    assert shop.anonymous.ok(where, w=by_id)["edges"] == [{"node": {"id": ours}}]
    assert shop.anonymous.ok(where, w=other)["edges"] == []


def test_references_on_a_single_reference_are_accepted_and_store_nothing(enterprises):
    shop, attribute = enterprises, seller(enterprises)
    page = shop.page("seller-a")["id"]

    shop.product(attributes=[{"id": attribute, "references": [page]}])

    assert shop.admin.ok(SELLER, id=shop.last_product["id"])["assignedAttribute"]["value"] is None


def test_a_reference_to_something_else_is_invalid(enterprises):
    shop, attribute = enterprises, seller(enterprises)
    update = "mutation($id:ID!,$i:ProductInput!){productUpdate(id:$id,input:$i){errors{field code message}}}"
    shop.product()
    product = shop.last_product["id"]

    answer = shop.admin.do(update, id=product, i={"attributes": [{"id": attribute, "reference": product}]})[
        "productUpdate"
    ]

    assert answer["errors"] == [{"field": "attributes", "code": "INVALID", "message": "Invalid reference type."}]
    assert shop.admin.ok(SELLER, id=product)["assignedAttribute"]["value"] is None


def test_several_models_at_once(enterprises):
    shop, attribute = enterprises, seller(enterprises, "REFERENCE")
    pages = [shop.page("seller-a")["id"], shop.page("seller-b")["id"]]

    shop.product(attributes=[{"id": attribute, "references": pages}])

    found = shop.admin.ok(SELLER, id=shop.last_product["id"])["assignedAttribute"]["values"]
    assert found == [{"slug": "seller-a"}, {"slug": "seller-b"}]


# Categories, collections, tax classes --------------------------------------------------------------------------------

CATEGORY = """mutation($id:ID!,$i:CategoryInput!){categoryUpdate(id:$id,input:$i){category{name slug}
  errors{field code}}}"""


def test_a_category_is_renamed_and_keeps_what_is_not_named(shop):
    made = shop.admin.ok(CATEGORY, id=shop.category, i={"name": "손가방"})

    assert made["category"] == {"name": "손가방", "slug": "bags"}
    assert shop.admin.ok('{category(slug:"bags"){name}}') == {"name": "손가방"}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": " "}, ("name", "REQUIRED")),
        ({"slug": ""}, ("slug", "REQUIRED")),
        ({"slug": "default-category"}, ("slug", "UNIQUE")),
    ],
)
def test_a_category_is_not_renamed_to_nothing_or_to_another(shop, given, problem):
    create = "mutation($i:CategoryInput!){categoryCreate(input:$i){errors{field code}}}"
    shop.admin.do(create, i={"name": "다른 것", "slug": "default-category"})

    assert shop.admin.refused(CATEGORY, id=shop.category, i=given) == [problem]
    assert shop.admin.ok('{category(slug:"bags"){name}}') == {"name": "가방"}


def test_only_those_who_manage_products_rename_categories(shop):
    shop.install(permissions=["MANAGE_ORDERS"])

    assert shop.app.code(CATEGORY, id=shop.category, i={"name": "손가방"}) == "PermissionDenied"


@pytest.fixture
def spring(shop):
    """The id of an empty collection that no channel has."""
    made = 'mutation{collectionCreate(input:{name:"봄",slug:"spring"}){collection{id} errors{code}}}'
    return shop.admin.ok(made)["collection"]["id"]


ADD = "mutation($c:ID!,$p:[ID!]!){collectionAddProducts(collectionId:$c,products:$p){errors{field code}}}"
LIST = """mutation($id:ID!,$i:CollectionChannelListingUpdateInput!){collectionChannelListingUpdate(id:$id,input:$i){
  collection{channelListings{isPublished publishedAt channel{slug}}} errors{field code channels}}}"""


def test_a_collections_slug_is_taken_once(shop, spring):
    again = 'mutation{collectionCreate(input:{name:"봄봄",slug:"spring"}){errors{field code}}}'

    assert shop.admin.refused(again) == [("slug", "UNIQUE")]


def test_products_that_are_not_there_do_not_come_into_a_collection(shop, spring):
    shop.product()
    there, gone = shop.last_product["id"], gid("Product", 999999)

    assert shop.admin.refused(ADD, c=spring, p=[]) == [("products", "GRAPHQL_ERROR")]
    assert shop.admin.refused(ADD, c=spring, p=[gone]) == [("products", "GRAPHQL_ERROR")]
    assert shop.admin.code(ADD, c=spring, p=[there, gone]) == "AssertionError"
    assert shop.admin.ok('{collection(slug:"spring"){products(first:5){edges{node{id}}}}}') == {
        "products": {"edges": []}
    }


def test_publishing_a_collection_again_dates_it_anew_and_a_channel_is_named_once(shop, spring):
    listed = {"addChannels": [{"channelId": shop.channel, "isPublished": True}]}
    both = {**listed, "removeChannels": [shop.channel]}

    [first] = shop.admin.ok(LIST, id=spring, i=listed)["collection"]["channelListings"]
    [second] = shop.admin.ok(LIST, id=spring, i=listed)["collection"]["channelListings"]
    [off] = shop.admin.ok(LIST, id=spring, i={"addChannels": [{"channelId": shop.channel, "isPublished": False}]})[
        "collection"
    ]["channelListings"]

    assert (first["isPublished"], second["isPublished"], off["isPublished"]) == (True, True, False)
    assert first["publishedAt"] < second["publishedAt"] == off["publishedAt"]
    assert shop.admin.refused(LIST, id=spring, i=both) == [("input", "DUPLICATED_INPUT_ITEM")]
    assert shop.admin.refused(LIST, id=spring, i={"addChannels": listed["addChannels"] * 2}) == [
        ("addChannels", "DUPLICATED_INPUT_ITEM")
    ]


def test_staff_who_ask_for_a_channel_find_only_what_is_listed_there(shop, spring):
    asked = '{collection(slug:"spring",channel:"shop"){slug}}'
    before = shop.admin.do(asked)
    shop.admin.ok(LIST, id=spring, i={"addChannels": [{"channelId": shop.channel, "isPublished": False}]})

    assert before == {"collection": None}
    assert shop.admin.do(asked) == {"collection": {"slug": "spring"}}


def test_a_collection_holds_products_and_shows_where_it_is_published(shop):
    shop.product()
    product = shop.last_product["id"]
    made = shop.admin.ok('mutation{collectionCreate(input:{name:"봄",slug:"spring"}){collection{id} errors{code}}}')[
        "collection"
    ]["id"]

    shop.admin.ok(
        "mutation($c:ID!,$p:[ID!]!){collectionAddProducts(collectionId:$c,products:$p){errors{field code}}}",
        c=made,
        p=[product],
    )
    query = '{collection(slug:"spring",channel:"shop"){products(first:5){edges{node{id}}}}}'
    assert shop.anonymous.do(query) == {"collection": None}
    shop.admin.ok(
        """mutation($id:ID!,$i:CollectionChannelListingUpdateInput!){
          collectionChannelListingUpdate(id:$id,input:$i){errors{field code}}}""",
        id=made,
        i={"addChannels": [{"channelId": shop.channel, "isPublished": True}]},
    )
    assert shop.anonymous.do(query) == {"collection": {"products": {"edges": [{"node": {"id": product}}]}}}
    shop.admin.ok(
        "mutation($c:ID!,$p:[ID!]!){collectionRemoveProducts(collectionId:$c,products:$p){errors{field code}}}",
        c=made,
        p=[product],
    )
    assert shop.anonymous.do(query) == {"collection": {"products": {"edges": []}}}


def test_tax_classes_exist_only_if_created_and_any_app_may_read_them(shop):
    app = shop.install(permissions=[])
    query = "{taxClasses(first:5){edges{node{name}}}}"
    assert app.do(query) == {"taxClasses": {"edges": []}}

    shop.admin.ok('mutation{taxClassCreate(input:{name:"과세"}){taxClass{id} errors{code}}}')

    assert app.do(query) == {"taxClasses": {"edges": [{"node": {"name": "과세"}}]}}
    assert app.code('mutation{taxClassCreate(input:{name:"x"}){errors{code}}}') == "PermissionDenied"
