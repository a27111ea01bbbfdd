"""What a browser gets: Stripe.js and its frame, the bank's challenge, and a small dashboard."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.stripe import intents, store
from sandbox.stripe.api import account
from sandbox.stripe.errors import Body
from sandbox.stripe.store import Desk

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE = "text/javascript", "text/css"
# The frame and the challenge hold card data: nothing from elsewhere runs or loads in them.
FRAME_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action *"
WORDS = {
    "ko": {
        "title": "본인 인증",
        "lead": "카드사가 결제하는 분이 본인인지 확인하고 있어요.",
        "pretend": "연습용 은행 화면이에요. 실제 카드사로 연결되지 않아요.",
        "amount": "결제 금액",
        "card": "카드",
        "approve": "인증하기",
        "fail": "인증 실패로 하기",
        "done": "확인이 끝났어요. 잠시만 기다려 주세요.",
    },
    "en": {
        "title": "Confirm it is you",
        "lead": "Your bank wants to be sure that you are the one who pays.",
        "pretend": "This bank is for practice. No real bank is asked.",
        "amount": "Amount",
        "card": "Card",
        "approve": "Approve",
        "fail": "Fail",
        "done": "Done. One moment, please.",
    },
}

pages = Blueprint("pages", __name__)


@pages.get("/v3/")
@pages.get("/v3")
def stripe_js() -> Response:
    return _file("stripe.js", SCRIPT)


@pages.get("/v3/payment-element.js")
def element_script() -> Response:
    return _file("payment-element.js", SCRIPT)


@pages.get("/v3/challenge.js")
def challenge_script() -> Response:
    return _file("challenge.js", SCRIPT)


@pages.get("/v3/style.css")
def style() -> Response:
    return _file("style.css", STYLE)


@pages.get("/v3/payment-element")
def element() -> Response:
    """Serve the card form that Stripe.js puts into the shop's page; it speaks with that page by messages alone."""
    return _guarded(render_template("payment-element.html", three_d_secure=account().settings.three_d_secure))


@pages.get("/3d_secure/<token>")
def challenge(token: str) -> Response:
    with account().pool.connection() as connection:
        desk = Desk(connection, account().settings)
        row = connection.execute("SELECT * FROM challenges WHERE token = %s", [token]).fetchone()
        if row is None:
            return _guarded("", status=404)
        intent = store.get(desk, "payment_intent", row["intent"])
        if not _is_current(intent, token):
            return _challenge_page(None)
        method = store.get(desk, "payment_method", intent["payment_method"])
    return _challenge_page({"amount": money(intent), "last4": method["card"]["last4"]})


@pages.post("/3d_secure/<token>")
def answer_challenge(token: str) -> AnyResponse:
    """Take the payer's answer, charge or not, and send the browser where the shop asked."""
    with account().pool.connection() as connection:
        desk = Desk(connection, account().settings)
        row = connection.execute("SELECT * FROM challenges WHERE token = %s", [token]).fetchone()
        if row is None:
            return _guarded("", status=404)
        intent = store.find(desk, "payment_intent", row["intent"], lock=True).body
        if _is_current(intent, token):
            intents.authenticate(desk, intent, approved=request.form.get("outcome") == "approve")
    account().clock.wake()
    if row["return_url"]:
        return redirect(_with_outcome(row["return_url"], intent), 303)
    return _challenge_page(None)


@pages.get("/")
def dashboard() -> str:
    with account().pool.connection() as connection:
        desk = Desk(connection, account().settings)
        shown = {kind: store.page(desk, kind, {"limit": 30})[0] for kind in ("payment_intent", "refund", "event")}
        deliveries = connection.execute("SELECT event, state, attempts, last_status FROM deliveries").fetchall()
    return render_template(
        "dashboard.html",
        intents=shown["payment_intent"],
        refunds=shown["refund"],
        events=shown["event"],
        deliveries={row["event"]: row for row in deliveries},
        settings=account().settings,
        money=money,
        moment=lambda at: datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%d %H:%M:%S"),
    )


@pages.get("/objects/<id>")
def one_object(id: str) -> Response:
    with account().pool.connection() as connection:
        row = connection.execute("SELECT body FROM objects WHERE id = %s", [id]).fetchone()
    if row is None:
        return Response("No such object", status=404, mimetype="text/plain")
    return Response(json.dumps(row["body"], indent=2, ensure_ascii=False), mimetype="application/json")


def money(body: Body) -> str:
    """Return an amount as people write it."""
    if body["currency"] == "krw":
        return f"{body['amount']:,}원"
    places = 0 if body["currency"] == "jpy" else 2
    return f"{body['amount'] / 10**places:,.{places}f} {body['currency'].upper()}"


def _is_current(intent: Body, token: str) -> bool:
    """Say whether the intent still waits for this very challenge, not for a later one."""
    action = intent["next_action"] or {}
    url = action.get("redirect_to_url", {}).get("url") or action.get("use_stripe_sdk", {}).get("stripe_js") or ""
    return intent["status"] == "requires_action" and url.endswith(f"/{token}")


def _with_outcome(url: str, intent: Body) -> str:
    outcome = {"succeeded": "succeeded", "requires_capture": "succeeded", "processing": "pending"}
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    query += [
        ("payment_intent", intent["id"]),
        ("payment_intent_client_secret", intent["client_secret"]),
        ("redirect_status", outcome.get(intent["status"], "failed")),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _challenge_page(asked: Body | None) -> Response:
    language = request.accept_languages.best_match(["ko", "en"], default="ko") or "ko"
    return _guarded(render_template("challenge.html", asked=asked, words=WORDS[language], language=language))


def _guarded(page: str, *, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(name: str, kind: str) -> Response:
    response = Response((STATIC / name).read_bytes(), mimetype=kind)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
