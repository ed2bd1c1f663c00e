"""Who asks for the pages of a line (owner, mentee, another practice's owner, stranger) and what they may name.

A whole practice with everybody who may not see it is in `tests/isolation/full_practice.py`.
"""

import re
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.rules.refusals import WELCOME_LIVES
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.programs.actions.questions import add_question
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from tests.support import asking, conversing, factories, opening_notices
from tests.support.applicants import place_applicant
from tests.support.forms import token_on
from tests.support.promotion_codes import made_code
from tests.support.stripe_accounts import coming_account

# What stands behind each word of an address; a new route must say what its ids are.
BEHIND = {
    "programs": "slug",
    "programs/public_id": "program",
    "embed": "slug",
    "questions": "question",
    "intake": "intake_question",
    "inquiries": "inquiry",
    "inquiries/token": "inquiry_link",
    "opening-notices": "opening_link",
    "replies": "reply",
    "terms": "terms_version",
    "cohorts": "cohort",
    "prices": "price",
    "lines": "cohort",
    "applicants": "enrolment",
    "my-program": "enrolment",
    "practices": "practice",
    "practices/slug": "practice_slug",
    "enrolments": "token",
    "welcome": "welcome",
    "people": "person",
    "imports": "import",
    "doubles/other_id": "person",
    "merge": "person",
    "merges": "person",
    "calendar": "mailed_link",
    "follow-ups": "follow_up",
    "promises": "promise",
    "week": "check_in",
    "check-ins": "check_in",
    "review": "check_in",
    "reviews": "review",
    "members": "membership",
    "invitations": "invitation",
    "invitations/token": "mailed_link",
    "mentorships": "mentorship",
    "notes": "note",
    "conversations": "note",
    "gives": "give",
    "occasions": "occasion",
    "bin": "binned",
    "tags": "tag",
    "searches": "search",
    "pauses": "pause",
    "findings": "finding",
    "links": "mailed_link",
    "password-resets": "mailed_link",
    "unsubscriptions": "mailed_link",
    "reminders": "mailed_link",
    "outcomes": "mailed_link",
    "connections": "connection",
    "codes": "code",
    "devices": "device",
    "photos": "photo",
    "photos/picture_id": "picture",
    "tokens": "api_token",
    "passkeys": "passkey",
    "mails/name": "mail_kind",
    "mails/mail_id": "mail",
    "static": "file",
}
_ARGUMENT = re.compile(r"/([\w-]+)/<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


@dataclass
class Personas:
    """People with their browsers, signed in where they have an account; `line()` gives them a line to stand in."""

    app: Flask
    practice_id: int
    mentor_id: int
    mentee_id: int
    browsers: dict[str, FlaskClient]
    tokens: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    lines: int = 0

    def line(self) -> None:
        """A new programme: the mentee enrolled, one seat held, one person waiting; CSRF tokens for all."""
        self.lines += 1
        slug = f"programme-{self.lines}"
        with self.app.app_context():
            scene = factories.program(self.practice_id, self.mentor_id, slug=slug, seats=2)
            question = add_question(
                scene.program_id, viewer=USER(self.mentor_id), question="Why?", answer_md="So."
            )
            inquiry, link, reply = conversing.of(scene)
            seated, _ = factories.enrolled(scene, self.mentee_id)
            names = (f"held{self.lines}", f"waits{self.lines}")
            held, waits = (place_applicant(scene, name) for name in names)
            db.session.rollback()
            rows = [db.session.get_one(Enrolment, one) for one in (seated, held, waits)]
            until = clock.now() + WELCOME_LIVES
            self.names = {
                "slug": [slug],
                "terms_version": ["1"],
                "program": [db.session.get_one(Program, scene.program_id).public_id],
                "question": [question],
                "intake_question": [asking.asks(scene)],
                "opening_link": [opening_notices.listed(scene.cohort_id)],
                "inquiry": [inquiry],
                "inquiry_link": [link],
                "reply": [reply],
                "price": [db.session.get_one(Price, scene.price_id).public_id],
                "cohort": [db.session.get_one(Cohort, scene.cohort_id).public_id],
                "enrolment": [one.public_id for one in rows],
                "code": [db.session.scalars(db.select(PromotionCode.public_id)).one()],
                "connection": [db.session.scalars(db.select(StripeConnection.public_id)).one()],
                "practice": [db.session.get_one(Practice, self.practice_id).public_id],
                "practice_slug": [db.session.get_one(Practice, self.practice_id).slug],
                "token": [one.token for one in rows],
                "welcome": [
                    links.sign_dated(one.public_id, 0, purpose=WELCOME, until=until) for one in rows
                ],
            }
        for name, browser in self.browsers.items():
            self.tokens[name] = token_on(browser, f"/programs/{slug}")

    def arguments(self, rule: Rule) -> dict[str, list[str]]:
        """What each argument of this route may be, for real."""
        return {name: self.names[kind] for name, kind in behind(rule).items()}


def personas(app: Flask) -> Personas:
    """Everybody, signed in."""
    with app.app_context():
        practice_id, mentor_id = factories.practice()
        coming_account(practice_id)
        made_code(practice_id)
        factories.practice(mentor_email="rival@example.org", name="Another practice")
        mentee_id = factories.user("mia@example.org", "Mia Berg")
    browsers = {name: app.test_client() for name in ("owner", "rival", "mentee", "stranger")}
    factories.sign_in(browsers["owner"], "ines@example.org")
    factories.sign_in(browsers["rival"], "rival@example.org")
    factories.sign_in(browsers["mentee"], "mia@example.org")
    return Personas(app, practice_id, mentor_id, mentee_id, browsers)


def behind(rule: Rule) -> dict[str, str]:
    """What kind of thing each argument of this route names; fails for one that `BEHIND` does not know."""
    found = {
        name: BEHIND.get(f"{word}/{name}") or BEHIND[word]
        for word, name in _ARGUMENT.findall(rule.rule)
    }
    assert set(found) == rule.arguments, rule.rule
    return found


def rules_of(app: Flask, *packages: str) -> list[Rule]:
    """Every route of these packages, as the URL map has them."""
    blueprints = {name for package in packages for name in (package, f"{package}_api")}
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in blueprints]
    return sorted(found, key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def address(rule: Rule, given: dict[str, str]) -> str:
    """The route's address with these arguments, already percent-encoded."""
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda found: given[found.group(1)], rule.rule)


def verbs(rule: Rule) -> list[str]:
    """The methods by which this route does something."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
