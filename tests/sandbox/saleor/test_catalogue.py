"""Goods in bulk, their prices, lists and pictures (saleor.md §0.11, §3, §4)."""

import base64
import io
import threading
import time

import httpx
import psycopg
import pytest
from PIL import Image

BULK = """mutation($p:[ProductBulkCreateInput!]!,$e:ErrorPolicyEnum){
  productBulkCreate(products:$p,errorPolicy:$e){count
  results{product{id name variants{sku channelListings{price{amount}}}} errors{path code}} errors{path code}}}"""


def rows_with_a_bad_second(shop):
    good, bad = shop.product_row("좋음", 1), shop.product_row("나쁨", 2)
    bad["variants"].append(
        {
            **bad["variants"][0],
            "sku": "sku-2-bad",
            "externalReference": "v-2-bad",
            "channelListings": [{"channelId": shop.channel, "price": 1000.5}],
        }
    )
    return [good, bad]


def names(shop):
    query = '{products(first:20,channel:"shop",sortBy:{field:NAME,direction:ASC}){edges{node{name variants{sku}}}}}'
    return {
        edge["node"]["name"]: [one["sku"] for one in edge["node"]["variants"]]
        for edge in shop.admin.do(query)["products"]["edges"]
    }


ERROR = {"path": "variants.1.channelListings.0.price", "code": "INVALID_PRICE"}


def test_by_default_one_bad_row_saves_nothing(shop):
    answer = shop.admin.do(BULK, p=rows_with_a_bad_second(shop))["productBulkCreate"]

    assert answer["count"] == 0
    assert answer["results"] == [{"product": None, "errors": []}, {"product": None, "errors": [ERROR]}]
    assert answer["errors"] == []
    assert names(shop) == {}


def test_reject_failed_rows_saves_the_good_ones(shop):
    answer = shop.admin.do(BULK, p=rows_with_a_bad_second(shop), e="REJECT_FAILED_ROWS")["productBulkCreate"]

    assert answer["count"] == 1
    assert answer["results"][1] == {"product": None, "errors": [ERROR]}
    assert names(shop) == {"좋음": ["sku-1-0"]}


def test_ignore_failed_saves_bad_rows_without_the_bad_price(shop):
    answer = shop.admin.do(BULK, p=rows_with_a_bad_second(shop), e="IGNORE_FAILED")["productBulkCreate"]

    assert answer["count"] == 2
    assert answer["results"][1]["errors"] == [ERROR]
    saved = answer["results"][1]["product"]["variants"]
    assert saved == [
        {"sku": "sku-2-0", "channelListings": [{"price": {"amount": 10000.0}}]},
        {"sku": "sku-2-bad", "channelListings": []},
    ]


def test_ignore_failed_saves_a_product_without_the_variant_that_failed(shop):
    shop.product()
    row = shop.product_row("둘째", 50, options=("가", "나"))
    row["variants"][1]["sku"] = "sku-1-0"

    answer = shop.admin.do(BULK, p=[row], e="IGNORE_FAILED")["productBulkCreate"]

    assert answer["count"] == 1
    assert answer["results"][0]["errors"] == [{"path": "sku", "code": "UNIQUE"}]
    assert names(shop)["둘째"] == ["sku-50-0"]


def test_a_repeated_import_is_no_upsert(shop):
    row = shop.product_row("가방", 7)
    shop.admin.ok(BULK, p=[row])

    answer = shop.admin.do(BULK, p=[row], e="REJECT_FAILED_ROWS")["productBulkCreate"]

    assert answer["count"] == 0
    # The variants are not looked at any more.
    assert answer["results"][0]["errors"] == [
        {"path": "externalReference", "code": "UNIQUE"},
        {"path": "slug", "code": "UNIQUE"},
    ]
    found = shop.admin.do(
        """{product(externalReference:"p-7"){name} a:productVariant(externalReference:"v-7-0"){sku}
          b:productVariant(sku:"sku-7-0"){sku}}"""
    )
    assert found == {"product": {"name": "가방"}, "a": {"sku": "sku-7-0"}, "b": {"sku": "sku-7-0"}}


def test_two_rows_of_one_call_may_not_share_a_reference_either(shop):
    first, second = shop.product_row("하나", 1), shop.product_row("둘", 2)
    second["externalReference"] = first["externalReference"]

    answer = shop.admin.do(BULK, p=[first, second], e="REJECT_FAILED_ROWS")["productBulkCreate"]

    assert answer["count"] == 1
    assert answer["results"][1]["errors"] == [{"path": "externalReference", "code": "UNIQUE"}]


def test_unknown_ids_are_named_by_their_path(shop):
    row = shop.product_row("가방", 1, stocks={"V2FyZWhvdXNlOjA=": 3})
    row["channelListings"].append({"channelId": "Q2hhbm5lbDo5OTk="})

    (result,) = shop.admin.do(BULK, p=[row])["productBulkCreate"]["results"]

    assert [one["path"] for one in result["errors"]] == ["channelListings.1.channelId", "variants.0.stocks.0.warehouse"]
    assert {one["code"] for one in result["errors"]} == {"NOT_FOUND"}
    assert names(shop) == {}


def test_an_unknown_dropdown_value_is_created(shop):
    variant = shop.product(options=("빨강",))

    query = "query($id:ID!){productVariant(id:$id){attributes{attribute{slug} values{name slug}}}}"
    assert shop.admin.ok(query, id=variant)["attributes"] == [
        {"attribute": {"slug": "option"}, "values": [{"name": "빨강", "slug": "bbalgang"}]}
    ]


def test_only_those_who_manage_products_import_them(shop):
    app = shop.install(permissions=["MANAGE_ORDERS"])

    assert app.code(BULK, p=[shop.product_row("x", 1)]) == "PermissionDenied"
    assert names(shop) == {}


# Prices --------------------------------------------------------------------------------------------------------------

PRICE = """mutation($id:ID!,$i:[ProductVariantChannelListingAddInput!]!){
  productVariantChannelListingUpdate(id:$id,input:$i)
  {variant{channelListings{price{amount currency} priorPrice{amount}}} errors{field code channels}}}"""


def test_prices_are_whole_won_as_json_floats_and_keep_the_prior_one(shop):
    variant = shop.product(price=23900)

    made = shop.admin.ok(PRICE, id=variant, i=[{"channelId": shop.channel, "price": 19900, "priorPrice": 23900}])[
        "variant"
    ]

    assert made["channelListings"] == [
        {"price": {"amount": 19900.0, "currency": "KRW"}, "priorPrice": {"amount": 23900.0}}
    ]
    raw = shop.anonymous.raw(
        """query($id:ID!){productVariant(id:$id,channel:"shop"){pricing{price{gross{amount}}
          pricePrior{gross{amount}} discountPrior{gross{amount}}}}}""",
        id=variant,
    ).text
    assert '"amount": 19900.0' in raw
    assert '"discountPrior": {"gross": {"amount": 4000.0}}' in raw


def test_a_price_with_decimals_is_refused(shop):
    variant = shop.product(price=10000)

    assert shop.admin.refused(PRICE, id=variant, i=[{"channelId": shop.channel, "price": "10000.5"}]) == [
        ("price", "INVALID")
    ]
    assert shop.admin.raw(PRICE, id=variant, i=[{"channelId": shop.channel, "price": -1}]).status_code == 400
    listing = shop.admin.ok("query($id:ID!){productVariant(id:$id){channelListings{price{amount}}}}", id=variant)
    assert listing == {"channelListings": [{"price": {"amount": 10000.0}}]}


def test_a_price_in_a_channel_where_the_product_is_not_listed_is_refused(shop):
    variant = shop.product()
    other = shop.admin.do('{channel(slug:"default-channel"){id}}')["channel"]["id"]

    assert shop.admin.refused(PRICE, id=variant, i=[{"channelId": other, "price": 1}]) == [
        ("input", "PRODUCT_NOT_ASSIGNED_TO_CHANNEL")
    ]


VARIANTS = """mutation($p:ID!,$v:[ProductVariantBulkUpdateInput!]!,$e:ErrorPolicyEnum){
  productVariantBulkUpdate(product:$p,variants:$v,errorPolicy:$e)
  {count results{productVariant{id} errors{path code}} errors{path code}}}"""


def test_a_bulk_update_wants_the_ids_of_listings_and_stocks(shop):
    variant = shop.product(price=10000, units=5)
    product = shop.last_product["id"]
    row = shop.admin.ok("query($id:ID!){productVariant(id:$id){channelListings{id} stocks{id}}}", id=variant)
    listing, stock = row["channelListings"][0]["id"], row["stocks"][0]["id"]

    wrong = shop.admin.do(
        VARIANTS,
        p=product,
        v=[
            {
                "id": variant,
                "channelListings": {"update": [{"channelListing": shop.channel, "price": 1}]},
                "stocks": {"update": [{"stock": shop.warehouse, "quantity": 1}]},
            }
        ],
    )["productVariantBulkUpdate"]
    assert [one["code"] for one in wrong["results"][0]["errors"]] == ["NOT_FOUND", "NOT_FOUND"]
    assert shop.stocks(variant) == {"home": (5, 0)}
    shop.admin.ok(
        VARIANTS,
        p=product,
        v=[
            {
                "id": variant,
                "channelListings": {"update": [{"channelListing": listing, "price": 8000}]},
                "stocks": {"update": [{"stock": stock, "quantity": 9}]},
            }
        ],
    )
    assert shop.stocks(variant) == {"home": (9, 0)}
    price = shop.admin.ok("query($id:ID!){productVariant(id:$id){channelListings{price{amount}}}}", id=variant)
    assert price == {"channelListings": [{"price": {"amount": 8000.0}}]}


def minimal(shop, up_to):
    query = 'query($n:Decimal){products(first:9,channel:"shop",where:{minimalPrice:{range:{lte:$n}}}){totalCount}}'
    return shop.admin.ok(query, n=up_to)["totalCount"]


def discounted(shop, product):
    query = "query($id:ID!){product(id:$id){channelListings{discountedPrice{amount}}}}"
    return shop.admin.ok(query, id=product)["channelListings"][0]["discountedPrice"]


def until(true, seconds=5):
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_after_a_bulk_create_the_discounted_price_stays_empty_until_it_is_marked(shop):
    variant = shop.product(price=10000)
    product = shop.last_product["id"]
    time.sleep(0.6)  # three sweeps

    assert discounted(shop, product) is None
    assert minimal(shop, 99999) == 0
    assert shop.admin.ok('{products(first:9,channel:"shop",where:{price:{range:{lte:99999}}}){totalCount}}') == {
        "totalCount": 1
    }
    row = shop.admin.ok("query($id:ID!){productVariant(id:$id){channelListings{id}}}", id=variant)
    shop.admin.ok(
        VARIANTS,
        p=product,
        v=[
            {
                "id": variant,
                "channelListings": {"update": [{"channelListing": row["channelListings"][0]["id"], "price": 9000}]},
            }
        ],
    )
    time.sleep(0.6)
    assert discounted(shop, product) is None  # a bulk update does not mark it
    shop.admin.ok(PRICE, id=variant, i=[{"channelId": shop.channel, "price": 9000}])
    until(lambda: discounted(shop, product) == {"amount": 9000.0})
    assert minimal(shop, 9000) == 1
    assert minimal(shop, 8999) == 0


def test_listing_a_product_again_marks_it_too(shop):
    shop.product(price=10000)
    product = shop.last_product["id"]

    shop.admin.ok(
        """mutation($id:ID!,$i:ProductChannelListingUpdateInput!){productChannelListingUpdate(id:$id,input:$i){
          errors{field code}}}""",
        id=product,
        i={"updateChannels": [{"channelId": shop.channel, "isPublished": True}]},
    )

    until(lambda: discounted(shop, product) == {"amount": 10000.0})


def test_a_product_leaves_a_channel_with_its_last_variant(shop):
    update = """mutation($id:ID!,$i:ProductChannelListingUpdateInput!){productChannelListingUpdate(id:$id,input:$i){
      product{channelListings{channel{slug}}} errors{field code}}}"""
    shop.product(options=("큰 것", "작은 것"))
    product, variants = shop.last_product["id"], [row["id"] for row in shop.last_product["variants"]]

    def without(variant):
        entry = {"channelId": shop.channel, "removeVariants": [variant]}
        return shop.admin.ok(update, id=product, i={"updateChannels": [entry]})["product"]["channelListings"]

    assert without(variants[0]) == [{"channel": {"slug": "shop"}}]
    assert without(variants[1]) == []


# Lists ---------------------------------------------------------------------------------------------------------------


def test_a_storefront_sees_published_goods_of_one_channel(shop):
    shop.product("보임")
    hidden = shop.product_row("숨김", 90)
    hidden["channelListings"][0]["isPublished"] = False
    shop.admin.ok(BULK, p=[hidden])
    query = '{products(first:9,channel:"shop"){edges{node{name pricing{priceRange{start{gross{amount}}}}}}}}'

    assert shop.anonymous.do(query)["products"]["edges"] == [
        {"node": {"name": "보임", "pricing": {"priceRange": {"start": {"gross": {"amount": 10000.0}}}}}}
    ]
    assert shop.anonymous.do("{products(first:9){edges{node{name}}}}") == {
        "products": {"edges": []}
    }  # two channels: name one
    assert shop.anonymous.do('{product(slug:"product-90",channel:"shop"){id}}') == {"product": None}
    assert shop.admin.do('{product(slug:"product-90"){name pricing{onSale}}}') == {
        "product": {"name": "숨김", "pricing": None}
    }


def test_pages_follow_their_cursors_both_ways(shop):
    for name in ("가", "나", "다", "라", "마"):
        shop.product(name)
    query = """query($first:Int,$last:Int,$after:String,$before:String){
      products(first:$first,last:$last,after:$after,before:$before,
      channel:"shop",sortBy:{field:NAME,direction:ASC}){edges{node{name}} pageInfo{hasNextPage hasPreviousPage
      startCursor endCursor} totalCount}}"""

    def look(**window):
        found = shop.anonymous.ok(query, **window)
        return [edge["node"]["name"] for edge in found["edges"]], found["pageInfo"]

    names_, info = look(first=2)
    assert (names_, info["hasNextPage"], info["hasPreviousPage"]) == (["가", "나"], True, False)
    names_, info = look(first=2, after=info["endCursor"])
    assert (names_, info["hasNextPage"], info["hasPreviousPage"]) == (["다", "라"], True, True)
    names_, back = look(last=1, before=info["startCursor"])
    assert (names_, back["hasPreviousPage"]) == (["나"], True)
    names_, info = look(first=2, after=info["endCursor"])
    assert (names_, info["hasNextPage"]) == (["마"], False)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"category": {"oneOf": ["CATEGORY"]}}, ["가방", "모자"]),
        ({"price": {"range": {"gte": 20000}}}, ["모자"]),
        ({"attributes": [{"slug": "option", "value": {"slug": {"eq": "bbalgang"}}}]}, ["모자"]),
        ({"AND": [{"price": {"range": {"gte": 5000}}}, {"slug": {"eq": "product-1"}}]}, ["가방"]),
        ({"OR": [{"name": {"eq": "가방"}}, {"name": {"eq": "모자"}}]}, ["가방", "모자"]),
        ({"stockAvailability": "OUT_OF_STOCK"}, ["모자"]),
        ({"isPublished": False}, []),
    ],
)
def test_where_filters_goods(shop, where, found):
    shop.product("가방", price=10000, options=("파랑",))
    shop.product("모자", price=20000, options=("빨강",), units=0)
    if "category" in where:
        where = {"category": {"oneOf": [shop.category]}}

    rows = shop.anonymous.ok(
        'query($w:ProductWhereInput){products(first:9,channel:"shop",where:$w){edges{node{name}}}}', w=where
    )["edges"]

    assert [row["node"]["name"] for row in rows] == found


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("티셔", 1),
        ("셔츠", 0),
        ("기", 1),
        ("기본 77", 1),
        ("기본티셔츠", 0),
        ('"기본 티셔츠"', 1),
        ("기본 -티셔츠", 0),
        ("없음 OR 티셔츠", 1),
        ("SKU-", 1),
        ("x' & !", 0),
    ],
)
def test_search_matches_the_beginnings_of_words_only_and_after_the_beat(shop, text, hits):
    shop.product("기본 티셔츠 77")
    until(lambda: shop.admin.ok('{products(first:9,channel:"shop",search:"기본"){totalCount}}')["totalCount"] == 1)

    assert (
        shop.anonymous.ok('query($s:String){products(first:9,channel:"shop",search:$s){totalCount}}', s=text)[
            "totalCount"
        ]
        == hits
    )


# Pictures ------------------------------------------------------------------------------------------------------------


def picture():
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "JPEG")
    return out.getvalue()


MEDIA = """query($id:ID!){product(id:$id){media{id url alt} thumbnail(size:256,format:WEBP){url alt}}}"""


def with_media(shop, path="/a.jpg"):
    shop.product(media=[{"mediaUrl": shop.receiver.url + path, "alt": "앞모습"}])
    return shop.last_product["id"]


def test_a_picture_is_fetched_later_and_answers_503_before(shop):
    looked = threading.Event()
    answers = []

    def answer(seen):
        # The request may have it at once; the worker has to wait and to try again until we have looked.
        ready = not answers or looked.wait(0.7)
        answers.append((200, picture(), "image/jpeg") if ready else (503, {}))
        return answers[-1]

    shop.receiver.answers["/a.jpg"] = answer
    product = with_media(shop)

    early = shop.admin.ok(MEDIA, id=product)
    response = httpx.get(early["thumbnail"]["url"])
    assert "/thumbnail/" in early["thumbnail"]["url"]
    assert (response.status_code, response.headers["Retry-After"], response.text) == (
        503,
        "60",
        "Image has not been fetched yet, try later.",
    )
    assert httpx.get(early["media"][0]["url"]).status_code == 503
    looked.set()
    until(lambda: httpx.get(early["thumbnail"]["url"]).status_code == 302)
    made = httpx.get(early["thumbnail"]["url"])
    assert made.headers["Location"].startswith(f"{shop.url}/media/")
    small = httpx.get(made.headers["Location"])
    assert small.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (256, 171)
    later = shop.admin.ok(MEDIA, id=product)
    assert later["thumbnail"] == {"url": made.headers["Location"], "alt": "앞모습"}
    assert httpx.get(later["media"][0]["url"]).content == picture()
    assert [status for status, *_ in answers].count(200) == 2  # once for the request, once for the worker


@pytest.mark.parametrize("answer", [(404, b"gone", "image/jpeg"), (200, b"broken", "image/jpeg")])
def test_a_picture_that_fails_later_vanishes_without_a_word(shop, answer):
    shop.receiver.answers["/a.jpg"] = answer

    product = with_media(shop)

    assert len(shop.admin.ok(MEDIA, id=product)["media"]) == 1
    until(lambda: shop.admin.ok(MEDIA, id=product)["media"] == [])


def test_an_address_that_is_no_picture_or_not_there_is_refused(shop):
    shop.receiver.answers["/page"] = (200, b"<html>", "text/html")
    create = """mutation($i:ProductMediaCreateInput!){productMediaCreate(input:$i){media{id} errors{field code
      message}}}"""
    shop.product()
    product = shop.last_product["id"]

    page = shop.admin.do(create, i={"product": product, "mediaUrl": f"{shop.receiver.url}/page"})["productMediaCreate"][
        "errors"
    ]
    nobody = shop.admin.do(create, i={"product": product, "mediaUrl": "http://127.0.0.1:9/a.jpg"})[
        "productMediaCreate"
    ]["errors"]

    assert [one["code"] for one in page] == ["UNSUPPORTED_MEDIA_PROVIDER"]
    assert nobody == [{"field": "mediaUrl", "code": "INVALID", "message": "Failed to fetch media from URL."}]
    assert shop.admin.ok(MEDIA, id=product)["media"] == []
    row = shop.product_row("나쁜 그림", 77, media=[{"mediaUrl": f"{shop.receiver.url}/page"}])
    (bulk,) = shop.admin.do(BULK, p=[row])["productBulkCreate"]["results"]
    assert bulk["errors"] == [{"path": "media.0.mediaUrl", "code": "UNSUPPORTED_MEDIA_PROVIDER"}]


def test_a_picture_can_be_taken_away(shop):
    shop.receiver.answers["/a.jpg"] = (200, picture(), "image/jpeg")
    product = with_media(shop)
    media = shop.admin.ok(MEDIA, id=product)["media"][0]["id"]

    shop.admin.ok("mutation($id:ID!){productMediaDelete(id:$id){media{id} errors{code}}}", id=media)

    assert shop.admin.ok(MEDIA, id=product) == {"media": [], "thumbnail": None}


def test_the_sweep_passes_by_a_product_that_a_mutation_holds(saleor, shop):
    shop.product(price=10000)
    product = int(base64.b64decode(shop.last_product["id"]).decode().rpartition(":")[2])

    with (
        psycopg.connect(saleor.database_url) as mutation,
        psycopg.connect(saleor.database_url, autocommit=True) as earlier,
    ):
        mutation.execute("SET LOCAL lock_timeout = '500ms'")
        mutation.execute("UPDATE product SET updated_at = now() WHERE id = %s", [product])
        mutation.execute("UPDATE product_listing SET prices_dirty = true WHERE product_id = %s", [product])
        earlier.execute("INSERT INTO search_queue VALUES (%s) ON CONFLICT DO NOTHING", [product])
        time.sleep(0.6)  # three sweeps
        mutation.execute("INSERT INTO search_queue VALUES (%s) ON CONFLICT DO NOTHING", [product])

    until(lambda: discounted(shop, shop.last_product["id"]) == {"amount": 10000})
