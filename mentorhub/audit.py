"""Every invariant, on one page; runs them all."""

from collections.abc import Callable, Sequence
from types import ModuleType

from mentorhub.accounts.invariants import people, practices, tokens
from mentorhub.enrolment.invariants import intake, journal, money, prices, rehearsals, seats
from mentorhub.foundation.database.sessions import snapshot
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.payments.invariants import money as payments
from mentorhub.payments.invariants import promotions
from mentorhub.programs import invariants as programs
from mentorhub.reviews import invariants as reviews
from mentorhub.workspace.invariants import (
    doubles,
    feeds,
    history,
    mornings,
    notebook,
    photos,
    search,
)

MODULES: Sequence[ModuleType] = (
    people,
    practices,
    tokens,
    programs,
    payments,
    promotions,
    seats,
    journal,
    money,
    prices,
    intake,
    rehearsals,
    notebook,
    doubles,
    history,
    feeds,
    photos,
    mornings,
    search,
    reviews,
)
Invariant = Callable[..., list[str]]


def invariants() -> dict[str, Invariant]:
    """`package.sentence` → query. Each takes `viewer` and returns offenders, as public ids or short descriptions."""
    found: dict[str, Invariant] = {}
    for module in MODULES:
        name = module.__name__.split(".")[1]
        for sentence in module.INVARIANTS:
            found[f"{name}.{sentence.__name__}"] = sentence
    return found


def run(*, viewer: Viewer = SYSTEM) -> dict[str, list[str]]:
    """Every invariant with its offenders, as of one point in time; all lists empty means the install is in order."""
    with snapshot(viewer=viewer):
        return {name: query(viewer=viewer) for name, query in invariants().items()}
