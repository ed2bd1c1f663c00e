"""Addresses, initials, local paths, the record of a used link, when a practice may take money."""

import datetime as dt

import pytest

from mentorhub.accounts import rules
from mentorhub.accounts.rules.addresses import is_one_mailbox
from mentorhub.accounts.rules.closing import tombstone, tombstones_of
from mentorhub.foundation.errors import IllegalMove


def test_one_key_for_one_address() -> None:
    assert rules.email_key(" Amara.Nwosu@Example.ORG ") == "amara.nwosu@example.org"
    assert rules.email_key("bjørn@Bücher.example") == "bjørn@xn--bcher-kva.example"
    assert rules.email_key("RENE\u0301@example.org.") == rules.email_key("renÉ@example.org")
    assert (
        rules.email_key("\u212aim@example.org") == "kim@example.org"
    )  # as mail to it goes to kim@


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
    assert rules.email_key(address) != rules.email_key(other)
    assert not is_one_mailbox(address, other)


def test_one_mailbox_may_be_written_in_several_ways() -> None:
    assert is_one_mailbox("zoe@straße.example", "ZOE@xn--strae-oqa.example.")
    assert not is_one_mailbox("nobody", "nobody")


@pytest.mark.parametrize("wrong", ["", "amara", "amara@", "@example.org", "a@" + "x" * 64 + ".org"])
def test_what_is_no_address_has_no_key(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"@"):
        rules.email_key(wrong)


@pytest.mark.parametrize(
    ("name", "mails"),
    [("Amara Nwosu", "AN"), ("Bríd Ní Mhurchú", "BM"), ("øyvind", "Ø"), ("", "?"), ("(…) !", "?")],
)
def test_initials_are_of_the_first_and_last_word(name: str, mails: str) -> None:
    assert rules.initials(name) == mails


@pytest.mark.parametrize("path", ["/", "/people/x?sort=name", "/søk", "/a//b", "/%09/evil.example"])
def test_a_local_path_is_followed(path: str) -> None:
    assert rules.is_local(path)


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
        "/" + "x" * rules.PATH_MAX,
    ],
)
def test_what_might_lead_elsewhere_is_not(path: str) -> None:
    assert not rules.is_local(path)


def test_the_record_of_a_used_link_opens_nothing_and_fits() -> None:
    key = rules.use_key("the.token", kind=rules.LinkKind.RESET)
    assert "the.token" not in key
    assert key != rules.use_key("the.token", kind=rules.LinkKind.SIGN_IN)
    assert len(key) <= 120


def test_every_kind_of_link_ends() -> None:
    assert set(rules.LINK_LIFETIMES) == set(rules.LinkKind)


def test_charges_are_blocked_only_after_they_could_begin() -> None:
    state = rules.CHARGES.after("onboard", rules.StripeState.NONE)
    state = rules.CHARGES.after("enable", state)
    assert rules.CHARGES.after("block", state) == rules.StripeState.BLOCKED
    with pytest.raises(IllegalMove):
        rules.CHARGES.after("block", rules.StripeState.NONE)


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
    assert rules.device_of(agent) == named


@pytest.mark.parametrize(
    ("logins_before", "is_known", "is_new"),
    [(None, False, False), (0, False, False), (1, False, True), (1, True, False)],
)
def test_a_device_is_new_but_not_on_the_first_day_nor_where_one_has_been(
    logins_before: int | None, is_known: bool, is_new: bool
) -> None:
    assert rules.is_new_device(logins_before=logins_before, is_known=is_known) is is_new


def test_names_of_devices_fit_their_columns() -> None:
    assert max(len(name) for _, name in (*rules.BROWSERS, *rules.SYSTEMS)) <= 20


def test_only_the_last_owner_cannot_be_lost() -> None:
    owner, mentor = rules.Role.OWNER, rules.Role.MENTOR
    for gained in (None, mentor):
        with pytest.raises(rules.LastOwner):
            rules.refuse_losing_the_last_owner([owner, mentor], lost=owner, gained=gained)
        rules.refuse_losing_the_last_owner([owner, owner], lost=owner, gained=gained)
        rules.refuse_losing_the_last_owner([owner, mentor], lost=mentor, gained=gained)
    rules.refuse_losing_the_last_owner([owner], lost=owner, gained=owner)


@pytest.mark.parametrize(
    ("minutes", "is_fresh"), [(0, True), (14.9, True), (15, False), (-14.9, True), (-15, False)]
)
def test_a_sign_in_is_fresh_for_a_quarter_of_an_hour(minutes: float, is_fresh: bool) -> None:
    now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    at = now - dt.timedelta(minutes=minutes)
    assert rules.is_fresh(at, now=now) is is_fresh


def test_who_never_signed_in_is_not_fresh() -> None:
    assert not rules.is_fresh(None, now=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))


def test_a_taken_name_gets_a_number_and_keeps_its_length() -> None:
    assert rules.free_name("Phone", taken=()) == "Phone"
    assert rules.free_name("Phone", taken=("Phone", "Phone 2")) == "Phone 3"
    long = "x" * 70
    assert rules.free_name(long, taken=()) == "x" * 64
    assert rules.free_name(long, taken=("x" * 64,)) == "x" * 62 + " 2"


def test_a_code_is_read_however_it_was_typed() -> None:
    assert rules.bare_code(" 12AB-34cd\t") == "12ab34cd"


def test_wrong_codes_count_for_a_quarter_of_an_hour() -> None:
    now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    since = now - rules.TRIES_WITHIN + dt.timedelta(seconds=1)
    assert rules.tries_counted(5, since, now=now) == 5
    assert rules.tries_counted(5, since, now=since + rules.TRIES_WITHIN) == 0
    assert rules.tries_counted(0, None, now=now) == 0
    rules.refuse_too_many_wrong_codes(4, since, now=now)
    rules.refuse_too_many_wrong_codes(0, None, now=now)
    with pytest.raises(rules.TooManyWrongCodes) as refusal:
        rules.refuse_too_many_wrong_codes(5, since, now=now)
    assert refusal.value.until == since + rules.TRIES_WITHIN


def test_an_address_that_never_had_an_earlier_key_is_looked_for_by_its_own_alone() -> None:
    address = "joy@\u05d0a.example"  # of both directions: refused by IDNA 2003
    hashes = tombstones_of(address, secrets=["secret"])
    assert hashes == [tombstone(rules.email_key(address), secret="secret")]
