"""Addresses, initials, local paths, the record of a used link, when a practice may take money."""

import datetime as dt

import pytest

from mentorhub.accounts.rules import factors
from mentorhub.accounts.rules.addresses import (
    PATH_MAX,
    email_key,
    initials,
    is_local,
    is_one_mailbox,
)
from mentorhub.accounts.rules.closing import tombstone, tombstones_of
from mentorhub.accounts.rules.devices import BROWSERS, SYSTEMS, device_of, is_new_device
from mentorhub.accounts.rules.factors import (
    TRIES_WITHIN,
    TooManyWrongCodes,
    bare_code,
    free_name,
    refuse_too_many_wrong_codes,
    tries_counted,
)
from mentorhub.accounts.rules.links import LINK_LIFETIMES, LinkKind, use_key
from mentorhub.accounts.rules.practices import (
    CHARGES,
    LastOwner,
    Role,
    StripeState,
    refuse_losing_the_last_owner,
)
from mentorhub.foundation.errors import IllegalMove


def test_one_key_for_one_address() -> None:
    assert email_key(" Amara.Nwosu@Example.ORG ") == "amara.nwosu@example.org"
    assert email_key("bjørn@Bücher.example") == "bjørn@xn--bcher-kva.example"
    assert email_key("RENE\u0301@example.org.") == email_key("renÉ@example.org")
    assert email_key("\u212aim@example.org") == "kim@example.org"  # as mail to it goes to kim@


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("straßeN@example.org", "strasseN@example.org"),
        ("\u017fara@example.org", "sara@example.org"),
        ("\ufb01ona@example.org", "fiona@example.org"),
        ("zoe@straße.example", "zoe@strasse.example"),
        ("ΣΟΦΟΣ@example.org", "σοφοσ@example.org"),  # servers need not know that Σ is a large σ
    ],
)
def test_mailboxes_that_only_casefolding_takes_for_one_are_two(address: str, other: str) -> None:
    assert email_key(address) != email_key(other)
    assert not is_one_mailbox(address, other)


def test_one_mailbox_may_be_written_in_several_ways() -> None:
    assert is_one_mailbox("zoe@straße.example", "ZOE@xn--strae-oqa.example.")
    assert not is_one_mailbox("nobody", "nobody")


@pytest.mark.parametrize("wrong", ["", "amara", "amara@", "@example.org", "a@" + "x" * 64 + ".org"])
def test_what_is_no_address_has_no_key(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"@"):
        email_key(wrong)


@pytest.mark.parametrize(
    ("name", "mails"),
    [("Amara Nwosu", "AN"), ("Bríd Ní Mhurchú", "BM"), ("øyvind", "Ø"), ("", "?"), ("(…) !", "?")],
)
def test_initials_are_of_the_first_and_last_word(name: str, mails: str) -> None:
    assert initials(name) == mails


@pytest.mark.parametrize("path", ["/", "/people/x?sort=name", "/søk", "/a//b", "/%09/evil.example"])
def test_a_local_path_is_followed(path: str) -> None:
    assert is_local(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "people",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/a b",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/" + "x" * PATH_MAX,
    ],
)
def test_what_might_lead_elsewhere_is_not(path: str) -> None:
    assert not is_local(path)


def test_the_record_of_a_used_link_opens_nothing_and_fits() -> None:
    key = use_key("the.token", kind=LinkKind.RESET)
    assert "the.token" not in key
    assert key != use_key("the.token", kind=LinkKind.SIGN_IN)
    assert len(key) <= 120


def test_every_kind_of_link_ends() -> None:
    assert set(LINK_LIFETIMES) == set(LinkKind)


def test_charges_are_blocked_only_after_they_could_begin() -> None:
    state = CHARGES.after("onboard", StripeState.NONE)
    state = CHARGES.after("enable", state)
    assert CHARGES.after("block", state) == StripeState.BLOCKED
    with pytest.raises(IllegalMove):
        CHARGES.after("block", StripeState.NONE)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ("Firefox", "Linux"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36",
            ("Chrome", "Windows"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15",
            ("Safari", "macOS"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/150.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/150.0",
            ("Samsung Internet", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/150.0",
            ("Chrome", "iPhone"),
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/150.0 OPR/110.0", ("Opera", "ChromeOS")),
        ("curl/8.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_goes_by_the_names_people_know(agent: str, named: tuple[str, str]) -> None:
    assert device_of(agent) == named


@pytest.mark.parametrize(
    ("logins_before", "is_known", "is_new"),
    [(None, False, False), (0, False, False), (1, False, True), (1, True, False)],
)
def test_a_device_is_new_but_not_on_the_first_day_nor_where_one_has_been(
    logins_before: int | None, is_known: bool, is_new: bool
) -> None:
    assert is_new_device(logins_before=logins_before, is_known=is_known) is is_new


def test_names_of_devices_fit_their_columns() -> None:
    assert max(len(name) for _, name in (*BROWSERS, *SYSTEMS)) <= 20


def test_only_the_last_owner_cannot_be_lost() -> None:
    owner, mentor = Role.OWNER, Role.MENTOR
    for gained in (None, mentor):
        with pytest.raises(LastOwner):
            refuse_losing_the_last_owner([owner, mentor], lost=owner, gained=gained)
        refuse_losing_the_last_owner([owner, owner], lost=owner, gained=gained)
        refuse_losing_the_last_owner([owner, mentor], lost=mentor, gained=gained)
    refuse_losing_the_last_owner([owner], lost=owner, gained=owner)


@pytest.mark.parametrize(
    ("minutes", "is_fresh"), [(0, True), (14.9, True), (15, False), (-14.9, True), (-15, False)]
)
def test_a_sign_in_is_fresh_for_a_quarter_of_an_hour(minutes: float, is_fresh: bool) -> None:
    now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    at = now - dt.timedelta(minutes=minutes)
    assert factors.is_fresh(at, now=now) is is_fresh


def test_who_never_signed_in_is_not_fresh() -> None:
    assert not factors.is_fresh(None, now=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))


def test_a_taken_name_gets_a_number_and_keeps_its_length() -> None:
    assert free_name("Phone", taken=()) == "Phone"
    assert free_name("Phone", taken=("Phone", "Phone 2")) == "Phone 3"
    long = "x" * 70
    assert free_name(long, taken=()) == "x" * 64
    assert free_name(long, taken=("x" * 64,)) == "x" * 62 + " 2"


def test_a_code_is_read_however_it_was_typed() -> None:
    assert bare_code(" 12AB-34cd\t") == "12ab34cd"


def test_wrong_codes_count_for_a_quarter_of_an_hour() -> None:
    now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    since = now - TRIES_WITHIN + dt.timedelta(seconds=1)
    assert tries_counted(5, since, now=now) == 5
    assert tries_counted(5, since, now=since + TRIES_WITHIN) == 0
    assert tries_counted(0, None, now=now) == 0
    refuse_too_many_wrong_codes(4, since, now=now)
    refuse_too_many_wrong_codes(0, None, now=now)
    with pytest.raises(TooManyWrongCodes) as refusal:
        refuse_too_many_wrong_codes(5, since, now=now)
    assert refusal.value.until == since + TRIES_WITHIN


def test_an_address_that_never_had_an_earlier_key_is_looked_for_by_its_own_alone() -> None:
    address = "joy@\u05d0a.example"  # of both directions: refused by IDNA 2003
    hashes = tombstones_of(address, secrets=["secret"])
    assert hashes == [tombstone(email_key(address), secret="secret")]
