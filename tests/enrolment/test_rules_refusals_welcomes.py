"""What a welcome link does, by when it was sent, whether it is the newest, and whose seat it is."""

import datetime as dt

import pytest

from mentorhub.enrolment.rules.refusals import (
    WELCOME_LIVES,
    WelcomeSpent,
    WelcomeStanding,
    refuse_spent,
    welcome_standing,
)

SENT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "known", "standing"),
    [
        (0 * DAY, False, "good"),
        (7 * DAY - MINUTE, False, "good"),
        (7 * DAY, False, "spent"),
        (20 * MINUTE - MINUTE / 60, True, "good"),
        (20 * MINUTE, True, "sign_in"),
        (7 * DAY, True, "spent"),
    ],
)
def test_it_works_for_seven_days_and_into_an_account_for_twenty_minutes(
    after: dt.timedelta, known: bool, standing: str
) -> None:
    found = welcome_standing(
        until=SENT + WELCOME_LIVES,
        is_latest=True,
        is_claimed=False,
        has_account=known,
        now=SENT + after,
    )
    assert found == standing


def test_a_claimed_seat_says_so_to_its_newest_link_only() -> None:
    def standing(*, is_latest: bool) -> WelcomeStanding:
        return welcome_standing(
            until=SENT, is_latest=is_latest, is_claimed=True, has_account=True, now=SENT + DAY
        )

    assert (standing(is_latest=True), standing(is_latest=False)) == ("claimed", "spent")


@pytest.mark.parametrize("standing", list(WelcomeStanding))
def test_only_a_good_one_is_followed(standing: WelcomeStanding) -> None:
    if standing == WelcomeStanding.GOOD:
        refuse_spent(standing)
        return
    with pytest.raises(WelcomeSpent) as refused:
        refuse_spent(standing)
    assert refused.value.standing == standing
