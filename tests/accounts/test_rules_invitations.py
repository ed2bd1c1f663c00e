"""What may be done with an invitation, when it is over, and by whom it may be accepted."""

import datetime as dt

import pytest

from mentorhub.accounts.rules.invitations import (
    INVITATION,
    INVITATIONS_MAX,
    InvitationOver,
    InvitationState,
    NameMissing,
    NotInvited,
    Reader,
    Standing,
    TooManyInvitations,
    ends_invitations_sent,
    reader_of,
    refuse_other_readers,
    refuse_over,
    refuse_too_many_invitations,
    standing_of,
)
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.errors import IllegalMove

NOW = dt.datetime(2026, 3, 12, 9, 15, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "is_latest", "is_by_owner", "expires_at", "expected"),
    [
        (InvitationState.OPEN, True, True, SOON, Standing.OPEN),
        (InvitationState.OPEN, False, True, SOON, Standing.OVERTAKEN),
        (InvitationState.OPEN, True, True, NOW, Standing.EXPIRED),
        (InvitationState.OPEN, True, False, SOON, Standing.WITHDRAWN),
        (InvitationState.ACCEPTED, True, True, SOON, Standing.ACCEPTED),
        (InvitationState.WITHDRAWN, True, True, SOON, Standing.WITHDRAWN),
    ],
)
def test_a_link_stands_for_the_newest_email_in_time(
    state: InvitationState,
    is_latest: bool,
    is_by_owner: bool,
    expires_at: dt.datetime,
    expected: Standing,
) -> None:
    found = standing_of(
        state, is_latest=is_latest, is_by_owner=is_by_owner, expires_at=expires_at, now=NOW
    )
    assert found == expected
    if expected == Standing.OPEN:
        refuse_over(found)
    else:
        with pytest.raises(InvitationOver) as refused:
            refuse_over(found)
        assert refused.value.standing == expected


@pytest.mark.parametrize(
    ("viewer_id", "owner_id", "is_settled", "expected"),
    [
        (7, 7, True, Reader.INVITED),
        (7, 8, True, Reader.OTHER),
        (7, None, False, Reader.OTHER),
        (None, 7, True, Reader.KNOWN),
        (None, 7, False, Reader.NEW),
        (None, None, False, Reader.NEW),
    ],
)
def test_a_reader_is_known_by_account_and_sign_in(
    viewer_id: int | None, owner_id: int | None, is_settled: bool, expected: Reader
) -> None:
    found = reader_of(viewer_id=viewer_id, owner_id=owner_id, is_settled=is_settled)
    assert found == expected


def test_only_the_invited_accept_and_a_new_account_has_a_name() -> None:
    refuse_other_readers(Reader.INVITED, name="")
    refuse_other_readers(Reader.NEW, name="Bo")
    with pytest.raises(NameMissing):
        refuse_other_readers(Reader.NEW, name="")
    for reader in (Reader.OTHER, Reader.KNOWN):
        with pytest.raises(NotInvited):
            refuse_other_readers(reader, name="Bo")


def test_a_practice_has_so_many_out_and_no_more() -> None:
    refuse_too_many_invitations(INVITATIONS_MAX - 1)
    with pytest.raises(TooManyInvitations):
        refuse_too_many_invitations(INVITATIONS_MAX)


def test_who_owns_no_more_has_invited_nobody() -> None:
    assert ends_invitations_sent(lost=Role.OWNER, gained=Role.MENTOR)
    assert ends_invitations_sent(lost=Role.OWNER, gained=None)
    assert not ends_invitations_sent(lost=Role.OWNER, gained=Role.OWNER)
    assert not ends_invitations_sent(lost=Role.MENTOR, gained=None)


@pytest.mark.parametrize("state", [InvitationState.ACCEPTED, InvitationState.WITHDRAWN])
@pytest.mark.parametrize("verb", ["accept", "renew", "withdraw"])
def test_what_has_ended_moves_no_more(state: InvitationState, verb: str) -> None:
    with pytest.raises(IllegalMove):
        INVITATION.after(verb, state)
