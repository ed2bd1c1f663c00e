"""Promotion codes are made at Stripe on the practice's account, once, and switched off there."""

import datetime as dt
import secrets
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.actions import promotions
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.queries.promotions import codes
from mentorhub.payments.rules.codes import (
    CodeMisshapen,
    CodeNotMade,
    CodeTaken,
    CodeWords,
    NoAccount,
)
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import promotions as gateway
from tests.support import factories
from tests.support.stripe_client import StripeClient

TEN = CodeWords(code="SPRING-10", percent_off=10)


@pytest.fixture(autouse=True)
def another_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code of its own for each test: the sandbox outlives them, and its codes with it."""
    code = f"SPRING-{secrets.token_hex(4).upper()}"
    monkeypatch.setitem(globals(), "TEN", CodeWords(code=code, percent_off=10))


@pytest.fixture
def scene(in_app: Flask, stripe: StripeClient) -> factories.Scene:
    """A practice that is paid on the platform's account."""
    return factories.scene()


def _make(scene: factories.Scene, words: CodeWords | None = None) -> None:
    viewer = USER(scene.mentor_id)
    promotions.make_code(scene.practice_id, viewer=viewer, words=words or TEN)


def _rows() -> list[PromotionCode]:
    db.session.rollback()
    return list(db.session.scalars(select(PromotionCode).order_by(PromotionCode.id)))


def test_a_code_is_made_once_and_found_by_whoever_types_it(scene: factories.Scene) -> None:
    until = clock.now() + dt.timedelta(days=9)
    words = replace(TEN, uses_max=3, expires_at=until)
    _make(scene, words)
    _make(scene, words)  # sent twice
    [row] = _rows()
    found = gateway.find_code(TEN.code.lower(), account="", now=clock.now())
    assert found is not None and (found.id, found.percent_off) == (row.stripe_code, Decimal(10))
    late = gateway.find_code(TEN.code, account="", now=until + dt.timedelta(seconds=1))
    assert late is not None and late.is_over


def test_an_amount_is_taken_off_in_its_currency(scene: factories.Scene) -> None:
    _make(scene, CodeWords(code=f"{TEN.code}-5", amount_off_minor=500, currency="eur"))
    found = gateway.find_code(f"{TEN.code}-5", account="", now=clock.now())
    assert found is not None and (found.amount_off_minor, found.currency) == (500, "eur")


def test_a_lost_answer_is_asked_for_again_under_the_same_keys(
    scene: factories.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = gateway.make_code

    def lost(words: CodeWords, **given: Any) -> str:
        made(words, **given)
        raise StripeUnavailable("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(gateway, "make_code", lost)
        with pytest.raises(StripeUnavailable):
            _make(scene)
    [row] = _rows()
    assert row.stripe_code is None and row.ended_at is None
    promotions.finish_code(row.public_id, viewer=USER(scene.mentor_id))
    found = gateway.find_code(TEN.code, account="", now=clock.now())
    assert found is not None and _rows()[0].stripe_code == found.id


def test_a_code_is_switched_off_at_stripe_and_can_then_be_made_anew(scene: factories.Scene) -> None:
    _make(scene)
    [row] = _rows()
    for _twice in range(2):
        promotions.end_code(row.public_id, viewer=USER(scene.mentor_id))
    assert gateway.find_code(TEN.code, account="", now=clock.now()) is None
    _make(scene, replace(TEN, percent_off=20))
    assert [one.ended_at is None for one in _rows()] == [False, True]


def test_a_code_that_reads_the_same_is_refused(
    scene: factories.Scene, stripe: StripeClient
) -> None:
    _make(scene)
    with pytest.raises(CodeTaken):
        _make(scene, replace(TEN, percent_off=20))
    other, owner = factories.practice(mentor_email="rival@example.org", name="Another")
    with pytest.raises(CodeTaken):  # on the same account, the platform's
        promotions.make_code(other, viewer=USER(owner), words=TEN)
    coupon = stripe.create("coupons", percent_off="5", duration="once")["id"]
    fields = {"promotion[type]": "coupon", "promotion[coupon]": coupon, "code": f"{TEN.code}-BY"}
    stripe.create("promotion_codes", **fields)
    with pytest.raises(CodeNotMade, match="already exists"):
        _make(scene, replace(TEN, code=f"{TEN.code}-BY"))
    assert [one.ended_at is None for one in _rows()] == [True, False]


def test_without_an_account_there_is_no_code(scene: factories.Scene) -> None:
    practice = db.session.get_one(Practice, scene.practice_id)
    practice.stripe_state = StripeState.NONE
    db.session.commit()
    with pytest.raises(NoAccount):
        _make(scene)
    with pytest.raises(CodeMisshapen):
        _make(scene, replace(TEN, percent_off=0))
    assert _rows() == []


def test_strangers_make_and_end_nothing(scene: factories.Scene) -> None:
    _make(scene)
    [row] = _rows()
    rival = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    with pytest.raises(NotFound):
        promotions.make_code(scene.practice_id, viewer=rival, words=TEN)
    for act in (promotions.end_code, promotions.finish_code):
        with pytest.raises(NotFound):
            act(row.public_id, viewer=rival)
    assert codes(scene.practice_id, viewer=rival, now=clock.now()) == []
    [listed] = codes(scene.practice_id, viewer=USER(scene.mentor_id), now=clock.now())
    assert (listed.written, listed.uses, listed.is_made, listed.is_over) == (TEN, 0, True, False)


def test_a_code_whose_answer_was_lost_is_found_before_it_is_switched_off(
    scene: factories.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def lost(*_: object, **__: object) -> str:
            raise StripeUnavailable

        patch.setattr(gateway, "make_code", lost)
        with pytest.raises(StripeUnavailable):
            _make(scene)
    (row,) = _rows()
    assert row.stripe_code is None
    promotions.end_code(row.public_id, viewer=USER(scene.mentor_id))
    (row,) = _rows()
    assert row.stripe_code is not None
    assert row.ended_at is not None


def test_what_is_not_due_is_not_asked_for(scene: factories.Scene) -> None:
    _make(scene)
    [made] = _rows()
    attempts = made.attempts
    promotions.settle_code(made.id)
    assert _rows()[0].attempts == attempts
