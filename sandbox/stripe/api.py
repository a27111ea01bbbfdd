"""The routes under ``/v1``: who may call, what they sent, what they get."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import Blueprint, Response, current_app, g, json, request
from werkzeug.exceptions import NotFound

from sandbox.shared import faults
from sandbox.shared.database import Pool
from sandbox.stripe import errors, forms, idempotency, intents, methods, oracle, refunds, store
from sandbox.stripe.clock import Clock
from sandbox.stripe.errors import Body, StripeError
from sandbox.stripe.intents import Answer
from sandbox.stripe.rates import Bucket
from sandbox.stripe.settings import API_VERSION, Settings
from sandbox.stripe.store import Desk

# What a page may see of a payment intent, as Stripe shows it to a publishable key.
PUBLIC = frozenset(
    """
    id object amount automatic_payment_methods canceled_at cancellation_reason capture_method client_secret
    confirmation_method created currency description last_payment_error livemode next_action payment_method
    payment_method_configuration_details payment_method_types processing receipt_email setup_future_usage shipping
    source status
    """.split()  # noqa: SIM905
)
EXPANDABLE = {
    "latest_charge": "charge",
    "charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
}
NOTHING_YET = {"balance_transaction", "customer", "application", "review", "on_behalf_of", "source_transfer"}

Given = dict[str, Any]


@dataclass
class Account:
    """What the routes of one running stand-in share."""

    settings: Settings
    pool: Pool
    faults: faults.Desk
    clock: Clock
    bucket: Bucket


api = Blueprint("api", __name__, url_prefix="/v1")


def account() -> Account:
    made: Account = current_app.extensions["stripe_account"]
    return made


def _route(rule: str, method: str, *, by_page: bool = False) -> Callable[[Callable[..., Body | Answer]], None]:
    def register(handler: Callable[..., Body | Answer]) -> None:
        def view(**path: str) -> Response:
            return _respond(lambda: _call(handler, path, by_page=by_page))

        api.add_url_rule(rule, endpoint=handler.__name__.lstrip("_"), view_func=view, methods=[method])

    return register


@_route("/payment_intents", "POST")
def _create_intent(desk: Desk, given: Given) -> Answer:
    return intents.create(desk, given)


@_route("/payment_intents", "GET")
def _list_intents(desk: Desk, given: Given) -> Body:
    call = "GET /v1/payment_intents"
    asked = oracle.check(call, "PaymentIntentListParams", given, played=PAGING)
    return _listed(desk, "payment_intent", asked)


@_route("/payment_intents/<intent>", "GET", by_page=True)
def _retrieve_intent(desk: Desk, given: Given, intent: str) -> Body:
    call = "GET /v1/payment_intents/:id"
    asked = oracle.check(call, "PaymentIntentRetrieveParams", given, played={"client_secret", "expand"})
    found = store.find(desk, "payment_intent", intent, param="intent").body
    if "client_secret" in asked or g.by_page:
        intents.check_client_secret(found, asked.get("client_secret"))
    return found


@_route("/payment_intents/<intent>", "POST")
def _update_intent(desk: Desk, given: Given, intent: str) -> Answer:
    return intents.update(desk, intent, given)


@_route("/payment_intents/<intent>/confirm", "POST", by_page=True)
def _confirm_intent(desk: Desk, given: Given, intent: str) -> Answer:
    return intents.confirm(desk, intent, given, by_page=g.by_page)


@_route("/payment_intents/<intent>/capture", "POST")
def _capture_intent(desk: Desk, given: Given, intent: str) -> Answer:
    return intents.capture(desk, intent, given)


@_route("/payment_intents/<intent>/cancel", "POST")
def _cancel_intent(desk: Desk, given: Given, intent: str) -> Answer:
    return intents.cancel(desk, intent, given)


@_route("/charges", "GET")
def _list_charges(desk: Desk, given: Given) -> Body:
    asked = oracle.check("GET /v1/charges", "ChargeListParams", given, played=PAGING | {"payment_intent"})
    return _listed(desk, "charge", asked, where=_only(asked, payment_intent="intent"))


@_route("/charges/<charge>", "GET")
def _retrieve_charge(desk: Desk, given: Given, charge: str) -> Body:
    oracle.check("GET /v1/charges/:id", "ChargeRetrieveParams", given, played={"expand"})
    return store.find(desk, "charge", charge, param="charge").body


@_route("/refunds", "POST")
def _create_refund(desk: Desk, given: Given) -> Body:
    return refunds.create(desk, given)


@_route("/refunds", "GET")
def _list_refunds(desk: Desk, given: Given) -> Body:
    asked = oracle.check("GET /v1/refunds", "RefundListParams", given, played=PAGING | {"payment_intent", "charge"})
    return _listed(desk, "refund", asked, where=_only(asked, payment_intent="intent", charge="charge"))


@_route("/refunds/<refund>", "GET")
def _retrieve_refund(desk: Desk, given: Given, refund: str) -> Body:
    oracle.check("GET /v1/refunds/:id", "RefundRetrieveParams", given, played={"expand"})
    return store.find(desk, "refund", refund, param="refund").body


@_route("/refunds/<refund>", "POST")
def _update_refund(desk: Desk, given: Given, refund: str) -> Body:
    return refunds.update(desk, refund, given)


@_route("/payment_methods", "POST", by_page=True)
def _create_method(desk: Desk, given: Given) -> Body:
    return methods.create(desk, given, by_page=g.by_page)


@_route("/payment_methods/<method>", "GET")
def _retrieve_method(desk: Desk, given: Given, method: str) -> Body:
    oracle.check("GET /v1/payment_methods/:id", "PaymentMethodRetrieveParams", given, played={"expand"})
    return store.find(desk, "payment_method", method, param="payment_method").body


@_route("/events", "GET")
def _list_events(desk: Desk, given: Given) -> Body:
    call = "GET /v1/events"
    asked = oracle.check(call, "EventListParams", given, played=PAGING | {"type", "types"})
    if "type" in asked and "types" in asked:
        raise errors.bad_parameter("Give type or types, not both.", "types")
    return _listed(desk, "event", asked, where=_only(asked, type="label", types="label"))


@_route("/events/<event>", "GET")
def _retrieve_event(desk: Desk, given: Given, event: str) -> Body:
    oracle.check("GET /v1/events/:id", "EventRetrieveParams", given, played={"expand"})
    return store.find(desk, "event", event).body


PAGING = {"limit", "starting_after", "ending_before", "created", "expand"}


# Named, or "search" would be taken for an id.
@api.get("/payment_intents/search", endpoint="search_intents")
@api.get("/charges/search", endpoint="search_charges")
@api.route("/<path:_anything>", methods=["GET", "POST", "DELETE"])
def _not_implemented(_anything: str = "") -> Response:
    def refuse() -> tuple[int, Body, str | None]:
        authenticate(by_page=False)
        raise errors.not_implemented(f"{request.method} {request.path}")

    return _respond(refuse)


@api.before_request
def _name_the_request() -> Response | None:
    g.request_id = f"req_{store.new_secret()[:14]}"
    g.by_page = False
    return Response(status=204) if request.method == "OPTIONS" else None


def refuse_nul() -> None:
    """No address has a NUL in it, and PostgreSQL keeps none."""
    if "\x00" in request.path:
        raise NotFound


@api.after_request
def _add_headers(response: Response) -> Response:
    # The calls of Stripe.js come from the shop's own page, so from another origin.
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Stripe-Version, Idempotency-Key"
    response.headers["Access-Control-Expose-Headers"] = "Request-Id, Stripe-Should-Retry"
    response.headers["Vary"] = "Origin"
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response


def authenticate(*, by_page: bool) -> None:
    """Check the key; `g.by_page` says whether it was the publishable one, which few calls take."""
    settings = account().settings
    key = _key_given()
    if not key:
        raise StripeError(
            "No API key was given: send it as Bearer, or as the user name of Basic.", status=401, stored=False
        )
    if key == settings.publishable_key:
        if not by_page:
            raise StripeError(
                "This call needs a secret key, not a publishable one.",
                status=403,
                code="secret_key_required",
                stored=False,
            )
        g.by_page = True
    elif key != settings.secret_key:
        shown = f"{key[:8]}{'*' * max(len(key) - 12, 0)}{key[-4:]}" if len(key) > 12 else "*" * len(key)
        raise StripeError(f"Invalid API Key provided: {shown}", status=401, stored=False)


def _key_given() -> str:
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[0]
        except ValueError:
            return ""
    return ""


def _call(handler: Callable[..., Body | Answer], path: Given, *, by_page: bool) -> tuple[int, Body, str | None]:
    """Answer one call: its status, its body, and the request that was first to get this answer."""
    here = account()
    authenticate(by_page=by_page)
    if not here.bucket.take(time.monotonic()):
        raise StripeError("Too many requests hit the API too quickly.", status=429, code="rate_limit", stored=False)
    if (version := request.headers.get("Stripe-Version", API_VERSION)) != API_VERSION:
        raise errors.bad_parameter(f"This stand-in speaks the API version {API_VERSION} alone, not {version}.")
    given = _parameters()
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key is None:
        return *_work(handler, path, given, None), None
    mark = idempotency.fingerprint(request.method, request.path, given)
    done = idempotency.begin(here.pool, key, mark, g.request_id, lifetime=here.settings.idempotency_lifetime)
    if done:
        return done
    try:
        return *_work(handler, path, given, key), None
    finally:
        idempotency.forget(here.pool, key)  # nothing to forget when the answer was kept


def _work(handler: Callable[..., Body | Answer], path: Given, given: Given, key: str | None) -> tuple[int, Body]:
    """Run the call in one transaction with the answer that its idempotency key keeps."""
    here = account()
    try:
        with here.pool.connection() as connection:
            connection.execute(
                "SELECT set_config('lock_timeout', %s, true)", [f"{int(here.settings.lock_wait * 1000)}ms"]
            )
            desk = Desk(connection, here.settings, request_id=g.request_id, idempotency_key=key)
            try:
                with connection.transaction():
                    status, body = _done(desk, handler, path, given)
            except StripeError as exc:
                if not exc.stored:
                    raise
                status, body = exc.status, {"error": exc.error}
            if key is not None:
                idempotency.finish(connection, key, status, body)
    except psycopg.errors.LockNotAvailable as exc:
        raise errors.lock_timeout() from exc
    here.clock.wake()
    return status, body


def _done(desk: Desk, handler: Callable[..., Body | Answer], path: Given, given: Given) -> tuple[int, Body]:
    # A fault ordered for "in:…" is Stripe's own mistake, not the network's: an idempotency key keeps it and repeats it.
    label = f"in:{g.sandbox_label}"
    if rule := account().faults.take(label, {"fail"}):
        return rule.status, _own_mistake()
    outcome = handler(desk, given, **path)
    answer = outcome if isinstance(outcome, Answer) else Answer(outcome)
    if rule := account().faults.take(label, {"fail_after"}):
        return rule.status, _own_mistake()
    if answer.status != 200:
        return answer.status, _shown_error(answer.body)
    return 200, _expanded(desk, _shown(answer.body), given.get("expand", []))


def _own_mistake() -> Body:
    return {"error": {"type": "api_error", "message": "Something went wrong on the stand-in's end, as ordered."}}


def _shown(body: Body) -> Body:
    """Show a page only what a publishable key may see."""
    if g.by_page and body["object"] == "payment_intent":
        return {name: value for name, value in body.items() if name in PUBLIC}
    return dict(body)


def _shown_error(body: Body) -> Body:
    error = dict(body["error"])
    if "payment_intent" in error:
        error["payment_intent"] = _shown(error["payment_intent"])
    return {"error": error}


def _parameters() -> Given:
    if request.mimetype == "application/json" or (
        request.method == "POST" and request.mimetype == "multipart/form-data"
    ):
        raise errors.bad_parameter("Parameters are sent as application/x-www-form-urlencoded.")
    pairs = list(request.args.items(multi=True))
    if request.method == "POST":
        pairs += list(request.form.items(multi=True))
    return forms.decode(pairs)


def _only(asked: Given, **columns: str) -> Given:
    return {column: asked[name] for name, column in columns.items() if name in asked}


def _listed(desk: Desk, kind: str, asked: Given, *, where: Given | None = None) -> Body:
    data, has_more = store.page(desk, kind, asked, where=where)
    return {"object": "list", "data": data, "has_more": has_more, "url": request.path}


def _expanded(desk: Desk, body: Body, paths: Any) -> Body:
    if not isinstance(paths, list):
        raise errors.bad_parameter("expand is a list.", "expand")
    for path in paths:
        steps = str(path).split(".")
        if len(steps) > 4:
            raise errors.bad_parameter("Expansion goes four levels deep.", "expand")
        _expand(desk, body, steps, str(path))
    return body


def _expand(desk: Desk, body: Body, steps: list[str], path: str) -> None:
    name, rest = steps[0], steps[1:]
    if body["object"] == "list" and name == "data" and rest:
        body["data"] = [dict(item) for item in body["data"]]
        for item in body["data"]:
            _expand(desk, item, rest, path)
        return
    if body["object"] == "charge" and name == "refunds":
        url = f"/v1/charges/{body['id']}/refunds"
        data = store.children(desk, "refund", charge=body["id"])[:10]
        body["refunds"] = {"object": "list", "data": data, "has_more": False, "url": url}
        return
    if name not in body or name not in EXPANDABLE.keys() | NOTHING_YET or body["object"] == "event":
        raise errors.bad_parameter(f"This property cannot be expanded ({path}).", "expand")
    if isinstance(body[name], str):
        body[name] = store.get(desk, EXPANDABLE[name], body[name])
    if rest and body[name] is not None:
        _expand(desk, body[name], rest, path)


def _respond(work: Callable[[], tuple[int, Body, str | None]]) -> Response:
    first = None
    retry = None
    try:
        status, body, first = work()
    except StripeError as exc:
        status, body = exc.status, {"error": exc.error}
        retry = {409: "true", 429: "true" if exc.error.get("code") == "lock_timeout" else "false"}.get(status, "false")
    if "error" in body:
        body = {"error": body["error"] | {"request_log_url": f"{account().settings.base_url}/"}}
        retry = retry or "false"
    response = Response(json.dumps(body, indent=2, ensure_ascii=False), status=status, mimetype="application/json")
    response.headers["Request-Id"] = g.request_id
    response.headers["Stripe-Version"] = API_VERSION
    if retry:
        response.headers["Stripe-Should-Retry"] = retry
    if key := request.headers.get("Idempotency-Key"):
        response.headers["Idempotency-Key"] = key
    if first:
        response.headers["Original-Request"] = first
        response.headers["Idempotent-Replayed"] = "true"
    return response


def label() -> str:
    """Name the current request for the fault desk: method and route."""
    rule = request.url_rule
    shown = request.path if rule is None or rule.endpoint == "api._not_implemented" else rule.rule
    return f"{request.method} {shown}"


def unknown_path(_error: NotFound) -> tuple[Response, int]:
    body = {
        "error": {
            "type": "invalid_request_error",
            "message": f"Unrecognized request URL ({request.method}: {request.path}).",
        }
    }
    return Response(json.dumps(body), mimetype="application/json"), 404
