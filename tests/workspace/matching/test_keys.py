"""The forms in which details are compared: what is one, what is not, and that no text is too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.matching.keys import (
    email_key,
    generation,
    in_latin,
    name_words,
    organization_key,
    phone_key,
    profile_key,
    region_of_locale,
)
from tests.support.malformed_input import TEXTS

TEXT = st.one_of(st.text(), st.sampled_from(TEXTS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane.Doe@Acme.example", "jane.doe@acme.EXAMPLE"),
        ("mailto:jane@acme.example", " <jane@acme.example> "),
        ("Jane Doe <jane@acme.example>", "jane@acme.example"),
        ("j.a.n.e+crm@googlemail.com", "jane@gmail.com"),
        ("jane+crm@outlook.com", "jane@outlook.com"),
        ("jane@straße.example", "jane@xn--strae-oqa.example"),
        ("\u200bjane@acme.example", "jane@acme.example"),
    ],
)
def test_a_mailbox_is_one_however_it_is_written(one: str, other: str) -> None:
    assert email_key(one) == email_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jane@acme.example", "jane@acme.org"),
        ("jane.doe@acme.example", "janedoe@acme.example"),
        ("team+anna@acme.example", "team+bert@acme.example"),
    ],
)
def test_two_mailboxes_stay_two(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "text", ["", "jane", "@", "jane@", "jane doe@acme.example", "a@" + "b" * 300]
)
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert email_key(text) == ""


@pytest.mark.parametrize(
    ("typed", "region", "key"),
    [
        ("+420 221 555 014", "", "+420221555014"),
        ("221 555 014", "CZ", "+420221555014"),
        ("221555014", "cz", "+420221555014"),
        ("00420-221-555-014", "US", "+420221555014"),
        ("tel:+49-30-123456", "CZ", "+4930123456"),
        ("+49 (0)30 123456", "", "+4930123456"),
        ("+420 221 555 014 ext. 5", "", "+420221555014;ext=5"),
        ("+39 06 1234567", "", "+39061234567"),
        ("٢٢١ ٥٥٥ ٠١٤", "CZ", "+420221555014"),
        ("221 555 014", "", "digits:221555014"),
        ("0221 555 014", "", "digits:221555014"),
        ("ask Eva", "CZ", ""),
        ("112", "CZ", ""),
    ],
)
def test_a_number_is_read_as_dialled_in_its_region(typed: str, region: str, key: str) -> None:
    assert phone_key(typed, region) == key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.linkedin.com/in/Jane-Doe-1234/", "linkedin:jane-doe-1234"),
        ("de.linkedin.com/in/jane-doe-1234/en?trk=profile#top", "linkedin:jane-doe-1234"),
        ("http://linkedin.com/in/j%C3%BCrgen", "linkedin:jürgen"),
        ("https://www.linkedin.com/company/acme", "linkedin.com/company/acme"),
        ("https://twitter.com/@Jane", "x:jane"),
        ("http://mobile.twitter.com/jane/status/1", "x:jane"),
        ("https://x.com/home", "x.com/home"),
        ("https://github.com/Jane?tab=repositories", "github:jane"),
        ("https://github.com/acme/tool", "github.com/acme/tool"),
        ("HTTPS://www.Acme.example:443/Team//Jane/", "acme.example/team/jane"),
        ("acme.example", "acme.example"),
        ("http://bücher.example", "xn--bcher-kva.example"),
        ("@jane", ""),
        ("mailto:jane@acme.example", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
    ],
)
def test_a_profile_is_one_whatever_its_address(url: str, key: str) -> None:
    assert profile_key(url) == key


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Novák, Petr", ("petr", "novak")),
        ("Ing. Petr Novák, Ph.D.", ("petr", "novak")),
        ("Prof.Dr.med. Jürgen Müller", ("jurgen", "muller")),
        ("Smith, John, MD", ("john", "smith")),
        ("Ma Bo", ("ma", "bo")),
        ("J.R.R. Tolkien", ("j", "r", "r", "tolkien")),
        ("Jean-Luc O'Neill", ("jean", "luc", "oneill")),
        ("Jane Doe (she/her) 🚀", ("jane", "doe")),
        ("Josef Novák ml.", ("josef", "novak")),
        ("Smith, John, Jr.", ("john", "smith")),
        ("Jun Tanaka", ("jun", "tanaka")),
        ("𝗔𝗻𝗻𝗮 𝘼𝙪𝙗𝙚𝙧𝙩", ("anna", "aubert")),
        ("Наталья Гусева", ("natalya", "guseva")),
        ("王小明", ("wang", "xiao", "ming")),
        ("Dr.", ("dr",)),
        ("🚀", ()),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Josef Novák ml.", "junior"),
        ("Smith, John, Jr.", "junior"),
        ("John Smith Sr", "senior"),
        ("Martin King III", "iii"),
        ("Jun Tanaka", ""),
        ("Josef Novák", ""),
    ],
)
def test_father_and_son_are_told_apart_by_the_end_of_the_name(name: str, said: str) -> None:
    assert generation(name) == said


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (("Acme, s. r. o.", "ACME s.r.o.", "acme sro", "Acme"), "acme"),
        (("Müller GmbH & Co. KG", "MULLER", "Müller AG"), "muller"),
        (("Nowak Sp. z o.o.",), "nowak"),
        (("Deutsche Bahn AG", "deutsche bahn"), "deutsche bahn"),
        (("Яндекс ООО", "Yandeks"), "yandeks"),
        (("AG",), "ag"),
        (("", "…"), ""),
    ],
)
def test_an_organisation_is_one_without_its_legal_form(texts: tuple[str, ...], key: str) -> None:
    assert {organization_key(text) for text in texts} == {key}


@pytest.mark.parametrize(
    ("locale", "region"),
    [
        ("de-AT", "AT"),
        ("en_GB.UTF-8", "GB"),
        ("zh-Hant-TW", "TW"),
        ("de", "DE"),
        ("cs", "CZ"),
        ("de-XX", ""),
        ("xx", ""),
        ("", ""),
    ],
)
def test_the_region_of_a_locale(locale: str, region: str) -> None:
    assert region_of_locale(locale) == region


@given(TEXT, TEXT)
def test_no_text_raises(text: str, other: str) -> None:
    for key in (email_key, profile_key, organization_key, region_of_locale, generation, in_latin):
        assert isinstance(key(text), str)
    assert isinstance(phone_key(text, other), str)
    assert all(word.isalnum() and word == word.lower() for word in name_words(text))


@given(st.text(alphabet="ab.@+<>- :ß\u200bXN。", max_size=30))
def test_the_key_of_a_mailbox_is_its_own_key(text: str) -> None:
    assert email_key(email_key(text)) == email_key(text)


@given(st.text(max_size=60))
def test_case_and_spaces_never_matter(text: str) -> None:
    assert name_words(f"  {text}  ") == name_words(text)
    assert organization_key(text) == organization_key(f" {text} ")
    assert profile_key(text) == profile_key(f" {text}\n")
