"""The roster: what an assistant sees of a line, and what nobody sees there."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions import refunds
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.checkouts import Instalment
from tests.support import factories, practice_pages
from tests.support.applicants import enrol, enrolment, place_applicant
from tests.support.counting import queries_of
from tests.support.factories import Scene
from tests.support.forms import submit
from tests.support.stripe_client import StripeClient

HELPER = "helper@example.org"


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Four seats, and an assistant without a second factor."""
    with app.app_context():
        made = factories.scene(seats=4)
        practice_pages.join(made, factories.user(HELPER, "Helper"), Role.ASSISTANT)
        return made


@pytest.fixture
def helper(app: Flask, scene: Scene) -> FlaskClient:
    """The assistant, signed in."""
    return practice_pages.staff(app, HELPER)


def roster_at(scene: Scene) -> str:
    """The roster's address."""
    return f"{practice_pages.line_at(scene)}/roster"


def rows(page: str) -> dict[str, str]:
    """The text of each row, by the name in it."""
    found = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]
    names = [re.search(r'class="name">([^<]+)<', row) for row in found]
    return {name.group(1): text for name, text in zip(names, texts, strict=True) if name}


def test_show_roster_lists_places_and_payments_and_no_address(
    app: Flask, stripe: StripeClient, scene: Scene, helper: FlaskClient
) -> None:
    with app.app_context():
        ada, ben, cleo = (enrol(stripe, scene, name) for name in ("ada", "ben", "cleo"))
        dora, _eve = place_applicant(scene, "dora"), place_applicant(scene, "eve")
        refunds.refund(ben, amount_minor=10000, viewer=USER(scene.mentor_id))
        refunds.refund(cleo, amount_minor=64000, viewer=USER(scene.mentor_id))
        _plan(ada)
        addresses = [enrolment(one).email for one in (ada, ben, cleo, dora)]
        address, enrolment_history = roster_at(scene), practice_pages.applicant_at(ada)
    page = helper.get(address).text
    found = rows(page)
    for name, words in (
        ("Ada", ("1 Ada 1 ", "Enrolled", "Part paid", "€640")),
        ("Ben", ("Enrolled", "Part refunded", "€100 refunded")),
        ("Cleo", ("Ended: refunded in full", "Refunded", "€640 refunded")),
        ("Dora", ("Seat held", "Nothing paid")),
    ):
        assert all(word in found[name] for word in words), found[name]
    assert not [one for one in (*addresses, enrolment_history, "<textarea") if one in page]
    assert page.count("<form") == 1  # to sign out


def _plan(enrolment_id: int) -> None:
    one = enrolment(enrolment_id)
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Instalment(
                practice_id=one.practice_id,
                enrolment_id=one.id,
                number=2,
                due_on=clock.now().date(),
                amount_minor=100,
                currency="eur",
            )
        )


def test_show_roster_is_narrowed_and_calm_while_nobody_has_come(
    app: Flask, scene: Scene, helper: FlaskClient
) -> None:
    with app.app_context():
        address = roster_at(scene)
    assert "Nobody has joined yet" in helper.get(address).text
    with app.app_context():
        place_applicant(scene, "ada")
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(Enrolment).values(amount_minor=0))
    assert "Nothing to pay" in helper.get(f"{address}?state=held&page=7").text
    assert "Nobody is in this state just now." in helper.get(f"{address}?state=paying").text
    assert ">Ada<" in helper.get(f"{address}?state=no-such-state").text


def test_an_assistant_begins_at_the_cohorts_and_is_led_to_no_mentees_page(
    app: Flask, scene: Scene, helper: FlaskClient
) -> None:
    with app.app_context():
        line, roster = practice_pages.line_at(scene), roster_at(scene)
    assert helper.get("/start").location == "/practice/cohorts"
    page = helper.get("/practice/cohorts").text
    assert f'href="{roster}"' in page
    assert f'href="{line}"' not in page
    for one in (page, helper.get(roster).text):
        assert [
            path for path in ("/review", "/mentees", "/operations") if f'href="{path}' in one
        ] == []


def test_an_assistant_keeps_no_line(app: Flask, scene: Scene, helper: FlaskClient) -> None:
    with app.app_context():
        ada = place_applicant(scene, "ada")
        line, enrolment_history, roster = (
            practice_pages.line_at(scene),
            practice_pages.applicant_at(ada),
            roster_at(scene),
        )
    assert [
        helper.get(one).status_code for one in (line, enrolment_history, f"{line}/cancellation")
    ] == [404] * 3
    actions = [f"{line}/{action}" for action in ("seats", "grants", "cancellation")]
    actions += [
        f"{enrolment_history}/{action}"
        for action in ("removal", "refunds", "acceptance", "refusal")
    ]
    for action in actions:
        assert submit(helper, action, page=roster, seats="9").status_code == 404, action


def test_show_roster_is_every_members_and_nobody_elses(app: Flask, scene: Scene) -> None:
    with app.app_context():
        practice_pages.member(scene, "mentor@example.org", Role.MENTOR)
        line, roster = practice_pages.line_at(scene), roster_at(scene)
    for email in (practice_pages.OWNER, "mentor@example.org"):
        member = practice_pages.staff(app, email)
        assert f'href="{roster}"' in member.get(line).text
        assert f'href="{line}"' in member.get(roster).text
    practice_pages.refused(app, [roster], [])


def test_show_roster_asks_the_same_of_the_database_however_many_there_are(
    app: Flask, stripe: StripeClient, scene: Scene, helper: FlaskClient
) -> None:
    with app.app_context():
        enrol(stripe, scene, "ada")
        address = roster_at(scene)
    with app.app_context(), queries_of() as few:
        assert helper.get(address).status_code == 200
    with app.app_context():
        for name in ("ben", "cleo", "dora"):
            enrol(stripe, scene, name)
    with app.app_context(), queries_of() as many:
        assert helper.get(address).text.count('<th scope="row"') == 4
    assert len(many) == len(few)
