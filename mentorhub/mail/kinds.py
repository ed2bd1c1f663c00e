"""Every kind of mail on one page: what it is about in plain words, and whether its reader may do without it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext


class Weight(StrEnum):
    """Why a mail is sent. All but the optional go at once and always."""

    SECURITY = "security"
    MONEY = "money"
    SEAT = "seat"
    INQUIRY = "inquiry"  # a visitor's own words to a practice, which has asked for them on its page
    OPTIONAL = "optional"


class Topic(StrEnum):
    """What a person may choose to be told of. A topic's name is kept in rows and in mailed links: never rename one."""

    PAGES = "pages"
    ANSWERS = "answers"


RANKS = (Weight.SECURITY, Weight.MONEY, Weight.SEAT)  # after these all others, in one line
LAST_RANK = len(RANKS)


@dataclass(frozen=True)
class Several:
    """The kind of mail that tells of several at once, and its subject for so many, in the locale at hand."""

    kind: str
    subject: Callable[[int], str]


@dataclass(frozen=True)
class Kind:
    """One kind of mail: `<room>.<template>`, a label for people, and the topic that switches it off, if any does."""

    name: str
    weight: Weight
    label: Any
    topic: Topic | None = None
    several: Several | None = None


PAGES = Several(
    "reviews.check_ins_submitted",
    lambda count: ngettext("%(num)s page has come in", "%(num)s pages have come in", count),
)
REVIEWS = Several(
    "reviews.reviews_written",
    lambda count: ngettext("%(num)s answer is there", "%(num)s answers are there", count),
)


ALL = (
    Kind("accounts.sign_in_link", Weight.SECURITY, _l("A link to sign in")),
    Kind("accounts.password_reset", Weight.SECURITY, _l("A link to set a new password")),
    Kind("accounts.password_changed", Weight.SECURITY, _l("Your password was changed")),
    Kind("accounts.sign_up", Weight.SECURITY, _l("A link to confirm a new account")),
    Kind("accounts.sign_up_known", Weight.SECURITY, _l("Somebody signed up with your address")),
    Kind("accounts.new_device", Weight.SECURITY, _l("A new device has signed in")),
    Kind("accounts.confirm_address", Weight.SECURITY, _l("A link to confirm a new address")),
    Kind("accounts.address_asked", Weight.SECURITY, _l("Another address was asked for")),
    Kind("accounts.address_changed", Weight.SECURITY, _l("Your address was changed")),
    Kind("accounts.address_yours", Weight.SECURITY, _l("Your new address is in use")),
    Kind("accounts.address_taken", Weight.SECURITY, _l("Somebody asked for your address")),
    Kind("accounts.factor_news", Weight.SECURITY, _l("A change in how you sign in")),
    Kind("accounts.data_taken", Weight.SECURITY, _l("Your data was downloaded")),
    Kind("accounts.invitation", Weight.SECURITY, _l("An invitation to belong to a practice")),
    Kind("accounts.joined", Weight.SECURITY, _l("Somebody has joined your practice")),
    Kind("accounts.membership_news", Weight.SECURITY, _l("Your role in a practice has changed")),
    Kind("accounts.account_closing", Weight.SECURITY, _l("Your account is being closed")),
    Kind("accounts.account_restored", Weight.SECURITY, _l("Your account was restored")),
    Kind("accounts.account_gone", Weight.SECURITY, _l("Your account is gone")),
    Kind("programs.inquiry", Weight.INQUIRY, _l("A visitor’s letter to the practice")),
    Kind("enrolment.waiting", Weight.SEAT, _l("You are in line")),
    Kind("enrolment.held", Weight.SEAT, _l("A seat is held for you")),
    Kind("enrolment.offered", Weight.SEAT, _l("A seat has come free")),
    # Whoever is reminded has often no account yet, and loses a seat by not hearing of its last hours.
    Kind("enrolment.reminder", Weight.SEAT, _l("An offered seat is still kept")),
    Kind("enrolment.link", Weight.SEAT, _l("The link to your place")),
    Kind("enrolment.lapsed", Weight.SEAT, _l("The time for your seat is over")),
    Kind("enrolment.enrolled", Weight.SEAT, _l("Your seat is yours")),
    Kind("enrolment.granted", Weight.SEAT, _l("A seat was given to you")),
    Kind("enrolment.paused", Weight.SEAT, _l("Your programme is paused")),
    Kind("enrolment.resumed", Weight.SEAT, _l("Your programme goes on")),
    Kind("enrolment.withdrawn", Weight.SEAT, _l("You have withdrawn")),
    Kind("enrolment.removed", Weight.SEAT, _l("Your place has ended")),
    Kind("enrolment.seat_ended", Weight.SEAT, _l("Your seat has ended")),
    Kind("enrolment.called_off", Weight.SEAT, _l("A programme will not take place")),
    Kind("enrolment.declined", Weight.MONEY, _l("Your payment did not go through")),
    Kind("enrolment.refunded", Weight.MONEY, _l("A late payment is refunded")),
    Kind("enrolment.money_back", Weight.MONEY, _l("A refund is on its way")),
    Kind("enrolment.instalment_paid", Weight.MONEY, _l("An instalment has arrived")),
    Kind("enrolment.instalment_failed", Weight.MONEY, _l("An instalment did not go through")),
    Kind(
        "reviews.check_in_submitted",
        Weight.OPTIONAL,
        _l("A mentee’s page has come"),
        Topic.PAGES,
        PAGES,
    ),
    Kind(PAGES.kind, Weight.OPTIONAL, _l("Several mentees’ pages have come"), Topic.PAGES),
    Kind(
        "reviews.review_written",
        Weight.OPTIONAL,
        _l("Your page was answered"),
        Topic.ANSWERS,
        REVIEWS,
    ),
    Kind(REVIEWS.kind, Weight.OPTIONAL, _l("Several of your pages were answered"), Topic.ANSWERS),
)
KINDS = {kind.name: kind for kind in ALL}


def topic_of(name: str) -> Topic | None:
    """The topic by which a reader may do without mails of this kind; None for one that is always sent."""
    kind = KINDS.get(name)
    return kind.topic if kind else None


def rank_of(name: str) -> int:
    """Which mails of this kind go before, from 0: who waits for a link to sign in does not wait for a rush's mails."""
    kind = KINDS.get(name)
    return RANKS.index(kind.weight) if kind and kind.weight in RANKS else LAST_RANK
