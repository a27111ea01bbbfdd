"""Installing apps and keeping their webhooks (saleor.md §1)."""

import time

import pytest

from tests.sandbox.saleor.receiver import QUERIES
from tests.sandbox.saleor.shop import INSTALL, Saleor, gid, install

ORDERS = "subscription { event { __typename issuedAt version ... on OrderCreated { order { id } } } }"


def test_an_installation_fetches_the_manifest_and_hands_the_token_over(shop):
    receiver = shop.receiver

    app = shop.install(permissions=["MANAGE_ORDERS"])

    (handshake,) = receiver.of("/token")
    assert handshake.json == {"auth_token": app.token}
    domain = shop.url.removeprefix("http://")
    assert handshake.headers["Saleor-Domain"] == domain
    assert handshake.headers["X-Saleor-Domain"] == domain
    assert handshake.headers["Saleor-Api-Url"] == f"{shop.url}/graphql/"
    assert handshake.headers["Saleor-Schema-Version"] == "3.23"
    assert handshake.headers["Saleor-Signature"] is None  # the handshake is not signed
    assert handshake.headers["Host"] == "127.0.0.1"  # without the port
    assert app.do("{app{identifier isActive}}") == {"app": {"identifier": "gachi.app", "isActive": True}}


def test_the_app_gets_the_permissions_of_the_input_not_those_of_the_manifest(bare):
    manifest = bare.receiver.manifest(permissions=["MANAGE_ORDERS"])

    app = install(bare.admin, bare.receiver, manifest, ["MANAGE_PRODUCTS"])

    assert app.do("{app{permissions{code}}}")["app"]["permissions"] == [{"code": "MANAGE_PRODUCTS"}]


def test_without_a_token_url_the_app_is_installed_and_has_no_token(bare):
    manifest = bare.receiver.manifest(tokenTargetUrl=None)

    assert install(bare.admin, bare.receiver, manifest) is None
    assert bare.receiver.tokens == []
    apps = bare.admin.do("{apps(first:5){edges{node{identifier tokens{id}}}}}")["apps"]["edges"]
    assert apps == [{"node": {"identifier": "gachi.app", "tokens": []}}]
    key = bare.admin.do("{apps(first:5){edges{node{id}}}}")["apps"]["edges"][0]["node"]["id"]
    token = bare.admin.ok(
        "mutation($i:AppTokenInput!){appTokenCreate(input:$i){authToken errors{code}}}", i={"app": key, "name": "x"}
    )
    assert Saleor(bare.url, token["authToken"]).do("{app{id}}") == {"app": {"id": key}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {
                "webhooks": [
                    {"name": "x", "asyncEvents": ["NO_SUCH"], "query": ORDERS, "targetUrl": "http://127.0.0.1:1/x"}
                ]
            },
            "Invalid asynchronous event.",
        ),
        (
            {
                "webhooks": [
                    {"name": "x", "syncEvents": ["ORDER_CREATED"], "query": ORDERS, "targetUrl": "http://127.0.0.1:1/x"}
                ]
            },
            "Invalid synchronous event.",
        ),
        (
            {
                "webhooks": [
                    {
                        "name": "x",
                        "asyncEvents": ["ORDER_CREATED"],
                        "query": "subscription{event{nope}}",
                        "targetUrl": "http://127.0.0.1:1/x",
                    }
                ]
            },
            "nope",
        ),
        ({"version": None}, "version"),
        ({"permissions": ["NO_SUCH"]}, "NO_SUCH"),
    ],
)
def test_a_manifest_that_is_wrong_ends_in_failed_with_a_message(bare, change, message):
    answer = install(bare.admin, bare.receiver, bare.receiver.manifest(**change))

    assert message in answer
    assert bare.admin.do("{apps(first:5){totalCount}}") == {"apps": {"totalCount": 0}}
    assert bare.receiver.tokens == []


def test_a_message_that_is_too_long_leaves_the_installation_pending_for_ever(bare):
    fields = " ".join(f"aFieldThatNobodyHas{n}" for n in range(10))
    webhook = {
        "name": "x",
        "asyncEvents": ["ORDER_CREATED"],
        "query": f"subscription{{event{{{fields}}}}}",
        "targetUrl": "http://127.0.0.1:1/x",
    }
    manifest = bare.receiver.manifest(webhooks=[webhook])
    made = bare.admin.ok(INSTALL, i={"appName": "Gachi", "manifestUrl": manifest, "permissions": []})["appInstallation"]

    bare.receiver.wait("/manifest")
    time.sleep(0.5)

    rows = bare.admin.do("{appsInstallations{id status message}}")["appsInstallations"]
    assert rows == [{"id": made["id"], "status": "PENDING", "message": None}]
    for name in ("appRetryInstall", "appDeleteFailedInstallation"):
        assert bare.admin.refused(f"mutation($id:ID!){{{name}(id:$id){{errors{{field code}}}}}}", id=made["id"]) == [
            ("id", "INVALID_STATUS")
        ]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://hooks:8001/manifest/", "INVALID"),
        ("hooks", "INVALID_URL_FORMAT"),
        ("ftp://x.kr/", "INVALID_URL_FORMAT"),
    ],
)
def test_a_manifest_is_not_looked_for_at_a_host_that_cannot_be_one(bare, address, code):
    wanted = {"appName": "Gachi", "manifestUrl": address, "permissions": []}

    assert bare.admin.refused(INSTALL, i=wanted) == [("manifestUrl", code)]


@pytest.mark.parametrize("host", ["hooks.gachi.internal", "localhost", "[::1]"])
def test_a_manifest_is_looked_for_at_a_host_that_can_be_one(bare, host):
    wanted = {"appName": "Gachi", "manifestUrl": f"http://{host}:1/manifest/", "permissions": []}

    assert bare.admin.ok(INSTALL, i=wanted)["appInstallation"]["status"] == "PENDING"


def test_the_same_manifest_id_twice_fails_as_already_installed(bare):
    manifest = bare.receiver.manifest()
    install(bare.admin, bare.receiver, manifest)

    assert "already installed" in install(bare.admin, bare.receiver, manifest)
    assert bare.admin.do("{apps(first:5){totalCount}}") == {"apps": {"totalCount": 1}}


def test_a_failed_installation_can_be_tried_again_or_deleted(bare):
    manifest = bare.receiver.manifest()
    bare.receiver.answers["/token"] = (500, {})
    assert "Failed to connect" in install(bare.admin, bare.receiver, manifest)
    row = bare.admin.do("{appsInstallations{id}}")["appsInstallations"][0]
    bare.receiver.answers["/token"] = bare.receiver._take_token

    bare.admin.ok("mutation($id:ID!){appRetryInstall(id:$id){errors{field code}}}", id=row["id"])

    bare.receiver.wait("/token", 2)
    for _ in range(100):
        if not bare.admin.do("{appsInstallations{id}}")["appsInstallations"]:
            break
        time.sleep(0.02)
    assert bare.admin.do("{apps(first:5){totalCount}}") == {"apps": {"totalCount": 1}}


def test_an_unreachable_manifest_fails_after_two_more_tries_and_can_be_deleted(bare):
    bare.receiver.close()

    assert "Failed to connect" in install(bare.admin, bare.receiver, f"{bare.receiver.url}/manifest")
    row = bare.admin.do("{appsInstallations{id}}")["appsInstallations"][0]
    bare.admin.ok("mutation($id:ID!){appDeleteFailedInstallation(id:$id){errors{field code}}}", id=row["id"])
    assert bare.admin.do("{appsInstallations{id}}") == {"appsInstallations": []}


def test_an_app_cannot_install_apps_and_nobody_hands_out_what_they_lack(bare):
    app = install(bare.admin, bare.receiver, bare.receiver.manifest(), ["MANAGE_APPS"])

    answer = app.body(INSTALL, i={"appName": "x", "manifestUrl": "http://127.0.0.1/x", "permissions": []})

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert bare.admin.refused(INSTALL, i={"appName": "x", "manifestUrl": "nonsense", "permissions": []}) == [
        ("manifestUrl", "INVALID_URL_FORMAT")
    ]
    assert bare.admin.do("{appsInstallations{id}}") == {"appsInstallations": []}


# Webhooks of one's own -----------------------------------------------------------------------------------------------

CREATE = """mutation($i:WebhookCreateInput!){webhookCreate(input:$i){webhook{id identifier isActive targetUrl
  asyncEvents{eventType}
  syncEvents{eventType} subscriptionQuery} errors{field code message}}}"""
UPDATE = """mutation($key:String!,$i:WebhookUpdateInput!){webhookUpdate(identifier:$key,input:$i){webhook{id
  targetUrl isActive
  asyncEvents{eventType}} errors{field code}}}"""


def test_an_app_keeps_its_webhooks_by_identifier_without_manage_apps(shop):
    app = shop.install(permissions=["MANAGE_ORDERS"])
    entry = {
        "name": "orders",
        "identifier": "orders",
        "targetUrl": f"{shop.receiver.url}/a",
        "asyncEvents": ["ORDER_CREATED"],
        "query": ORDERS,
    }

    made = app.ok(CREATE, i=entry)["webhook"]
    assert made["asyncEvents"] == [{"eventType": "ORDER_CREATED"}]
    assert made["syncEvents"] == []
    assert app.refused(CREATE, i=entry) == [(None, "UNIQUE")]
    changed = app.ok(UPDATE, key="orders", i={"targetUrl": f"{shop.receiver.url}/b", "isActive": False})["webhook"]
    assert changed == {
        "id": made["id"],
        "targetUrl": f"{shop.receiver.url}/b",
        "isActive": False,
        "asyncEvents": [{"eventType": "ORDER_CREATED"}],
    }
    app.ok('mutation{webhookDelete(identifier:"orders"){webhook{id} errors{field code}}}')
    assert app.do("{app{webhooks{id}}}") == {"app": {"webhooks": []}}
    assert app.refused('mutation{webhookDelete(identifier:"orders"){errors{field code}}}') == [
        ("identifier", "NOT_FOUND")
    ]


def test_a_query_that_the_schema_does_not_hold_is_refused(shop):
    app = shop.install()
    entry = {"name": "x", "targetUrl": f"{shop.receiver.url}/a", "asyncEvents": ["ORDER_CREATED"]}

    assert app.refused(CREATE, i={**entry, "query": "subscription{event{nope}}"}) == [("query", "GRAPHQL_ERROR")]
    conflicting = """subscription { event { ... on ProductVariantOutOfStock { productVariant { id } }
      ... on ProductVariantOutOfStockInChannel { productVariant { id } } } }"""
    assert app.refused(CREATE, i={**entry, "query": conflicting}) == [("query", "GRAPHQL_ERROR")]
    assert app.refused(CREATE, i={**entry, "query": "{ nope"}) == [("query", "SYNTAX")]
    assert app.refused(CREATE, i={**entry, "query": "{ shop { name } }"}) == [("query", "MISSING_SUBSCRIPTION")]
    assert app.do("{app{webhooks{id}}}") == {"app": {"webhooks": []}}


def test_a_webhook_of_another_app_is_out_of_reach(shop):
    first = shop.install(app_id="first.app")
    made = first.ok(
        CREATE,
        i={"identifier": "x", "targetUrl": f"{shop.receiver.url}/a", "asyncEvents": ["ORDER_CREATED"], "query": ORDERS},
    )
    second = shop.install(app_id="second.app", permissions=["MANAGE_ORDERS"])

    answer = second.refused("mutation($id:ID!){webhookDelete(id:$id){errors{field code}}}", id=made["webhook"]["id"])

    assert answer == [("id", "NOT_FOUND")]
    assert len(first.do("{app{webhooks{id}}}")["app"]["webhooks"]) == 1


def test_a_webhook_without_a_query_is_not_implemented(shop):
    app = shop.install()

    code = app.code(CREATE, i={"targetUrl": f"{shop.receiver.url}/a", "asyncEvents": ["ORDER_CREATED"]})

    assert code == "NotImplemented"


def test_all_the_sync_queries_of_these_tests_are_valid(shop):
    shop.install(*QUERIES)

    identifiers = [one["identifier"] for one in shop.app.do("{app{webhooks{identifier}}}")["app"]["webhooks"]]

    assert identifiers == list(QUERIES)


def test_an_inactive_app_is_nobody_and_a_deleted_one_too(shop):
    app = shop.install()
    key = app.do("{app{id}}")["app"]["id"]

    shop.admin.ok("mutation($id:ID!){appDeactivate(id:$id){errors{code}}}", id=key)
    assert app.code("{app{id}}") == "PermissionDenied"
    shop.admin.ok("mutation($id:ID!){appActivate(id:$id){errors{code}}}", id=key)
    assert app.do("{app{id}}") == {"app": {"id": key}}
    shop.admin.ok("mutation($id:ID!){appDelete(id:$id){errors{code}}}", id=key)
    assert app.code("{app{id}}") == "PermissionDenied"
    assert shop.admin.do("query($id:ID!){app(id:$id){id}}", id=gid("App", 1)) == {"app": None}
