"""A form's own address, opened again, leads to its page; a slash too many is taken off. At every route."""

import re
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from mentorhub.web import route_fallbacks
from tests.support import factories, notebooks
from tests.support.forms import submit

PAGES = {  # every address that nobody can GET, and the page on which its form stands
    "accounts.add_passkey": "accounts.show_account",
    "accounts.cancel_address": "accounts.change_address",
    "accounts.change_profile": "accounts.show_account",
    "accounts.change_role": "accounts.list_members",
    "accounts.create_fresh_link": "accounts.sign_in_again",
    "accounts.create_passkey_challenge": "accounts.show_account",
    "accounts.create_sign_in_challenge": "accounts.sign_in",
    "accounts.create_sign_in_link": "accounts.sign_in",
    "accounts.create_sign_up_link": "accounts.sign_up",
    "accounts.download_data": "accounts.show_data",
    "accounts.end_device": "accounts.list_devices",
    "accounts.end_membership": "accounts.list_members",
    "accounts.end_other_devices": "accounts.list_devices",
    "accounts.end_token": "accounts.list_tokens",
    "accounts.publish_photo": "accounts.show_account",
    "accounts.remove_authenticator": "accounts.list_factors",
    "accounts.remove_passkey": "accounts.show_account",
    "accounts.remove_photo": "accounts.show_account",
    "accounts.renew_recovery_codes": "accounts.list_factors",
    "accounts.resend_invitation": "accounts.list_members",
    "accounts.set_photo": "accounts.show_account",
    "accounts.sign_in_by_passkey": "accounts.sign_in",
    "accounts.sign_out": "programs.home",
    "accounts.withdraw_invitation": "accounts.list_members",
    "accounts.withdraw_photo": "accounts.show_account",
    "enrolment.change_limit": "enrolment.show_line",
    "enrolment.change_seats": "enrolment.show_line",
    "enrolment.create_acceptance": "enrolment.show_applicant",
    "enrolment.create_checkout": "enrolment.show_enrolment",
    "enrolment.create_claim": "enrolment.show_enrolment",
    "enrolment.create_confirmation": "enrolment.show_enrolment",
    "enrolment.create_departure": "enrolment.show_enrolment",
    "enrolment.create_enrolment": "programs.show_program",
    "enrolment.create_extension": "enrolment.show_applicant",
    "enrolment.create_grant": "enrolment.show_line",
    "enrolment.create_instalment_checkout": "enrolment.show_enrolment",
    "enrolment.create_pass": "enrolment.show_enrolment",
    "enrolment.create_pause": "enrolment.show_line",
    "enrolment.create_rehearsal": "enrolment.show_rehearsal",
    "enrolment.create_rehearsal_ending": "enrolment.show_rehearsal",
    "enrolment.create_rehearsed_place": "enrolment.show_rehearsal",
    "enrolment.create_refund": "enrolment.show_applicant",
    "enrolment.create_refusal": "enrolment.show_applicant",
    "enrolment.create_removal": "enrolment.show_applicant",
    "enrolment.create_return": "enrolment.show_enrolment",
    "enrolment.create_welcome_link": "enrolment.show_enrolment",
    "enrolment.end_pause": "enrolment.show_line",
    "operations.close_finding": "operations.show_overview",
    "operations.try_mail_again": "operations.show_overview",
    "payments.choose_connection": "accounts.change_payments",
    "payments.end_code": "payments.list_codes",
    "payments.end_connection": "accounts.change_payments",
    "payments.finish_code": "payments.list_codes",
    "payments.unchoose_connection": "accounts.change_payments",
    "programs.archive_program": "programs.list_programs",
    "programs.create_answer": "programs.show_inquiry",
    "programs.create_draft": "programs.show_inquiry",
    "programs.create_inquiry": "programs.show_program",
    "programs.create_message": "programs.show_conversation",
    "programs.confirm_opening_notice": "programs.show_opening_notice",
    "programs.create_opening_notice": "programs.show_program",
    "programs.create_price": "programs.new_price",
    "programs.decline_inquiry": "programs.show_inquiry",
    "programs.delete_conversation": "programs.show_conversation",
    "programs.duplicate_cohort": "enrolment.show_line",
    "programs.duplicate_program": "programs.list_programs",
    "programs.end_window": "programs.edit_cohort",
    "programs.move_intake_question": "programs.list_intake_questions",
    "programs.move_question": "programs.list_questions",
    "programs.move_window": "programs.edit_cohort",
    "programs.remove_intake_question": "programs.list_intake_questions",
    "programs.remove_opening_notice": "programs.show_opening_notice",
    "programs.remove_question": "programs.list_questions",
    "programs.remove_reply": "programs.list_replies",
    "programs.remove_share_image": "programs.edit_program",
    "programs.reopen_inquiry": "programs.show_inquiry",
    "programs.set_share_image": "programs.edit_program",
    "programs.take_back_program": "programs.publish_program_page",
    "programs.unarchive_program": "programs.list_programs",
    "programs.update_cohort": "programs.edit_cohort",
    "programs.update_program": "programs.edit_program",
    "programs.withdraw_price": "programs.edit_price",
    "reviews.create_check_in": "reviews.show_week",
    "reviews.create_review": "reviews.show_check_in",
    "reviews.read_review": "reviews.show_week",
    "reviews.save_check_in": "reviews.show_past_week",
    "reviews.submit_check_in": "reviews.show_past_week",
    "workspace.apply_import": "workspace.show_import",
    "workspace.choose_rows": "workspace.show_import",
    "workspace.discard_import": "workspace.show_import",
    "workspace.undo_import": "workspace.show_import",
    "workspace.update_reading": "workspace.show_import",
    "workspace.change_sharing": "workspace.show_sharing",
    "workspace.create_follow_up": "workspace.show_person",
    "workspace.create_give": "workspace.edit_conversation",
    "workspace.create_interaction": "workspace.show_person",
    "workspace.create_pause": "workspace.show_rhythm",
    "workspace.create_people": "workspace.today",
    "workspace.create_promise": "workspace.show_person",
    "workspace.create_stage_change": "workspace.show_person",
    "workspace.delete_conversation": "workspace.edit_conversation",
    "workspace.delete_follow_up": "workspace.edit_follow_up",
    "workspace.delete_give": "workspace.edit_give",
    "workspace.delete_occasion": "workspace.show_occasion",
    "workspace.delete_promise": "workspace.edit_promise",
    "workspace.delete_tag": "workspace.show_tag",
    "workspace.dismiss_double": "workspace.show_person",
    "workspace.return_double": "workspace.show_person",
    "workspace.undo_merge": "workspace.show_person",
    "workspace.drop_follow_up": "workspace.edit_follow_up",
    "workspace.erase_deleted": "workspace.list_bin",
    "workspace.keep_promise": "workspace.edit_promise",
    "workspace.move_follow_up": "workspace.edit_follow_up",
    "workspace.release_promise": "workspace.edit_promise",
    "workspace.remove_person": "workspace.show_person",
    "workspace.reopen_follow_up": "workspace.edit_follow_up",
    "workspace.reopen_promise": "workspace.edit_promise",
    "workspace.restore_deleted": "workspace.list_bin",
    "workspace.end_pause": "workspace.show_pause",
    "workspace.end_feed": "workspace.show_feed",
    "workspace.end_snooze": "workspace.show_person",
    "workspace.remove_pause": "workspace.show_pause",
    "workspace.remove_photo": "workspace.edit_person",
    "workspace.rename_tag": "workspace.show_tag",
    "workspace.set_photo": "workspace.edit_person",
    "workspace.delete_search": "workspace.show_search",
    "workspace.rename_search": "workspace.show_search",
    "workspace.set_rhythm": "workspace.show_person",
    "workspace.set_tag_rhythm": "workspace.show_tag",
    "workspace.set_visibilities": "workspace.show_sharing",
    "workspace.set_visibility": "workspace.show_person",
    "workspace.share_note": "workspace.list_people",
    "workspace.snooze_person": "workspace.show_person",
    "workspace.tag_people": "workspace.list_people",
    "workspace.tag_person": "workspace.show_person",
    "workspace.undo_photo": "workspace.show_person",
    "workspace.undo_stage_change": "workspace.show_person",
    "workspace.undo_tags": "workspace.list_people",
    "workspace.untag_people": "workspace.list_people",
    "workspace.untag_person": "workspace.show_person",
}

# To the map these are somebody's page, `/people/<public_id>`: its guard asks first, and nobody has that id.
SHADOWED = {"/people/names": "/today", "/people/tags": "/people"}


def test_every_forms_own_address_leads_to_its_page(app: Flask, client: FlaskClient) -> None:
    only_taken = [rule for rule in app.url_map.iter_rules() if _is_only_taken(app, rule)]
    assert {rule.endpoint for rule in only_taken} == {*PAGES, *route_fallbacks.ONLY_MACHINES}
    for rule in only_taken:
        answer = client.get(_filled(rule.rule))
        if rule.endpoint in route_fallbacks.ONLY_MACHINES:
            assert answer.status_code == 405
            continue
        if rule.rule in SHADOWED:
            assert answer.location == f"/sign-in?next={rule.rule}"
            continue
        page = next(app.url_map.iter_rules(PAGES[rule.endpoint]))
        assert page.arguments <= rule.arguments, rule
        assert (answer.status_code, answer.location) == (303, _filled(page.rule)), rule


@pytest.mark.parametrize(("path", "page"), SHADOWED.items())
def test_an_address_that_reads_as_somebodys_page_leads_on(
    app: Flask, client: FlaskClient, path: str, page: str
) -> None:
    with app.app_context():
        notebooks.notebook()
    factories.sign_in(client, notebooks.EMAIL)
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, page)


def test_where_a_form_stands_is_said_only_of_addresses_that_need_it(app: Flask) -> None:
    assert {route_fallbacks.ELSEWHERE[name] for name in route_fallbacks.ELSEWHERE} <= set(
        app.view_functions
    )
    assert all(PAGES[name] == page for name, page in route_fallbacks.ELSEWHERE.items())


def test_an_address_that_reads_as_a_page_and_takes_forms_stays_a_page(client: FlaskClient) -> None:
    assert client.get("/workspace").location == "/sign-in?next=/workspace"


def test_nothing_but_reading_is_led_to_a_page(client: FlaskClient) -> None:
    assert client.head("/sign-in/links").status_code == 303
    assert client.put("/sign-in/links").status_code in {400, 405}


def test_every_route_is_found_with_a_slash_too_many(app: Flask, client: FlaskClient) -> None:
    for_people = (rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api"))
    rules = [rule for rule in for_people if rule.rule not in {"/", _static(app)}]
    assert len(rules) > 100
    for rule in rules:
        path = _filled(rule.rule)
        answer = client.get(f"{path}/?a=1&b=%C3%A9")
        assert (answer.status_code, answer.location) == (308, f"{path}?a=1&b=%C3%A9"), rule


def test_a_post_with_a_slash_too_many_keeps_its_method(client: FlaskClient) -> None:
    answer = submit(client, "/sign-in///", page="/sign-in")
    assert (answer.status_code, answer.location) == (308, "/sign-in")


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "/%5Cevil.example/", "/nowhere/", "/sign-in%00/", "/people/%00/tags"],
)
def test_no_slash_leads_off_this_site_or_out_of_a_hole(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote(path)})
    assert answer.status_code in {308, 404}
    assert not (answer.location or "/").startswith(("//", "/\\", "http")) or (
        answer.location.startswith("http://localhost/")
    )
    if answer.status_code == 308:
        assert client.get(answer.location).status_code == 404


def _is_only_taken(app: Flask, rule: Rule) -> bool:
    if rule.rule.startswith("/api/"):
        return False  # programs are led nowhere: tests/web/api/test_problems.py
    same = [one for one in app.url_map.iter_rules() if one.rule == rule.rule]
    return not any("GET" in (one.methods or ()) for one in same)


def _filled(rule: str) -> str:
    return re.sub("<[a-z_:]+>", "x", re.sub("<int:[a-z_]+>", "1", rule))


def _static(app: Flask) -> str:
    return next(app.url_map.iter_rules("static")).rule
