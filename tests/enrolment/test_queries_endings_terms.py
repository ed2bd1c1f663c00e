"""A place keeps the terms of its arrival: what goes back, when an instalment is missed and what that does."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.enrolment.actions.instalments import miss_instalment
from mentorhub.enrolment.queries.due import overdue_instalments
from mentorhub.enrolment.queries.endings import withdrawal
from mentorhub.enrolment.queries.rosters import enrolment_history
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER
from mentorhub.programs.rules.offers import MissedInstalment
from tests.support import factories, practice_pages
from tests.support.applicants import enrolment, pass_time, place_applicant
from tests.support.dealing import deal
from tests.support.paying_in_parts import parts, refused
from tests.support.rewriting import rewrite
from tests.support.stripe_client import StripeClient


def test_a_withdrawal_is_reckoned_by_the_terms_of_its_arrival(
    in_app: Flask, stripe: StripeClient
) -> None:
    found = deal(stripe)
    before = withdrawal(found.ada, viewer=APPLICANT(found.ada), now=clock.now())
    rewrite(found.scene.program_id, refund_full_days=365, refund_part_percent=0)
    after = withdrawal(found.ada, viewer=APPLICANT(found.ada), now=clock.now())
    assert (before.due_minor, after.due_minor) == (64000, 64000)
    assert after.terms.version == 1
    assert (after.full_until, after.part_until) == (before.full_until, before.part_until)


def test_the_practice_is_proposed_what_the_terms_of_the_arrival_give_back(
    app: Flask, stripe: StripeClient
) -> None:
    with app.app_context():
        found = deal(stripe)
        rewrite(found.scene.program_id, refund_full_days=365, refund_part_percent=0)
        starts_on = enrolment(found.ada).cohort.starts_on
        history = enrolment_history(found.ada, viewer=USER(found.scene.mentor_id), now=clock.now())
        assert (history.due_minor, history.terms.version) == (64000, 1)
        address = practice_pages.applicant_at(found.ada)
        late = dt.datetime.combine(starts_on, dt.time(12), dt.UTC) - clock.now()
    owner = practice_pages.staff(app)
    assert (
        "as they stood when this person arrived; now there is version 2" in owner.get(address).text
    )
    with clock.moved(late):
        owner = practice_pages.staff(app)
        page = owner.get(address).text
        assert "Today that is €320, less what went back already." in page
        chosen = 'name="how_much" type="radio" value="terms-32000"'
        assert f'checked id="refund-how-0" {chosen}' in page
        answer = practice_pages.submit_form(owner, address, "refunds", how_much="terms-32001")
        assert answer.status_code == 422 and "Please choose how much goes back." in answer.text
        practice_pages.submit_form(owner, address, "refunds", how_much="terms-32000")
        page = owner.get(address).text
        assert "€320 back" in page
        assert "So nothing goes back by the terms today" in page  # it has gone back already


@pytest.mark.parametrize("missed", list(MissedInstalment))
def test_an_instalment_is_missed_by_the_terms_of_the_arrival(
    in_app: Flask, stripe: StripeClient, missed: MissedInstalment
) -> None:
    found = parts(stripe, missed=missed)
    other = next(one for one in MissedInstalment if one != missed)
    rewrite(found.scene.program_id, missed_instalment=other, missed_after_days=1)
    later = place_applicant(found.scene, "dora")
    assert (enrolment(found.ada).terms_version, enrolment(later).terms_version) == (1, 2)
    refused(stripe, found)
    pass_time(days=2)
    second = found.instalment()
    assert overdue_instalments(viewer=SYSTEM, now=clock.now(), limit=9) == []
    miss_instalment(second.id)
    assert found.instalment().state.value == "scheduled"  # one day is over, fourteen are not
    pass_time(days=13)
    assert overdue_instalments(viewer=SYSTEM, now=clock.now(), limit=9) == [second.id]
    miss_instalment(second.id)
    seat = enrolment(found.ada)
    is_paused = missed == MissedInstalment.PAUSE
    assert (seat.state.value, seat.paused_at is not None) == (
        ("enrolled", True) if is_paused else ("removed", False)
    )


def test_who_is_given_a_seat_has_the_terms_of_today(in_app: Flask) -> None:
    scene = factories.scene()
    rewrite(scene.program_id, terms_md="Newer")
    assert enrolment(place_applicant(scene, "ada")).terms_version == 2
