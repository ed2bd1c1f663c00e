"""A programme is written, copied, archived and taken out of the archive; terms that were public stay a version."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import IllegalMove, NotFound
from mentorhub.foundation.slugs import SlugMisshapen, SlugReserved, SlugTaken
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import offers, questions
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program, ProgramSlug, Texts
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules import starter
from mentorhub.programs.rules.cohorts import Misshapen
from mentorhub.programs.rules.offers import ProgramInUse, ProgramState
from mentorhub.programs.rules.terms import Policy
from mentorhub.programs.rules.texts import TextMissing, TextTooLong
from tests.support import factories
from tests.support.applicants import place_applicant
from tests.support.rewriting import rewrite, written

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def _versions(program_id: int) -> list[tuple[int, str, int]]:
    db.session.rollback()
    rows = db.session.scalars(
        select(ProgramTerms)
        .where(ProgramTerms.program_id == program_id)
        .order_by(ProgramTerms.version)
    )
    return [(row.version, row.terms_md, row.refund_full_days) for row in rows]


def test_other_terms_of_a_public_programme_are_another_version_and_other_words_are_none() -> None:
    scene = factories.scene(terms_md="First")
    rewrite(scene.program_id, viewer=USER(scene.mentor_id), title="Renamed", promise="More")
    assert _versions(scene.program_id) == [(1, "First", 14)]
    rewrite(scene.program_id, terms_md="Second")
    rewrite(scene.program_id, refund_full_days=0)
    rewrite(scene.program_id, refund_full_days=0)  # the same again
    assert _versions(scene.program_id) == [(1, "First", 14), (2, "Second", 14), (3, "Second", 0)]
    now = written(db.session(), scene.program_id)
    assert (now.title, now.texts.promise, now.texts.terms_md) == ("Renamed", "More", "Second")
    assert now.policy == Policy(refund_full_days=0)
    assert db.session.get_one(Program, scene.program_id).terms_version == 3


def test_a_programme_that_was_public_keeps_its_versions_as_a_draft() -> None:
    scene = factories.scene(terms_md="First", closes_in=dt.timedelta(minutes=-1))
    offers.archive_program(scene.program_id, viewer=SYSTEM)
    offers.unarchive_program(scene.program_id, viewer=SYSTEM)
    assert db.session.get_one(Program, scene.program_id).state == ProgramState.DRAFT
    rewrite(scene.program_id, terms_md="Second")
    assert _versions(scene.program_id) == [(1, "First", 14), (2, "Second", 14)]


def test_of_two_who_write_the_second_is_refused_and_nothing_is_lost() -> None:
    scene = factories.scene(terms_md="First")
    before = written(db.session(), scene.program_id)
    rewrite(scene.program_id, promise="Of the first")
    with pytest.raises(ChangedElsewhere):
        offers.change_program(
            scene.program_id, viewer=SYSTEM, words=before, seen=version_of("something older")
        )
    assert written(db.session(), scene.program_id).texts.promise == "Of the first"


def test_an_address_that_is_left_leads_on_and_one_that_is_taken_or_reserved_is_refused() -> None:
    scene = factories.scene()
    other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
    rewrite(scene.program_id, slug="moved")
    leads_to = select(ProgramSlug.program_id).where(ProgramSlug.slug == scene.slug)
    assert db.session.scalar(leads_to) == scene.program_id
    for slug, refusal in (("moved", SlugTaken), (scene.slug, SlugTaken), ("new", SlugReserved)):
        with pytest.raises(refusal):
            rewrite(other.program_id, slug=slug, title="Half done")
        with pytest.raises(refusal):
            offers.create_program(scene.practice_id, viewer=SYSTEM, slug=slug, title="Mine")
    assert written(db.session(), other.program_id).title != "Half done"
    with pytest.raises(SlugReserved):
        offers.rename_slug(other.program_id, viewer=SYSTEM, slug="practice")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": ""}, TextMissing),
        ({"title": "x" * 161}, TextTooLong),
        ({"summary": "x" * 501}, TextTooLong),
        ({"outline_md": "x" * 20_001}, TextTooLong),
        ({"slug": "No address"}, SlugMisshapen),
        ({"refund_part_percent": 101}, Misshapen),
        ({"refund_full_days": -1}, Misshapen),
        ({"missed_after_days": 0}, Misshapen),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    scene = factories.scene()
    before = written(db.session(), scene.program_id)
    with pytest.raises(refusal):
        rewrite(scene.program_id, promise="Half done", **changes)
    assert written(db.session(), scene.program_id) == before


def test_a_copy_is_a_draft_with_the_same_words_at_an_address_of_its_own() -> None:
    scene = factories.scene(promise="P", terms_md="T", refund_full_days=3)
    viewer = USER(scene.mentor_id)
    questions.add_question(scene.program_id, viewer=viewer, question="Why?", answer_md="So.")
    rewrite(scene.program_id, terms_md="T2")
    slugs = []
    for _ in range(2):
        public_id = offers.duplicate_program(scene.program_id, viewer=viewer, title="A copy")
        copy = db.session.scalars(select(Program).where(Program.public_id == public_id)).one()
        assert (copy.state, copy.title, copy.terms_version) == (ProgramState.DRAFT, "A copy", 1)
        assert (copy.texts.promise, copy.policy.refund_full_days) == ("P", 3)
        assert [one.written for one in copy.questions] == [{"question": "Why?", "answer_md": "So."}]
        assert _versions(copy.id) == [(1, "T2", 3)]
        slugs.append(copy.slug)
    assert slugs == [f"{scene.slug}-2", f"{scene.slug}-3"]


def test_a_programme_in_use_is_not_archived() -> None:
    scene = factories.scene(seats=1)
    with pytest.raises(ProgramInUse) as refused:  # it is open
        offers.archive_program(scene.program_id, viewer=USER(scene.mentor_id))
    assert refused.value.cohort_name == "Spring circle"
    place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).closes_at = clock.now()
    with pytest.raises(ProgramInUse):  # somebody has a place
        offers.archive_program(scene.program_id, viewer=SYSTEM)
    with clock.moved(dt.timedelta(days=200)):  # its last day is over
        offers.archive_program(scene.program_id, viewer=SYSTEM)
        with pytest.raises(IllegalMove):
            offers.archive_program(scene.program_id, viewer=SYSTEM)
    assert db.session.get_one(Program, scene.program_id).state == ProgramState.ARCHIVED


def test_the_starter_programme_is_twelve_weeks_that_could_be_published() -> None:
    practice_id, mentor_id = factories.practice()
    program_id = offers.create_program(
        practice_id,
        viewer=USER(mentor_id),
        slug="starter",
        title=starter.TITLE,
        texts=Texts(**starter.TEXTS),
        questions=starter.QUESTIONS,
    )
    offers.publish_program(program_id, viewer=USER(mentor_id))
    program = db.session.get_one(Program, program_id)
    assert set(starter.TEXTS) == set(Texts.__dataclass_fields__)
    assert all(vars(program.texts).values())
    weeks = [one.partition(":")[0] for one in program.outline_md.split("### ")[1:]]
    assert weeks == [f"Week {number}" for number in range(1, 13)]
    assert [one.question for one in program.questions] == [each[0] for each in starter.QUESTIONS]


def test_a_stranger_writes_copies_and_archives_nothing() -> None:
    scene = factories.scene()
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        rewrite(scene.program_id, viewer=stranger, title="Mine")
    with pytest.raises(NotFound):
        offers.duplicate_program(scene.program_id, viewer=stranger, title="Mine")
    for action in (offers.archive_program, offers.unarchive_program):
        with pytest.raises(NotFound):
            action(scene.program_id, viewer=stranger)
