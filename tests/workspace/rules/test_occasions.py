"""What the name of an occasion is refused for."""

import pytest

from mentorhub.workspace.rules.occasions import OccasionExists


@pytest.mark.parametrize("is_in_bin", [True, False])
def test_a_taken_name_says_whether_the_other_one_was_deleted(is_in_bin: bool) -> None:
    assert OccasionExists(is_in_bin=is_in_bin).is_in_bin is is_in_bin
