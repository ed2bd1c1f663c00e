"""Programmes are drafted, published and moved; each refusal is an exception."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import IllegalMove, NotFound
from mentorhub.foundation.slugs import SlugMisshapen, SlugTaken
from mentorhub.programs.actions import offers, questions
from mentorhub.programs.models.offers import Program, ProgramSlug, Texts
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.rules.cohorts import PracticeCannotCharge
from mentorhub.programs.rules.offers import ProgramState
from tests.support import factories


def _create(practice_id: int, slug: str = "course", **fields: Any) -> int:
    return offers.create_program(
        practice_id, viewer=SYSTEM, slug=slug, title="A programme", **fields
    )


def _slugs() -> set[str]:
    return set(db.session.scalars(select(ProgramSlug.slug)))


def test_a_programme_begins_as_a_draft_with_its_texts(in_app: Flask) -> None:
    practice_id, mentor_id = factories.practice()
    program_id = offers.create_program(
        practice_id,
        viewer=USER(mentor_id),
        slug="course",
        title="A programme",
        mentor_name="Ines",
        texts=Texts(promise="A promise", terms_md="Terms"),
    )
    program = db.session.get_one(Program, program_id)
    assert program.state == ProgramState.DRAFT
    assert (program.mentor_name, program.texts) == (
        "Ines",
        Texts(promise="A promise", terms_md="Terms"),
    )
    assert _slugs() == {"course"}


def test_an_address_is_given_once(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    first = _create(practice_id)
    assert _create(practice_id) == first  # the form was sent twice
    with pytest.raises(SlugTaken):
        _create(practice_id, texts=Texts(promise="Another"))
    second = _create(practice_id, "other")
    with pytest.raises(SlugTaken):
        offers.rename_slug(second, viewer=SYSTEM, slug="course")
    offers.rename_slug(first, viewer=SYSTEM, slug="moved")
    with pytest.raises(SlugTaken):
        offers.rename_slug(second, viewer=SYSTEM, slug="course")
    with pytest.raises(SlugTaken):
        _create(practice_id)
    assert _slugs() == {"course", "moved", "other"}


def test_an_address_taken_meanwhile_is_taken(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice_id, _ = factories.practice()
    _create(practice_id)
    second = _create(practice_id, "other")
    # As two renames at once see it: neither finds the other's row, the constraint decides.
    monkeypatch.setattr("sqlalchemy.orm.Session.get", _blind(ProgramSlug))
    with pytest.raises(SlugTaken):
        offers.rename_slug(second, viewer=SYSTEM, slug="course")


def test_a_programme_belongs_to_a_practice(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        _create(404)


def test_a_misshapen_address_is_refused(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    with pytest.raises(SlugMisshapen):
        _create(practice_id, "Not so")
    program_id = _create(practice_id)
    with pytest.raises(SlugMisshapen):
        offers.rename_slug(program_id, viewer=SYSTEM, slug="a/b")


def test_a_programme_may_have_its_earlier_address_back(in_app: Flask) -> None:
    scene = factories.scene(slug="first")
    offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="second")
    assert program_page("first", viewer=PUBLIC, now=clock.now()).moved_to == "second"
    offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="first")
    assert program_page("second", viewer=PUBLIC, now=clock.now()).moved_to == "first"


def test_a_programme_is_published_once(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    program_id = _create(practice_id)
    offers.publish_program(program_id, viewer=SYSTEM)
    assert db.session.get_one(Program, program_id).state == ProgramState.PUBLISHED
    with pytest.raises(IllegalMove):
        offers.publish_program(program_id, viewer=SYSTEM)


def test_a_programme_that_costs_money_needs_an_account_that_is_ready(in_app: Flask) -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Program, scene.program_id).archive()
        paid = session.get_one(Practice, scene.practice_id)
        paid.stripe_account, paid.stripe_state = "acct_1", StripeState.PENDING
    with pytest.raises(PracticeCannotCharge):
        offers.publish_program(scene.program_id, viewer=SYSTEM)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, scene.practice_id).mark_charges("enable")
    offers.publish_program(scene.program_id, viewer=SYSTEM)


def test_questions_stand_in_the_order_they_came(in_app: Flask) -> None:
    scene = factories.scene()
    for question in ("Zero?", "A?", "M?"):
        questions.add_question(scene.program_id, viewer=SYSTEM, question=question, answer_md="Yes.")
    page = program_page(scene.slug, viewer=PUBLIC, now=clock.now())
    assert [each.question for each in page.questions] == ["Zero?", "A?", "M?"]


def test_a_stranger_does_nothing(in_app: Flask) -> None:
    scene = factories.scene()
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        offers.create_program(scene.practice_id, viewer=stranger, slug="mine", title="Mine")
    with pytest.raises(NotFound):
        offers.publish_program(scene.program_id, viewer=stranger)
    with pytest.raises(NotFound):
        offers.rename_slug(scene.program_id, viewer=stranger, slug="mine")
    with pytest.raises(NotFound):
        questions.add_question(scene.program_id, viewer=stranger, question="?", answer_md="!")
    assert _slugs() == {scene.slug}


def _blind(table: type[Any]) -> Any:
    get = type(db.session()).get

    def get_but(self: Any, entity: Any, *rest: Any, **options: Any) -> Any:
        return None if entity is table else get(self, entity, *rest, **options)

    return get_but
