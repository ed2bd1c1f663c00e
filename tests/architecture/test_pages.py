"""The three lists that stand on one page each (packages, periodic tasks, invariants) leave nothing of the tree out."""

import inspect

from mentorhub import app, audit, schedule
from mentorhub.enrolment.periodic.reconciliation import reconcile
from mentorhub.payments import periodic as payments
from mentorhub.web.slots import SLOTS
from tests.architecture.tree import PACKAGES, module_of

BY_COMMAND = (
    reconcile,
    payments.catch_up_whole,
)  # `mentorhub reconcile`: all, due or not


def test_every_packages_views_are_registered() -> None:
    registered = {blueprint.name for blueprint in app.PACKAGES}
    modules = [
        (package, name)
        for package in PACKAGES
        for name in ("views", "api")
        if module_of(package, name)
    ]
    named = {package if name == "views" else f"{package}_api" for package, name in modules}
    assert registered == named


def test_every_slot_is_filled_or_left_empty_on_purpose() -> None:
    assert set(app.SLOTS) == set(SLOTS)


def test_every_packages_invariants_are_audited() -> None:
    with_invariants = {package for package in PACKAGES if module_of(package, "invariants")}
    assert {module.__name__.split(".")[1] for module in audit.MODULES} == with_invariants


def test_every_invariant_is_a_sentence() -> None:
    assert [name for name in audit.invariants() if name.count("_") < 2] == []


def test_every_periodic_task_is_scheduled_once() -> None:
    functions = [task.run for task in schedule.PERIODIC_TASKS]
    written = {
        function
        for package in PACKAGES
        for module in module_of(package, "periodic")
        for name, function in vars(module).items()
        if callable(function)
        and not name.startswith("_")
        and getattr(function, "__module__", "") == module.__name__
        and not isinstance(function, type)
        and not inspect.signature(function).parameters  # else it is what several share
    }
    assert written <= {*functions, *BY_COMMAND}
    assert len({task.name for task in schedule.PERIODIC_TASKS}) == len(functions)
