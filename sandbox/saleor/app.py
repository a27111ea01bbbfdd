"""The doors: GraphQL, the key set, pictures."""

import json
from typing import Any

import jwt
from flask import Flask, Response, request

from sandbox.shared import faults
from sandbox.shared.database import Pool

from . import media
from .deliveries import Deliveries
from .engine import Engine, Refusal, shown
from .identity import ANONYMOUS, Caller, staff, token_hash
from .ids import split
from .store import Call
from .world import Options, World

CLOSED = {
    "errors": [
        {
            "message": "The storefront API is closed: a token of an app or of a member of staff is needed.",
            "extensions": {"code": "STOREFRONT_TRAFFIC_NOT_ALLOWED"},
        }
    ]
}


def make_app(pool: Pool, url: str, options: Options) -> Flask:
    """Return the whole stand-in as a WSGI app, its background threads running."""
    world = World(pool, url, options)
    engine = Engine()
    world.deliveries = Deliveries(world, engine)
    app = Flask("sandbox.saleor", static_folder=None)

    def label() -> str:
        if request.path.rstrip("/") != "/graphql" or request.method != "POST":
            return f"{request.method} /{request.path.strip('/').split('/')[0]}"
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("query"), str):
            return "unreadable"
        return engine.label(body["query"], body.get("operationName"))

    def reset() -> None:
        world.forget_everything()
        world.deliveries.forget()

    world.desk = faults.install(app, label=label, reset=reset)

    @app.post("/graphql/")
    def graphql() -> Response:
        body = request.get_json(silent=True)
        if isinstance(body, list):
            return _json({"errors": [{"message": "Batch requests are not supported."}]}, 400)
        if not isinstance(body, dict) or not isinstance(body.get("query"), str):
            return _json({"errors": [{"message": "Must provide a query string."}]}, 400)
        variables = body.get("variables") or {}
        if not isinstance(variables, dict):
            return _json({"errors": [{"message": "Variables must be an object."}]}, 400)
        call = Call(world, address=request.remote_addr or "")
        try:
            call.caller, call.bad_token = identify(call, bearer())
            if not world.shop["allow_storefront_traffic"] and not (call.caller.kind == "app" or call.caller.is_staff):
                try:
                    engine.document(body["query"])
                except Refusal as refusal:
                    return _json({"errors": [shown(error) for error in refusal.errors]}, 400)
                return _json(CLOSED, 401)
            status, answer = engine.execute(call, body["query"], variables, body.get("operationName"))
        finally:
            call.release()
        return _json(answer, status)

    @app.get("/graphql/")
    def playground() -> str:
        return "<!doctype html><title>GraphQL</title><p>POST your operations here.</p>"

    @app.get("/.well-known/jwks.json")
    def key_set() -> Response:
        return _json(world.key.key_set(), 200)

    media.install(app, world)
    from .background import start

    start(world)
    return app


def bearer() -> str | None:
    """Return the token of the current request."""
    header = request.headers.get("Authorization-Bearer")
    if header:
        return header.strip()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() in ("bearer", "jwt") and token.strip() else None


def identify(call: Call, token: str | None) -> tuple[Caller, Exception | None]:
    """Return who has this token; a JWT that is no good comes back as an error, which every root field then raises."""
    if token is None:
        return ANONYMOUS, None
    if token.count(".") == 2:
        try:
            claims = call.world.key.read_token(token)
            if claims.get("type") != "access":
                raise jwt.InvalidTokenError("Not an access token")
            user = call.get("account", int(split(claims["user_id"])[1]))
        except jwt.InvalidTokenError as exc:
            return ANONYMOUS, exc
        if user is None or not user["is_active"]:
            return ANONYMOUS, jwt.InvalidTokenError("Invalid token. User does not exist or is inactive.")
        return (staff(user["id"]) if user["is_staff"] else Caller("user", user["id"])), None
    row = call.row(
        "SELECT a.* FROM app_token t JOIN app a ON a.id = t.app_id WHERE t.token_hash = %s AND a.is_active",
        token_hash(token),
    )
    if row is None:
        return ANONYMOUS, None
    return Caller("app", row["id"], False, row["identifier"], frozenset(row["permissions"])), None


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json")
