"""`python -m benchmarks.rush`: thousands submit the form at once; how many a second, and in which order."""

import argparse
import json
import sys
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from sqlalchemy import func, select

from benchmarks import floors, installs, measures, servers, visitors
from mentorhub.app import opened
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import SEATED
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.support.postgres import APP, OWNER

TURNS = 3  # the machine's speed varies by a fifth within minutes
VISITORS_OF_PRETIX = 10.4  # a second, on this machine: docs/performance.md
TARGETS = {
    "arrivals_of_floor": (">=", 0.6),
    "arrivals_of_bare_floor": (">=", 0.35),
    "visitors_of_pretix": (">=", 20),  # of this machine at its best: see `visitors_of_floor`
    "visitors_of_floor": (">=", 0.18),
    "oversold": ("<=", 0),
    "inversions": ("<=", 0),
    "memory_mib": ("<=", 300),
}
Figures = dict[str, float]


class Rates(NamedTuple):
    """Submissions a second, in one turn."""

    product: float
    floor: float
    bare: float


@dataclass(frozen=True)
class Rush:
    """What to measure."""

    visitors: int
    seats: int
    concurrency: int
    workers: int


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 where every target is met, else 1."""
    options = _options(arguments)
    rush = Rush(options.visitors, options.seats, options.concurrency, options.workers)
    figures = measure(rush)
    met = {
        name: {
            "value": figures[name],
            "target": f"{sign} {goal}",
            "ok": _is_met(figures[name], sign, goal),
        }
        for name, (sign, goal) in TARGETS.items()
    }
    if options.json:
        print(json.dumps({**figures, "targets": met}, indent=2))
    else:
        for name, value in figures.items():
            goal = met.get(name)
            said = f"   {goal['target']}: {'ok' if goal['ok'] else 'NOT MET'}" if goal else ""
            print(f"{name:24}{value:10}{said}")
    return 0 if all(each["ok"] for each in met.values()) else 1


def measure(rush: Rush) -> Figures:
    """The whole journey; then submissions to the product and to both floors in turn, on one PostgreSQL that waits for
    its disk. Reported are the median of the turns, and of each ratio the median of the turns' own ratios."""
    with installs.database() as (cluster, settings):
        for slug in ("warm-up", "rush", *_turns("submissions")):
            installs.open_line(settings, slug, seats=rush.seats)
        cluster.execute(
            floors.TABLE, f"GRANT SELECT, INSERT ON floor_row TO {APP}", role=OWNER, database="rush"
        )
        with servers.product(settings, workers=rush.workers) as product:
            came, journeys = _journeys(rush, product)
            with (
                servers.floor(settings, "floors:create_asgi_floor", workers=rush.workers) as floor,
                servers.floor(settings, "bare:create_asgi_bare_app", workers=rush.workers) as bare,
            ):
                submitted, rates = _submissions(rush, product, floor, bare)
        lines = {"rush": came, **submitted}
        order = [_order(settings, slug, each) for slug, each in lines.items()]
    middle = _medians(rates)
    return {
        **journeys,
        **middle,
        "visitors_of_floor": round(journeys["visitors_per_s"] / middle["floor_per_s"], 3),
        "oversold": sum(oversold for oversold, _ in order),
        "inversions": sum(inverted for _, inverted in order),
        "visitors": rush.visitors,
        "seats": rush.seats,
        "concurrency": rush.concurrency,
        "workers": rush.workers,
    }


def _journeys(rush: Rush, product: servers.Server) -> tuple[list[measures.Arrival], Figures]:
    """Page, submission, own place; what was submitted and how long everybody waited, and the memory after it."""
    for slug, count in (("warm-up", 4 * rush.concurrency), ("rush", rush.visitors)):
        came, seconds = visitors.journey(
            product.port, slug, visitors=count, concurrency=rush.concurrency
        )
    per_second = len(came) / seconds
    return came, {
        "visitors_per_s": round(per_second, 1),
        "visitors_of_pretix": round(per_second / VISITORS_OF_PRETIX, 2),
        "p50_ms": round(measures.wait_ms(came, 50), 1),
        "p95_ms": round(measures.wait_ms(came, 95), 1),
        "p99_ms": round(measures.wait_ms(came, 99), 1),
        "memory_mib": round(product.memory_mib(), 1),
    }


def _submissions(
    rush: Rush, product: servers.Server, floor: servers.Server, bare: servers.Server
) -> tuple[dict[str, list[measures.Arrival]], list[Rates]]:
    """Who submitted in which programme, and the submissions a second of product, floor and bare floor, turn by turn."""
    submitted = {}
    rates = []
    for server in (floor, bare):  # the first ones warm it up
        _wave(rush, server, "/floor", "/floor", count=4 * rush.concurrency)
    for slug in _turns("submissions"):
        page = f"/programs/{slug}"
        submitted[slug] = _wave(rush, product, page, f"{page}/enrolments", name=slug)
        beside = [_wave(rush, server, "/floor", "/floor") for server in (floor, bare)]
        rates.append(Rates(*(measures.per_second(each) for each in (submitted[slug], *beside))))
    return submitted, rates


def _wave(
    rush: Rush,
    server: servers.Server,
    page: str,
    action: str,
    *,
    name: str = "floor",
    count: int = 0,
) -> list[measures.Arrival]:
    return visitors.submissions(
        server.port,
        page,
        action,
        visitors=count or rush.visitors,
        concurrency=rush.concurrency,
        name=name,
    )


def _medians(rates: list[Rates]) -> Figures:
    return {
        "arrivals_per_s": round(median(each.product for each in rates), 1),
        "floor_per_s": round(median(each.floor for each in rates), 1),
        "bare_floor_per_s": round(median(each.bare for each in rates), 1),
        "arrivals_of_floor": round(median(each.product / each.floor for each in rates), 3),
        "arrivals_of_bare_floor": round(median(each.product / each.bare for each in rates), 3),
    }


def _turns(name: str) -> list[str]:
    return [f"{name}-{turn}" for turn in range(1, TURNS + 1)]


def _order(settings: Settings, slug: str, arrivals: list[measures.Arrival]) -> tuple[int, int]:
    """(oversold, inversions) of a programme's cohort, from its rows and what the visitors saw."""
    with opened(settings), reading(viewer=SYSTEM) as session:
        cohort = session.scalars(
            select(Cohort)
            .join(Program, Program.id == Cohort.program_id)
            .where(Program.slug == slug)
        ).one()
        rows = session.execute(
            select(Enrolment.email, Enrolment.place, Enrolment.state).where(
                Enrolment.cohort_id == cohort.id
            )
        ).all()
        seated = session.scalar(
            select(func.count(Enrolment.seat_number.distinct())).where(
                Enrolment.cohort_id == cohort.id
            )
        )
    places = {row.email: row.place for row in rows if row.place is not None}
    winners = [row.email for row in rows if row.state in SEATED]
    oversold = max(len(winners) - cohort.seats, 0) + len(winners) - (seated or 0)
    inverted = measures.inversions(arrivals, places)
    return oversold, inverted + measures.misplaced(places, winners, seats=cohort.seats)


def _is_met(value: float, sign: str, goal: float) -> bool:
    return value >= goal if sign == ">=" else value <= goal


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rush", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--visitors", type=int, default=3000)
    parser.add_argument("--seats", type=int, default=50)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
