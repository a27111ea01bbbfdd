"""The same goods in a Saleor, loaded and listed through its own API."""

import json
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

CHANNEL = "gachi-bench"
SHOPPERS = 4
LIST = """
query List($channel: String!) {
  products(first: 24, channel: $channel, sortBy: {field: CREATED_AT, direction: DESC}) {
    edges { node {
      id name slug
      thumbnail(size: 512, format: WEBP) { url alt }
      pricing {
        onSale
        priceRange { start { gross { amount currency } } }
        priceRangeUndiscounted { start { gross { amount currency } } }
      }
      isAvailable
      attributes { attribute { slug name } values { slug name } }
    } }
  }
}
"""


class SaleorRefused(Exception):
    """Saleor answered with errors; the message holds them."""


@dataclass(frozen=True)
class Good:
    reference: str
    title: str
    price: int
    kind: str
    district: str
    picture: bytes


def goods() -> list[Good]:
    """Return what our shop lists, in this process's database."""
    from django.core.files.storage import default_storage

    from marketplace.look.images import StoredPicture
    from marketplace.storefront.models import Card

    pictures: dict[str, bytes] = {}
    found = []
    for card in Card.objects.filter(is_visible=True).order_by("listed_at", "pk"):
        stored = StoredPicture.from_json(card.picture or {})
        if stored.key not in pictures:
            with default_storage.open(stored.original_name) as file:
                pictures[stored.key] = file.read()
        kind = card.kinds[0] if card.kinds else "-"
        picture = pictures[stored.key]
        found.append(Good(card.reference, card.title, card.price or 0, kind, card.district, picture))
    return found


class Saleor:
    """One Saleor, spoken to as its staff (an app's token, or ``email:password``) and as a shopper."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._http = httpx.Client(timeout=120)
        self._headers: dict[str, str] = {}
        if ":" in token:
            email, _, password = token.partition(":")
            query = "mutation($e: String!, $p: String!) { tokenCreate(email: $e, password: $p) { token } }"
            token = str(self.ask(query, {"e": email, "p": password})["tokenCreate"]["token"])
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the data of an answer, or raise SaleorRefused."""
        answer = self._http.post(
            self.address, json={"query": query, "variables": variables or {}}, headers=self._headers
        )
        return _data(answer.json())

    def version(self) -> str:
        return str(self.ask("{ shop { version } }")["shop"]["version"])

    def load(self, wanted: Sequence[Good], *, say: Callable[[str], None]) -> None:
        """Create a channel and these goods in it, with attributes and pictures; what is there already stays."""
        if self.ask("query($c: String!) { channel(slug: $c) { id } }", {"c": CHANNEL})["channel"]:
            say("Saleor holds the goods of an earlier run")
            return
        places = self._places(wanted)
        for number, good in enumerate(wanted, 1):
            self._create(good, places)
            if number % 60 == 0 or number == len(wanted):
                say(f"Saleor: goods {number}/{len(wanted)}")

    def rate(self, *, seconds: float) -> float:
        """Return how many lists a second are answered to shoppers who each ask one after another."""
        body = json.dumps({"query": LIST, "variables": {"channel": CHANNEL}}).encode()
        ends = time.perf_counter() + seconds
        counts = [0] * SHOPPERS
        faults: list[str] = []

        def shop(number: int) -> None:
            with httpx.Client(timeout=120, headers={"Content-Type": "application/json"}) as client:
                while time.perf_counter() < ends and not faults:
                    found = client.post(self.address, content=body).json()
                    if "errors" in found or len(found["data"]["products"]["edges"]) != 24:
                        faults.append(str(found)[:500])
                    counts[number] += 1

        began = time.perf_counter()
        threads = [threading.Thread(target=shop, args=(number,)) for number in range(SHOPPERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise SaleorRefused(faults[0])
        return sum(counts) / (time.perf_counter() - began)

    def _make(self, name: str, kind: str, given: dict[str, Any], answer: str) -> str:
        """Run a create mutation and return the id of what it made."""
        query = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ {answer} {{ id }} errors {{ field message }} }} }}"
        return str(_made(self.ask(query, {"i": given})[name])[answer]["id"])

    def _places(self, wanted: Sequence[Good]) -> dict[str, str]:
        channel = {"name": CHANNEL, "slug": CHANNEL, "currencyCode": "KRW", "defaultCountry": "KR", "isActive": True}
        places = {"channel": self._make("channelCreate", "ChannelCreateInput", channel, "channel")}
        for slug, values in {"kind": {g.kind for g in wanted}, "district": {g.district for g in wanted}}.items():
            attribute = {
                "name": slug,
                "slug": f"bench-{slug}",
                "type": "PRODUCT_TYPE",
                "inputType": "DROPDOWN",
                "values": [{"name": value} for value in sorted(values)],
            }
            places[slug] = self._make("attributeCreate", "AttributeCreateInput", attribute, "attribute")
        both = [places["kind"], places["district"]]
        of_type = {"name": CHANNEL, "slug": CHANNEL, "productAttributes": both, "hasVariants": False, "kind": "NORMAL"}
        places["type"] = self._make("productTypeCreate", "ProductTypeInput", of_type, "productType")
        places["category"] = self._make("categoryCreate", "CategoryInput", {"name": CHANNEL}, "category")
        return places

    def _create(self, good: Good, places: dict[str, str]) -> None:
        given = {
            "name": good.title,
            "slug": f"{good.reference}-{secrets.token_hex(3)}",
            "productType": places["type"],
            "category": places["category"],
            "attributes": [
                {"id": places["kind"], "dropdown": {"value": good.kind}},
                {"id": places["district"], "dropdown": {"value": good.district}},
            ],
        }
        product = self._make("productCreate", "ProductCreateInput", given, "product")
        listing = {
            "updateChannels": [
                {
                    "channelId": places["channel"],
                    "isPublished": True,
                    "visibleInListings": True,
                    "isAvailableForPurchase": True,
                }
            ]
        }
        variant = {"product": product, "sku": good.reference, "trackInventory": False, "attributes": []}
        variant_id = self._make("productVariantCreate", "ProductVariantCreateInput", variant, "productVariant")
        self._change("productChannelListingUpdate", "ProductChannelListingUpdateInput!", product, listing)
        price = [{"channelId": places["channel"], "price": good.price}]
        self._change(
            "productVariantChannelListingUpdate", "[ProductVariantChannelListingAddInput!]!", variant_id, price
        )
        self._picture(product, good)

    def _change(self, name: str, kind: str, subject: str, given: Any) -> None:
        query = f"mutation($id: ID!, $i: {kind}) {{ {name}(id: $id, input: $i) {{ errors {{ field message }} }} }}"
        _made(self.ask(query, {"id": subject, "i": given})[name])

    def _picture(self, product: str, good: Good) -> None:
        query = (
            'mutation($p: ID!, $f: Upload!) { productMediaCreate(input: {product: $p, image: $f, alt: ""})'
            " { media { id } errors { field message } } }"
        )
        asked = {"query": query, "variables": {"p": product, "f": None}}
        answer = self._http.post(
            self.address,
            data={"operations": json.dumps(asked), "map": json.dumps({"0": ["variables.f"]})},
            files={"0": (f"{good.reference}.jpg", good.picture, "image/jpeg")},
            headers=self._headers,
        )
        _made(_data(answer.json())["productMediaCreate"])


def _data(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("errors"):
        raise SaleorRefused(str(answer["errors"])[:1000])
    data: dict[str, Any] = answer["data"]
    return data


def _made(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("errors"):
        raise SaleorRefused(str(answer["errors"])[:1000])
    return answer
