"""The gate behind `make test` and `make check`: each suite in turn, quickest first, until one fails."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
LIMIT_SECONDS = 20 * 60
# Compiled modules are kept whatever the shell says: the gate starts some hundred processes, which all read the same.
ENVIRONMENT = {name: was for name, was in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
OWN_SUITE = ("architecture", "races", "simulation", "journeys", "browser")
# Two processes share the tests of a suite; who is done first takes over some of the other's.
SHARED = ("-n", "2", "--dist", "worksteal")
# Where each waits for servers or a browser much of the time, a third one uses what the others leave.
WAITING = ("-n", "3", "--dist", "worksteal")
PYTEST = ("-m", "pytest", "-q", "--no-header")
SILENT = "ignore:Unable to activate pytest branch:RuntimeWarning"  # SlipCover, of the tests' own branches
CLOSING_LINE = re.compile(
    r"^(?:=+ )?(\d+ (?:passed|failed|error|skipped).* in [\d.]+s.*?)(?: =+)?$"
)


@dataclass(frozen=True)
class Suite:
    """One step: its command, and its share in seconds (on two idle cores)."""

    name: str
    share_seconds: int
    command: tuple[str, ...]


def quick_suites() -> Iterator[Suite]:
    """What needs seconds: form, types, import contracts, architecture tests and migrations."""
    yield Suite("format", 5, (str(BIN / "ruff"), "format", "--check", "."))
    yield Suite("lint", 5, (str(BIN / "ruff"), "check", "."))
    yield Suite("types", 30, (str(BIN / "mypy"),))
    yield Suite("contracts", 15, (str(BIN / "lint-imports"),))
    yield _pytest("architecture", 50, "tests/architecture", *SHARED)


def slow_suites() -> Iterator[Suite]:
    """The packages on both databases, with coverage on one, then whatever needs threads, servers or a browser."""
    packages = ("tests", *(f"--ignore=tests/{name}" for name in OWN_SUITE), *SHARED)
    yield Suite(
        "packages on SQLite", 330, (PYTHON, "-W", SILENT, "-m", "slipcover", *PYTEST, *packages)
    )
    yield Suite("coverage", 10, (PYTHON, ".ci/coverage_gate.py"))
    on_postgresql = ("-m", "database", "--database", "postgresql")
    yield _pytest("packages on PostgreSQL", 330, *packages, *on_postgresql)
    yield _pytest("races", 30, "tests/races", *SHARED)
    yield _pytest("simulation", 170, "tests/simulation", *SHARED, "-rP")  # -rP: what it killed
    yield _pytest("journeys", 60, "tests/journeys", *WAITING)
    yield _pytest("browser", 150, "tests/browser", *WAITING)


def run(suites: Sequence[Suite]) -> int:
    """Run them; 0 when all passed. Ends with a table of seconds and of what pytest said last."""
    started, lines, status = time.monotonic(), [], 0
    for suite in suites:
        print(f"\n── {suite.name}", flush=True)
        before = time.monotonic()
        status, closing = _run(suite)
        took = time.monotonic() - before
        over = (
            f"  (over its share of {suite.share_seconds} s)" if took > suite.share_seconds else ""
        )
        lines.append(f"{suite.name:<22}{took:7.1f} s  {closing}{over}")
        if status:
            break
    total = time.monotonic() - started
    print("\n" + "\n".join(lines))
    print(f"{'all' if not status else 'stopped':<22}{total:7.1f} s", flush=True)
    if total > LIMIT_SECONDS:  # said, not failed: a slower machine is no defect of the code
        print(
            f"That was longer than the {LIMIT_SECONDS // 60} minutes it should take on two cores."
        )
    return status


def _pytest(name: str, share_seconds: int, *arguments: str) -> Suite:
    return Suite(name, share_seconds, (PYTHON, *PYTEST, *arguments))


def _run(suite: Suite) -> tuple[int, str]:
    """Exit status, and pytest's closing line where there was one; its output is shown as it comes."""
    closing = ""
    process = subprocess.Popen(  # noqa: S603 - commands from the lists above
        suite.command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            print(line, end="", flush=True)
            found = CLOSING_LINE.match(line.strip())
            closing = found.group(1) if found else closing
    status = process.returncode
    return status, closing or ("ok" if not status else "failed")


if __name__ == "__main__":
    quick = list(quick_suites())
    sys.exit(run(quick if "--quick" in sys.argv else [*quick, *slow_suites()]))
