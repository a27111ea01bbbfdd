"""Who may do what, and what the door itself refuses (saleor.md, New in 3.23; §1)."""

import httpx
import jwt
import pytest

from tests.sandbox.saleor.shop import Saleor, gid, login

WRONG = 'mutation{tokenCreate(email:"admin@gachi.example.com",password:"wrong"){token errors{field code}}}'
RIGHT = 'mutation{tokenCreate(email:"admin@gachi.example.com",password:"admin"){token errors{field code}}}'


def test_the_administrator_gets_a_token_signed_with_the_published_key(bare):
    token = bare.admin.token

    key = httpx.get(f"{bare.url}/.well-known/jwks.json").json()["keys"][0]
    claims = jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"])
    assert claims["is_staff"] is True
    assert claims["type"] == "access"
    assert claims["exp"] - claims["iat"] == 300
    assert bare.admin.do("{me{email isStaff}}") == {"me": {"email": "admin@gachi.example.com", "isStaff": True}}


def test_a_wrong_password_is_refused_and_then_delays_every_login_from_the_address(bare):
    anonymous = bare.anonymous

    assert anonymous.refused(WRONG) == [("email", "INVALID_CREDENTIALS")]
    assert anonymous.refused(RIGHT) == [("email", "LOGIN_ATTEMPT_DELAYED")]


@pytest.mark.parametrize("token", [None, "no-such-token"])
def test_without_a_known_token_the_sign_is_permission_denied_not_401(bare, token):
    stranger = Saleor(bare.url, token)

    assert stranger.code("{orders(first:1){edges{node{id}}}}") == "PermissionDenied"
    assert (
        stranger.code("mutation{shopSettingsUpdate(input:{limitQuantityPerCheckout:3}){errors{code}}}")
        == "PermissionDenied"
    )
    assert bare.admin.do("{shop{limitQuantityPerCheckout}}") == {"shop": {"limitQuantityPerCheckout": 50}}


def test_a_bad_jwt_makes_public_fields_null_too(bare):
    head, payload, _ = bare.admin.token.split(".")

    body = Saleor(bare.url, f"{head}.{payload}.AAAA").body(
        '{products(first:1,channel:"default-channel"){edges{node{id}}}}'
    )

    assert body["data"] == {"products": None}
    assert body["errors"][0]["extensions"]["exception"]["code"] == "InvalidSignatureError"


@pytest.mark.parametrize("header", ["Authorization", "Authorization-Bearer"])
def test_a_token_is_taken_from_either_header(bare, header):
    value = bare.admin.token if header == "Authorization-Bearer" else f"JWT {bare.admin.token}"

    answer = httpx.post(f"{bare.url}/graphql/", json={"query": "{me{email}}"}, headers={header: value}).json()

    assert answer["data"]["me"]["email"] == "admin@gachi.example.com"


def test_an_app_has_the_permissions_of_its_installation_only(shop):
    small = shop.install(permissions=["HANDLE_CHECKOUTS", "IMPERSONATE_USER"])

    assert small.code("{orders(first:1){edges{node{id}}}}") == "PermissionDenied"
    assert small.code("{warehouses(first:1){edges{node{id}}}}") == "PermissionDenied"
    permissions = small.do("{app{permissions{code}}}")["app"]["permissions"]
    assert [one["code"] for one in permissions] == ["HANDLE_CHECKOUTS", "IMPERSONATE_USER"]


def test_a_small_app_does_not_see_what_is_not_published_and_one_that_manages_products_does(shop):
    shop.product()
    product = shop.last_product["id"]
    hide = """mutation($id:ID!,$c:ID!){productChannelListingUpdate(id:$id,input:{updateChannels:[{
      channelId:$c,isPublished:false}]})
              {errors{field code}}}"""
    shop.admin.ok(hide, id=product, c=shop.channel)
    small = shop.install(permissions=["HANDLE_CHECKOUTS", "IMPERSONATE_USER"], app_id="small.app")
    wide = shop.install(permissions=["MANAGE_PRODUCTS"], app_id="wide.app")
    query = 'query($id:ID!){product(id:$id,channel:"shop"){id}}'

    assert small.do(query, id=product) == {"product": None}
    assert wide.do(query, id=product) == {"product": {"id": product}}


# The closed storefront -----------------------------------------------------------------------------------------------

CLOSE = "mutation{shopSettingsUpdate(input:{allowStorefrontTraffic:false}){shop{allowStorefrontTraffic} errors{code}}}"


@pytest.mark.parametrize(
    "query", ["{__typename}", "{__schema{queryType{name}}}", RIGHT, '{channel(slug:"shop"){slug}}']
)
def test_a_closed_storefront_answers_401_to_everybody_without_a_token(shop, query):
    shop.admin.ok(CLOSE)

    response = shop.anonymous.raw(query)

    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"] == {"code": "STOREFRONT_TRAFFIC_NOT_ALLOWED"}
    assert "data" not in response.json()


def test_a_closed_storefront_still_opens_to_apps_and_staff_and_the_key_set(shop):
    app = shop.install()
    shop.admin.ok(CLOSE)

    assert app.do("{__typename}") == {"__typename": "Query"}
    assert shop.admin.do("{me{isStaff}}") == {"me": {"isStaff": True}}
    assert app.ok(RIGHT)["token"]  # an app may relay a login
    assert httpx.get(f"{shop.url}/.well-known/jwks.json").status_code == 200
    assert httpx.get(f"{shop.url}/graphql/").status_code == 200
    assert shop.anonymous.raw("{").status_code == 400


# Limits --------------------------------------------------------------------------------------------------------------


def test_invalid_graphql_is_a_400_with_errors(bare):
    for query in ("{nonsense}", "{shop{name", "query($x:Int!){__typename}"):
        response = bare.anonymous.raw(query)
        assert response.status_code == 400
        assert response.json()["errors"]


def test_what_the_stand_in_leaves_out_is_a_validation_error(bare):
    assert bare.admin.raw("{giftCards(first:1){totalCount}}").status_code == 400


def test_a_request_is_one_operation_of_at_most_four_mutations(bare):
    one = "m%d:updateMetadata(id:%s,input:[]){errors{code}}"
    four = "mutation{" + " ".join(one % (n, f'"{gid("Channel", 1)}"') for n in range(4)) + "}"
    five = "mutation{" + " ".join(one % (n, f'"{gid("Channel", 1)}"') for n in range(5)) + "}"

    assert bare.admin.raw(four).status_code == 200
    assert bare.admin.raw(five).status_code == 400
    batch = httpx.post(f"{bare.url}/graphql/", json=[{"query": "{__typename}"}])
    assert batch.status_code == 400


def test_a_page_holds_a_hundred_rows_at_most(bare):
    assert bare.admin.code("{warehouses(first:101){totalCount}}") == "GraphQLError"
    assert bare.admin.code("{warehouses{totalCount}}") == "GraphQLError"
    assert bare.admin.do("{warehouses(first:100){totalCount}}") == {"warehouses": {"totalCount": 1}}


def test_a_hundred_aliases_are_enough(bare):
    assert bare.admin.raw("{" + " ".join(f"a{n}:__typename" for n in range(100)) + "}").status_code == 200
    assert bare.admin.raw("{" + " ".join(f"a{n}:__typename" for n in range(101)) + "}").status_code == 400


def test_the_key_survives_a_restart_and_a_reset(saleor, bare):
    before = httpx.get(f"{bare.url}/.well-known/jwks.json").json()

    saleor.reset()
    saleor.kill()
    saleor.start()

    assert httpx.get(f"{saleor.url}/.well-known/jwks.json").json() == before
    assert login(saleor.url).do("{me{isStaff}}") == {"me": {"isStaff": True}}
