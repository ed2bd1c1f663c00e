"""Where a mail goes: the local part in NFC, the domain as browsers and registries of today write it."""

import pytest

from mentorhub.foundation.email_addresses import domain_in_ascii, mail_form


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("straße.example", "xn--strae-oqa.example"),  # and not strasse.example, as IDNA 2003 had it
        ("XN--STRAE-OQA.example", "xn--strae-oqa.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("ﬁ.example", "fi.example"),  # such signs no registry has: all map them alike
        ("\u212a.example", "k.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_domain_is_written_as_idna_2008_has_it(domain: str, ascii_form: str) -> None:
    assert domain_in_ascii(domain) == ascii_form


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        ("My_Host.example", "my_host.example"),
        ("💩.example", "xn--ls8h.example"),
        ("xn--ls8h.example", "xn--ls8h.example"),
        ("r3---sn.example", "r3---sn.example"),
        ("💩_x.Straße.example.", "xn--_x-7t72a.xn--strae-oqa.example"),
        ("::1", "::1"),
    ],
)
def test_what_idna_refuses_keeps_its_lower_case_ascii_form(domain: str, ascii_form: str) -> None:
    assert domain_in_ascii(domain) == ascii_form
    assert domain_in_ascii(ascii_form) == ascii_form


@pytest.mark.parametrize(
    "domain",
    [
        "",
        ".",
        "a..example",
        "a b.example",
        "c\u2028d",
        "x" * 64,
        "💩" * 60,
        "💩.".join(["x" * 50] * 6),
    ],
)
def test_what_no_domain_is_has_no_form(domain: str) -> None:
    with pytest.raises(ValueError, match="domain"):
        domain_in_ascii(domain)


def test_a_mail_goes_to_the_composed_local_part() -> None:
    assert mail_form(" Rene\u0301@Example.org ") == ("Ren\u00e9", "example.org")
    assert mail_form("\u212aim@example.org") == ("Kim", "example.org")
    assert mail_form("stra\u00dfeN@example.org") == ("stra\u00dfeN", "example.org")
    assert mail_form('"a@b"@example.org') == ('"a@b"', "example.org")


@pytest.mark.parametrize("wrong", ["", "amara", "amara@", "@example.org"])
def test_both_sides_of_the_at_are_needed(wrong: str) -> None:
    with pytest.raises(ValueError, match="@"):
        mail_form(wrong)
