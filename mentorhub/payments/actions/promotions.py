"""A practice's promotion codes: made at Stripe on the account it is paid on, switched off here and there.

What is asked for is stored before Stripe is asked: `settle_code` asks again for an answer that was lost.
"""

from contextlib import suppress
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
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.queries.connections import is_owner
from mentorhub.payments.rules.codes import (
    CodeNotEnded,
    CodeNotMade,
    CodeTaken,
    CodeWords,
    NoAccount,
    refuse_misshapen_code,
)
from mentorhub.payments.rules.failures import (
    StripeDisconnected,
    StripeFailed,
    StripeRefused,
    StripeUnavailable,
)
from mentorhub.payments.stripe_gateway import promotions as stripe_promotions

NOT_MADE, NOT_ENDED = "code_not_made", "code_not_ended"  # kinds of findings


@dataclass(frozen=True)
class _Asked:
    """A code as a call to Stripe needs it. `was_asked`: before, so that Stripe may have it already.

    `is_watched`: somebody waits for the answer, and is told of a refusal on the spot.
    """

    id: int
    public_id: str
    account: str
    words: CodeWords
    stripe_code: str | None
    key_number: int
    was_asked: bool
    is_ending: bool
    is_watched: bool


def make_code(practice_id: int, *, viewer: Viewer, words: CodeWords) -> None:
    """Have Stripe make a code, by an owner of the practice. The same words again are one code, also after no answer.

    Raises `CodeMisshapen`, `CodeTaken`, `NoAccount`, `NotFound` to anybody else, `CodeNotMade` where Stripe refuses it,
    `StripeUnavailable` (`settle_code` then asks again).
    """
    _settle(_begin(practice_id, viewer=viewer, words=words))  # 1. on disk


def finish_code(code_id: str, *, viewer: Viewer) -> None:
    """Ask again for an answer that was lost. Raises as `make_code` and `end_code`."""
    with transaction(viewer=viewer) as session:
        code = _own(session, code_id, viewer=viewer)
        if code.ask_at is None:
            return
        code.ask(clock.now())
        asked = _asked(code)
    _settle(asked)


def end_code(code_id: str, *, viewer: Viewer) -> None:
    """Switch a code off: from this moment nobody can type it here, and Stripe is asked to switch it off as well.

    Raises `NotFound`, `StripeUnavailable` (`settle_code` then asks again), `CodeNotEnded` where Stripe refuses.
    """
    with transaction(viewer=viewer) as session:
        code = _own(session, code_id, viewer=viewer)
        if code.ended_at is not None:
            return
        code.ask_to_end(clock.now())
        asked = _asked(code)
    _settle(asked)


def settle_code(code_id: int) -> None:
    """Ask once more for what Stripe owes of a code: that it is made, or switched off. A refusal opens a finding.

    Raises `StripeUnavailable`: then it is asked again, later each time.
    """
    with transaction(viewer=SYSTEM) as session:
        code = session.get_one(PromotionCode, code_id, with_for_update=True)
        now = clock.now()
        if code.ask_at is None or code.ask_at > now:
            return
        code.ask(now)
        asked = _asked(code, is_watched=False)
    with suppress(CodeNotMade, CodeNotEnded):  # its finding says so
        _settle(asked)


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
            if known.written != words or known.ending_at is not None:
                raise CodeTaken
            if known.ask_at is not None:
                known.ask(now)
            return _asked(known)
        code = PromotionCode(
            practice_id=practice_id,
            stripe_account=practice.stripe_account,
            created_at=now,
            attempts=0,
            **vars(words),
        )
        code.ask(now)
        try:
            with session.begin_nested():
                session.add(code)
        except IntegrityError as error:  # another practice's, on the platform's account
            raise CodeTaken from error
        return _asked(code)


def _settle(asked: _Asked) -> None:
    """What is owed of a code, by as many calls as that takes; each answer is stored before the next."""
    stripe_code, is_ending = asked.stripe_code, asked.is_ending
    if stripe_code is None:
        try:
            stripe_code = _made(asked)  # 2. outside any transaction
        except (StripeRefused, StripeDisconnected) as answer:
            if not _give_up(asked, NOT_MADE, str(answer)):
                return
            raise CodeNotMade(str(answer)) from answer
        with transaction(viewer=SYSTEM) as session:  # 3. its answer
            code = session.get_one(PromotionCode, asked.id, with_for_update=True)
            code.make(stripe_code)
            is_ending = code.ending_at is not None and code.ended_at is None
    if is_ending:
        _switch_off(asked, stripe_code)


def _made(asked: _Asked) -> str:
    """Stripe's id of the code: looked for where it was asked for before, then made; never twice."""
    found = _look_for(asked) if asked.was_asked else None
    if found is not None:
        return found
    try:
        return stripe_promotions.make_code(
            asked.words, public_id=asked.public_id, account=asked.account, key=asked.key_number
        )
    except (StripeFailed, StripeRefused) as answer:
        if isinstance(answer, StripeFailed):  # that stays its answer under this key
            with transaction(viewer=SYSTEM) as session:
                code = session.get_one(PromotionCode, asked.id, with_for_update=True)
                code.key_number = max(code.key_number, asked.key_number + 1)
        found = _look_for(asked)  # it may be there all the same
        if found is None:
            raise
        return found


def _look_for(asked: _Asked) -> str | None:
    """A refused look says nothing about the code."""
    try:
        return stripe_promotions.made_code(
            asked.words.code, public_id=asked.public_id, account=asked.account
        )
    except StripeRefused as refusal:
        raise StripeUnavailable(str(refusal)) from refusal


def _switch_off(asked: _Asked, stripe_code: str) -> None:
    try:
        stripe_promotions.end_code(stripe_code, account=asked.account)
    except (StripeRefused, StripeDisconnected) as answer:
        _give_up(asked, NOT_ENDED, str(answer))
        raise CodeNotEnded(str(answer)) from answer
    with transaction(viewer=SYSTEM) as session:
        session.get_one(PromotionCode, asked.id, with_for_update=True).end(clock.now())


def _give_up(asked: _Asked, kind: str, words: str) -> bool:
    """Stripe said no: nothing more is asked of it. False for a code that was to be switched off and was never made.

    A finding says so where nobody waits for the answer, and where a code stays active at Stripe.
    """
    with transaction(viewer=SYSTEM) as session:
        code = session.get_one(PromotionCode, asked.id, with_for_update=True)
        is_news = kind == NOT_ENDED or code.ending_at is None
        now = clock.now()
        code.end(now)
        if is_news and (kind == NOT_ENDED or not asked.is_watched):
            open_finding(
                session,
                kind,
                subject_type="promotion_code",
                subject_public_id=code.public_id,
                practice_id=code.practice_id,
                detail=f"{code.code}: {words}",
                now=now,
            )
        return is_news


def _own(session: Session, code_id: str, *, viewer: Viewer) -> PromotionCode:
    code = session.scalar(
        select(PromotionCode).where(PromotionCode.public_id == code_id).with_for_update()
    )
    if code is None or not is_owner(session, code.practice_id, viewer=viewer):
        raise NotFound
    return code


def _asked(code: PromotionCode, *, is_watched: bool = True) -> _Asked:
    return _Asked(
        id=code.id,
        public_id=code.public_id,
        account=code.stripe_account,
        words=code.written,
        stripe_code=code.stripe_code,
        key_number=code.key_number,
        was_asked=code.attempts > 1,
        is_ending=code.ending_at is not None,
        is_watched=is_watched,
    )
