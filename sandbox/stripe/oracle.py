"""The installed SDK's own annotations judge every request: names, kinds and choices.

`stripe.params.<X>Params` lists each parameter that a call takes. What is not listed is refused as Stripe refuses it.
What is listed and not played here is refused by name, never swallowed.
"""

import re
import sys
import types
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

import stripe.params
from stripe._request_options import RequestOptions
from typing_extensions import is_typeddict

from sandbox.stripe import errors

_OPTIONS = frozenset(RequestOptions.__annotations__)
_WHOLE = re.compile(r"-?[0-9]{1,19}")


@cache
def _fields(params: type) -> dict[str, Any]:
    own = {name: hint for name, hint in params.__annotations__.items() if name not in _OPTIONS}
    holder = type(params.__name__, (), {"__annotations__": own})
    return get_type_hints(holder, globalns=dict(vars(sys.modules[params.__module__])), include_extras=True)


def check(
    call: str, params: str, given: dict[str, Any], *, played: AbstractSet[str], extra: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """Return `given` with its values in their kinds, or raise the refusal.

    `params` names the class in `stripe.params`; `played` are the parameters that `call` really takes here; `extra`
    are strings that only Stripe.js sends.
    """
    fields = _fields(getattr(stripe.params, params))
    unknown = [name for name in given if name not in fields and name not in extra]
    if unknown:
        raise _unknown(unknown)
    for name in given:
        if name not in played and name not in extra:
            raise errors.not_implemented(f"the parameter '{name}' of {call}")
    for name, hint in fields.items():
        if get_origin(hint) is not NotRequired and name not in given:
            raise errors.bad_parameter(f"Missing required param: {name}.", name, "parameter_missing")
    return {name: _value(fields.get(name, str), value, name) for name, value in given.items()}


def _unknown(names: list[str]) -> errors.StripeError:
    plural = "s" if len(names) > 1 else ""
    return errors.bad_parameter(
        f"Received unknown parameter{plural}: {', '.join(names)}", names[0], code="parameter_unknown"
    )


def _value(hint: Any, value: Any, param: str) -> Any:
    origin = get_origin(hint)
    if origin is NotRequired:
        return _value(get_args(hint)[0], value, param)
    if origin in {Union, types.UnionType}:
        return _one_of(get_args(hint), value, param)
    if origin is Literal:
        return _choice(get_args(hint), value, param)
    if is_typeddict(hint):
        return _group(hint, value, param)
    if origin in {list, dict}:
        return _many(origin, get_args(hint), value, param)
    return _scalar(hint, value, param)


def _one_of(hints: tuple[Any, ...], value: Any, param: str) -> Any:
    literals = [choice for hint in hints if get_origin(hint) is Literal for choice in get_args(hint)]
    if value == "" and ("" in literals or any(get_origin(hint) is dict for hint in hints)):
        return ""
    if isinstance(value, dict | list):
        nested = [hint for hint in hints if is_typeddict(hint) or get_origin(hint) in {list, dict}]
        if nested:
            return _value(nested[0], value, param)
        raise errors.bad_parameter(f"Invalid string: {value}", param)
    if bool in hints and value in {"true", "false"}:
        return value == "true"
    if choices := tuple(choice for choice in literals if choice):
        # Annotated as open ("… or str") so that an older SDK meets newer answers; in a request the list is closed.
        return _choice(choices, value, param)
    plain = [hint for hint in hints if get_origin(hint) is not Literal]
    scalars = [hint for hint in plain if hint in {int, bool, float, str}]
    return _value((scalars or plain)[0], value, param)


def _choice(choices: tuple[Any, ...], value: Any, param: str) -> Any:
    for choice in choices:
        if value == choice or (isinstance(choice, bool) and value == str(choice).lower()):
            return choice
    listed = ", ".join(str(choice) for choice in choices if choice != "")
    raise errors.bad_parameter(f"Invalid {param}: must be one of {listed}", param)


def _group(hint: Any, value: Any, param: str) -> Any:
    if not isinstance(value, dict):
        raise errors.bad_parameter(
            f"Invalid object: {param} must be a set of named values", param, "parameter_invalid_empty"
        )
    fields = _fields(hint)
    if unknown := [f"{param}[{name}]" for name in value if name not in fields]:
        raise _unknown(unknown)
    for name, field in fields.items():
        if get_origin(field) is not NotRequired and name not in value:
            raise errors.bad_parameter(
                f"Missing required param: {param}[{name}].", f"{param}[{name}]", "parameter_missing"
            )
    return {name: _value(fields[name], child, f"{param}[{name}]") for name, child in value.items()}


def _many(origin: type, inner: tuple[Any, ...], value: Any, param: str) -> Any:
    if origin is list:
        if not isinstance(value, list):
            raise errors.bad_parameter(f"Invalid array: {param}", param)
        return [_value(inner[0], child, f"{param}[{place}]") for place, child in enumerate(value)]
    if isinstance(value, list):
        value = {str(place): child for place, child in enumerate(value)}
    if not isinstance(value, dict):
        raise errors.bad_parameter(f"Invalid object: {param}", param)
    return {name: _value(inner[1], child, f"{param}[{name}]") for name, child in value.items()}


def _scalar(hint: Any, value: Any, param: str) -> Any:
    if not isinstance(value, str):
        raise errors.bad_parameter(f"Invalid string: {value}", param)
    if hint is bool:
        if value not in {"true", "false"}:
            raise errors.bad_parameter(f"Invalid boolean: {value}", param)
        return value == "true"
    if hint is int:
        if not _WHOLE.fullmatch(value):
            raise errors.bad_parameter(f"Invalid integer: {value}", param, "parameter_invalid_integer")
        return int(value)
    if len(value) > 5000:
        raise errors.bad_parameter(f"Invalid string: {param} is longer than 5000 characters", param)
    return value
