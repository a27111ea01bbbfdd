"""Where resolvers are hung up: ``@field("Product", "pricing")``, ``@query("product")``, ``@mutation("orderCancel")``.

A resolver is called with its object and the Call (a query or mutation with the Call alone), then the arguments in
snake case. A mutation returns the keys of its payload; `errors` is added, and filled from what it raises as Refused.
"""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo

from .problems import Refused
from .store import Call

Resolver = Callable[..., Any]
RESOLVERS: dict[tuple[str, str], Resolver] = {}


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


def mutation(name: str, *, atomic: bool = True) -> Callable[[Resolver], Resolver]:
    """Register a mutation; an `atomic` one is a single transaction, others open their own around their calls out."""

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
                return {"errors": refusal.errors, **refusal.answer}
            return {"errors": [], **answer}

        RESOLVERS["Mutation", name] = resolve
        return function

    return register
