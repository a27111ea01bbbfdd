"""Judge an API object by the SDK's annotations of its resource."""

import sys
import types
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

import stripe
from stripe._stripe_object import StripeObject, UntypedStripeObject

RESOURCES = {
    "charge": stripe.Charge,
    "event": stripe.Event,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "refund": stripe.Refund,
}


class _Resources(dict):
    """The SDK's resources by name, each imported only when it is asked for."""

    def __missing__(self, name):
        try:
            return getattr(stripe, name.removesuffix("Resource"))
        except AttributeError:
            raise KeyError(name) from None


def check_resource(body):
    """Fail on a key that the SDK does not know, on a required one that is missing, and on a value of the wrong kind."""
    check_object(RESOURCES[body["object"]], body, body["object"])


def check_object(cls, body, path):
    hints = _hints(cls)
    assert set(body) <= set(hints), f"{path} has unknown keys {set(body) - set(hints)}"
    for name, hint in hints.items():
        required = type(None) not in get_args(hint)
        assert name in body or not required, f"{path}.{name} is missing"
        if name in body:
            check_value(hint, body[name], f"{path}.{name}")


def check_value(hint, value, path):
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        check_one_of(get_args(hint), value, path)
    elif origin is Literal:
        assert value in get_args(hint), f"{path} is {value!r}"
    elif origin is list or (isinstance(origin, type) and issubclass(origin, stripe.ListObject)):
        items = value["data"] if isinstance(value, dict) else value
        for item in items:
            check_value(get_args(hint)[0], item, f"{path}[]")
    elif hint is Any or hint is UntypedStripeObject or origin is UntypedStripeObject:
        assert isinstance(value, dict), path
    elif isinstance(hint, type) and issubclass(hint, StripeObject):
        check_object(hint, value, path)
    else:
        assert type(value) is hint, f"{path} is {value!r}, not {hint}"


def check_one_of(hints, value, path):
    if value is None:
        assert type(None) in hints, f"{path} is null"
        return
    choices = [choice for hint in hints if get_origin(hint) is Literal for choice in get_args(hint)]
    if choices and isinstance(value, str):
        assert value in choices, f"{path} is {value!r}"
        return
    fitting = [hint for hint in hints if isinstance(value, dict) != (hint in {str, int, bool, float, type(None)})]
    assert fitting, f"{path} is {value!r}"
    if not (isinstance(value, str) and str in hints):
        check_value(fitting[0], value, path)


def _hints(cls):
    own = {name: hint for name, hint in cls.__annotations__.items() if get_origin(hint) is not ClassVar}
    holder = type(cls.__name__, (), {"__annotations__": own})
    return get_type_hints(holder, globalns=dict(vars(sys.modules[cls.__module__])), localns=_Resources())
