"""A practice's promotion codes: made at Stripe on the account it is paid on, and switched off there."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.queries.connections import is_owner
from mentorhub.payments.rules.codes import (
    CodeNotMade,
    CodeTaken,
    CodeWords,
    NoAccount,
    refuse_misshapen_code,
)
from mentorhub.payments.rules.failures import StripeRefused
from mentorhub.payments.stripe_gateway import promotions as stripe_promotions


@dataclass(frozen=True)
class _Asked:
    """A code as a call to Stripe needs it."""

    id: int
    public_id: str
    account: str
    words: CodeWords
    stripe_code: str | None


def make_code(practice_id: int, *, viewer: Viewer, words: CodeWords) -> None:
    """Have Stripe make a code, by an owner of the practice. The same words again are one code, also after no answer.

    Raises `CodeMisshapen`, `CodeTaken`, `NoAccount`, `NotFound` to anybody else, `StripeUnavailable` (it is then made
    by the next try), `CodeNotMade` where Stripe refuses it.
    """
    asked = _begin(practice_id, viewer=viewer, words=words)  # 1. on disk
    if asked.stripe_code is None:
        _make(asked)


def finish_code(code_id: str, *, viewer: Viewer) -> None:
    """Ask again for a code whose answer was lost. Raises as `make_code`."""
    with transaction(viewer=viewer) as session:
        asked = _asked(_own(session, code_id, viewer=viewer))
    if asked.stripe_code is None:
        _make(asked)


def end_code(code_id: str, *, viewer: Viewer) -> None:
    """Switch a code off, at Stripe first: then nobody can use it. Raises as `make_code`."""
    with transaction(viewer=viewer) as session:
        asked = _asked(_own(session, code_id, viewer=viewer))
    stripe_code = asked.stripe_code or _make(asked)  # perhaps Stripe has it without our knowing
    stripe_promotions.end_code(stripe_code, account=asked.account)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(PromotionCode, asked.id).end(clock.now())


def _begin(practice_id: int, *, viewer: Viewer, words: CodeWords) -> _Asked:
    with transaction(viewer=viewer) as session:
        now = clock.now()
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        if practice is None or not is_owner(session, practice_id, viewer=viewer):
            raise NotFound
        refuse_misshapen_code(words, now=now)
        if practice.stripe_state not in {StripeState.PLATFORM, StripeState.READY}:
            raise NoAccount
        known = session.scalar(
            select(PromotionCode).where(
                PromotionCode.practice_id == practice_id,
                PromotionCode.stripe_account == practice.stripe_account,
                PromotionCode.code == words.code,
                PromotionCode.ended_at.is_(None),
            )
        )
        if known is not None:
            if known.written != words:
                raise CodeTaken
            return _asked(known)
        code = PromotionCode(
            practice_id=practice_id,
            stripe_account=practice.stripe_account,
            created_at=now,
            **vars(words),
        )
        try:
            with session.begin_nested():
                session.add(code)
        except IntegrityError as error:  # another practice's, on the platform's account
            raise CodeTaken from error
        return _asked(code)


def _make(asked: _Asked) -> str:
    """Its id at Stripe."""
    try:  # 2. Stripe, under the same keys each time
        made = stripe_promotions.make_code(
            asked.words, public_id=asked.public_id, account=asked.account
        )
    except StripeRefused as error:
        with transaction(viewer=SYSTEM) as session:
            session.get_one(PromotionCode, asked.id).end(clock.now())
        raise CodeNotMade(str(error)) from error
    with transaction(viewer=SYSTEM) as session:  # 3. its answer
        session.get_one(PromotionCode, asked.id).make(made)
    return made


def _own(session: Session, code_id: str, *, viewer: Viewer) -> PromotionCode:
    code = session.scalar(select(PromotionCode).where(PromotionCode.public_id == code_id))
    if code is None or not is_owner(session, code.practice_id, viewer=viewer):
        raise NotFound
    return code


def _asked(code: PromotionCode) -> _Asked:
    return _Asked(code.id, code.public_id, code.stripe_account, code.written, code.stripe_code)
