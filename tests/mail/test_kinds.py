"""The app knows every kind of mail that is written, each once; only an optional kind has a topic."""

import pytest
from flask import Flask

from mentorhub.app import MAIL_KINDS
from mentorhub.mail.kinds import (
    MORNING_PARTS,
    Kind,
    Topic,
    Weight,
    all_kinds,
    collected,
    kind_of,
    rank_of,
    topic_of,
)
from tests.architecture.tree import TEMPLATES

LINK = Kind("accounts.link", Weight.SECURITY, "A link")


def test_every_mail_has_its_kind_and_every_kind_its_mail() -> None:
    written = {f"{path.parts[-3]}.{path.stem}" for path in TEMPLATES.glob("*/emails/*.txt")}
    assert written == set(MAIL_KINDS)


def test_a_package_declares_the_kinds_of_its_own_mails() -> None:
    packages = [name.partition(".")[0] for name in MAIL_KINDS]
    told = ["accounts", "programs", "payments", "enrolment", "workspace", "reviews"]
    assert list(dict.fromkeys(packages)) == told
    assert packages == sorted(packages, key=list(dict.fromkeys(packages)).index)


def test_a_kind_that_two_declare_is_refused() -> None:
    seat = Kind("enrolment.seat", Weight.SEAT, "A seat")
    assert collected((LINK,), (seat,)) == {"accounts.link": LINK, "enrolment.seat": seat}
    with pytest.raises(ValueError, match=r"accounts\.link is declared twice"):
        collected((LINK,), (seat, LINK))


def test_an_app_has_the_kinds_that_it_was_given(in_app: Flask) -> None:
    assert all_kinds() is MAIL_KINDS
    in_app.extensions["mentorhub.mail_kinds"] = collected((LINK,))
    assert kind_of("accounts.link") is LINK
    assert kind_of("accounts.sign_in_link") is None


def test_a_kind_has_a_topic_just_where_it_is_optional() -> None:
    kinds = MAIL_KINDS.values()
    assert {kind.name for kind in kinds if kind.topic} == {
        kind.name for kind in kinds if kind.weight is Weight.OPTIONAL
    }
    assert {kind.topic for kind in kinds if kind.topic} == set(Topic) - set(MORNING_PARTS)


def test_a_digest_is_a_kind_of_the_same_topic() -> None:
    digested = [kind for kind in MAIL_KINDS.values() if kind.digest]
    assert [kind.name for kind in digested] == [
        "reviews.check_in_submitted",
        "reviews.review_written",
    ]
    for kind in digested:
        assert kind.digest is not None
        assert MAIL_KINDS[kind.digest.kind].topic is kind.topic


def test_an_unknown_kind_is_always_sent(in_app: Flask) -> None:
    assert (topic_of("package.offer"), rank_of("package.offer")) == (None, 3)
    assert topic_of("reviews.review_written") is Topic.ANSWERS
    assert topic_of("accounts.password_changed") is None
