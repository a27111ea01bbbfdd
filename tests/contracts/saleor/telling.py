"""Asking a Saleor our own operations, and writing down its answers so that two Saleors can be compared.

What differs between any two Saleors without meaning anything (ids, moments, tokens, addresses) gets a name in the order
of its appearance: the second product seen is always ``<Product 2>``. What is left is what our code lives on: shape,
nulls, codes, fields, ordering, rounding, the forms of ids.
"""

import base64
import binascii
import re
from pathlib import Path

import httpx

OPERATIONS = Path(__file__).parents[3] / "marketplace" / "saleor" / "operations"

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ADDRESS = re.compile(r"https?://127\.0\.0\.1:\d+")
DOMAIN = re.compile(r"127\.0\.0\.1:\d+")
GLOBAL_ID = re.compile(r"\b[A-Za-z0-9+/]{12,}={0,2}")
REFERENCE = re.compile(r"\d+_\d+")  # the slug of a reference: <product's key>_<page's key>
SECRETS = {"token", "authToken", "auth_token", "refreshToken", "clientSecret"}
COUNTED = {"number"}  # an order's number depends on what else was ordered


def documents() -> dict[str, str]:
    """Return every operation of ours by name, with the fragments that it needs."""
    texts = [path.read_text() for path in sorted(OPERATIONS.glob("*.graphql"))]
    fragments = {re.search(r"fragment (\w+)", text)[1]: text for text in texts if text.startswith("fragment")}
    found = {}
    for text in texts:
        if name := re.search(r"^(?:query|mutation) (\w+)", text, re.M):
            found[name[1]] = text + "".join(fragments[one] for one in sorted(_needed(text, fragments)))
    return found


def _needed(text, fragments):
    direct = set(re.findall(r"\.\.\.(\w+)", text)) & set(fragments)
    return direct.union(*(_needed(fragments[one], fragments) for one in direct))


class Names:
    """Gives every id of a run a name that any other run gives it too."""

    def __init__(self):
        self.given = {}
        self.counts = {}

    def plain(self, value, key=""):
        """Return a value with names in place of what differs from one Saleor to the next."""
        if isinstance(value, dict):
            return {name: self.plain(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [self.plain(one, key) for one in value]
        if not isinstance(value, str) or not value:
            return value
        if key in SECRETS and not UUID.fullmatch(value):
            return "<secret>"
        if key in COUNTED:
            return "<number>"
        if kind := _kind(value):
            return self._name(kind, value)
        if key == "endCursor":
            return "<cursor>"
        if key == "slug" and REFERENCE.fullmatch(value):
            return "<product>_<page>"
        if key == "message":
            value = GLOBAL_ID.sub(lambda found: self._inside(found[0]), value)
        value = UUID.sub(lambda found: self._name("uuid", found[0]), value)
        return DOMAIN.sub("<domain>", ADDRESS.sub("<address>", MOMENT.sub("<moment>", value)))

    def _inside(self, word):
        kind = _kind(word)
        return self._name(kind, word) if kind else word

    def _name(self, kind, value):
        if value not in self.given:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.given[value] = f"<{kind} {self.counts[kind]}>"
        return self.given[value]


def _kind(value):
    """Return the type inside one of Saleor's global ids, or nothing."""
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    kind, colon, key = text.partition(":")
    return kind if colon and key and kind.isidentifier() and kind[0].isupper() else ""


class Telling:
    """One run of a scenario: who asks is changed with `as_`, what was asked and answered is in `steps`."""

    def __init__(self, url, *, documents):
        self.url = url
        self.documents = documents
        self.names = Names()
        self.token = ""
        self.steps = []
        self.http = httpx.Client(timeout=120, trust_env=False)

    def as_(self, token):
        self.token = token
        return self

    def ask(self, operation, **variables):
        """Carry out one of our operations, note it, and return its data (nothing if it was refused as a whole)."""
        response = self._post(operation, self.documents[operation], variables)
        answer = response.json()
        self.steps.append(
            {
                "operation": operation,
                "variables": self.names.plain(variables),
                "status": response.status_code,
                "answer": self.names.plain(_without_noise(answer)),
            }
        )
        data = answer.get("data") or {}
        return next(iter(data.values()), None) if len(data) == 1 else data

    def quietly(self, query, **variables):
        """Ask something that is not ours, to bring about or look at what a scenario needs; nothing is noted."""
        answer = self._post("", query, variables).json()
        assert "errors" not in answer, answer
        (data,) = answer["data"].values()
        assert not (isinstance(data, dict) and data.get("errors")), data
        return data

    def _post(self, operation, query, variables):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables} | ({"operationName": operation} if operation else {})
        return self.http.post(self.url, json=body, headers=headers)

    def close(self):
        self.http.close()


def _without_noise(answer):
    """Return an answer without its cost and without the place in a traceback, which no caller reads."""
    shown = {key: value for key, value in answer.items() if key != "extensions"}
    if "errors" in shown:
        shown["errors"] = [
            {
                "message": one.get("message"),
                "path": one.get("path"),
                "code": (one.get("extensions") or {}).get("exception", {}).get("code")
                or (one.get("extensions") or {}).get("code"),
            }
            for one in shown["errors"]
        ]
    return shown
