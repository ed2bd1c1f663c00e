"""`python -m benchmarks.practice`: what the practice's own pages cost, with 10,000 places in the line.

One process on a PostgreSQL as operators run it; beside each page a floor, the same app's smallest page to whoever is
signed in. The number of queries is compared with that of a small practice: ten places, one question.
"""

import argparse
import dataclasses
import json
import sys

from sqlalchemy import insert

from benchmarks import installs
from benchmarks.pages import figures
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.app import create_app
from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.questions import add_question
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.support import factories
from tests.support.factories import Scene

P95_MS_MAX = 60
PLACES, QUESTIONS = 10_000, 20
FEW_PLACES, FEW_QUESTIONS = 10, 1
OWNER = "ines@example.org"
PAGES = {
    "editor": "/practice/programs/{program}/edit",
    "cohort": "/practice/cohorts/{cohort}/edit",
    "line": "/practice/cohorts/{cohort}",
    "line_last_page": "/practice/cohorts/{cohort}?page=200",
    "line_search": "/practice/cohorts/{cohort}?q=Applicant+9",
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 where every page is within its limit and asks as much of a large practice as of a small."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON (it does anyway)")
    parser.add_argument("--requests", type=int, default=200, help="for each page")
    pages = measure(parser.parse_args(arguments).requests)
    slow = [name for name, each in pages.items() if each["p95_ms"] > P95_MS_MAX]
    growing = [name for name, each in pages.items() if each["queries"] > each["queries_of_few"]]
    print(json.dumps({"pages": pages, "slow": slow, "growing": growing}, indent=2))
    return 1 if slow or growing else 0


def measure(requests: int) -> dict[str, dict[str, float]]:
    """Of each page by name: milliseconds of the 95th of a hundred, in the database and of the floor; queries."""
    with installs.database() as (_cluster, settings):
        app = create_app(_local(settings))
        with app.app_context():
            few, many = (_paths(scene) for scene in _practices())
            engine = db.engine
            db.session.remove()
        client = app.test_client()  # outside the context: each request gets its own
        factories.sign_in(client, OWNER)
        try:
            return {
                name: figures(client, engine, many[name], few[name], requests=requests)
                for name in PAGES
            }
        finally:
            engine.dispose()


def _local(settings: Settings) -> Settings:
    """At the address that a client in the same process asks for."""
    return dataclasses.replace(settings, base_url="http://localhost")


def _practices() -> tuple[Scene, Scene]:
    """A small programme and a large one of the same practice."""
    practice_id, mentor_id = factories.practice()
    few, many = (
        factories.program(practice_id, mentor_id, slug=slug, seats=5) for slug in ("few", "many")
    )
    for scene, places, questions in (
        (few, FEW_PLACES, FEW_QUESTIONS),
        (many, PLACES, QUESTIONS),
    ):
        for number in range(questions):
            question = f"Question {number}?"
            add_question(
                scene.program_id, viewer=USER(mentor_id), question=question, answer_md="Yes."
            )
        _fill(scene, places)
    return few, many


def _fill(scene: Scene, places: int) -> None:
    """So many applicants arrive and are placed."""
    now = clock.now()
    rows = [
        {
            "practice_id": scene.practice_id,
            "cohort_id": scene.cohort_id,
            "price_id": scene.price_id,
            "name": f"Applicant {number}",
            "email": f"{scene.slug}-{number}@example.org",
            "email_key": email_key(f"{scene.slug}-{number}@example.org"),
            "timezone": "Europe/Oslo",
            "amount_minor": 64_000,
            "currency": "eur",
            "terms_version": 1,
            "arrived_at": now,
        }
        for number in range(places)
    ]
    with transaction(viewer=SYSTEM) as session:
        session.execute(insert(Enrolment), rows)
    arrivals.allocate_cohort(scene.cohort_id)


def _paths(scene: Scene) -> dict[str, str]:
    """The address of each page, by its name."""
    with reading(viewer=SYSTEM) as session:
        program = session.get_one(Program, scene.program_id).public_id
        cohort = session.get_one(Cohort, scene.cohort_id).public_id
    return {name: page.format(program=program, cohort=cohort) for name, page in PAGES.items()}


if __name__ == "__main__":
    sys.exit(main())
