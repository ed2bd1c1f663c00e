"""How long an address is kept that wants to be told of an opening; the pages and emails say the same."""

from mentorhub.programs.rules.openings import CONFIRMED_WITHIN, KEPT


def test_an_address_is_kept_as_long_as_the_privacy_notice_says() -> None:
    assert (CONFIRMED_WITHIN.days, KEPT.days) == (7, 30)
