"""No route shows or changes what is another's: everybody, everywhere, with ids that exist; and the matrix bites."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g
from flask_login import current_user
from sqlalchemy import select
from werkzeug.routing import Rule

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.tables import db
from mentorhub.programs.actions.inquiries import send_inquiry
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.web.public import PUBLIC
from tests.architecture.tree import PACKAGES
from tests.isolation import matrix, notebook
from tests.isolation.bare_pages import UNKNOWN
from tests.isolation.full_practice import STATES, Everybody, everybody
from tests.isolation.people import ACTORS
from tests.support import conversing, opening_notices
from tests.support.malformed_input import names_of
from tests.support.personas import behind

ONE_OF_EACH_ROOM = (  # a page or an action of every package that has guards
    "accounts.list_members",
    "enrolment.show_applicant",
    "enrolment.change_seats",
    "enrolment.withdraw",
    "workspace.show_person",
    "workspace.set_visibility",
    "reviews.show_check_in",
    "reviews.save_check_in",
    "operations.close_finding",
)


# Actions that ask for more than who is there; without that they neither show nor change anything of an insider's:
ASK_FOR_MORE = {
    "accounts.set_up_authenticator": "a code of the app",
    "accounts.add_passkey": "a passkey's answer",
    "accounts.remove_authenticator": "a fresh sign-in, which a stranger has not",
    "accounts.end_other_devices": "a fresh sign-in, which a stranger has not",
    "accounts.renew_recovery_codes": "a fresh sign-in, which a stranger has not",
    "accounts.create_token": "a fresh sign-in, which a stranger has not",
    "accounts.show_closing": "a fresh sign-in, which a stranger has not",
    "accounts.download_data": "a browser that is signed in as whose data it is, since a mail tells them of it",
    "accounts.close_account": "a fresh sign-in, which a stranger has not",
}


@pytest.fixture
def everything(app: Flask) -> Everybody:
    """The practice, and the nine who have no business there."""
    return everybody(app)


def test_isolation_holds_at_every_route_for_everybody(
    everything: Everybody, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    on_postgresql = request.config.getoption("--database") == "postgresql"
    report = matrix.run(everything, _rules(everything), most=1 if on_postgresql else None)
    with capsys.disabled():
        print(f"\nisolation: {report.checks} checks of (actor, route, method)")
    assert report.found == []
    assert report.checks > 700


@pytest.mark.one_database
def test_isolation_holds_on_the_whole_page_of_what_does_not_exist(everything: Everybody) -> None:
    for browser in everything.browsers.values():
        answer = browser.get(UNKNOWN)
        assert answer.status_code == 404
        assert "</html>" in answer.text
        assert not [
            word for word in (*notebook.PRIVATE, *notebook.OF_THE_LINE) if word in answer.text
        ]


@pytest.mark.one_database
def test_isolation_is_asked_about_with_something_of_every_kind(everything: Everybody) -> None:
    kinds = {kind for rule in _rules(everything) for kind in behind(rule).values()}
    assert kinds <= set(everything.names)
    assert all(everything.names[kind] for kind in (*kinds, *matrix.FIELDS.values()))
    with everything.app.app_context():
        states = db.session.scalars(
            select(Enrolment.state).where(Enrolment.public_id.in_(everything.names["enrolment"]))
        )
        assert set(states) == set(STATES)


@pytest.mark.one_database
def test_isolation_knows_every_field_that_a_form_asks_for(everything: Everybody) -> None:
    """One that names a person's row belongs to `matrix.FIELDS`, any other to `matrix.PLAIN`."""
    assert set(names_of(*PACKAGES)) == matrix.PLAIN | set(matrix.FIELDS)


@pytest.mark.one_database
def test_isolation_names_only_exceptions_that_there_are(everything: Everybody) -> None:
    endpoints = set(everything.app.view_functions)
    named = {row[0] for row in matrix.EXCEPTIONS if not row[0].endswith(".*")}
    assert named <= endpoints - PUBLIC


@pytest.mark.one_database
@pytest.mark.parametrize("endpoint", ONE_OF_EACH_ROOM)
def test_isolation_is_missed_by_everybody_where_a_guard_is_gone(
    everything: Everybody, endpoint: str
) -> None:
    rules = [rule for rule in _rules(everything) if rule.endpoint == endpoint]
    missed = set()
    for insider in everything.insiders:
        _forget_who_asks(everything, endpoint, insider, link=everything.links[0])
        report = matrix.run(everything, rules, most=1)
        missed |= {line.split()[0] for line in report.found}
    refused = {actor for actor in ACTORS if matrix.expectation(endpoint, actor) == ""}
    assert missed >= refused


@pytest.mark.one_database
def test_isolation_is_missed_at_every_route_whose_guard_is_gone(everything: Everybody) -> None:
    guarded = [rule for rule in _rules(everything) if rule.endpoint not in PUBLIC]
    unseen = {rule.endpoint for rule in guarded if not _is_missed(everything, rule)}
    assert unseen == set(ASK_FOR_MORE)


def _is_missed(everything: Everybody, rule: Rule) -> bool:
    """Whether the matrix reports this route once its view asks on an insider's behalf, whoever asks."""
    view = everything.app.view_functions[rule.endpoint]
    try:
        links = _links(everything, rule)
        for insider, link in product(everything.insiders, links):
            _forget_who_asks(everything, rule.endpoint, insider, link=link)
            if matrix.run(everything, [rule], actors=("stranger", "account_only"), most=1).found:
                return True
    finally:
        everything.app.view_functions[rule.endpoint] = view
    return False


def _links(everything: Everybody, rule: Rule) -> Sequence[str]:
    """Real ones, of what the route opens: a seat, or an inquiry or a wish, which are new where others were deleted."""
    guard = getattr(everything.app.view_functions[rule.endpoint], "guard", "")
    if guard == "by_opening_link":
        with everything.app.app_context():
            cohort = select(Cohort.id).where(Cohort.practice_id == everything.practice_id).limit(1)
            email = f"{uuid4().hex}@{notebook.APPLICANT_HOST}"
            return [opening_notices.listed(db.session.scalars(cohort).one(), email)]
    if guard == "by_inquiry_link":
        with everything.app.app_context():
            program = select(Program.id).where(Program.slug == everything.slug)
            asked = send_inquiry(
                db.session.scalars(program).one(),
                name=notebook.APPLICANT,
                email=f"another@{notebook.APPLICANT_HOST}",
                message="May I?",
            )
            return [conversing.inquiry(asked).token]
    return everything.links if "token" in rule.arguments else everything.links[:1]


def _forget_who_asks(everything: Everybody, endpoint: str, insider: str, *, link: str) -> None:
    """Take a route's guard away: its view, and all below it, see an insider, and any link is as good as this one."""
    view: Callable[..., Any] = everything.app.view_functions[endpoint]
    view = getattr(view, "unbroken", view)

    def broken(**arguments: Any) -> Any:
        if "token" in arguments:
            arguments["token"] = link
        asking = current_user._get_current_object()
        g._login_user = db.session.get(User, everything.insiders[insider])
        try:
            return view(**arguments)
        finally:
            g._login_user = asking

    broken.unbroken = view  # type: ignore[attr-defined]
    broken.guard = getattr(view, "guard", "")  # type: ignore[attr-defined]
    everything.app.view_functions[endpoint] = broken


def _rules(everything: Everybody) -> list[Rule]:
    """Every route for people; those for programs: `test_isolation_api.py`."""
    found = everything.app.url_map.iter_rules()
    return [rule for rule in found if not rule.endpoint.startswith("workspace_api.")]
