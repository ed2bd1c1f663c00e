"""What each kind of mail looks like: made-up contents for all of them, for the operator's preview and the golden files.

Nothing here is queued or sent; the names, links and sums are nobody's.
"""

import datetime as dt
from typing import Any

from mentorhub.mail.kinds import all_kinds
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render

HOME = "https://mentors.example.org"
AT = dt.datetime(2026, 3, 12, 9, 15, tzinfo=dt.UTC)  # when all of it is written
UNTIL = dt.datetime(2026, 3, 14, 9, 15, tzinfo=dt.UTC)
TITLE = "Power Networking Personal Mentoring"
LINK = {"link": f"{HOME}/p/9f2c"}
WAYS_BACK = {**LINK, "reset_link": f"{HOME}/password-resets"}
SEEN = {**WAYS_BACK, "browser": "Firefox", "system": "Linux", "network": "203.0.113.0/24", "at": AT}
APP_ADDED = {"said": "An authenticator app was set up for your account.", "at": AT}
TOKEN = {"name": "My address book", "writes": True, "at": AT, "until": AT + dt.timedelta(days=90)}
PLACE: dict[str, Any] = {
    **LINK,
    "enrolment": {
        "name": "Amara Nwosu",
        "place": 7,
        "seat_number": 3,
        "held_until": UNTIL,
        "amount_minor": 64000,
        "currency": "eur",
        "practice": {"name": "Ines Halvorsen Mentoring"},
    },
    "cohort": {"name": "Spring circle", "offer_hours": 48},
    "program": {"title": TITLE},
    "entry": {"number": 41, "hash": "3f9ac2d81b07", "link": f"{HOME}/cohorts/c/journal?number=41"},
}
WELCOME = {
    "welcome_link": f"{HOME}/welcome/5b1e", "welcome_until": AT + dt.timedelta(days=7),
    "has_account": False, "intake_link": f"{HOME}/enrolments/9f2c/intake",
}  # fmt: skip
INSTALMENT = {
    "number": 2, "due_on": dt.date(2026, 3, 12), "amount_minor": 21334, "currency": "eur",
    "failure_code": "insufficient_funds",
}  # fmt: skip
WORDS = "Too few of us could make the dates. I am sorry, and I would be glad to see you in autumn."
INQUIRY: dict[str, Any] = {
    "inquiry": {
        "name": "Bríd Ní Mhurchú",
        "email": "brid@example.org",
        "message": "Dear Ines,\n\nwould this suit someone who works at night?\nI could do Mondays.",
    },
    "program": {"title": TITLE},
    "link": f"{HOME}/practice/inquiries/4c1a",
}
ANSWER: dict[str, Any] = {
    "practice": {"name": "Ines Halvorsen Mentoring"}, "program": {"title": TITLE}, "is_declined": False,
    "message": INQUIRY["inquiry"]["message"], "kept_days": 365, "link": f"{HOME}/inquiries/7d02",
}  # fmt: skip
YES = {"message": "Dear Bríd,\n\nyes: you choose the hours, and Mondays are fine."}
OPENING: dict[str, Any] = {
    "practice": {"name": "Ines Halvorsen Mentoring"}, "program": {"title": TITLE},
    "cohort": {"name": "Spring circle", "opens_at": AT, "closes_at": AT + dt.timedelta(days=14)},
    "link": f"{HOME}/opening-notices/2e77", "page_link": f"{HOME}/programs/power-networking",
}  # fmt: skip
SUBMITTED = [
    {"check_in": {"week": week, "submitted_at": AT}, "mentee": {"name": name}, "url": f"{HOME}/review/{page}"}
    for week, name, page in ((3, "Amara Nwosu", "7c40"), (0, "Bo Lindqvist", "81ff"))
]  # fmt: skip
ANSWERED = [
    {"check_in": {"week": week, "reviewed_at": AT}, "mentor": {"name": "Ines Halvorsen"}, "url": f"{HOME}/week/{page}"}
    for week, page in ((3, "7c40"), (4, "81ff"))
]  # fmt: skip
TODAY = AT.date()
WAYS = {"done": f"{HOME}/reminders/d/completion", "later": f"{HOME}/reminders/d/postponement"}
MORNING: dict[str, Any] = {
    "today": TODAY,
    "people": [
        {"name": "Tomáš Dvořák", "is_planned": True, "is_late": True, "reason": "Ask how the move went", **WAYS,
         "since": TODAY - dt.timedelta(days=3),
         "said": {"line": "He looks for a flat in Brno; his sister has one.", "on": TODAY - dt.timedelta(days=21)}},
        {"name": "أمينة", "is_planned": False, "is_new": False, "since": TODAY - dt.timedelta(days=40),
         "said": {}, **WAYS},
    ],
    "promises": [
        {"name": "Jana Nováková", "what": "Send the list of bookbinders", "due_on": TODAY - dt.timedelta(days=1),
         "is_late": True, **WAYS},
    ],
    "days": [
        {"name": "Petra Svobodová", "is_birthday": True, "label": "", "years": 40, "on": TODAY + dt.timedelta(days=2)},
    ],
    "check_ins": [
        {"week": 3, "mentor": "Ines Halvorsen", "until": TODAY + dt.timedelta(days=3), "is_begun": False,
         "path": "/week", "url": f"{HOME}/week"},
    ],
    "more_people": 2, "more_promises": 1, "more_days": 1,
    "url": f"{HOME}/today",
}  # fmt: skip
CONTEXTS: dict[str, dict[str, Any]] = {  # kind: its subject and what its templates read
    "accounts.sign_in_link": {"subject": "Your link to sign in", **LINK, "minutes": 20},
    "accounts.password_reset": {"subject": "Set a new password", **LINK, "minutes": 60},
    "accounts.password_changed": {"subject": "Your password has been changed", **LINK, "at": AT},
    "accounts.sign_up": {"subject": "Confirm your address", **LINK, "hours": 24},
    "accounts.sign_up_known": {"subject": "You have an account here already", **WAYS_BACK},
    "accounts.new_device": {"subject": "A new device has signed in", **SEEN},
    "accounts.confirm_address": {"subject": "Confirm your new address", **LINK, "minutes": 60},
    "accounts.address_asked": {"subject": "Another address was asked for", **WAYS_BACK, "at": AT},
    "accounts.address_changed": {"subject": "Your address here has been changed", "at": AT},
    "accounts.address_yours": {"subject": "We write to you here from now on", **LINK, "at": AT},
    "accounts.address_taken": {"subject": "Someone asked for your address", **LINK},
    "accounts.factor_news": {"subject": "A change in how you sign in", **LINK, **APP_ADDED},
    "accounts.data_taken": {"subject": "Your data was downloaded", **SEEN},
    "accounts.token_made": {"subject": "A token for the API was made", **WAYS_BACK, **TOKEN},
    "accounts.invitation": {
        "subject": "An invitation to Ines Halvorsen Mentoring",
        "link": f"{HOME}/invitations/9f2c",
        "practice": "Ines Halvorsen Mentoring",
        "sender": "Ines Halvorsen",
        "role": "mentor",
        "until": AT + dt.timedelta(days=7),
    },
    "accounts.joined": {
        "subject": "Bo Lindqvist has joined Ines Halvorsen Mentoring",
        "link": f"{HOME}/practice/members",
        "practice": "Ines Halvorsen Mentoring",
        "name": "Bo Lindqvist",
        "email": "bo@example.org",
        "role": "assistant",
        "at": AT,
    },
    "accounts.membership_news": {
        "subject": "Your role in Ines Halvorsen Mentoring",
        "link": f"{HOME}/start",
        "practice": "Ines Halvorsen Mentoring",
        "role": "owner",
        "at": AT,
    },
    "accounts.account_closing": {
        "subject": "Your account is being closed",
        **WAYS_BACK,
        "at": AT,
        "until": AT + dt.timedelta(days=30),
    },
    "accounts.account_restored": {"subject": "Your account goes on", **WAYS_BACK, "at": AT},
    "accounts.account_gone": {"subject": "Your account is gone", "at": AT},
    "programs.inquiry": {"subject": f"Bríd Ní Mhurchú asks about {TITLE}", **INQUIRY},
    "programs.inquiry_copy": {"subject": "Your message to Ines Halvorsen Mentoring", **ANSWER},
    "programs.inquiry_answer": {"subject": "You have an answer", **ANSWER, **YES},
    "programs.inquiry_again": {"subject": f"Bríd has written again about {TITLE}", **INQUIRY},
    "programs.inquiry_deleted": {"subject": "Bríd has deleted their inquiry", **INQUIRY},
    "programs.opening_link": {
        "subject": f"Shall we tell you when {TITLE} opens?",
        **OPENING,
        "days": 7,
    },
    "programs.opening": {"subject": f"Enrolment for {TITLE} is open", **OPENING, "days": 30},
    "enrolment.waiting": {"subject": "You are in line, at place 7", **PLACE},
    "enrolment.held": {"subject": "Seat 3 is held for you", **PLACE},
    "enrolment.offered": {"subject": "A seat has come free, and you are next", **PLACE},
    "enrolment.reminder": {"subject": "The seat is still kept for you", **PLACE},
    "enrolment.hold_extended": {"subject": "Your seat is held for longer", **PLACE},
    "payments.connection_news": {
        "subject": "Stripe takes no payments for Ines Halvorsen Mentoring just now",
        **LINK,
        "practice": "Ines Halvorsen Mentoring",
        "news": "blocked",
        "missing": [["bank_account", ""], ["document", "The document is too dark to be read."]],
        "at": AT,
    },
    "enrolment.link": {"subject": "Your place in line", **PLACE},
    "enrolment.lapsed": {"subject": "The time for your seat is over", **PLACE},
    "enrolment.enrolled": {"subject": "Welcome, seat 3 is yours", **PLACE, **WELCOME},
    "enrolment.granted": {"subject": "A seat is yours", **PLACE, **WELCOME},
    "enrolment.paused": {"subject": "Your programme is paused", **PLACE, "why": "dispute"},
    "enrolment.resumed": {"subject": "Your programme goes on", **PLACE},
    "enrolment.withdrawn": {"subject": "You have withdrawn", **PLACE, "refund_minor": 32000},
    "enrolment.removed": {
        **{"subject": "Your place has ended", "words": WORDS, "refund_minor": 64000},
        **PLACE,
    },
    "enrolment.seat_ended": {"subject": "Your seat has ended", **PLACE, "why": "refunded"},
    "enrolment.called_off": {
        "subject": "Power Networking Personal Mentoring will not take place",
        **PLACE,
        "words": WORDS,
        "refund_minor": 64000,
    },
    "enrolment.declined": {"subject": "Your payment did not go through", **PLACE},
    "enrolment.refunded": {
        "subject": "Your payment is being refunded in full",
        **PLACE,
        "payment": {"amount_minor": 64000, "currency": "eur"},
    },
    "enrolment.money_back": {
        "subject": "A refund is on its way to you",
        **PLACE,
        "refund_minor": 10000,
    },
    "enrolment.instalment_paid": {
        "subject": "Your payment has arrived",
        **PLACE,
        "instalment": INSTALMENT,
    },
    "enrolment.instalment_failed": {
        "subject": "A payment did not go through",
        **PLACE,
        "instalment": INSTALMENT,
        "try_at": AT + dt.timedelta(days=3),
        "ends_at": AT + dt.timedelta(days=14),
        "after": "pause",
    },
    "workspace.morning": {"subject": "Tomáš Dvořák, أمينة and 2 more today", **MORNING},
    "reviews.check_in_submitted": {"subject": "Amara Nwosu has sent you a page", **SUBMITTED[0]},
    "reviews.check_ins_submitted": {"subject": "2 pages have come in", "items": SUBMITTED},
    "reviews.review_written": {"subject": "Ines Halvorsen has answered your page", **ANSWERED[0]},
    "reviews.reviews_written": {"subject": "2 answers are there", "items": ANSWERED},
}


def sample(kind: str) -> OutboxMail:
    """A mail of this kind to a reader in Oslo, as the outbox would store it. Raises `KeyError` for an unknown one."""
    context = dict(CONTEXTS[kind])
    if all_kinds()[kind].topic:
        context["unsubscribe"] = f"{HOME}/messages/unsubscriptions/token"
    context["messages"] = f"{HOME}/account/messages"
    return OutboxMail(
        kind=kind,
        to_name="Amara Nwosu",
        to_address="amara@example.org",
        locale="en_GB",
        zone="Europe/Oslo",
        subject=context.pop("subject"),
        context=context,
        message_id=f"<{kind}@mentors.example.org>",
        created_at=AT,
        due_at=AT,
    )


def written(kind: str) -> tuple[str, str, str]:
    """(subject, text, HTML) of a sample. Raises `KeyError` for an unknown kind."""
    made = sample(kind)
    text, html = render(made)
    return made.subject, text, html
