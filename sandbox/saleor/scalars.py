"""Saleor's scalars: how they look on the wire and what they refuse."""

import json
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ariadne import ScalarType
from graphql import GraphQLError, ValueNode, value_from_ast_untyped

_decimal, _positive, _date, _moment = (ScalarType(n) for n in ("Decimal", "PositiveDecimal", "Date", "DateTime"))
_json, _string, _uuid, _limit = (ScalarType(n) for n in ("JSON", "JSONString", "UUID", "PositiveInt"))


def _to_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise GraphQLError(f"Value cannot be converted to decimal: {value!r}")
    try:
        made = Decimal(str(value))
    except InvalidOperation:
        raise GraphQLError(f"Value cannot be converted to decimal: {value!r}") from None
    if not made.is_finite():
        raise GraphQLError(f"Value cannot be converted to decimal: {value!r}")
    return made


@_decimal.value_parser
def parse_decimal(value: Any) -> Decimal:
    return _to_decimal(value)


@_positive.value_parser
def parse_positive(value: Any) -> Decimal:
    made = _to_decimal(value)
    if made < 0:
        raise GraphQLError("Value cannot be lower than 0.")
    return made


@_decimal.serializer
@_positive.serializer
def show_decimal(value: Any) -> float:
    return float(value)


@_limit.value_parser
def parse_limit(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise GraphQLError("Value must be a positive integer.")
    return value


@_moment.serializer
def show_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


@_moment.value_parser
def parse_moment(value: Any) -> datetime:
    try:
        made = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"DateTime cannot represent value: {value!r}") from None
    return made if made.tzinfo else made.replace(tzinfo=UTC)


@_date.serializer
def show_date(value: date) -> str:
    return value.isoformat()


@_date.value_parser
def parse_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"Date cannot represent value: {value!r}") from None


@_json.literal_parser
def parse_json_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
    return value_from_ast_untyped(node, variables)


@_string.serializer
def show_json_string(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


@_string.value_parser
def parse_json_string(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"Badly formed JSON string: {value!r}") from None


@_uuid.serializer
def show_uuid(value: Any) -> str:
    return str(value)


@_uuid.value_parser
def parse_uuid(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        raise GraphQLError(f"UUID cannot represent value: {value!r}") from None


SCALARS = [_decimal, _positive, _limit, _date, _moment, _json, _string, _uuid]
