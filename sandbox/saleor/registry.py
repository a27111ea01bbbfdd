"""Where resolvers are hung up: ``@field("Product", "pricing")``, ``@query("product")``, ``@mutation("orderCancel")``.

A resolver is called with its object and the Call (a query or mutation with the Call alone), then the arguments in
snake case. A mutation returns the keys of its payload; `errors` is added, and filled from what it raises as Refused, or
from an id that names something of another kind.
"""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo

from .problems import Refused, WrongId, error
from .store import Call

Resolver = Callable[..., Any]
RESOLVERS: dict[tuple[str, str], Resolver] = {}
# What a mutation of many answers where it was refused as a whole: lists may not be null. Others have no such fields.
NOTHING_DONE: dict[str, Any] = {"count": 0, "results": [], "deliveries": []}


def field(kind: str, *names: str) -> Callable[[Resolver], Resolver]:
    """Register a resolver for these fields of an object type; it gets (object, call, **arguments)."""

    def register(function: Resolver) -> Resolver:
        def resolve(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
            return function(source, info.context, **arguments)

        for name in names:
            RESOLVERS[kind, name] = resolve
        return function

    return register


def query(name: str) -> Callable[[Resolver], Resolver]:
    """Register a root field; it gets (call, **arguments)."""

    def register(function: Resolver) -> Resolver:
        def resolve(_source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
            return function(info.context, **arguments)

        RESOLVERS["Query", name] = resolve
        return function

    return register


def mutation(name: str, *, atomic: bool = True, wrong_ids_break: bool = False) -> Callable[[Resolver], Resolver]:
    """Register a mutation; an `atomic` one is a single transaction, others open their own around their calls out.

    An id of another kind is one of its `errors`, unless `wrong_ids_break`: then it is a top-level error.
    """

    def register(function: Resolver) -> Resolver:
        def resolve(_source: Any, info: GraphQLResolveInfo, **arguments: Any) -> dict[str, Any]:
            call: Call = info.context
            try:
                if atomic:
                    with call.transaction():
                        answer = function(call, **arguments)
                else:
                    answer = function(call, **arguments)
            except Refused as refusal:
                return {**NOTHING_DONE, "errors": refusal.errors, **refusal.answer}
            except WrongId as wrong:
                if wrong_ids_break:
                    raise
                place = _argument(arguments, wrong.value)
                return {**NOTHING_DONE, "errors": [error(place, "GRAPHQL_ERROR", str(wrong))]}
            return {"errors": [], **answer}

        RESOLVERS["Mutation", name] = resolve
        return function

    return register


def _argument(given: Any, value: str, name: str = "id") -> str | None:
    """Return the camel-case name of the argument, or field of an input, that holds a value."""
    if isinstance(given, dict):
        found = (_argument(one, value, key) for key, one in given.items())
    elif isinstance(given, list):
        found = (_argument(one, value, name) for one in given)
    else:
        head, *rest = name.split("_")
        return head + "".join(word.title() for word in rest) if given == value else None
    return next((one for one in found if one is not None), None)
