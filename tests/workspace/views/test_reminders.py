"""The links of a morning email, as whoever holds the email opens them: signed out, once, and with a way back."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.mail.outbox import OutboxMail
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.periodic import send_mornings
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import factories, notebooks
from tests.support.forms import submit

pytestmark = pytest.mark.database
Sent = dict[str, dict[str, str]]
DAY = dt.timedelta(days=1)
PRIVATE = "Nobody else may read this"


@pytest.fixture
def sent(app: Flask) -> Sent:
    """The links of one morning's email, by name: a follow-up, somebody by their rhythm, a promise."""
    with app.app_context():
        viewer = notebooks.notebook()
        _three_things(viewer)
        noon = (clock.now() + DAY).replace(hour=12)
        clock.advance(noon - clock.now())
        send_mornings()
        (mail,) = [one for one in notebooks.stored(OutboxMail) if "morning" in one.kind]
        things = [*mail.context["people"], *mail.context["promises"]]
    paths = ({way: re.sub(r"https?://[^/]+", "", one[way]) for way in WAYS} for one in things)
    return dict(zip(("Jana", "Tomáš", "Petra"), paths, strict=True))


WAYS = ("done", "later")


def _three_things(viewer: Viewer) -> None:
    jana = notebooks.person(viewer, "Jana", remember=PRIVATE)
    schedule_follow_up(jana, viewer=viewer, due_on=notebooks.today(), reason="Ask about the choir")
    tomas = notebooks.person(viewer, "Tomáš", tier=Tier.INNER, remember=PRIVATE)
    notebooks.talked(viewer, tomas, 30, note="A flat in Brno")
    petra = notebooks.person(viewer, "Petra", tier=Tier.OFF, remember=PRIVATE)
    add_promise(petra, viewer=viewer, what="Send the list", due_on=notebooks.today())


def _follow_ups(app: Flask) -> list[tuple[FollowUpState, dt.date]]:
    with app.app_context():
        return [(one.state, one.due_on) for one in notebooks.stored(FollowUp)]


def _promise(app: Flask) -> Promise:
    with app.app_context():
        (made,) = notebooks.stored(Promise)
        return made


def _talks(app: Flask) -> list[str]:
    with app.app_context():
        return [one.note for one in notebooks.stored(Interaction) if one.deleted_at is None]


def _tomas(app: Flask) -> Person:
    with app.app_context():
        return next(one for one in notebooks.stored(Person) if one.name == "Tomáš")


def _undo(client: FlaskClient, outcome: str) -> str:
    """Where the undo of this page leads."""
    return submit(client, outcome, page=outcome).headers["Location"]


@pytest.mark.parametrize(("name", "way"), [("Jana", "done"), ("Tomáš", "later"), ("Petra", "done")])
def test_a_link_alone_changes_nothing_and_shows_no_more_than_the_email(
    app: Flask, client: FlaskClient, sent: Sent, name: str, way: str
) -> None:
    before = _follow_ups(app), _talks(app), _promise(app).state
    page = client.get(sent[name][way])
    assert page.status_code == 200
    assert name in page.text and PRIVATE not in page.text and "/people/" not in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert (_follow_ups(app), _talks(app), _promise(app).state) == before


@pytest.mark.wish(2)
def test_complete_reminder_writes_down_what_was_said_and_undo_takes_it_back(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    told = {"note": "She sings again", "kind": "call", "is_two_way": "yes"}
    answer = submit(client, sent["Jana"]["done"], page=sent["Jana"]["done"], **told)
    assert answer.status_code == 303
    assert _follow_ups(app)[0][0] is FollowUpState.DONE and "She sings again" in _talks(app)
    outcome = answer.headers["Location"]
    page = client.get(outcome).text
    assert "Undo" in page and "Tomáš" not in page  # nobody else is named to whoever is signed out
    again = _undo(client, outcome)
    assert _follow_ups(app)[0][0] is FollowUpState.SCHEDULED and "She sings again" not in _talks(
        app
    )
    assert "Undone." in client.get(again).text
    assert client.get(outcome).status_code == 410


def test_complete_reminder_may_stay_without_a_word(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    before = _talks(app)
    link = sent["Jana"]["done"]
    assert submit(client, link, page=link, kind="message").status_code == 303
    assert (_follow_ups(app)[0][0], _talks(app)) == (FollowUpState.DONE, before)


@pytest.mark.wish(1)
def test_complete_reminder_starts_the_rhythm_anew(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    link = sent["Tomáš"]["done"]
    answer = submit(client, link, page=link, kind="message", is_two_way="yes")
    assert _tomas(app).last_contact_on == _today(app)
    assert client.get(link).status_code == 410
    _undo(client, answer.headers["Location"])
    assert _tomas(app).last_contact_on == _today(app) - DAY * 31
    assert _talks(app) == ["A flat in Brno"]


def test_complete_reminder_keeps_a_promise(app: Flask, client: FlaskClient, sent: Sent) -> None:
    link = sent["Petra"]["done"]
    answer = submit(client, link, page=link)
    assert _promise(app).state is PromiseState.KEPT
    _undo(client, answer.headers["Location"])
    assert _promise(app).state is PromiseState.OPEN


def test_complete_reminder_asks_again_beside_the_field_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    link = sent["Jana"]["done"]
    answer = submit(client, link, page=link, note="She sings", kind="call")
    assert answer.status_code == 422
    assert "say below whether it was answered" in answer.text and "She sings" in answer.text
    assert _follow_ups(app)[0][0] is FollowUpState.SCHEDULED


def test_postpone_reminder_moves_a_follow_up_and_undo_brings_it_back(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    link, until = sent["Jana"]["later"], _today(app) + DAY * 3
    answer = submit(client, link, page=link, until=until.isoformat())
    assert _follow_ups(app)[1:] == [(FollowUpState.SCHEDULED, until)]
    _undo(client, answer.headers["Location"])
    assert [state for state, _on in _follow_ups(app)] == [FollowUpState.SCHEDULED]


def test_postpone_reminder_lets_a_rhythm_wait(app: Flask, client: FlaskClient, sent: Sent) -> None:
    link, until = sent["Tomáš"]["later"], _today(app) + DAY
    answer = submit(client, link, page=link, until=until.isoformat())
    assert _tomas(app).snoozed_until == until
    _undo(client, answer.headers["Location"])
    assert _tomas(app).snoozed_until is None


def test_postpone_reminder_moves_a_promise_and_undo_gives_it_its_past_day_again(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    link, until, before = sent["Petra"]["later"], _today(app) + DAY, _promise(app).due_on
    answer = submit(client, link, page=link, until=until.isoformat())
    assert _promise(app).due_on == until
    _undo(client, answer.headers["Location"])
    assert _promise(app).due_on == before


@pytest.mark.parametrize(
    ("ahead", "said"), [(0, "a day after today"), (-1, "This day has passed"), (None, "as a date")]
)
def test_postpone_reminder_refuses_what_is_not_later(
    app: Flask, client: FlaskClient, sent: Sent, ahead: int | None, said: str
) -> None:
    link = sent["Jana"]["later"]
    day = "soon" if ahead is None else (_today(app) + DAY * ahead).isoformat()
    answer = submit(client, link, page=link, until=day)
    assert answer.status_code == 422 and said in answer.text
    assert [state for state, _on in _follow_ups(app)] == [FollowUpState.SCHEDULED]


def test_stale_reminder_is_said_kindly_after_three_days_and_when_it_was_changed(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    jana, petra = sent["Jana"]["done"], sent["Petra"]["done"]
    answer = submit(client, jana, page=jana, kind="message")
    again = submit(client, jana, page=petra, kind="message")
    assert (answer.status_code, again.status_code) == (303, 410)
    assert "/today" in again.text and "Jana" not in again.text
    clock.advance(DAY * 3)
    late = submit(client, petra, page="/sign-in")
    assert late.status_code == 410 and _promise(app).state is PromiseState.OPEN


def test_show_reminder_outcome_names_who_is_next_to_the_owner(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    factories.sign_in(client, notebooks.EMAIL)
    link = sent["Jana"]["done"]
    answer = submit(client, link, page=link, kind="message")
    assert "Tomáš" in client.get(answer.headers["Location"]).text


def test_undo_reminder_needs_the_forms_token_and_a_link_of_its_own_kind(
    app: Flask, client: FlaskClient, sent: Sent
) -> None:
    link = sent["Jana"]["done"]
    assert client.post(link, data={"kind": "message"}).status_code == 400
    token = link.split("/")[2]
    assert client.get(f"/reminders/outcomes/{token}").status_code == 404
    assert client.get(f"/reminders/{token[:-2]}xx/completion").status_code == 404


def _today(app: Flask) -> dt.date:
    with app.app_context():
        return notebooks.today()
