"""What `where`, `filter` and `search` of a product list mean in SQL."""

import re
from typing import Any

from . import ids
from .store import Call

PUBLISHED = "l.is_published AND (l.published_at IS NULL OR l.published_at <= now())"


class Conditions:
    """The conditions of a product list, put together clause by clause."""

    def __init__(self, call: Call, channel: int | None) -> None:
        self.call = call
        self.channel = channel

    def build(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL condition and its values for a `where` or a (legacy) `filter`."""
        clauses = ["true"]
        values: list[Any] = []
        for name, asked in given.items():
            if asked is None:
                continue
            sql, more = (self.search if name == "search" else getattr(self, f"_{name}"))(asked)
            clauses.append(sql)
            values += more
        return " AND ".join(clauses), values

    def _combine(self, parts: list[dict[str, Any]], word: str) -> tuple[str, list[Any]]:
        built = [self.build(part) for part in parts]
        return "(" + (word.join(f"({sql})" for sql, _ in built) or "true") + ")", [v for _, more in built for v in more]

    def _and(self, parts: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        return self._combine(parts, " AND ")

    def _or(self, parts: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        return self._combine(parts, " OR ")

    @staticmethod
    def _keys(asked: Any, kind: str) -> list[int]:
        if isinstance(asked, list):
            return [ids.number(one, kind) for one in asked]
        return [ids.number(one, kind) for one in ([asked["eq"]] if asked.get("eq") else asked.get("one_of") or [])]

    def _ids(self, asked: list[str]) -> tuple[str, list[Any]]:
        return "t.id = ANY(%s)", [self._keys(asked, "Product")]

    def _text(self, column: str, asked: Any) -> tuple[str, list[Any]]:
        wanted = (
            asked
            if isinstance(asked, list)
            else [asked["eq"]]
            if asked.get("eq") is not None
            else asked.get("one_of") or []
        )
        return f"{column} = ANY(%s)", [wanted]

    def _name(self, asked: Any) -> tuple[str, list[Any]]:
        return self._text("t.name", asked)

    def _slug(self, asked: Any) -> tuple[str, list[Any]]:
        return self._text("t.slug", asked)

    _slugs = _slug

    def _product_type(self, asked: Any) -> tuple[str, list[Any]]:
        return "t.product_type_id = ANY(%s)", [self._keys(asked, "ProductType")]

    _product_types = _product_type

    def _category(self, asked: Any) -> tuple[str, list[Any]]:
        return (
            "t.category_id IN (WITH RECURSIVE below AS (SELECT id FROM category WHERE id = ANY(%s) UNION"
            " SELECT c.id FROM category c JOIN below b ON c.parent_id = b.id) SELECT id FROM below)",
            [self._keys(asked, "Category")],
        )

    _categories = _category

    def _has_category(self, asked: bool) -> tuple[str, list[Any]]:
        return f"t.category_id IS {'NOT ' if asked else ''}NULL", []

    def _collection(self, asked: Any) -> tuple[str, list[Any]]:
        return (
            "t.id IN (SELECT product_id FROM collection_product WHERE collection_id = ANY(%s))",
            [self._keys(asked, "Collection")],
        )

    _collections = _collection

    def _listed(self, condition: str, asked: bool) -> tuple[str, list[Any]]:
        sql = (
            f"EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s AND {condition})"
        )
        return (sql if asked else f"NOT {sql}"), [self.channel]

    def _is_available(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed("l.available_for_purchase_at <= now()", asked)

    def _is_published(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed(PUBLISHED, asked)

    def _is_visible_in_listing(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed("l.visible_in_listings", asked)

    @staticmethod
    def _range(asked: dict[str, Any], column: str) -> tuple[str, list[Any]]:
        asked = asked | (asked.get("range") or {})
        clauses, values = ["true"], []
        for name, sign in (("gte", ">="), ("lte", "<="), ("eq", "=")):
            if asked.get(name) is not None:
                clauses.append(f"{column} {sign} %s")
                values.append(asked[name])
        if asked.get("one_of") is not None:
            clauses.append(f"{column} = ANY(%s)")
            values.append(asked["one_of"])
        return " AND ".join(clauses), values

    def _price(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked, "vl.price")
        return (
            "EXISTS (SELECT 1 FROM variant v JOIN variant_listing vl ON vl.variant_id = v.id WHERE v.product_id = t.id"
            f" AND vl.channel_id = %s AND {sql})",
            [self.channel, *values],
        )

    def _minimal_price(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked, "l.discounted_price")
        return (
            f"EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s AND {sql})",
            [self.channel, *values],
        )

    def _updated_at(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        return self._range(asked, "t.updated_at")

    def _stock_availability(self, asked: str) -> tuple[str, list[Any]]:
        sql = (
            "EXISTS (SELECT 1 FROM variant v JOIN stock s ON s.variant_id = v.id JOIN channel_warehouse cw"
            " ON cw.warehouse_id = s.warehouse_id WHERE v.product_id = t.id AND cw.channel_id = %s"
            " AND (s.quantity > s.quantity_allocated OR NOT v.track_inventory))"
        )
        return (sql if asked == "IN_STOCK" else f"NOT {sql}"), [self.channel]

    def _stocks(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked.get("quantity") or {}, "s.quantity")
        if asked.get("warehouse_ids") is not None:
            sql, values = (
                sql + " AND s.warehouse_id = ANY(%s)",
                [*values, [ids.unique(one, "Warehouse") for one in asked["warehouse_ids"]]],
            )
        return (
            f"EXISTS (SELECT 1 FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = t.id AND {sql})",
            values,
        )

    def _metadata(self, asked: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        for one in asked:
            if one.get("value"):
                clauses.append("t.metadata ->> %s = %s")
                values += [one["key"], one["value"]]
            else:
                clauses.append("jsonb_exists(t.metadata, %s)")
                values.append(one["key"])
        return " AND ".join(clauses), values

    def search(self, asked: str) -> tuple[str, list[Any]]:
        return "to_tsvector('simple', t.search_text) @@ to_tsquery('simple', %s)", [search_terms(asked)]

    def _attributes(self, asked: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        for one in asked:
            sql, more = self._one_attribute(one)
            clauses.append(sql)
            values += more
        return " AND ".join(clauses), values

    def _one_attribute(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        value = asked.get("value") or {}
        if reference := value.get("reference"):
            return self._reference(asked.get("slug"), reference)
        clauses: list[str] = []
        values: list[Any] = []
        if asked.get("slug") is not None:
            clauses.append("a.slug = %s")
            values.append(asked["slug"])
        if asked.get("values"):
            clauses.append("v.slug = ANY(%s)")
            values.append(asked["values"])
        for name in ("slug", "name"):
            if value.get(name):
                sql, more = self._text(f"v.{name}", value[name])
                clauses.append(sql)
                values += more
        boolean = asked.get("boolean") if asked.get("boolean") is not None else value.get("boolean")
        if boolean is not None:
            clauses.append("v.boolean = %s")
            values.append(boolean)
        condition = " AND ".join(clauses) or "true"
        inside = (
            f"JOIN attribute_value v ON v.id = x.value_id JOIN attribute a ON a.id = x.attribute_id WHERE {condition}"
        )
        return (
            f"(EXISTS (SELECT 1 FROM assignment x {inside} AND x.owner_type = 'PRODUCT' AND x.owner_id = t.id)"
            f" OR EXISTS"
            f" (SELECT 1 FROM variant g JOIN assignment x ON x.owner_type = 'VARIANT' AND x.owner_id = g.id {inside}"
            " AND g.product_id = t.id))",
            values * 2,
        )

    @staticmethod
    def _reference(slug: str | None, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        targets = {
            "page_slugs": "v.reference_type = 'Page' AND (SELECT slug FROM page WHERE id = v.reference_id) = ANY(%s)",
            "product_slugs": "v.reference_type = 'Product' AND (SELECT slug FROM product WHERE id ="
            " v.reference_id) = ANY(%s)",
            "referenced_ids": "v.reference_type || ':' || v.reference_id = ANY(%s)",
        }
        for name, condition in targets.items():
            for contains, wanted in (asked.get(name) or {}).items():
                if wanted is None:
                    continue
                keys = [":".join(ids.split(one)) for one in wanted] if name == "referenced_ids" else wanted
                base = (
                    "(SELECT count(DISTINCT v.id) FROM assignment x JOIN attribute_value v ON v.id = x.value_id"
                    " JOIN attribute a"
                    " ON a.id = x.attribute_id WHERE x.owner_type = 'PRODUCT' AND x.owner_id = t.id"
                    f"{' AND a.slug = %s' if slug is not None else ''} AND {condition})"
                )
                clauses.append(base + " >= %s")
                values += ([slug] if slug is not None else []) + [
                    keys,
                    1 if contains == "contains_any" else len(set(keys)),
                ]
        return " AND ".join(clauses), values


def search_terms(text: str) -> str:
    """Turn what a shopper typed into a text query: words are prefixes, AND by default, OR, -word and "phrases"."""

    parts: list[str] = []
    join_or = False
    for phrase, word in re.findall(r'"([^"]+)"|(\S+)', text):
        if word == "OR":
            join_or = True
            continue
        negate = bool(word) and word.startswith("-") and len(word) > 1
        plain = re.sub(r"['\\:&|!()<>*\x00]", " ", phrase or word.lstrip("-")).strip()
        if not plain:
            continue
        term = "(" + " <-> ".join(f"'{one}'" for one in plain.split()) + ")" if phrase else f"'{plain}':*"
        term = f"!{term}" if negate else term
        if parts:
            parts.append("|" if join_or else "&")
        parts.append(term)
        join_or = False
    return " ".join(parts) or "'\u0001'"
