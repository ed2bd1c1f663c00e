"""An erased address is told from any other, and no two rows share one."""

from mentorhub.foundation.erasure import erased_address, is_nowhere


def test_an_erased_address_says_only_which_row() -> None:
    assert erased_address("user", 12) == "user-12@erased.invalid"
    assert (
        len({erased_address("user", 1), erased_address("place", 1), erased_address("user", 11)})
        == 3
    )


def test_an_erased_address_is_told_from_a_persons() -> None:
    assert is_nowhere(erased_address("place", 3))
    assert not is_nowhere("amara@example.org")
    assert not is_nowhere("amara@erased.invalid.example.org")
