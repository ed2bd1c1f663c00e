"""Which way a conversation went, and how many it can be with."""

import pytest

from mentorhub.workspace.rules.conversations import (
    PARTICIPANTS_MAX,
    NobodyLeft,
    Outcome,
    TooManyParticipants,
    outcome,
    refuse_wrong_number,
)
from mentorhub.workspace.rules.warmth import ATTEMPTS, Began, Kind


@pytest.mark.parametrize(
    ("kind", "began", "went"),
    [
        (Kind.EMAIL, Began.ME, Outcome.OUTGOING),
        (Kind.LETTER, Began.THEM, Outcome.INCOMING),
        (Kind.MESSAGE, Began.ME, Outcome.OUTGOING),
        (Kind.CALL, Began.ME, Outcome.TRIED),
        (Kind.VIDEO, Began.THEM, Outcome.MISSED),
        (Kind.IN_PERSON, Began.ME, Outcome.TRIED),
        (Kind.EVENT, Began.THEM, Outcome.PRESENT),
    ],
)
def test_what_was_not_answered_went_one_way(kind: Kind, began: Began, went: Outcome) -> None:
    assert outcome(kind, began, is_two_way=False) is went
    assert outcome(kind, began, is_two_way=True) is Outcome.BOTH_WAYS


def test_only_a_failed_try_counts_as_an_attempt() -> None:
    tried = {
        kind
        for kind in Kind
        if outcome(kind, Began.ME, is_two_way=False) in {Outcome.TRIED, Outcome.MISSED}
    }
    assert tried == ATTEMPTS - {Kind.FIRST_MEETING}


def test_a_conversation_is_with_somebody_and_not_with_a_crowd() -> None:
    refuse_wrong_number(1)
    refuse_wrong_number(PARTICIPANTS_MAX)
    with pytest.raises(NobodyLeft):
        refuse_wrong_number(0)
    with pytest.raises(TooManyParticipants):
        refuse_wrong_number(PARTICIPANTS_MAX + 1)
