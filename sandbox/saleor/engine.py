"""The GraphQL side: the executable schema, its limits per request, and how errors are shown."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ariadne import make_executable_schema
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    Source,
    execute_sync,
    is_introspection_type,
    parse,
    validate,
    visit,
)
from graphql.language import Visitor

from . import resolvers
from .ids import to_global
from .permissions import FIELDS
from .problems import GraphQLProblem, PermissionDenied
from .registry import RESOLVERS, Resolver
from .scalars import SCALARS
from .store import Call

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")
MUTATIONS_PER_REQUEST = 4
ALIASES_PER_REQUEST = 100


def snake(name: str) -> str:
    """Turn ``quantityAllocated`` into ``quantity_allocated``; ``AND`` into ``and``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _default(name: str) -> Resolver:
    key = snake(name)

    def resolve(source: Any, info: GraphQLResolveInfo, **_arguments: Any) -> Any:
        value = source.get(key)
        return value() if callable(value) else value

    return resolve


def _identify(kind: str) -> Resolver:
    def resolve(source: Any, info: GraphQLResolveInfo) -> str:
        return to_global(kind, source["id"])

    return resolve


def _guard(resolve: Resolver, permissions: tuple[str, ...]) -> Resolver:
    def guarded(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        call: Call = info.context
        if not call.caller.may(permissions):
            raise PermissionDenied(permissions)
        return resolve(source, info, **arguments)

    return guarded


def _root(resolve: Resolver) -> Resolver:
    def rooted(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        call: Call = info.context
        if call.bad_token is not None:
            raise call.bad_token
        return resolve(source, info, **arguments)

    return rooted


def build() -> GraphQLSchema:
    """Return the executable schema; a resolver for a field that the schema lacks is a mistake and raises."""
    resolvers.load()
    schema = make_executable_schema(SCHEMA_FILE.read_text(), *SCALARS)
    left = set(RESOLVERS)
    for kind, made in schema.type_map.items():
        # Ariadne 1.1 puts a parse_value of its own on each enum that graphql-core 3.2.14 cannot call.
        if isinstance(made, GraphQLEnumType):
            vars(made).pop("parse_value", None)
        if isinstance(made, GraphQLInputObjectType):
            for name, entry in made.fields.items():
                entry.out_name = snake(name)
        if not isinstance(made, GraphQLObjectType) or is_introspection_type(made):
            continue
        for name, spec in made.fields.items():
            left.discard((kind, name))
            resolve = RESOLVERS.get((kind, name)) or (_identify(kind) if name == "id" else _default(name))
            if permissions := FIELDS.get(f"{kind}.{name}"):
                resolve = _guard(resolve, permissions)
            spec.resolve = _root(resolve) if kind in ("Query", "Mutation") else resolve
            for argument, entry_ in spec.args.items():
                entry_.out_name = snake(argument)
    if left:
        raise LookupError(f"resolvers without a field: {sorted(left)}")
    return schema


class Refusal(Exception):
    """The request never reaches execution."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(str(errors))
        self.errors = list(errors)


class _Aliases(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def enter_field(self, node: FieldNode, *_rest: Any) -> None:
        self.count += node.alias is not None


class Engine:
    """Parses, validates (both remembered per text) and executes operations."""

    def __init__(self) -> None:
        self.schema = build()
        self.document = lru_cache(maxsize=2000)(self._document)

    def _document(self, text: str) -> DocumentNode:
        try:
            document = parse(Source(text))
        except GraphQLError as exc:
            raise Refusal(exc) from None
        if errors := validate(self.schema, document):
            raise Refusal(*errors)
        aliases = _Aliases()
        visit(document, aliases)
        if aliases.count > ALIASES_PER_REQUEST:
            raise Refusal(GraphQLError(f"The request uses {aliases.count} aliases; at most {ALIASES_PER_REQUEST} may."))
        return document

    @staticmethod
    def operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
        """Return the operation that `name` picks, or None where there is no telling."""
        found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        if name:
            found = [node for node in found if node.name and node.name.value == name]
        return found[0] if len(found) == 1 else None

    def label(self, text: str, name: str | None) -> str:
        """Return the root fields of an operation joined by ``+``: what faults are matched against."""
        try:
            document = parse(Source(text), no_location=True)
        except GraphQLError:
            return "unreadable"
        operation = self.operation(document, name)
        if operation is None:
            return "unreadable"
        fields = (node.name.value for node in operation.selection_set.selections if isinstance(node, FieldNode))
        return "+".join(fields) or "unreadable"

    def execute(
        self, call: Call, text: str, variables: dict[str, Any] | None, operation_name: str | None
    ) -> tuple[int, dict[str, Any]]:
        """Return HTTP status and body for a query or mutation."""
        try:
            document = self.document(text)
            operation = self.operation(document, operation_name)
            if operation is not None:
                if operation.operation == OperationType.SUBSCRIPTION:
                    raise Refusal(GraphQLError("Subscriptions are served as webhooks only."))
                if (
                    operation.operation == OperationType.MUTATION
                    and len(operation.selection_set.selections) > MUTATIONS_PER_REQUEST
                ):
                    raise Refusal(GraphQLError(f"A request may have {MUTATIONS_PER_REQUEST} mutations at most."))
        except Refusal as refusal:
            return 400, {"errors": [shown(error) for error in refusal.errors]}
        result = execute_sync(
            self.schema, document, context_value=call, variable_values=variables, operation_name=operation_name
        )
        answer: dict[str, Any] = {}
        if result.errors:
            answer["errors"] = [shown(error) for error in result.errors]
            if result.data is None and not any(error.path for error in result.errors):
                return 400, answer
        answer["data"] = result.data
        return 200, answer

    def render(self, call: Call, text: str, event: dict[str, Any]) -> dict[str, Any]:
        """Return the body of a webhook: the content of ``event{}``, errors beside it under `errors`."""
        result = execute_sync(self.schema, self.document(text), root_value={"event": event}, context_value=call)
        body = dict((result.data or {}).get("event") or {})
        if result.errors:
            body["errors"] = [shown(error) for error in result.errors]
        return body


def shown(error: GraphQLError) -> dict[str, Any]:
    """Return an error as Saleor shows it: its exception's name in ``extensions.exception.code``."""
    original = error.original_error
    message, code = error.message, "GraphQLError"
    if isinstance(original, GraphQLProblem):
        code = original.code
    elif original is not None and not isinstance(original, GraphQLError):
        code = type(original).__name__
        if code not in ("InvalidSignatureError", "ExpiredSignatureError", "DecodeError", "InvalidTokenError"):
            message = "Internal Server Error"
            code = "IntegrityError" if code in ("UniqueViolation", "ForeignKeyViolation", "CheckViolation") else code
    answer: dict[str, Any] = {"message": message, "extensions": {"exception": {"code": code, "stacktrace": []}}}
    if error.locations:
        answer["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        answer["path"] = error.path
    return answer
