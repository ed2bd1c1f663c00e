"""Whoever asked to be removed is known again by any of their details, however typed; nobody else is."""

from mentorhub.workspace.matching.identities import IdentityKind, digest, digests, identities
from mentorhub.workspace.rules.details import Affiliation, Details, Labelled

KEY = "k" * 43
ADA = Details(
    "Ada Lovelace",
    emails=(Labelled("Ada@Example.org"),),
    phones=(Labelled("+420 224 000 001"),),
    links=(Labelled("https://www.linkedin.com/in/Ada/"), Labelled("https://ada.example/blog")),
    affiliations=(Affiliation("Mill, Ltd"),),
)


def known(details: Details, key: str = KEY) -> set[tuple[str, str]]:
    return digests(identities(details, region="CZ"), key=key)


def test_each_detail_is_known_again_in_another_spelling() -> None:
    again = (
        Details("A", emails=(Labelled("ada@example.ORG"),)),
        Details("A", phones=(Labelled("224 000 001"),)),
        Details("A", links=(Labelled("linkedin.com/in/ada?x=1"),)),
        Details("LOVELACE, Ada", affiliations=(Affiliation("The Mill"), Affiliation("mill"))),
    )
    for one in again:
        assert len(known(one) & known(ADA)) == 1


def test_a_name_alone_a_website_and_a_number_that_is_none_say_nothing() -> None:
    assert known(Details("Ada Lovelace")) == set()
    assert known(Details("A", links=(Labelled("https://ada.example/blog"),))) == set()
    assert known(Details("A", phones=(Labelled("12345"),))) == set()


def test_another_notebooks_key_makes_other_digests() -> None:
    assert not known(ADA) & known(ADA, key="x" * 43)
    assert len(digest(IdentityKind.EMAIL, "a@b.org", key=KEY)) == 43
