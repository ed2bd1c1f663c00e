"""Somebody as they are compared: every detail by its key."""

from mentorhub.workspace.matching.candidates import DETAILS_MAX, WORDS_MAX, candidate


def test_every_detail_is_kept_by_its_key() -> None:
    one = candidate(
        7,
        name="Ing. Petr Novák ml.",
        nickname="Péťa",
        emails=["Petr@Acme.example", "nothing"],
        phones=["221 555 014", "12345678"],
        links=["https://www.linkedin.com/in/petr", "acme.example", ""],
        organizations=["Acme, s.r.o.", "The Acme Group Ltd"],
        birthday="1980-02-29",
        region="CZ",
    )
    assert (one.key, one.words, one.nicknames, one.generation) == (
        7,
        ("petr", "novak"),
        ("peta",),
        "junior",
    )
    assert one.emails == {"petr@acme.example"}
    assert one.phones == {"+420221555014", "digits:12345678"}
    assert one.unread == {"12345678"}
    assert one.profiles == {"linkedin:petr"}
    assert one.organizations == {"acme", "acmegroup", "acme.example"}
    assert one.birthday == "02-29" == candidate(8, name="", birthday="--02-29").birthday


def test_an_address_in_place_of_a_name_is_no_name() -> None:
    assert candidate(1, name="petr@acme.example").words == ()


def test_more_than_anybody_has_is_cut() -> None:
    one = candidate(1, name="x " * 400, emails=[f"{number}@acme.example" for number in range(99)])
    assert len(one.words) <= WORDS_MAX
    assert len(one.emails) == DETAILS_MAX


def test_characters_are_the_same_for_any_order_and_spaces() -> None:
    names = ("Jean-Luc Petit", "Jeanluc Petit", "Petit, Jean Luc")
    assert len({candidate(1, name=name).characters for name in names}) == 1
