"""Strings that stand in rows, links, cookies, hashes or at Stripe keep their first names, whatever the code calls them.

A worse name here is no mistake to mend: renamed, a queued mail has no template, a sent link opens nothing, a charge is
made twice. New ones may be added; a change of one that is listed needs a migration of whatever holds it.
"""

import re

from limits import RateLimitItem

from mentorhub.accounts.rules.factors import FACTOR_OWED
from mentorhub.accounts.rules.invitations import INVITATION_LINK
from mentorhub.accounts.rules.links import LinkKind
from mentorhub.enrolment import guards
from mentorhub.enrolment.models.applicants import LINK, RETURN, WELCOME
from mentorhub.enrolment.rules.states import STATE_AFTER
from mentorhub.payments.rules.checkouts import checkout_key
from mentorhub.payments.rules.refunds import refund_key
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.web import themes
from tests.architecture.tree import PACKAGE, TEMPLATES, every_module, modules

# In `task_run`, where a task finds when it last ran.
TASKS = """
    addresses attempts cancellations checkouts checkouts-lost closing-grants closing-places deadlines devices
    erasing-accounts erasing-bins erasing-events erasing-notebooks erasing-places erasing-weeks instalments
    instalments-missed invitations links mail mail-pruning mornings new-devices refunds refunds-pending reminders settle
    sign-ups stripe-catch-up stripe-clock stripe-events
"""
# In `outbox_mail`, where a kind names the template that is rendered when the mail is sent.
MAILS = """
    accounts.sign_in_link accounts.password_reset accounts.password_changed accounts.sign_up accounts.sign_up_known
    accounts.new_device accounts.confirm_address accounts.address_asked accounts.address_changed accounts.address_yours
    accounts.address_taken accounts.factor_news accounts.data_taken accounts.invitation accounts.joined
    accounts.membership_news accounts.account_closing accounts.account_restored accounts.account_gone programs.inquiry
    enrolment.waiting enrolment.held enrolment.offered enrolment.reminder enrolment.link enrolment.lapsed
    enrolment.enrolled enrolment.granted enrolment.paused enrolment.resumed enrolment.withdrawn enrolment.removed
    enrolment.seat_ended enrolment.called_off enrolment.declined enrolment.refunded enrolment.money_back
    enrolment.instalment_paid enrolment.instalment_failed reviews.check_in_submitted reviews.check_ins_submitted
    reviews.review_written reviews.reviews_written workspace.morning
"""
# In the journal's published entries, inside the text that is hashed.
ENTRIES = """
    placed held offered passed paying enrolled enrolled_late granted paused resumed completed lapsed left declined
    withdrawn removed
"""
# In the key of `rate_limit_hit`, hashed: under another name every count begins at zero.
LIMITS = """
    downloads-notified exports inquiries invitations-address invitations-practice links-address links-network
    new-addresses notices resets-address resets-network sign-in-address sign-in-network sign-ups-address
    sign-ups-network
"""
# In signatures: a link that was mailed under one name opens nothing under another.
LINKS = """
    enrolment checkout-return welcome practice-invitation second-factor sign-in-link password-reset
    sign-up-confirmation address-change
"""
# In `outbox_mail.fact_key`, unique: what was reported once is not reported again.
FACT_KEYS = {
    "instalment {} paid by {}",
    "instalment {} refused {}",
    "offer {} {} reminded",
    "place {} called off",
    "place {} lapsed",
    "check-in {} submitted {}",
    "check-in {} reviewed {}",
}


def test_periodic_tasks_keep_their_names() -> None:
    assert _lost(TASKS, {task.name for task in PERIODIC_TASKS}) == set()


def test_kinds_of_mail_keep_their_names_and_templates() -> None:
    written = TEMPLATES.glob("*/emails/*.txt")
    assert _lost(MAILS, {f"{path.parents[1].name}.{path.stem}" for path in written}) == set()


def test_entries_of_the_journal_keep_their_kinds() -> None:
    assert _lost(ENTRIES, set(STATE_AFTER)) == set()


def test_rate_limits_keep_their_names() -> None:
    named = {
        value.namespace
        for module in every_module()
        for value in vars(module).values()
        if isinstance(value, RateLimitItem)
    }
    assert _lost(LIMITS, named) == set()


def test_links_keep_what_they_are_signed_for() -> None:
    signed = {str(kind) for kind in LinkKind}
    signed |= {LINK, RETURN, WELCOME, INVITATION_LINK, FACTOR_OWED}
    assert _lost(LINKS, signed) == set()


def test_keys_at_stripe_keep_their_form() -> None:
    assert checkout_key("Ab3") == "checkout-Ab3"
    assert refund_key("Ab3") == "refund-Ab3"
    assert refund_key("Ab3", 2) == "refund-Ab3-2"


def test_keys_of_what_was_reported_keep_their_form() -> None:
    written = " ".join(path.read_text() for path in modules("mentorhub") if _reports(path.parts))
    forms = {re.sub(r"{[^}]*}", "{}", text) for text in re.findall(r'f"([^"\n]*)"', written)}
    assert forms >= FACT_KEYS


def test_cookies_keep_their_names() -> None:
    assert (guards.COOKIE, themes.COOKIE) == ("mentorhub_line", "theme")
    assert 'settings.cookie("mentorhub")' in (PACKAGE / "app.py").read_text()


def test_a_name_that_was_changed_is_seen() -> None:
    assert _lost("settle mail", {"mail", "allocate"}) == {"settle"}


def _lost(listed: str, there_are: set[str]) -> set[str]:
    return set(listed.split()) - there_are


def _reports(parts: tuple[str, ...]) -> bool:
    return bool({"emails", "actions"}.intersection(parts)) or parts[-1] == "emails.py"
