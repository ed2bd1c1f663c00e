"""The SDK's type annotations as a judge: what is wrong with an object or a parameter of the sandbox."""

import ast
import importlib
import inspect
import sys
import types
import typing
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

import stripe
import typing_extensions
from stripe._list_object import ListObject
from stripe._object_classes import OBJECT_CLASSES, V2_OBJECT_CLASSES
from stripe._stripe_object import StripeObject, UntypedStripeObject
from stripe.events._event_classes import get_v2_event_class

INHERITED = "stripe._request_options"
REQUEST_OPTIONS = set(stripe.RequestOptions.__annotations__)
LEFT_OUT = {"deleted", "previous_attributes"}  # where they say nothing, Stripe sends no null either
LIST_OBJECT = {"object", "data", "has_more", "url"}


def problems_of(doc: dict[str, Any]) -> list[str]:
    """Say where an object departs from the class the SDK would make of it."""
    if doc["object"] == "v2.core.event":
        return _of_object(doc, get_v2_event_class(doc["type"]), path=doc["type"])
    module, name = {**OBJECT_CLASSES, **V2_OBJECT_CLASSES}[doc["object"]]
    declared = getattr(importlib.import_module(module), name)
    return _of_object(doc, declared, path=doc["object"])


def field_names(declared: Any) -> set[str]:
    """Return the names of the fields of one of the SDK's classes."""
    return {name for name in _hints(declared) if not name.startswith("_") and not name.isupper()}


def param_types(service: Any, operation: str) -> dict[str, Any]:
    """Return the declared parameters of an SDK operation, each with its type."""
    return fields_of(_params_of(service, operation))


def required_fields_of(service: Any, operation: str) -> set[str]:
    """Return the parameters that an SDK operation demands."""
    required: frozenset[str] = _params_of(service, operation).__required_keys__
    return set(required)


def fields_of(typed_dict: Any) -> dict[str, Any]:
    """Return the fields of one of the SDK's TypedDicts with their types."""
    return {name: hint for name, hint in _hints(typed_dict).items() if name not in REQUEST_OPTIONS}


def literals(hint: Any) -> set[Any]:
    """Return every literal value the type allows."""
    return {value for part in _parts(hint) if _is_literal(part) for value in get_args(part)}


def allows(hint: Any, plain: Any) -> bool:
    """Whether the type allows any value of the plain class `plain`."""
    return plain in _parts(hint)


def item_of(hint: Any) -> Any:
    """Return the type of a list's items, or None if it is no list."""
    lists = [part for part in _parts(hint) if get_origin(part) is list]
    return get_args(lists[0])[0] if lists else None


def typed_dict_of(hint: Any) -> Any:
    """Return the TypedDict among the type's choices, or None."""
    return next((part for part in _parts(hint) if typing_extensions.is_typeddict(part)), None)


def is_mapping(hint: Any) -> bool:
    """Whether the type allows metadata: a dict of strings, in v2 also of nulls that unset a key."""
    dicts = [get_args(part) for part in _parts(hint) if get_origin(part) is dict]
    return any(key is str and str in _parts(value) for key, value in dicts)


def _params_of(service: Any, operation: str) -> Any:
    return typed_dict_of(_hints(getattr(service, operation))["params"])


def _of_object(doc: Any, declared: Any, *, path: str) -> list[str]:
    if not isinstance(doc, dict):
        return [f"{path}: not an object: {doc!r}"]
    hints = {name: _hints(declared)[name] for name in field_names(declared)}
    missing = [f"{path}.{name}: missing" for name in hints.keys() - doc.keys() - LEFT_OUT]
    missing += [f"{path}.{name}: null" for name in LEFT_OUT & doc.keys() if doc[name] is None]
    unknown = [f"{path}.{name}: unknown" for name in doc.keys() - hints.keys()]
    wrong = [
        problem
        for name in hints.keys() & doc.keys()
        for problem in _of_value(doc[name], hints[name], path=f"{path}.{name}")
    ]
    return missing + unknown + wrong


def _of_value(value: Any, hint: Any, *, path: str) -> list[str]:
    parts = _parts(hint)
    if Any in parts:
        return []
    if value is None:
        return [] if type(None) in parts else [f"{path}: null is not declared"]
    if isinstance(value, str) and any(map(_is_literal, parts)):
        # `Union[Literal[…], str]` allows for later versions; this version knows these
        return [] if value in literals(hint) else [f"{path}: {value!r} is not one of the enum"]
    attempts = [_of_part(value, part, path=path) for part in parts if part is not type(None)]
    return min(attempts, key=len)


def _of_part(value: Any, part: Any, *, path: str) -> list[str]:
    origin = get_origin(part)
    if origin is list:
        if not isinstance(value, list):
            return [f"{path}: not a list"]
        (item,) = get_args(part)
        return [
            problem
            for number, inner in enumerate(value)
            for problem in _of_value(inner, item, path=f"{path}[{number}]")
        ]
    if origin is ListObject:
        if not isinstance(value, dict) or set(value) != LIST_OBJECT:
            return [f"{path}: not a list object"]
        return _of_part(value["data"], list[get_args(part)], path=f"{path}.data")  # type: ignore[misc]
    if origin is UntypedStripeObject:
        inner_type = get_args(part)[0]
        return [
            problem
            for name, inner in (value if isinstance(value, dict) else {"": object()}).items()
            for problem in _of_value(inner, inner_type, path=f"{path}[{name}]")
        ]
    if inspect.isclass(part) and issubclass(part, StripeObject):
        return _of_object(value, part, path=path)
    plain = {Decimal: str}.get(part, part)
    if type(value) is not plain and not (plain is float and type(value) is int):
        return [f"{path}: {value!r} is not {getattr(part, '__name__', part)}"]
    return []


def _parts(hint: Any) -> list[Any]:
    """Return the choices of a union, nested ones included; NotRequired and Required are seen through."""
    if get_origin(hint) in {typing.Union, types.UnionType}:
        return [part for choice in get_args(hint) for part in _parts(choice)]
    if get_origin(hint) in {typing_extensions.NotRequired, typing_extensions.Required}:
        return _parts(get_args(hint)[0])
    return [hint]


def _is_literal(part: Any) -> bool:
    return get_origin(part) is typing.Literal


@cache
def _hints(declared: Any) -> dict[str, Any]:
    return typing.get_type_hints(declared, localns=_names(declared.__module__))


@cache
def _names(module: str) -> dict[str, Any]:
    """Return every name the module imports, also those it imports for type checkers only."""
    names: dict[str, Any] = dict(vars(typing))
    for source in (INHERITED, module):  # a TypedDict repeats the annotations it inherits
        names |= vars(importlib.import_module(source))
        for node in ast.walk(ast.parse(inspect.getsource(sys.modules[source]))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stripe"):
                origin = importlib.import_module(str(node.module))
                names |= {one.asname or one.name: getattr(origin, one.name) for one in node.names}
    return names
