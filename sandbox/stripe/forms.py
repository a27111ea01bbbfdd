"""Stripe's form encoding: ``a[b]=c`` nests, ``a[]=1`` and ``a[0]=1`` make lists."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.stripe import errors

_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the nested parameters of a form or a query, or raise a 400 for a name or a mix that makes no sense."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, bracket, rest = name.partition("[")
        parts = _PART.findall(bracket + rest)
        if not head or (bracket and "".join(f"[{part}]" for part in parts) != bracket + rest):
            raise errors.bad_parameter(f"Invalid parameter name: {name}", param=name)
        if "\x00" in name + value:
            raise errors.bad_parameter(f"Invalid character in {head}", param=head)
        _put(tree, [head, *parts], value, name)
    return {key: _listed(value) for key, value in tree.items()}


def _put(tree: dict[str, Any], path: list[str], value: str, name: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise errors.bad_parameter(f"Invalid parameter name: {name}", param=name)
    last = path[-1] or str(len(tree))
    if isinstance(tree.get(last), dict):
        raise errors.bad_parameter(f"Invalid parameter name: {name}", param=name)
    tree[last] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(child) for key, child in value.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner
