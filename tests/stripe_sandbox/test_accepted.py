"""Every parameter the sandbox accepts is one the SDK declares, of a type the SDK declares."""

from functools import reduce
from typing import Any

import pytest
import stripe

from mentorhub.stripe_sandbox.accepted.checkout import LOCALES
from mentorhub.stripe_sandbox.objects.fields import METHOD_TYPES
from mentorhub.stripe_sandbox.params import (
    Flag,
    Group,
    Kind,
    Many,
    Pairs,
    Percentage,
    Span,
    Text,
    Whole,
)
from mentorhub.stripe_sandbox.routes import ROUTES, Route
from mentorhub.stripe_sandbox.routes_v2 import ROUTES_V2
from tests.support.sdk_types import (
    allows,
    fields_of,
    is_mapping,
    item_of,
    literals,
    param_types,
    required_fields_of,
    typed_dict_of,
)

NOT_IN_THE_SDK = "payment_pages."  # the Stripe CLI's endpoint
IN_THE_SDK = [route for route in (*ROUTES, *ROUTES_V2) if not route.name.startswith(NOT_IN_THE_SDK)]
PLAIN = {Text: str, Whole: int, Flag: bool, Percentage: float}


@pytest.mark.parametrize("route", IN_THE_SDK, ids=lambda route: route.name)
def test_an_endpoint_accepts_only_what_the_sdk_declares(route: Route) -> None:
    declared = param_types(*_operation(route))
    assert _problems(route.accepts, declared, path="") == []


@pytest.mark.parametrize("route", IN_THE_SDK, ids=lambda route: route.name)
def test_an_endpoint_requires_what_the_sdk_requires(route: Route) -> None:
    required = {name for name, kind in route.accepts.items() if kind.is_required}
    assert required >= required_fields_of(*_operation(route))


def test_lists_of_methods_and_locales_are_the_sdks_own() -> None:
    checkouts = stripe.StripeClient("sk_test_x").v1.checkout.sessions
    declared = param_types(checkouts, "create")
    assert set(LOCALES.split()) == literals(declared["locale"])
    methods = literals(item_of(declared["allowed_payment_method_types"]))
    assert set(METHOD_TYPES.split()) == methods


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ({"colour": Text()}, "colour: not declared"),
        ({"amount": Text()}, "amount: the SDK declares no str"),
        ({"reason": Text(choices=("whim",))}, "reason: not of the enum: {'whim'}"),
        ({"charge": Group(fields={})}, "charge: the SDK declares no object"),
        ({"metadata": Many(of=Text())}, "metadata: the SDK declares no list"),
    ],
)
def test_a_parameter_stripe_does_not_have_would_be_seen(
    kind: dict[str, Kind], problem: str
) -> None:
    declared = param_types(stripe.StripeClient("sk_test_x").v1.refunds, "create")
    assert _problems(kind, declared, path="") == [problem]


def _operation(route: Route) -> tuple[Any, str]:
    *services, operation = route.name.split(".")
    both = stripe.StripeClient("sk_test_x")
    client: Any = both.v2 if route.path.startswith("/v2/") else both.v1
    return reduce(getattr, services, client), operation


def _problems(accepted: Any, declared: dict[str, Any], *, path: str) -> list[str]:
    return [
        problem
        for name, kind in accepted.items()
        for problem in (
            _of_kind(kind, declared[name], path=f"{path}{name}")
            if name in declared
            else [f"{path}{name}: not declared"]
        )
    ]


def _of_kind(kind: Kind, hint: Any, *, path: str) -> list[str]:
    unset = kind.is_clearable and "" not in literals(hint) and not allows(hint, str)
    problems = [f"{path}: the SDK cannot unset it"] if unset else []
    if isinstance(kind, Many):
        item = item_of(hint)
        if item is None:
            return [*problems, f"{path}: the SDK declares no list"]
        return problems + _of_kind(kind.of, item, path=f"{path}[]")
    if isinstance(kind, Pairs):
        return problems if is_mapping(hint) else [f"{path}: the SDK declares no metadata"]
    if isinstance(kind, Group | Span):
        typed_dict = typed_dict_of(hint)
        if typed_dict is None:
            return [*problems, f"{path}: the SDK declares no object"]
        fields = (
            kind.fields
            if isinstance(kind, Group)
            else dict.fromkeys(("gt", "gte", "lt", "lte"), Whole())
        )
        return problems + _problems(fields, fields_of(typed_dict), path=f"{path}.")
    if isinstance(kind, Text) and kind.choices and literals(hint) - {""}:
        strange = set(kind.choices) - literals(hint)
        return [*problems, f"{path}: not of the enum: {strange}"] if strange else problems
    plain = PLAIN[type(kind)]
    if not allows(hint, plain):
        problems.append(f"{path}: the SDK declares no {plain.__name__}")
    return problems
