"""Terms are kept: the database refuses other words for a version that was public, and the audit finds them past it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs import invariants
from mentorhub.programs.actions import offers
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.terms import ProgramTerms
from tests.support import factories
from tests.support.postgres import OWNER, Cluster
from tests.support.rewriting import rewrite

pytestmark = pytest.mark.database
KEPT, SAID = "program_terms_are_kept", "published_terms_are_a_version"


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme with two versions of its terms, beside another."""
    made = factories.scene()
    factories.program(made.practice_id, made.mentor_id, slug="untouched")
    rewrite(made.program_id, terms_md="Of today")
    return made


def _execute(statement: Any) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(statement)


@pytest.fixture
def unguarded(request: pytest.FixtureRequest, scene: factories.Scene) -> None:
    """The database without its own witnesses."""
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        for name, table in ((KEPT, "program_terms"), (SAID, "program")):
            cluster.execute(
                f"DROP TRIGGER {name} ON {table}", role=OWNER, database=str(db.engine.url.database)
            )
        return
    for name in (f"{KEPT}_update", f"{KEPT}_delete", SAID):
        _execute(text(f"DROP TRIGGER {name}"))


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (KEPT, update(ProgramTerms).where(ProgramTerms.version == 1).values(terms_md="Never")),
        (KEPT, update(ProgramTerms).where(ProgramTerms.version == 1).values(version=7)),
        (KEPT, delete(ProgramTerms).where(ProgramTerms.version == 1)),
        (SAID, update(Program).values(terms_md="Something else")),
        (SAID, update(Program).values(refund_full_days=0)),
        (SAID, update(Program).where(Program.terms_version == 2).values(terms_version=1)),
    ],
)
def test_no_version_that_was_public_says_anything_else(
    scene: factories.Scene, rule: str, statement: Any
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        _execute(statement)


def test_a_draft_may_say_something_else_and_is_still_its_first_version(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    program_id = offers.create_program(practice_id, viewer=SYSTEM, slug="draft", title="Draft")
    rewrite(program_id, terms_md="Once more", refund_part_percent=0)
    found = db.session.scalars(select(ProgramTerms)).all()
    assert [(one.version, one.terms_md, one.refund_part_percent) for one in found] == [
        (1, "Once more", 0)
    ]


@pytest.mark.parametrize("number", [{"refund_part_percent": 101}, {"missed_after_days": 0}])
def test_a_number_that_cannot_be_is_refused_by_the_database(
    unguarded: None, number: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError):
        _execute(update(ProgramTerms).values(**number))


@pytest.mark.parametrize(
    "breach",
    [
        update(Program).where(Program.terms_version == 2).values(refund_full_days=0),
        update(ProgramTerms).where(ProgramTerms.version == 2).values(terms_md="Never"),
        delete(ProgramTerms).where(ProgramTerms.version == 2),
    ],
)
def test_what_a_programme_says_is_a_version_of_its_terms(
    scene: factories.Scene, unguarded: None, breach: Any
) -> None:
    assert invariants.what_a_programme_says_is_a_version_of_its_terms(viewer=SYSTEM) == []
    _execute(breach)
    offender = db.session.get_one(Program, scene.program_id).public_id
    assert invariants.what_a_programme_says_is_a_version_of_its_terms(viewer=SYSTEM) == [offender]
