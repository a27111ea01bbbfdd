"""Models (pages), their types, and categories."""

from datetime import UTC, datetime
from typing import Any

from .. import attributes as values_of
from .. import ids
from ..paging import page as page_rows
from ..paging import page_of
from ..problems import Refused, refuse
from ..registry import field, mutation, query
from ..slugs import free_slug
from ..store import Call, Row
from .attributes import attach, attached
from .common import as_dict, metadata_where

# Page types ----------------------------------------------------------------------------------------------------------


@query("pageType")
def page_type(call: Call, id: str) -> Row | None:
    return call.get("page_type", ids.number(id, "PageType"))


@query("pageTypes")
def page_types(call: Call, **window: Any) -> dict[str, Any]:
    return page_rows(call, "pageTypes", "FROM page_type t WHERE true", key="t.slug", key_type="text", **window)


@field("PageType", "attributes")
def page_type_attributes(row: Row, call: Call) -> list[Row]:
    return attached(call, row, "PAGE")


@field("PageType", "hasPages")
def has_pages(row: Row, call: Call) -> bool:
    return bool(call.value("SELECT 1 FROM page WHERE page_type_id = %s LIMIT 1", row["id"]))


@mutation("pageTypeCreate")
def page_type_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    name = (input.get("name") or "").strip()
    if not name:
        raise refuse("name", "REQUIRED", "This field is required.")
    slug = input.get("slug") or free_slug(call, "page_type", name)
    if call.value("SELECT 1 FROM page_type WHERE slug = %s", slug):
        raise refuse("slug", "UNIQUE", "Page type with this Slug already exists.")
    row = call.insert("page_type", {"name": name, "slug": slug})
    attach(call, "PAGE", row["id"], input.get("add_attributes") or [], "PAGE_TYPE")
    return {"page_type": row}


@mutation("pageAttributeAssign")
def page_attribute_assign(call: Call, page_type_id: str, attribute_ids: list[str]) -> dict[str, Any]:
    row = page_type(call, page_type_id)
    if row is None:
        raise refuse("pageTypeId", "NOT_FOUND", f"Couldn't resolve to a node: {page_type_id}")
    attach(call, "PAGE", row["id"], attribute_ids, "PAGE_TYPE")
    return {"page_type": row}


# Pages ---------------------------------------------------------------------------------------------------------------

VISIBLE = "t.is_published AND (t.published_at IS NULL OR t.published_at <= now())"


def _shown(call: Call) -> str:
    return "true" if call.may("MANAGE_PAGES") else VISIBLE


@query("page")
def page(call: Call, id: str | None = None, slug: str | None = None) -> Row | None:
    column, value = ("id", ids.number(id, "Page")) if id is not None else ("slug", slug)
    return call.row(f"SELECT t.* FROM page t WHERE t.{column} = %s AND {_shown(call)}", value)


def _page_where(given: dict[str, Any]) -> tuple[str, list[Any]]:
    clauses = ["true"]
    values: list[Any] = []
    if given.get("ids") is not None:
        clauses.append("t.id = ANY(%s)")
        values.append([ids.number(one, "Page") for one in given["ids"]])
    if given.get("slugs") is not None:
        clauses.append("t.slug = ANY(%s)")
        values.append(given["slugs"])
    if given.get("page_types") is not None:
        clauses.append("t.page_type_id = ANY(%s)")
        values.append([ids.number(one, "PageType") for one in given["page_types"]])
    if given.get("search"):
        clauses.append("t.title ILIKE '%%' || %s || '%%'")
        values.append(given["search"])
    if given.get("metadata"):
        sql, more = metadata_where(given["metadata"])
        clauses.append(sql)
        values += more
    for name, column, convert in (
        ("slug", "slug", str),
        ("page_type", "page_type_id", lambda one: ids.number(one, "PageType")),
    ):
        asked = given.get(name) or {}
        if asked.get("eq") is not None:
            clauses.append(f"t.{column} = %s")
            values.append(convert(asked["eq"]))
        if asked.get("one_of") is not None:
            clauses.append(f"t.{column} = ANY(%s)")
            values.append([convert(one) for one in asked["one_of"]])
    for name, word in (("and", " AND "), ("or", " OR ")):
        if given.get(name):
            parts = [_page_where(part) for part in given[name]]
            clauses.append("(" + word.join(f"({sql})" for sql, _ in parts) + ")")
            values += [value for _, more in parts for value in more]
    return " AND ".join(clauses), values


@query("pages")
def pages(
    call: Call, where: dict[str, Any] | None = None, filter: dict[str, Any] | None = None, **window: Any
) -> dict[str, Any]:
    sql, values = _page_where(where or filter or {})
    sql = f"FROM page t WHERE {_shown(call)} AND {sql}"
    return page_rows(call, "pages", sql, tuple(values), key="t.slug", key_type="text", **window)


@field("Page", "pageType")
def type_of_page(row: Row, call: Call) -> Row | None:
    return call.parent(row, "page_type", "page_type_id")


def _save_page(call: Call, row: Row | None, given: dict[str, Any]) -> Row:
    values = {
        name: given[name]
        for name in ("title", "slug", "content", "is_published", "published_at")
        if given.get(name) is not None
    }
    if given.get("seo"):
        values |= {f"seo_{name}": text for name, text in given["seo"].items()}
    if row is None:
        if not (values.get("title") or "").strip():
            raise refuse("title", "REQUIRED", "This field is required.")
        values["page_type_id"] = ids.number_or_none(given["page_type"], "PageType")
        if call.get("page_type", values["page_type_id"]) is None:
            raise refuse("pageType", "NOT_FOUND", f"Couldn't resolve to a node: {given['page_type']}")
        values["slug"] = values.get("slug") or free_slug(call, "page", values["title"])
    if values.get("is_published") and not values.get("published_at") and not (row and row["published_at"]):
        values["published_at"] = datetime.now(UTC)
    if "slug" in values and call.value(
        "SELECT 1 FROM page WHERE slug = %s AND id <> %s", values["slug"], row["id"] if row else 0
    ):
        raise refuse("slug", "UNIQUE", "Page with this Slug already exists.")
    type_id = row["page_type_id"] if row else values["page_type_id"]
    known = values_of.attributes_of(call, "PAGE", type_id)
    assignments, errors = values_of.read(call, known, given.get("attributes") or [], complete=row is None)
    if errors:
        raise Refused(*errors)
    if row is None:
        row = call.insert("page", values)
    else:
        call.update("page", row["id"], values)
    values_of.write(call, "PAGE", row["id"], assignments)
    made = call.one("SELECT * FROM page WHERE id = %s", row["id"])
    # The answer still has the text as it was sent; from the database its keys come in another order.
    return Row({**made, "content": values.get("content", made["content"])})


@mutation("pageCreate")
def page_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    made = _save_page(call, None, input)
    call.world.deliveries.emit(call, "PAGE_CREATED", {"page": made["id"]})
    return {"page": made}


@mutation("pageUpdate")
def page_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = call.get("page", ids.number(id, "Page"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    made = _save_page(call, row, input)
    call.world.deliveries.emit(call, "PAGE_UPDATED", {"page": made["id"]})
    return {"page": made}


@mutation("pageDelete")
def page_delete(call: Call, id: str) -> dict[str, Any]:
    row = call.get("page", ids.number(id, "Page"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    call.world.deliveries.emit(call, "PAGE_DELETED", {"page": row["id"]})
    call.run("DELETE FROM attribute_value WHERE reference_type = 'Page' AND reference_id = %s", row["id"])
    call.run("DELETE FROM assignment WHERE owner_type = 'PAGE' AND owner_id = %s", row["id"])
    call.run("DELETE FROM page WHERE id = %s", row["id"])
    return {"page": row}


# Categories ----------------------------------------------------------------------------------------------------------


@query("category")
def category(call: Call, id: str | None = None, slug: str | None = None) -> Row | None:
    if id is not None:
        return call.get("category", ids.number(id, "Category"))
    return call.row("SELECT * FROM category WHERE slug = %s", slug)


@query("categories")
def categories(call: Call, **window: Any) -> dict[str, Any]:
    return page_rows(call, "categories", "FROM category t WHERE true", key="t.slug", key_type="text", **window)


@field("Category", "parent")
def category_parent(row: Row, call: Call) -> Row | None:
    return call.parent(row, "category", "parent_id")


@field("Category", "children")
def category_children(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    return page_rows(call, "children", "FROM category t WHERE t.parent_id = %s", (row["id"],), **window)


@field("Category", "ancestors")
def category_ancestors(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    found: list[Row] = []
    above = category_parent(row, call)
    while above is not None:
        found.insert(0, above)
        above = category_parent(above, call)
    return page_of(found, "ancestors", **window)


@mutation("categoryCreate")
def category_create(call: Call, input: dict[str, Any], parent: str | None = None) -> dict[str, Any]:
    given = {key: value for key, value in input.items() if value is not None}
    if not given.get("name", "").strip():
        raise refuse("name", "REQUIRED", "This field is required.")
    given["slug"] = given.get("slug") or free_slug(call, "category", given["name"])
    if call.value("SELECT 1 FROM category WHERE slug = %s", given["slug"]):
        raise refuse("slug", "UNIQUE", "Category with this Slug already exists.")
    given |= {f"seo_{name}": text for name, text in (given.pop("seo", None) or {}).items()}
    for column in ("metadata", "private_metadata"):
        if column in given:
            given[column] = as_dict(given[column])
    if parent is not None:
        above = category(call, parent)
        if above is None:
            raise refuse("parent", "NOT_FOUND", f"Couldn't resolve to a node: {parent}")
        given |= {"parent_id": above["id"], "level": above["level"] + 1}
    made = call.insert("category", given)
    call.world.deliveries.emit(call, "CATEGORY_CREATED", {"category": made["id"]})
    return {"category": made}


@mutation("categoryUpdate")
def category_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = category(call, id)
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    given = {key: value for key, value in input.items() if value is not None}
    for name, message in (("slug", "Slug value cannot be blank."), ("name", "This field cannot be blank.")):
        if name in given and not given[name].strip():
            raise refuse(name, "REQUIRED", message)
    if "slug" in given and call.value("SELECT 1 FROM category WHERE slug = %s AND id <> %s", given["slug"], row["id"]):
        raise refuse("slug", "UNIQUE", "Category with this Slug already exists.")
    given |= {f"seo_{name}": text for name, text in (given.pop("seo", None) or {}).items()}
    for column in ("metadata", "private_metadata"):
        if column in given:
            given[column] = row[column] | as_dict(given[column])
    call.update("category", row["id"], given)
    call.run("UPDATE category SET updated_at = now() WHERE id = %s", row["id"])
    call.world.deliveries.emit(call, "CATEGORY_UPDATED", {"category": row["id"]})
    return {"category": call.one("SELECT * FROM category WHERE id = %s", row["id"])}
