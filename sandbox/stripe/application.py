"""The stand-in put together."""

from pathlib import Path

from flask import Flask

from sandbox.shared import database, faults
from sandbox.stripe import idempotency
from sandbox.stripe.api import Account, api, label, refuse_nul, unknown_path
from sandbox.stripe.clock import Clock
from sandbox.stripe.pages import pages
from sandbox.stripe.rates import Bucket
from sandbox.stripe.settings import Settings

HERE = Path(__file__).parent


def make_app(settings: Settings, database_url: str) -> Flask:
    """Return the running stand-in, its database prepared and its clock ticking."""
    database.prepare(database_url, HERE / "schema.sql")
    pool = database.open_pool(database_url)
    idempotency.forget_unfinished(pool)
    app = Flask("sandbox.stripe", static_folder=None, template_folder=str(HERE / "templates"))
    app.before_request(refuse_nul)
    desk = faults.install(app, label=label, reset=lambda: database.empty(pool))
    clock = Clock(pool, settings, desk)
    app.extensions["stripe_account"] = Account(settings, pool, desk, clock, Bucket(settings.rate_limit))
    app.register_blueprint(api)
    app.register_blueprint(pages)
    app.register_error_handler(404, unknown_path)
    clock.start()
    return app
