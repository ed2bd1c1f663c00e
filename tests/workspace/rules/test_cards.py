"""What a card is known by again."""

from mentorhub.workspace.rules.cards import CardVersion, uid_of


def test_a_card_keeps_the_name_it_came_with() -> None:
    assert uid_of("p1") == "mentorhub-person-p1"
    assert uid_of("p1", own="abc") == "abc"


def test_versions_are_written_as_the_rfcs_write_them() -> None:
    assert [str(one) for one in CardVersion] == ["3.0", "4.0"]
