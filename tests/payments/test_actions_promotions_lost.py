"""Promotion codes whose answer from Stripe was lost: asked for again until there is one, and made once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import Mock

import pytest
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.payments import periodic
from mentorhub.payments.actions import promotions
from mentorhub.payments.rules.codes import CodeNotEnded, CodeNotMade, CodeTaken, CodeWords
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway import promotions as gateway
from tests.support import factories
from tests.support.dealing import open_findings
from tests.support.lost_codes import CODES, COUPONS, at_stripe, make, rows, unused_words
from tests.support.stripe_accounts import own_account
from tests.support.stripe_client import StripeClient

LATER = dt.timedelta(minutes=1)


@pytest.fixture
def words() -> CodeWords:
    """Ten percent."""
    return unused_words()


@pytest.fixture
def scene(in_app: Flask, stripe: StripeClient) -> Iterator[factories.Scene]:
    """A practice that is paid on the platform's account; others share the stand-in."""
    yield factories.scene()
    stripe.clear_faults()


def _lost(scene: factories.Scene, words: CodeWords) -> None:
    with pytest.raises(StripeUnavailable):
        make(scene, words)


def _end(scene: factories.Scene) -> None:
    promotions.end_code(rows()[-1].public_id, viewer=USER(scene.mentor_id))


@pytest.mark.parametrize(
    "lost",
    [
        (path, stage, kind)
        for path in (COUPONS, CODES)
        for stage, kind in (
            ("before", "reset"),
            ("after", "reset"),
            ("during", "status"),
            ("after", "status"),
        )
    ],
    ids=" ".join,
)
def test_a_code_is_made_once_however_its_answer_was_lost(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords, lost: tuple[str, str, str]
) -> None:
    path, stage, kind = lost
    status = {"status": 500} if kind == "status" else {}
    stripe.fault(kind=kind, stage=stage, method="POST", path=f"{path}$", times=3, **status)
    if lost == (CODES, "after", "status"):
        make(scene, words)  # Stripe failed, and it is found at once
    else:
        _lost(scene, words)
    stripe.clear_faults()
    assert periodic.finish_codes() == 0  # too early for another try
    with clock.moved(LATER):
        assert periodic.finish_codes() == 0
    [row] = rows()
    assert at_stripe(stripe, words.code) == [(row.stripe_code, True)]
    assert (row.ask_at, row.ended_at, open_findings()) == (None, None, [])
    with clock.moved(dt.timedelta(days=2)):
        periodic.finish_codes()
        make(scene, words)
    assert len(at_stripe(stripe, words.code)) == 1


def test_under_another_key_the_code_is_found_by_its_metadata_and_not_made_again(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="reset", stage="after", method="POST", path=f"{CODES}$", times=3)
    _lost(scene, words)
    stripe.clear_faults()
    [row] = rows()
    row.key_number = 7  # as good as one that Stripe has forgotten, after a day
    db.session.commit()
    with clock.moved(dt.timedelta(days=2)):
        periodic.finish_codes()
    assert at_stripe(stripe, words.code) == [(rows()[0].stripe_code, True)]


def test_it_waits_longer_each_time_and_asks_on_for_ever(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="status", status=503, path="/v1", times=None)
    _lost(scene, words)
    waits = []
    for hours in range(1, 9):
        with clock.moved(dt.timedelta(hours=hours)):
            assert periodic.finish_codes() == 0
            due = rows()[0].ask_at
            assert due is not None
            waits.append(round((due - clock.now()).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_refusal_that_nobody_waits_for_is_a_finding_and_the_word_is_free_again(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="reset", stage="before", method="POST", path=COUPONS, times=3)
    _lost(scene, words)
    stripe.clear_faults()
    stripe.fault(kind="status", status=402, method="POST", path=COUPONS)
    with clock.moved(LATER):
        assert periodic.finish_codes() == 0
    [row] = rows()
    assert (row.stripe_code, row.ask_at) == (None, None)
    assert row.ended_at is not None
    assert open_findings() == ["code_not_made"]
    make(scene, words)
    assert len(at_stripe(stripe, words.code)) == 1


def test_what_its_owner_is_told_on_the_spot_is_no_finding(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="status", status=402, method="POST", path=COUPONS)
    with pytest.raises(CodeNotMade):
        make(scene, words)
    assert open_findings() == []


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_code_that_is_switched_off_is_so_at_once_here_and_soon_at_stripe(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords, stage: str
) -> None:
    make(scene, words)
    stripe.fault(kind="reset", stage=stage, method="POST", path=f"{CODES}/*$", times=3)
    with pytest.raises(StripeUnavailable):
        _end(scene)
    stripe.clear_faults()
    [row] = rows()
    assert row.ending_at is not None
    assert row.ended_at is None
    with pytest.raises(CodeTaken):  # Stripe takes no second one meanwhile
        make(scene, words)
    with clock.moved(LATER):
        periodic.finish_codes()
        assert at_stripe(stripe, words.code) == [(row.stripe_code, False)]
    assert rows()[0].ended_at is not None
    make(scene, words)
    assert [active for _id, active in at_stripe(stripe, words.code)] == [True, False]


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_code_that_may_be_there_without_our_knowing_is_switched_off_there(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords, stage: str
) -> None:
    stripe.fault(kind="reset", stage=stage, method="POST", path=f"{CODES}$", times=3)
    _lost(scene, words)
    stripe.clear_faults()
    _end(scene)
    assert [active for _id, active in at_stripe(stripe, words.code)] == [False]
    assert rows()[0].ended_at is not None


def test_a_code_that_stripe_would_not_make_ends_without_a_word(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="reset", stage="before", method="POST", path=COUPONS, times=3)
    _lost(scene, words)
    stripe.clear_faults()
    stripe.fault(kind="status", status=402, method="POST", path=COUPONS)
    _end(scene)
    _end(scene)
    promotions.finish_code(rows()[0].public_id, viewer=USER(scene.mentor_id))
    assert (at_stripe(stripe, words.code), open_findings()) == ([], [])


def test_a_code_that_stripe_does_not_switch_off_is_off_here_and_a_finding(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    make(scene, words)
    stripe.fault(kind="status", status=404, method="POST", path=f"{CODES}/*$")
    with pytest.raises(CodeNotEnded):
        _end(scene)
    assert open_findings() == ["code_not_ended"]
    found = gateway.find_code(words.code, account="", now=clock.now())
    assert found is not None
    assert rows()[0].ended_at is not None


def test_an_account_that_is_closed_to_us_makes_no_code_and_ends_none(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.connect("acct_codes")
    own_account(scene.practice_id, "acct_codes")
    make(scene, words)
    stripe.control("accounts/acct_codes", disconnected=True)
    with pytest.raises(CodeNotMade):
        make(scene, replace(words, code=f"{words.code}-2"))
    promotions_left = rows()[0]
    with pytest.raises(CodeNotEnded):
        promotions.end_code(promotions_left.public_id, viewer=USER(scene.mentor_id))
    stripe.control("accounts/acct_codes", disconnected=False)
    assert [row.ended_at is not None for row in rows()] == [True, True]
    assert db.session.get_one(Practice, scene.practice_id).stripe_state == StripeState.READY


def test_its_owner_asks_again_by_the_same_words(
    scene: factories.Scene, stripe: StripeClient, words: CodeWords
) -> None:
    stripe.fault(kind="reset", stage="before", method="POST", path=f"{COUPONS}$", times=3)
    _lost(scene, words)
    assert rows()[-1].stripe_code is None
    stripe.clear_faults()
    make(scene, words)
    assert len(rows()) == 1
    assert rows()[-1].stripe_code is not None


def test_a_refused_look_says_nothing_about_the_code(
    scene: factories.Scene,
    stripe: StripeClient,
    words: CodeWords,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stripe.fault(kind="reset", stage="before", method="POST", path=f"{COUPONS}$", times=3)
    _lost(scene, words)
    refused = Mock(side_effect=StripeRefused("x", "No.", ""))
    monkeypatch.setattr(gateway, "made_code", refused)
    with pytest.raises(StripeUnavailable):
        make(scene, words)
    assert rows()[-1].stripe_code is None
