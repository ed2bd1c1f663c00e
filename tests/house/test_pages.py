"""The three lists that stand on one page each (rooms, sweeps, invariants) leave nothing of the tree out."""

from mentorhub import app, audit, schedule
from mentorhub.enrolment import sweeps as enrolment
from mentorhub.payments import sweeps as payments
from mentorhub.web.panels import SLOTS
from tests.house.tree import ROOMS, door

BY_COMMAND = (
    enrolment.reconcile,
    payments.catch_up_whole,
)  # `mentorhub reconcile`: all, due or not


def test_every_rooms_views_are_registered() -> None:
    registered = {blueprint.name for blueprint in app.ROOMS}
    doors = [(room, name) for room in ROOMS for name in ("views", "api") if door(room, name)]
    named = {room if name == "views" else f"{room}_api" for room, name in doors}
    assert registered == named


def test_every_slot_is_filled_or_left_empty_on_purpose() -> None:
    assert set(app.SLOTS) == set(SLOTS)


def test_every_rooms_invariants_are_audited() -> None:
    with_laws = {room for room in ROOMS if door(room, "invariants")}
    assert {module.__name__.split(".")[1] for module in audit.ROOMS} == with_laws


def test_every_invariant_is_a_sentence() -> None:
    assert [name for name in audit.invariants() if name.count("_") < 2] == []


def test_every_sweep_is_scheduled_once() -> None:
    functions = [sweep.run for sweep in schedule.SWEEPS]
    written = {
        function
        for room in ROOMS
        for module in door(room, "sweeps")
        for name, function in vars(module).items()
        if callable(function)
        and not name.startswith("_")
        and getattr(function, "__module__", "") == module.__name__
        and not isinstance(function, type)
    }
    assert written <= {*functions, *BY_COMMAND}
    assert len({sweep.name for sweep in schedule.SWEEPS}) == len(functions)
