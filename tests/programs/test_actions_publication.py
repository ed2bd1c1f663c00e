"""Programme and cohort become public together or not at all, and drafts again while nobody can have a place."""

import datetime as dt
from dataclasses import fields, replace

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions.publication import publish_offer, take_back_offer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program, Texts
from mentorhub.programs.rules.cohorts import PracticeCannotCharge
from mentorhub.programs.rules.setup import NotReady, TakesArrivals
from tests.support import factories, opening
from tests.support.opening import WHOLE, Draft, Opened

pytestmark = pytest.mark.database


def states(draft: Draft) -> tuple[str, str]:
    """Of the programme and its cohort."""
    db.session.rollback()
    program = db.session.get_one(Program, draft.program_id)
    return program.state.value, db.session.get_one(Cohort, draft.cohort_id).state.value


def publish(nora: Opened, draft: Draft) -> None:
    """As its owner."""
    publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(nora.owner_id))


def test_both_become_public_at_once_and_twice_is_once(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    assert states(draft) == ("draft", "draft")
    for _ in range(2):
        publish(nora, draft)
        assert states(draft) == ("published", "published")
    assert {name: found for name, found in audit.run().items() if found} == {}


def test_a_public_programmes_next_cohort_becomes_public_by_itself(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    publish(nora, draft)
    later = opening.cohort(nora, draft.program_id, opens_in=dt.timedelta(days=60))
    publish_offer(draft.program, cohort_id=later, viewer=USER(nora.owner_id))
    clashing = opening.cohort(nora, draft.program_id, opens_in=dt.timedelta(days=65))
    with pytest.raises(NotReady) as refused:
        publish_offer(draft.program, cohort_id=clashing, viewer=USER(nora.owner_id))
    assert refused.value.fields == ("closes_at",)
    db.session.rollback()
    found = db.session.scalars(select(Cohort.state).order_by(Cohort.id)).all()
    assert found == ["published", "published", "draft"]


def test_an_archived_programme_comes_back_with_its_cohort(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    publish(nora, draft)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Program, draft.program_id).archive()
    publish(nora, draft)
    assert states(draft) == ("published", "published")


@pytest.mark.parametrize("field", [one.name for one in fields(Texts)])
def test_nothing_is_public_while_a_needed_text_is_missing(in_app: Flask, field: str) -> None:
    nora = opening.practice()
    draft = opening.draft(nora, texts=replace(WHOLE, **{field: ""}))
    if field in {"suits_md", "suits_not_md", "outline_md"}:  # good to have
        publish(nora, draft)
        return
    with pytest.raises(NotReady) as refused:
        publish(nora, draft)
    assert refused.value.fields == (field.removesuffix("_md"),)
    assert states(draft) == ("draft", "draft")


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"amount_minor": None}, ("prices",)),
        ({"seats": 0}, ("seats",)),
        ({"opens_in": dt.timedelta(days=-30)}, ("closes_at",)),
        ({"name": ""}, ("name",)),
    ],
)
def test_nothing_is_public_while_the_cohort_is_half_made(
    in_app: Flask, changed: dict[str, object], missing: tuple[str, ...]
) -> None:
    nora = opening.practice()
    draft = opening.draft(nora, **changed)  # type: ignore[arg-type]
    with pytest.raises(NotReady) as refused:
        publish(nora, draft)
    assert refused.value.fields == missing
    assert states(draft) == ("draft", "draft")


def test_what_costs_something_waits_for_stripe(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora, amount_minor=64000)
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, nora.id)
        practice.stripe_account, practice.stripe_state = "acct_1", StripeState.PENDING
    with pytest.raises(PracticeCannotCharge):
        publish(nora, draft)
    assert states(draft) == ("draft", "draft")
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, nora.id).mark_charges("enable")
    publish(nora, draft)


def test_a_mentor_who_is_leaving_opens_nothing(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, nora.owner_id).closing_at = clock.now()
    with pytest.raises(AccountClosing):
        publish(nora, draft)
    assert states(draft) == ("draft", "draft")


def test_strangers_and_other_practices_publish_nothing(in_app: Flask) -> None:
    nora = opening.practice()
    rival = opening.practice("rival@example.org", "Rival")
    draft, theirs = opening.draft(nora), opening.draft(rival, slug="theirs")
    for viewer in (USER(rival.owner_id), USER(factories.user("mia@example.org")), PUBLIC):
        for program in (draft.program, "nothing"):
            with pytest.raises(NotFound):
                publish_offer(program, cohort_id=draft.cohort, viewer=viewer)
        with pytest.raises(NotFound):
            take_back_offer(draft.program, viewer=viewer)
    with pytest.raises(NotReady):  # a cohort of another programme
        publish_offer(draft.program, cohort_id=theirs.cohort, viewer=USER(nora.owner_id))
    assert states(draft) == states(theirs) == ("draft", "draft")


def test_both_are_drafts_again_while_nobody_can_have_a_place(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    publish(nora, draft)
    for _ in range(2):
        take_back_offer(draft.program, viewer=USER(nora.owner_id))
        assert states(draft) == ("draft", "draft")
    publish(nora, draft)
    assert states(draft) == ("published", "published")


def test_once_it_has_opened_it_stays(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora, opens_in=-dt.timedelta(hours=1))
    publish(nora, draft)
    with pytest.raises(TakesArrivals):
        take_back_offer(draft.program, viewer=USER(nora.owner_id))
    assert states(draft) == ("published", "published")


def test_once_somebody_has_a_place_it_stays(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora)
    publish(nora, draft)
    grant_seat(draft.cohort_id, name="Mia", email="mia@example.org", viewer=USER(nora.owner_id))
    with pytest.raises(TakesArrivals):
        take_back_offer(draft.program, viewer=USER(nora.owner_id))
    assert states(draft) == ("published", "published")
