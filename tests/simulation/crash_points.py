"""Where a process can die: before and after every commit and every call to Stripe, as listed from the code itself."""

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy.orm import Session

import mentorhub
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import disputes, events, intents, refunds, sessions

PACKAGE = Path(mentorhub.__path__[0])
WATCHED = ("enrolment", "payments")  # whose actions hold seats and money
ASK_NOBODY = {"read_event", "refused"}
CALLS = {  # the gateway's public functions, with the modules that define them
    name: module
    for module in (disputes, events, intents, refunds, sessions)
    for name, call in vars(module).items()
    if inspect.isfunction(call) and call.__module__ == module.__name__
    if not name.startswith("_") and name not in ASK_NOBODY
}


class Killed(BaseException):
    """The process has ended here: nothing below it may catch this and go on."""


@dataclass(frozen=True, order=True)
class CrashPoint:
    """`what` is commit or the gateway's function; `line` is where it stands in the file."""

    file: str
    line: int
    what: str
    moment: str  # before or after

    def __str__(self) -> str:
        return f"{self.moment} {self.what} in {self.file}:{self.line}"


def listed() -> set[CrashPoint]:
    """Every point of the watched packages' actions."""
    found = set()
    for package in WATCHED:
        for path in sorted((PACKAGE / package / "actions").glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                for what in _what(node):
                    line = node.lineno  # type: ignore[attr-defined]
                    for moment in ("before", "after"):
                        found.add(CrashPoint(_named(path), line, what, moment))
    return found


@dataclass
class Crashes:
    """Kills at the `countdown`-th point that is met once it is armed; remembers every point it met and killed at."""

    met: set[CrashPoint] = field(default_factory=set)
    killed_at: set[CrashPoint] = field(default_factory=set)
    countdown: int | None = None
    silences: int = 0
    commits: int = 0

    def arm(self, countdown: int) -> None:
        """Die at the `countdown`-th point from now; the first is 0."""
        self.countdown = countdown

    def silence(self, count: int) -> None:
        """Stripe does not answer so many times: the call is lost, or it is done and its answer is lost."""
        self.silences = count

    def disarm(self) -> None:
        """Go on."""
        self.countdown, self.silences = None, 0

    def meet(self, what: str, moment: str) -> None:
        """A point is passed; raises `Killed` when its turn has come."""
        point = _here(what, moment)
        if point is None:
            return
        self.met.add(point)
        if self.silences and what != "commit":
            self.silences -= 1
            raise StripeUnavailable(f"silence {point}")
        if self.countdown is None:
            return
        if self.countdown == 0:
            self.countdown = None
            self.killed_at.add(point)
            raise Killed(str(point))
        self.countdown -= 1


@contextmanager
def watched(crashes: Crashes) -> Iterator[None]:
    """While this lasts, each commit and each gateway call is a point."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "commit", _pointed(Session.commit, "commit", crashes))
        for name, module in CALLS.items():
            patch.setattr(module, name, _pointed(getattr(module, name), name, crashes))
        yield


def _pointed(call: Callable[..., Any], what: str, crashes: Crashes) -> Callable[..., Any]:
    @functools.wraps(call)
    def pointed(*args: Any, **kwargs: Any) -> Any:
        crashes.meet(what, "before")
        answer = call(*args, **kwargs)
        crashes.commits += what == "commit"
        crashes.meet(what, "after")
        return answer

    return pointed


def _here(what: str, moment: str) -> CrashPoint | None:
    """The action whose line is running; None where the commit is nobody's of the watched packages."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.parent.name == "stripe_gateway":  # one call of the gateway's asks by another
            return None
        if path.parent.name == "actions" and path.is_relative_to(PACKAGE):
            if path.parent.parent.name not in WATCHED:
                return None
            return CrashPoint(_named(path), _statement(path, frame.f_lineno, what), what, moment)
        frame = frame.f_back
    return None


@functools.cache
def _statement(path: Path, line: int, what: str) -> int:
    """The listed line of the statement that is running at `line`: a call may stand on several lines."""
    begun: list[int] = [
        node.lineno  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(path.read_text()))
        if what in _what(node) and node.lineno <= line  # type: ignore[attr-defined]
    ]
    return max(begun)


def _what(node: ast.AST) -> list[str]:
    if isinstance(node, ast.With):
        calls = [ast.unparse(item.context_expr) for item in node.items]
        return ["commit" for call in calls if call.startswith("transaction(")]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        module, name = ast.unparse(node.func.value), node.func.attr
        return [name] if module.startswith("stripe_") and name in CALLS else []
    return []


def _named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))
