"""Values of attributes: reading what an input means, and assigning it to a product, a variant or a model."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from . import ids
from .problems import GraphQLProblem, error
from .slugs import slugify
from .store import Call, Row

REFERENCES = {"PAGE": ("Page", "page", "title"), "PRODUCT": ("Product", "product", "name")}
PLURAL = {"MULTISELECT", "REFERENCE"}


@dataclass
class Assignment:
    """What one input entry asks for: an attribute and its values, each ready to be found or made."""

    attribute: Row
    values: list[dict[str, Any]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)


def attributes_of(call: Call, scope: str, type_id: int) -> list[Row]:
    """Return the attributes of a product type (PRODUCT, VARIANT) or page type (PAGE), in their order."""
    return call.rows(
        "SELECT a.* FROM attribute a JOIN type_attribute t ON t.attribute_id = a.id"
        " WHERE t.scope = %s AND t.type_id = %s ORDER BY t.place, t.id",
        scope,
        type_id,
    )


def read(
    call: Call, known: Iterable[Row], entries: list[dict[str, Any]], *, complete: bool
) -> tuple[list[Assignment], list[dict[str, Any]]]:
    """Return what `entries` assign and what is wrong with them; `complete` asks for the required ones as well."""
    by_id = {row["id"]: row for row in known}
    by_reference = {row["external_reference"]: row for row in by_id.values() if row["external_reference"]}
    made: list[Assignment] = []
    errors: list[dict[str, Any]] = []
    for entry in entries:
        attribute = None
        if entry.get("id"):
            attribute = by_id.get(ids.number(entry["id"], "Attribute"))
        elif entry.get("external_reference"):
            attribute = by_reference.get(entry["external_reference"])
        if attribute is None:
            errors.append(
                error(
                    "attributes",
                    "NOT_FOUND",
                    "Given attribute is not available for this type.",
                    attributes=[entry["id"]] if entry.get("id") else None,
                )
            )
            continue
        if any(one.attribute["id"] == attribute["id"] for one in made):
            errors.append(
                error(
                    "attributes",
                    "DUPLICATED_INPUT_ITEM",
                    "Attribute is given twice.",
                    attributes=[ids.to_global("Attribute", attribute["id"])],
                )
            )
            continue
        assignment = Assignment(attribute)
        problem = _read_entry(call, assignment, entry)
        if problem is None and attribute["value_required"] and not (assignment.values or assignment.ids):
            problem = ("REQUIRED", "Attribute expects a value but none were given")
        if problem:
            errors.append(error("attributes", *problem, attributes=[ids.to_global("Attribute", attribute["id"])]))
        else:
            made.append(assignment)
    if complete:
        given = {one.attribute["id"] for one in made}
        missing = [
            row
            for row in by_id.values()
            if row["value_required"]
            and row["id"] not in given
            and not any(ids.to_global("Attribute", row["id"]) in (one.get("attributes") or []) for one in errors)
        ]
        if missing:
            errors.append(
                error(
                    "attributes",
                    "REQUIRED",
                    "All required attributes must take a value.",
                    attributes=[ids.to_global("Attribute", row["id"]) for row in missing],
                )
            )
    return made, errors


def _read_entry(call: Call, made: Assignment, entry: dict[str, Any]) -> tuple[str, str] | None:
    kind = made.attribute["input_type"]
    if kind in ("DROPDOWN", "MULTISELECT"):
        return _read_choices(call, made, entry, kind)
    if kind in ("REFERENCE", "SINGLE_REFERENCE"):
        return _read_references(call, made, entry, kind)
    own = {"slug": None}
    if kind == "PLAIN_TEXT" and entry.get("plain_text"):
        made.values.append(own | {"name": entry["plain_text"][:50], "plain_text": entry["plain_text"]})
    elif kind == "RICH_TEXT" and entry.get("rich_text"):
        made.values.append(own | {"name": text_of(entry["rich_text"])[:50], "rich_text": entry["rich_text"]})
    elif kind == "NUMERIC" and (entry.get("numeric") or entry.get("values")):
        number = entry.get("numeric") or entry["values"][0]
        try:
            float(number)
        except ValueError:
            return "INVALID", "Numeric value is required."
        made.values.append(own | {"name": number})
    elif kind == "BOOLEAN" and entry.get("boolean") is not None:
        yes = entry["boolean"]
        made.values.append(
            {
                "slug": f"{made.attribute['id']}_{str(yes).lower()}",
                "name": f"{made.attribute['name']}: {'Yes' if yes else 'No'}",
                "boolean": yes,
            }
        )
    elif kind == "DATE" and entry.get("date"):
        moment = datetime.combine(entry["date"], time(), UTC)
        made.values.append(own | {"name": entry["date"].isoformat(), "date_time": moment})
    elif kind == "DATE_TIME" and entry.get("date_time"):
        made.values.append(own | {"name": entry["date_time"].isoformat(), "date_time": entry["date_time"]})
    return None


def _read_choices(call: Call, made: Assignment, entry: dict[str, Any], kind: str) -> tuple[str, str] | None:
    wanted = (
        (entry.get("multiselect") or [])
        if kind == "MULTISELECT"
        else [entry["dropdown"]]
        if entry.get("dropdown")
        else []
    )
    wanted = wanted or [{"value": one} for one in entry.get("values") or []]
    if kind == "DROPDOWN" and len(wanted) > 1:
        return "INVALID", "Attribute must take only one value."
    for one in wanted:
        if one.get("id"):
            found = call.get("attribute_value", ids.number(one["id"], "AttributeValue"))
            if found is None or found["attribute_id"] != made.attribute["id"]:
                return "INVALID", "Attribute value is not one of the attribute's."
            made.ids.append(found["id"])
        elif one.get("external_reference") and not one.get("value"):
            key = call.value(
                "SELECT id FROM attribute_value WHERE external_reference = %s AND attribute_id = %s",
                one["external_reference"],
                made.attribute["id"],
            )
            if key is None:
                return "INVALID", "Attribute value is not one of the attribute's."
            made.ids.append(key)
        elif (one.get("value") or "").strip():
            # A value nobody has named before is made.
            made.values.append(
                {"name": one["value"].strip(), "external_reference": one.get("external_reference"), "choice": True}
            )
    return None


def _read_references(call: Call, made: Assignment, entry: dict[str, Any], kind: str) -> tuple[str, str] | None:
    # `references` on a SINGLE_REFERENCE is taken without a word and stores nothing.
    wanted = (
        (entry.get("references") or [])
        if kind == "REFERENCE"
        else [entry["reference"]]
        if entry.get("reference")
        else []
    )
    shown, table, title = REFERENCES[made.attribute["entity_type"]]
    types = made.attribute["reference_types"]
    for one in wanted:
        try:
            target = call.get(table, ids.number(one, shown))
        except GraphQLProblem:
            target = None
        if target is None or (types and target[f"{table}_type_id"] not in types):
            return "INVALID", "Invalid reference type."
        made.values.append(
            {"slug": f"%s_{target['id']}", "name": target[title], "reference_type": shown, "reference_id": target["id"]}
        )
    return None


def write(call: Call, owner_type: str, owner_id: int, assignments: list[Assignment]) -> None:
    """Give the owner these values, in place of those it had for the same attributes."""
    for one in assignments:
        attribute_id = one.attribute["id"]
        call.run(
            "DELETE FROM assignment WHERE owner_type = %s AND owner_id = %s AND attribute_id = %s",
            owner_type,
            owner_id,
            attribute_id,
        )
        keys = list(one.ids) + [_value_id(call, attribute_id, owner_id, dict(value)) for value in one.values]
        for key in dict.fromkeys(keys):
            call.insert(
                "assignment",
                {"owner_type": owner_type, "owner_id": owner_id, "attribute_id": attribute_id, "value_id": key},
            )


def _value_id(call: Call, attribute_id: int, owner_id: int, value: dict[str, Any]) -> int:
    if value.pop("choice", False):
        known = call.value(
            "SELECT id FROM attribute_value WHERE attribute_id = %s AND name = %s ORDER BY id LIMIT 1",
            attribute_id,
            value["name"],
        )
        if known is not None:
            return int(known)
        value["slug"] = free_value_slug(call, attribute_id, value["name"])
    elif value["slug"] is None:
        value["slug"] = f"{owner_id}_{attribute_id}"
    else:
        value["slug"] = value["slug"].replace("%s", str(owner_id))
    known = call.row(
        "SELECT id FROM attribute_value WHERE attribute_id = %s AND slug = %s", attribute_id, value["slug"]
    )
    if known is not None:
        call.update("attribute_value", known["id"], value)
        return int(known["id"])
    return int(call.insert("attribute_value", {**value, "attribute_id": attribute_id})["id"])


def free_value_slug(call: Call, attribute_id: int, name: str) -> str:
    """Return a slug that no value of this attribute has yet."""
    base = slugify(name) or "-"
    slug, tries = base, 1
    while call.value("SELECT 1 FROM attribute_value WHERE attribute_id = %s AND slug = %s", attribute_id, slug):
        tries += 1
        slug = f"{base}-{tries}"
    return slug


def text_of(rich: Any) -> str:
    """Return the plain words of an EditorJS document."""
    if isinstance(rich, dict):
        return " ".join(filter(None, (text_of(part) for part in rich.values())))
    if isinstance(rich, list):
        return " ".join(filter(None, (text_of(part) for part in rich)))
    return rich if isinstance(rich, str) else ""
