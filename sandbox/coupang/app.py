"""Puts the stand-in together."""

import secrets
from pathlib import Path

import psycopg
from flask import Flask, Response

from sandbox.coupang import (
    absent,
    cancels,
    categories,
    claims,
    clockwork,
    controls,
    options,
    ordersheets,
    pages,
    paths,
    places,
    product_reads,
    products,
    shipping,
)
from sandbox.coupang.envelopes import OrderError, ProductError, answer, order_refusal, product_refusal
from sandbox.coupang.gate import Gate, Gateway
from sandbox.coupang.settings import Settings
from sandbox.coupang.world import World
from sandbox.shared import database, faults

SCHEMA = Path(__file__).with_name("schema.sql")


def make_app(settings: Settings, database_url: str) -> Flask:
    """Return the stand-in on a prepared database, with its clerks at work."""
    database.prepare(database_url, SCHEMA)
    world = World(settings, database.open_pool(database_url))
    app = Flask("sandbox.coupang", root_path=str(Path(__file__).parent))
    app.secret_key = secrets.token_bytes(32)
    app.url_map.merge_slashes = False
    app.extensions["coupang"] = world
    gate = Gate(world)

    def reset() -> None:
        with world.moving:
            database.empty(world.pool)
        world.settings = settings
        world.forced_results.clear()
        gate.reset()

    faults.install(app, label=paths.label, reset=reset)
    gate.install(app)
    _register(app)
    app.wsgi_app = Gateway(app.wsgi_app, world)  # type: ignore[method-assign]
    clockwork.start(world)
    return app


def _register(app: Flask) -> None:
    parts = (categories, places, products, product_reads, options, ordersheets, shipping, claims, cancels)
    for part in (*parts, absent, controls, pages):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(ProductError, product_refusal)
    app.register_error_handler(OrderError, order_refusal)
    app.register_error_handler(psycopg.DataError, _out_of_range)


def _out_of_range(_error: Exception) -> Response:
    """Refuse numbers beyond 64 bits and texts with NUL, which the database will not hold."""
    return answer({"code": "ERROR", "message": "입력값에 오류가 있습니다."}, 400)
