"""Emails, numbers and links, in all the ways files write them."""

import pytest

from mentorhub.workspace.importers import contact_points


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ada@mail.example", ["ada@mail.example"]),
        (" Ada@Mail.example ", ["Ada@Mail.example"]),
        ("mailto:ada@mail.example", ["ada@mail.example"]),
        ("Ada Lovelace <ada@mail.example>", ["ada@mail.example"]),
        ("ada@mail.example; bob@mail.example,", ["ada@mail.example", "bob@mail.example"]),
        ("'ada@mail.example' (home)", ["ada@mail.example"]),
        ("ада@почта.example", ["ада@почта.example"]),
        ("a@b@c", ["a@b@c"]),
        ("@ada", []),
        ("ada@", []),
        ("/o=Firm/cn=ada", []),
        ("", []),
    ],
)
def test_emails_are_found_in_a_field(text: str, found: list[str]) -> None:
    assert contact_points.emails_in(text) == found


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "@" + "a" * 100_000 + " b", "a@" * 50_000, ", " * 50_000]
)
def test_a_field_of_any_length_is_read_at_once(text: str) -> None:
    assert len(contact_points.emails_in(text)) <= 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" +1 (212) 555-0100 ", "+1 (212) 555-0100"),
        ("tel:+1-212-555-0100", "+1-212-555-0100"),
        ("TEL:+1-212-555-0100;ext=12;phone-context=x", "+1-212-555-0100 ext. 12"),
        ("tel:%2B1%20212", "+1 212"),
        ("٠١٢٣", "٠١٢٣"),
        ("0800 CALL ME 1", "0800 CALL ME 1"),
        ("ask Jane", ""),
        ("", ""),
    ],
)
def test_a_number_stays_as_it_is_written(text: str, number: str) -> None:
    assert contact_points.number(text) == number


def test_numbers_are_compared_by_what_is_dialled() -> None:
    assert (
        contact_points.number_key("+1 (212) 555-0100")
        == contact_points.number_key("+1 212.555.0100")
        == "+12125550100"
    )
    assert contact_points.number_key("555 ext. 1") != contact_points.number_key("5551")


@pytest.mark.parametrize(
    ("value", "is_link"),
    [
        ("https://mail.example", True),
        ("www.mail.example:8080/x", True),
        ("mail.example", True),
        ("xmpp:ada@chat.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("vbscript:x", False),
    ],
)
def test_only_what_may_be_followed_is_a_link(value: str, is_link: bool) -> None:
    assert contact_points.is_link(value) is is_link
