"""Every refused form leads to its first error: a summary with links that takes the focus, a title that says so.

Read in the templates, for each form with a field; and shown, for each of them, by sending it what it refuses.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.foundation import links
from mentorhub.programs.models.inquiries import LINK
from tests.architecture.refused_pages import RefusedPage
from tests.architecture.tree import TEMPLATES, named, templates
from tests.isolation.full_practice import Everybody, everybody
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit, token_on
from tests.support.mornings import reminder
from tests.support.personas import address, behind

LONG = "x" * 20_001
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
FIELD = re.compile(r"{{ *(?:field|question|check|choices|picks|switch)\(|<textarea|<select")
ACTION = re.compile(r'action="{{(.*?)}}"')
ENDPOINT = re.compile(r"url_for\('([\w.]+)'")
# Forms with fields that no person can have refused, and why:
NEVER_REFUSED = {"accounts.change_role": "a choice of three; whatever else is sent is answered 404"}
MAILED = {  # reached by the link in a mail of this kind
    "accounts.accept_invitation": "accounts.invitation",
    "accounts.confirm_sign_up": "accounts.sign_up",
    "accounts.reset_password": "accounts.password_reset",
}
# Who sends what to each form, so that it is refused; "" is signed out.
REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "accounts.accept_invitation": ("", {"name": LONG}),
    "accounts.create_token": ("amara", {"name": "", "lasts": "date"}),
    "accounts.change_address": ("amara", {"email": "no address", "present": ""}),
    "accounts.change_messages": ("amara", {"wanted": "nothing", "digest": "25:00"}),
    "accounts.change_password": ("amara", {"present": "wrong", "password": "short"}),
    "accounts.change_payments": ("ines", {"statement_suffix": "<" * 30}),
    "accounts.change_practice": ("ines", {"name": "", "slug": "admin", "email": "no address"}),
    "accounts.change_profile": ("amara", {"name": "", "timezone": "Nowhere", "theme": "pink"}),
    "accounts.close_account": ("amara", {"email": "somebody@example.org"}),
    "accounts.confirm_sign_up": ("", {"password": "wrong"}),
    "accounts.create_sign_in_link": ("", {"email": ""}),
    "accounts.give_factor": ("", {"code": "000000"}),
    "accounts.invite_member": ("ines", {"email": "no address", "role": "owner"}),
    "accounts.open_practice": ("amara", {"name": "", "slug": "admin", "currency": "xts"}),
    "accounts.request_password_reset": ("", {"email": ""}),
    "accounts.reset_password": ("", {"password": "short"}),
    "accounts.set_photo": ("amara", {}),
    "accounts.set_up_authenticator": ("bo", {"code": "000000"}),
    "accounts.sign_in": ("", {"email": "amara@example.org", "password": "wrong"}),
    "accounts.sign_in_again": ("amara", {"password": "wrong"}),
    "accounts.sign_up": ("", {"name": "", "email": "", "password": "short"}),
    "enrolment.change_limit": ("ines", {"waiting_max": "many"}),
    "enrolment.change_seats": ("ines", {"seats": "many"}),
    "enrolment.create_cancellation": ("ines", {"reason": "", "name": "another"}),
    "enrolment.create_checkout": ("", {"price": "another"}),
    "enrolment.create_enrolment": ("", {"name": "", "email": "no address"}),
    "enrolment.create_extension": ("ines", {"hours": "1000"}),
    "enrolment.create_grant": ("ines", {"name": "", "email": "no address"}),
    "enrolment.create_refund": ("ines", {"how_much": "part", "amount": "much"}),
    "enrolment.create_removal": ("ines", {"reason": ""}),
    "enrolment.save_intake": ("", {"answers-0": LONG}),
    "payments.create_code": ("ines", {"code": "", "percent_off": "many"}),
    "payments.new_connection": ("ines", {"country": "AQ"}),
    "programs.change_notices": ("ines", {"privacy_md": LONG, "imprint_md": LONG}),
    "programs.create_price": ("ines", {"amount": "much", "available_from": "soon"}),
    "programs.create_program": ("ines", {"title": "", "slug": "No Address"}),
    "programs.create_question": ("ines", {"question": "", "answer_md": LONG}),
    "programs.set_share_image": ("ines", {}),
    "programs.update_price": ("ines", {"amount": "0.1", "currency": "xyz"}),
    "programs.update_program": ("ines", {"title": "", "promise": LONG, "refund_full_days": "many"}),
    "programs.update_question": ("ines", {"question": "", "answer_md": ""}),
    "programs.create_answer": ("ines", {"message": ""}),
    "programs.create_message": ("", {"message": LONG}),
    "programs.create_reply": ("ines", {"title": "", "body": LONG}),
    "programs.decline_inquiry": ("ines", {"message": LONG}),
    "programs.update_reply": ("ines", {"title": "", "body": ""}),
    "programs.create_opening_notice": ("", {"email": "no address"}),
    "programs.create_inquiry": ("", {"name": "", "email": "", "message": ""}),
    "reviews.create_check_in": ("amara", {}),
    "reviews.create_review": ("ines", {"body": "", "next_step_on": "2020-01-01"}),
    "reviews.save_check_in": ("amara", {"answers-0": LONG, "version": "1"}),
    "reviews.submit_check_in": ("amara", {"answers-0": LONG, "answers-1": LONG}),
    "workspace.apply_import": ("amara", {"tag": "a, b"}),
    "workspace.choose_rows": ("amara", {"row-1": "loud"}),
    "workspace.create_import": ("amara", {}),
    "workspace.update_columns": ("amara", {"column": "nothing"}),
    "workspace.update_reading": ("amara", {"encoding": "klingon"}),
    "workspace.complete_follow_up": ("amara", {"note": "So", "kind": "smoke"}),
    "workspace.complete_reminder": ("", {"note": "So", "kind": "smoke"}),
    "workspace.postpone_reminder": ("", {"until": "soon"}),
    "workspace.create_conversation": ("amara", {"kind": "smoke", "others": LONG, "minutes": "0"}),
    "workspace.create_give": ("amara", {"favour": "took", "person": "nobody"}),
    "workspace.create_follow_up": ("amara", {"due_on": "soon"}),
    "workspace.create_interaction": ("amara", {"kind": "smoke", "on_date": "soon"}),
    "workspace.create_pause": ("amara", {"from_on": "soon", "until_on": "later"}),
    "workspace.create_people": ("amara", {"names": ""}),
    "workspace.create_person": ("amara", {"name": "", "tags": "a, " * 400}),
    "workspace.create_promise": ("amara", {"what": "", "by": "soon"}),
    "workspace.create_stage_change": ("amara", {"stage": "nothing"}),
    "workspace.create_search": ("amara", {"name": ""}),
    "workspace.rename_search": ("amara", {"name": ""}),
    "workspace.rename_tag": ("amara", {"name": ""}),
    "workspace.set_rhythm": ("amara", {"tier": "often", "days": "many"}),
    "workspace.set_tag_rhythm": ("amara", {"days": "0"}),
    "workspace.set_visibilities": ("amara", {"whom": "tag:nothing", "visibility": "loud"}),
    "workspace.set_visibility": ("amara", {"visibility": "loud"}),
    "workspace.set_photo": ("amara", {}),
    "workspace.snooze_person": ("amara", {"until": "2001-01-01"}),
    "workspace.tag_people": ("amara", {"tags": ""}),
    "workspace.tag_person": ("amara", {"tags": ""}),
    "workspace.untag_people": ("amara", {"tags": ""}),
    "workspace.update_conversation": ("amara", {"kind": "smoke", "notes": LONG, "at_time": "x"}),
    "workspace.update_follow_up": ("amara", {"due_on": "soon", "reason": LONG}),
    "workspace.update_give": ("amara", {"favour": "took", "what": LONG}),
    "workspace.update_occasion": ("amara", {"name": "", "on_date": "soon"}),
    "workspace.update_promise": ("amara", {"what": "", "by": "soon"}),
    "workspace.update_pause": ("amara", {"from_on": "soon", "until_on": "later"}),
    "workspace.update_rhythm": ("amara", {"daily_max": "21"}),
    "workspace.update_settings": ("amara", {"region": "Nowhere"}),
    "workspace.update_person": ("amara", {"name": "", "email": "no address"}),
}


def test_every_form_with_a_field_begins_with_the_summary() -> None:
    found = [(named(path), form) for path, form, _endpoints in _forms()]
    assert len(found) > 40
    assert [path for path, form in found if form.count("{{ error_summary(") != 1] == []


def test_the_summary_stands_before_the_fields() -> None:
    late = [
        named(path)
        for path, form, _endpoints in _forms()
        if form.index("error_summary(") > FIELD.search(form + "{{ field(").start()  # type: ignore[union-attr]
    ]
    assert late == []


def test_every_form_is_sent_what_it_refuses() -> None:
    assert {one for *_, endpoints in _forms() for one in endpoints} == set(REFUSED)


def test_every_refused_form_leads_to_its_first_error(app: Flask) -> None:
    everything = everybody(app)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    with app.app_context():
        factories.give_authenticator(everything.insiders["mentee"])  # who has a passkey already
    browsers = {name: app.test_client() for name in ("", "ines", "amara", "bo")}
    for name in ("ines", "amara", "bo"):
        factories.sign_in(browsers[name], f"{name}@example.org")
    faults = {}
    for endpoint, (who, fields) in REFUSED.items():
        answer = _refused(everything, browsers[who], endpoint, fields)
        faults[endpoint] = "was taken" if answer is None else _wrong(answer)
    assert {endpoint: fault for endpoint, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/password-resets"])
def test_a_page_that_nobody_has_sent_shows_no_errors(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert 'class="notice harm errors"' not in page
    assert "<title>Error:" not in page


def _wrong(answer: TestResponse) -> str:
    """What is amiss with this answer to a refused form; '' for nothing."""
    page = RefusedPage(answer.text)
    double = [one for one, times in page.ids.items() if times > 1]
    checks = {
        f"answered {answer.status_code}": answer.status_code in {422, 429},
        f"titled {page.title!r}": page.title.startswith("Error: "),
        f"{page.summaries} summaries": page.summaries == 1,
        f"{page.focused} take the focus": page.focused == 1,
        "says nothing": page.items > 0,
        f"leads nowhere: {page.links}": set(page.links) <= set(page.ids),
        f"not in the fields' order: {page.links}": page.links == page.in_order,
        f"ids doubled: {double}": not double,
        f"described by nothing: {page.described}": page.described <= set(page.ids),
        "no field is marked": page.invalid or not page.links,
    }
    return ", ".join(words for words, holds in checks.items() if not holds)


def _forms() -> Iterator[tuple[Any, str, list[str]]]:
    """Each form that asks for something and sends it: its template, itself, and where it may be sent."""
    for path in templates(".html"):
        if path.relative_to(TEMPLATES).parts[0] in {"shared", "stripe_sandbox", "layouts"}:
            continue
        for form in FORM.findall(path.read_text()):
            given = ENDPOINT.findall(" ".join(ACTION.findall(form)))
            package = path.relative_to(TEMPLATES).parts[0]
            endpoints = [
                one for one in given or [f"{package}.{path.stem}"] if one not in NEVER_REFUSED
            ]
            asks = FIELD.search(form) or 'name="price"' in form
            if 'method="post"' in form and asks and endpoints:
                yield path, form, endpoints


def _refused(
    everything: Everybody, browser: FlaskClient, endpoint: str, fields: dict[str, Any]
) -> TestResponse | None:
    """The answer of the first of these things to which this form was refused."""
    app = everything.app
    rule = next(one for one in app.url_map.iter_rules(endpoint) if "POST" in (one.methods or ()))
    if endpoint == "accounts.give_factor":
        credentials = {"email": "ines@example.org", "password": factories.PASSWORD}
        submit(browser, "/sign-in", page="/sign-in", **credentials)
    if endpoint == "accounts.confirm_sign_up":
        new = {"name": "New", "email": "new@example.org", "password": factories.PASSWORD}
        submit(browser, "/sign-up", page="/sign-up", **new)
    if endpoint == "accounts.reset_password":
        submit(browser, "/password-resets", page="/password-resets", email="amara@example.org")
    if endpoint == "reviews.create_check_in":
        fields = {"mentorship": everything.names["mentorship"][0], "week": "1", "answers-0": LONG}
    token = token_on(browser, f"/programs/{everything.slug}")
    for path in _addresses(everything, rule, endpoint):
        answer = browser.post(path, data={"csrf_token": token, **fields})
        if answer.status_code in {422, 429}:
            return answer
    return None


def _addresses(everything: Everybody, rule: Any, endpoint: str) -> list[str]:
    if not rule.arguments:
        return [rule.rule]
    if endpoint in MAILED:
        return [link_of(everything.app, MAILED[endpoint])]
    kinds = behind(rule)
    with everything.app.app_context():
        own = [links.sign(one, 0, purpose=LINK) for one in everything.names["inquiry"]]
        reminders = [reminder(one) for one in everything.names["follow_up"]]
    real = {"token": everything.links, "inquiry_link": own, "mailed_link": reminders}
    known = [real.get(kind) or everything.names[kind] for kind in kinds.values()]
    return [address(rule, dict(zip(kinds, these, strict=True))) for these in product(*known)]
