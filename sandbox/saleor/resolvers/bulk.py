"""Many products or variants in one call, under the three error policies.

REJECT_EVERYTHING (the default) saves nothing if one row is wrong; REJECT_FAILED_ROWS saves the good rows;
IGNORE_FAILED saves bad rows too, without the part that is wrong.
"""

from datetime import UTC, datetime
from typing import Any

from .. import attributes as values_of
from .. import ids
from ..media import probe
from ..problems import GraphQLProblem, Refused, refuse
from ..registry import mutation
from ..stock import set_quantity
from ..store import Call, Row
from .common import as_dict
from .products import by_id_or_reference, join_collections, made_slug, product_values, save_listing, touch
from .variants import price_problem, save_price


class Basket:
    """What is known while the rows of one call are read: what they may not repeat, what they point at."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.taken: dict[str, set[str]] = {"slug": set(), "external": set(), "sku": set(), "variant external": set()}

    def claim(self, what: str, value: str | None) -> bool:
        """Take a unique value; False if somebody has it."""
        if value is None:
            return True
        table, column = {
            "slug": ("product", "slug"),
            "external": ("product", "external_reference"),
            "sku": ("variant", "sku"),
            "variant external": ("variant", "external_reference"),
        }[what]
        if value in self.taken[what] or self.call.value(f"SELECT 1 FROM {table} WHERE {column} = %s", value):
            return False
        self.taken[what].add(value)
        return True

    def find(self, table: str, kind: str, id: str) -> Row | None:
        """Return what an id names, or None for anything else."""
        try:
            key: Any = ids.unique(id, kind) if kind == "Warehouse" else ids.number(id, kind)
        except GraphQLProblem:
            return None
        return self.call.get(table, key)


# In the order in which Saleor looks at them.
VARIANT_CLAIMS = (("variant external", "external_reference", "externalReference"), ("sku", "sku", "sku"))


def bad(path: str, code: str, message: str, **more: Any) -> dict[str, Any]:
    """Return one error of a row."""
    return {"path": path, "field": path, "code": code, "message": message, **more}


# Products ------------------------------------------------------------------------------------------------------------


class ProductRow:
    """One product of productBulkCreate: read first, written later, if at all."""

    def __init__(self, basket: Basket, given: dict[str, Any]) -> None:
        self.basket = basket
        self.call = basket.call
        self.given = given
        self.errors: list[dict[str, Any]] = []
        self.lost = False
        self.values: dict[str, Any] = {}
        self.assignments: list[values_of.Assignment] = []
        self.listings: list[tuple[int, dict[str, Any]]] = []
        self.variants: list[VariantRow] = []
        self.media: list[dict[str, Any]] = []
        self._read()

    def _read(self) -> None:
        given, call = self.given, self.call
        kind = self.basket.find("product_type", "ProductType", given["product_type"])
        if kind is None:
            self.errors.append(bad("productType", "NOT_FOUND", "Product type with given ID doesn't exist."))
            self.lost = True
            return
        if not (given.get("name") or "").strip():
            self.errors.append(bad("name", "REQUIRED", "This field is required."))
            self.lost = True
        try:
            self.values = product_values(call, given)
        except (Refused, GraphQLProblem):
            self.errors.append(bad("category", "NOT_FOUND", "Category with given ID doesn't exist."))
            self.values = product_values(call, {**given, "category": None})
        self.values["product_type_id"] = kind["id"]
        for column in ("metadata", "private_metadata"):
            if given.get(column):
                self.values[column] = as_dict(given[column])
        known = values_of.attributes_of(call, "PRODUCT", kind["id"])
        self.assignments, errors = values_of.read(call, known, given.get("attributes") or [], complete=True)
        self.errors += [{**one, "path": "attributes"} for one in errors]
        self._read_listings()
        self._read_media()
        for place, entry in enumerate(given.get("variants") or []):
            row = VariantRow(self.basket, entry, kind, {key for key, _ in self.listings})
            self.errors += [{**one, "path": f"variants.{place}.{one['path']}"} for one in row.errors]
            self.variants.append(row)
        self._claim()

    def _claim(self) -> None:
        """Look last at what has to be unique: at the variants' only if the product's is, and without their place."""
        if self.lost:
            return
        for what, column, path in (("external", "external_reference", "externalReference"), ("slug", "slug", "slug")):
            if not self.basket.claim(what, self.given.get(column)):
                self.errors.append(bad(path, "UNIQUE", f"Product with this {path} already exists."))
                self.lost = True
        for variant in [] if self.lost else self.variants:
            self.errors += variant.claim(self.basket)

    def _read_listings(self) -> None:
        seen: set[int] = set()
        for place, entry in enumerate(self.given.get("channel_listings") or []):
            channel = self.basket.find("channel", "Channel", entry["channel_id"])
            if channel is None:
                self.errors.append(
                    bad(
                        f"channelListings.{place}.channelId",
                        "NOT_FOUND",
                        "Not existing channel ID.",
                        channels=[entry["channel_id"]],
                    )
                )
            elif channel["id"] in seen:
                self.errors.append(
                    bad(
                        f"channelListings.{place}.channelId",
                        "DUPLICATED_INPUT_ITEM",
                        "Duplicated channel ID.",
                        channels=[entry["channel_id"]],
                    )
                )
            else:
                seen.add(channel["id"])
                self.listings.append((channel["id"], entry))

    def _read_media(self) -> None:
        for place, entry in enumerate(self.given.get("media") or []):
            if not entry.get("media_url"):
                self.errors.append(bad(f"media.{place}", "REQUIRED", "Image or media url is required."))
            elif problem := probe(self.call, entry["media_url"]):
                self.errors.append(bad(f"media.{place}.mediaUrl", *problem))
            else:
                self.media.append(entry)

    def write(self) -> Row:
        """Save the product with every part that is right."""
        call = self.call
        self.values.setdefault("slug", made_slug(call, self.values["name"]))
        row = call.insert("product", self.values)
        values_of.write(call, "PRODUCT", row["id"], self.assignments)
        for channel_id, entry in self.listings:
            save_listing(call, row["id"], channel_id, entry)
        if self.given.get("collections"):
            join_collections(call, row["id"], self.given["collections"])
        for entry in self.media:
            call.insert(
                "media",
                {
                    "product_id": row["id"],
                    "alt": entry.get("alt") or "",
                    "external_url": entry["media_url"],
                    "due_at": datetime.now(UTC),
                },
            )
        for variant in self.variants:
            if not variant.lost:
                variant.write(row["id"])
        touch(call, row["id"])
        call.world.deliveries.emit(call, "PRODUCT_CREATED", {"product": row["id"]})
        return row


class VariantRow:
    """One variant to be created: of productBulkCreate or productVariantBulkCreate."""

    def __init__(self, basket: Basket, given: dict[str, Any], kind: Row, listed: set[int]) -> None:
        self.call = call = basket.call
        self.given = given
        self.errors: list[dict[str, Any]] = []
        self.lost = False
        self.prices: list[tuple[int, dict[str, Any]]] = []
        self.stocks: list[tuple[Any, int]] = []
        known = values_of.attributes_of(call, "VARIANT", kind["id"])
        self.assignments, errors = values_of.read(call, known, given.get("attributes") or [], complete=True)
        if errors:
            self.errors += [{**one, "path": "attributes"} for one in errors]
            self.lost = True
        for place, entry in enumerate(given.get("channel_listings") or []):
            self._read_price(basket, place, entry, listed)
        seen: set[Any] = set()
        for place, entry in enumerate(given.get("stocks") or []):
            warehouse = basket.find("warehouse", "Warehouse", entry["warehouse"])
            if warehouse is None:
                self.errors.append(
                    bad(
                        f"stocks.{place}.warehouse",
                        "NOT_FOUND",
                        "Not existing warehouse ID.",
                        warehouses=[entry["warehouse"]],
                    )
                )
            elif warehouse["id"] in seen:
                self.errors.append(
                    bad(
                        f"stocks.{place}.warehouse",
                        "DUPLICATED_INPUT_ITEM",
                        "Duplicated warehouse ID.",
                        warehouses=[entry["warehouse"]],
                    )
                )
            else:
                seen.add(warehouse["id"])
                self.stocks.append((warehouse["id"], entry["quantity"]))

    def claim(self, basket: Basket) -> list[dict[str, Any]]:
        """Take what has to be unique, unless something else is wrong with the variant; return what somebody has."""
        if self.lost:
            return []
        errors = []
        for what, column, path in VARIANT_CLAIMS:
            if not basket.claim(what, self.given.get(column)):
                errors.append(bad(path, "UNIQUE", f"Product variant with this {path} already exists."))
                self.lost = True
        return errors

    def _read_price(self, basket: Basket, place: int, entry: dict[str, Any], listed: set[int]) -> None:
        path, more = f"channelListings.{place}", {"channels": [entry["channel_id"]]}
        channel = basket.find("channel", "Channel", entry["channel_id"])
        if channel is None:
            self.errors.append(bad(f"{path}.channelId", "NOT_FOUND", "Not existing channel ID.", **more))
        elif channel["id"] not in listed:
            self.errors.append(
                bad(
                    f"{path}.channelId", "PRODUCT_NOT_ASSIGNED_TO_CHANNEL", "Product not available in channels.", **more
                )
            )
        elif any(key == channel["id"] for key, _ in self.prices):
            self.errors.append(bad(f"{path}.channelId", "DUPLICATED_INPUT_ITEM", "Duplicated channel ID.", **more))
        elif problem := price_problem(entry, channel["currency_code"]):
            self.errors.append(bad(f"{path}.{problem[0]}", "INVALID_PRICE", problem[1], **more))
        else:
            self.prices.append((channel["id"], entry))

    def write(self, product_id: int) -> Row:
        """Save the variant with every part that is right."""
        call, given = self.call, self.given
        values = {
            name: given[name]
            for name in ("sku", "name", "external_reference", "track_inventory", "quantity_limit_per_customer")
            if given.get(name) is not None
        }
        for column in ("metadata", "private_metadata"):
            if given.get(column):
                values[column] = as_dict(given[column])
        if not values.get("name"):
            values["name"] = (
                " / ".join(value["name"] for one in self.assignments for value in one.values) or given.get("sku") or ""
            )
        row = call.insert("variant", {**values, "product_id": product_id})
        values_of.write(call, "VARIANT", row["id"], self.assignments)
        for channel_id, entry in self.prices:
            save_price(call, row["id"], channel_id, entry)
        for warehouse_id, quantity in self.stocks:
            call.insert("stock", {"variant_id": row["id"], "warehouse_id": warehouse_id, "quantity": quantity})
        call.world.deliveries.emit(call, "PRODUCT_VARIANT_CREATED", {"product_variant": row["id"]})
        return row


def _nothing(rows: list[Any], key: str) -> dict[str, Any]:
    return {"count": 0, "results": [{key: None, "errors": row.errors} for row in rows]}


@mutation("productBulkCreate", atomic=False)
def product_bulk_create(call: Call, products: list[dict[str, Any]], error_policy: str | None = None) -> dict[str, Any]:
    policy = error_policy or "REJECT_EVERYTHING"
    with call.transaction():
        basket = Basket(call)
        rows = [ProductRow(basket, given) for given in products]
        if policy == "REJECT_EVERYTHING" and any(row.errors for row in rows):
            return _nothing(rows, "product")
        results = []
        for row in rows:
            dropped = row.lost or (row.errors and policy == "REJECT_FAILED_ROWS")
            results.append({"product": None if dropped else row.write(), "errors": row.errors})
    return {"count": sum(one["product"] is not None for one in results), "results": results}


@mutation("productVariantBulkCreate")
def product_variant_bulk_create(
    call: Call, product: str, variants: list[dict[str, Any]], error_policy: str | None = None
) -> dict[str, Any]:
    policy = error_policy or "REJECT_EVERYTHING"
    above = by_id_or_reference(call, "product", "Product", product, None)
    kind = call.one("SELECT * FROM product_type WHERE id = %s", above["product_type_id"])
    listed = {
        one["channel_id"]
        for one in call.rows("SELECT channel_id FROM product_listing WHERE product_id = %s", above["id"])
    }
    basket = Basket(call)
    rows = [VariantRow(basket, given, kind, listed) for given in variants]
    for place, row in enumerate(rows):
        row.errors += row.claim(basket)
        for one in row.errors:
            one["index"] = place
    # Of the three bulk mutations this one alone repeats its rows' errors beside them.
    errors = [one for row in rows for one in row.errors]
    if policy == "REJECT_EVERYTHING" and errors:
        return {**_nothing(rows, "product_variant"), "errors": errors}
    results = []
    for row in rows:
        dropped = row.lost or (row.errors and policy == "REJECT_FAILED_ROWS")
        results.append({"product_variant": None if dropped else row.write(above["id"]), "errors": row.errors})
    touch(call, above["id"])
    return {
        "count": sum(one["product_variant"] is not None for one in results),
        "results": results,
        "errors": errors,
    }


# Changing many variants ----------------------------------------------------------------------------------------------


class VariantChange:
    """One row of productVariantBulkUpdate: listings and stocks are named by their own ids."""

    def __init__(self, basket: Basket, given: dict[str, Any], product: Row) -> None:
        self.basket = basket
        self.call = call = basket.call
        self.given = given
        self.errors: list[dict[str, Any]] = []
        self.row = basket.find("variant", "ProductVariant", given["id"])
        self.lost = self.row is None or self.row["product_id"] != product["id"]
        self.steps: list[Any] = []
        if self.lost or self.row is None:
            self.errors.append(bad("id", "INVALID", f"Variant #{given['id']} does not exist."))
            return
        self.values: dict[str, Any] = {}
        for name in ("name", "track_inventory", "quantity_limit_per_customer"):
            if given.get(name) is not None:
                self.values[name] = given[name]
        for what, column, path in VARIANT_CLAIMS:
            if given.get(column) is None or given[column] == self.row[column]:
                continue
            if basket.claim(what, given[column]):
                self.values[column] = given[column]
            else:
                self.errors.append(bad(path, "UNIQUE", f"Product variant with this {path} already exists."))
        for column in ("metadata", "private_metadata"):
            if given.get(column):
                self.values[column] = self.row[column] | as_dict(given[column])
        known = values_of.attributes_of(call, "VARIANT", product["product_type_id"])
        self.assignments, errors = values_of.read(call, known, given.get("attributes") or [], complete=False)
        self.errors += [{**one, "path": "attributes"} for one in errors]
        self._read_stocks(given.get("stocks") or {}, self.row)
        self._read_prices(given.get("channel_listings") or {}, self.row, product)

    def _read_stocks(self, given: dict[str, Any], row: Row) -> None:
        call = self.call
        for place, entry in enumerate(given.get("create") or []):
            warehouse = self.basket.find("warehouse", "Warehouse", entry["warehouse"])
            path = f"stocks.create.{place}.warehouse"
            if warehouse is None:
                self.errors.append(bad(path, "NOT_FOUND", "Warehouse doesn't exist.", warehouses=[entry["warehouse"]]))
            elif call.value(
                "SELECT 1 FROM stock WHERE variant_id = %s AND warehouse_id = %s", row["id"], warehouse["id"]
            ):
                self.errors.append(
                    bad(path, "STOCK_ALREADY_EXISTS", "Stock already exists.", warehouses=[entry["warehouse"]])
                )
            else:
                values = {"variant_id": row["id"], "warehouse_id": warehouse["id"], "quantity": entry["quantity"]}
                self.steps.append(lambda values=values: call.insert("stock", values))
        for place, entry in enumerate(given.get("update") or []):
            found = self.basket.find("stock", "Stock", entry["stock"])
            if found is None or found["variant_id"] != row["id"]:
                self.errors.append(
                    bad(f"stocks.update.{place}.stock", "NOT_FOUND", "Stock was not found.", stocks=[entry["stock"]])
                )
            else:
                self.steps.append(lambda found=found, entry=entry: set_quantity(call, found, entry["quantity"]))
        for place, one in enumerate(given.get("remove") or []):
            found = self.basket.find("stock", "Stock", one)
            if found is None or found["variant_id"] != row["id"]:
                self.errors.append(bad(f"stocks.remove.{place}", "NOT_FOUND", "Stock was not found.", stocks=[one]))
            else:
                self.steps.append(lambda found=found: call.run("DELETE FROM stock WHERE id = %s", found["id"]))

    def _read_prices(self, given: dict[str, Any], row: Row, product: Row) -> None:
        call = self.call
        for place, entry in enumerate(given.get("create") or []):
            channel = self.basket.find("channel", "Channel", entry["channel_id"])
            path, more = f"channelListings.create.{place}", {"channels": [entry["channel_id"]]}
            if channel is None:
                self.errors.append(bad(f"{path}.channelId", "NOT_FOUND", "Not existing channel ID.", **more))
            elif not call.value(
                "SELECT 1 FROM product_listing WHERE product_id = %s AND channel_id = %s", product["id"], channel["id"]
            ):
                self.errors.append(
                    bad(
                        f"{path}.channelId",
                        "PRODUCT_NOT_ASSIGNED_TO_CHANNEL",
                        "Product not available in channels.",
                        **more,
                    )
                )
            elif problem := price_problem(entry, channel["currency_code"]):
                self.errors.append(bad(f"{path}.{problem[0]}", "INVALID_PRICE", problem[1], **more))
            else:
                self.steps.append(lambda key=channel["id"], entry=entry: save_price(call, row["id"], key, entry))
        for place, entry in enumerate(given.get("update") or []):
            found = self.basket.find("variant_listing", "ProductVariantChannelListing", entry["channel_listing"])
            path, more = (
                f"channelListings.update.{place}",
                {"channelListings": [entry["channel_listing"]], "channel_listings": [entry["channel_listing"]]},
            )
            if found is None or found["variant_id"] != row["id"]:
                self.errors.append(bad(f"{path}.channelListing", "NOT_FOUND", "Channel listing was not found.", **more))
                continue
            channel = call.get("channel", found["channel_id"])
            if channel and (problem := price_problem(entry, channel["currency_code"])):
                self.errors.append(bad(f"{path}.{problem[0]}", "INVALID_PRICE", problem[1], **more))
            else:
                self.steps.append(
                    lambda found=found, entry=entry: save_price(call, row["id"], found["channel_id"], entry)
                )
        for place, one in enumerate(given.get("remove") or []):
            found = self.basket.find("variant_listing", "ProductVariantChannelListing", one)
            if found is None or found["variant_id"] != row["id"]:
                self.errors.append(
                    bad(
                        f"channelListings.remove.{place}",
                        "NOT_FOUND",
                        "Channel listing was not found.",
                        channel_listings=[one],
                    )
                )
            else:
                self.steps.append(
                    lambda found=found: call.run("DELETE FROM variant_listing WHERE id = %s", found["id"])
                )

    def write(self) -> Row:
        """Do what is right of this row; the product's lowest price is not looked at again: Saleor forgets it here."""
        call, row = self.call, self.row
        if row is None:
            raise refuse("id", "NOT_FOUND")
        call.update("variant", row["id"], self.values)
        call.run("UPDATE variant SET updated_at = now() WHERE id = %s", row["id"])
        values_of.write(call, "VARIANT", row["id"], self.assignments)
        for step in self.steps:
            step()
        call.world.deliveries.emit(call, "PRODUCT_VARIANT_UPDATED", {"product_variant": row["id"]})
        return call.one("SELECT * FROM variant WHERE id = %s", row["id"])


@mutation("productVariantBulkUpdate")
def product_variant_bulk_update(
    call: Call, product: str, variants: list[dict[str, Any]], error_policy: str | None = None
) -> dict[str, Any]:
    policy = error_policy or "REJECT_EVERYTHING"
    above = by_id_or_reference(call, "product", "Product", product, None)
    basket = Basket(call)
    rows = [VariantChange(basket, given, above) for given in variants]
    if policy == "REJECT_EVERYTHING" and any(row.errors for row in rows):
        return _nothing(rows, "product_variant")
    keys = [row.row["id"] for row in rows if row.row is not None]
    call.rows("SELECT id FROM stock WHERE variant_id = ANY(%s) ORDER BY id FOR UPDATE", keys)
    results = []
    for row in rows:
        dropped = row.lost or (row.errors and policy == "REJECT_FAILED_ROWS")
        results.append({"product_variant": None if dropped else row.write(), "errors": row.errors})
    touch(call, above["id"])
    return {"count": sum(one["product_variant"] is not None for one in results), "results": results}
