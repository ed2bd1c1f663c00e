"""What makers of address books added to vCard."""

import pytest

from mentorhub.workspace.importers import vcards
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.rules.details import Custom, DatedEvent, Labelled, PartialDate


def card(*lines: str) -> Record:
    """The record of a card with these lines."""
    (found,) = vcards.records(
        "\n".join(["BEGIN:VCARD", "FN:Ada", *lines, "END:VCARD", ""]).encode()
    )
    return found


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-02", PartialDate(5, 2)),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-05-02", PartialDate(5, 2)),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1985-05-02", PartialDate(5, 2, 1985)),
        ("BDAY;VALUE=date:1985-05-02", PartialDate(5, 2, 1985)),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;--05-02;3;;;", PartialDate(5, 2)),
    ],
)
def test_a_birthday_may_lack_its_year(line: str, birthday: PartialDate) -> None:
    assert card(line).birthday == birthday


@pytest.mark.parametrize(
    "name", ["ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "x-ms-anniversary"]
)
def test_an_anniversary_has_many_names(name: str) -> None:
    assert card(f"{name}:20080621").events == (DatedEvent("anniversary", PartialDate(6, 21, 2008)),)


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["i.X-ABDATE:2019-01-14", "i.X-ABLabel:_$!<Anniversary>!$_"], "anniversary"),
        (["i.X-ABLabel:First gig", "i.X-ABDATE:2019-01-14"], "First gig"),
        (["X-ABDATE:2019-01-14"], "other"),
        (["X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2019-01-14;2;;"], "other"),
        (
            ["X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2019-01-14;0;First gig;"],
            "First gig",
        ),
    ],
)
def test_other_days_have_their_owners_label(lines: list[str], label: str) -> None:
    assert card(*lines).events == (DatedEvent(label, PartialDate(1, 14, 2019)),)


@pytest.mark.parametrize(
    ("line", "links", "customs"),
    [
        ("X-SOCIALPROFILE;type=linkedin:https\\://s.example/ada", (Labelled("https://s.example/ada", "linkedin"),), ()),
        ("X-SOCIALPROFILE;type=twitter;x-user=ada:x-apple:ada_l", (), (Custom("twitter", "ada_l"),)),
        ("X-SOCIALPROFILE;type=flickr;x-user=ada:", (), (Custom("flickr", "ada"),)),
        ("SOCIALPROFILE;SERVICE-TYPE=Tooting:https://s.ex/@ada", (Labelled("https://s.ex/@ada", "tooting"),), ()),
        ("IMPP;X-SERVICE-TYPE=Jabber:xmpp:ada@chat.example", (Labelled("xmpp:ada@chat.example", "Jabber"),), ()),
        ("IMPP;TYPE=home:xmpp:ada@chat.example", (Labelled("xmpp:ada@chat.example", "home"),), ()),
        ("IMPP;X-SERVICE-TYPE=QQ:x-apple:12345", (), (Custom("QQ", "12345"),)),
        ("IMPP;X-SERVICE-TYPE=Other:other:ada", (), (Custom("Other", "other:ada"),)),
        ("X-SKYPE-USERNAME:ada.l", (), (Custom("Skype", "ada.l"),)),
        ("X-TWITTER:https://social.example/ada", (Labelled("https://social.example/ada", "twitter"),), ()),
    ],
)  # fmt: skip
def test_accounts_are_links_or_names(
    line: str, links: tuple[Labelled, ...], customs: tuple[Custom, ...]
) -> None:
    found = card(line)
    assert (found.links, found.customs) == (links, customs)


@pytest.mark.parametrize(
    ("lines", "custom"),
    [
        (["i.X-ABRELATEDNAMES:Bob", "i.X-ABLabel:_$!<Brother>!$_"], Custom("brother", "Bob")),
        (["RELATED;TYPE=friend;VALUE=text:Bob"], Custom("friend", "Bob")),
        (["RELATED;VALUE=text:Bob"], Custom("related", "Bob")),
        (["X-CUSTOM2;VALUE=TEXT:Bob"], Custom("Custom 2", "Bob")),
        (["X-EVOLUTION-SPOUSE:Bob"], Custom("spouse", "Bob")),
        (["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;7;;"], Custom("manager", "Bob")),
        (
            ["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;0;Neighbour;"],
            Custom("Neighbour", "Bob"),
        ),
        (
            ["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;" + "9" * 5000],
            Custom("related", "Bob"),
        ),
        (["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;99;;"], Custom("related", "Bob")),
    ],
)
def test_related_people_are_named(lines: list[str], custom: Custom) -> None:
    assert card(*lines).customs == (custom,)


@pytest.mark.parametrize(
    "line",
    [
        "RELATED;TYPE=friend:urn:uuid:1",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/other;x;1",
        "SOUND;ENCODING=b:QUJD",
        "X-NEW:1",
    ],
)
def test_what_nobody_understands_is_kept_for_the_way_out(line: str) -> None:
    assert card(line).raw == (line,)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["X-PHONETIC-FIRST-NAME:ay-da", "X-PHONETIC-LAST-NAME:love-lace"], "ay-da love-lace"),
        (["SOUND;X-IRMC-N:ﾔﾏﾀﾞ;ﾀﾛｳ;;;"], "ﾀﾛｳ ﾔﾏﾀﾞ"),
        (["SOUND;X-IRMC-N:;;;;"], ""),
        (["X-PHONETIC-FIRST-NAME:ay-da", "SOUND;X-IRMC-N:x"], "ay-da"),
    ],
)
def test_how_a_name_is_said_is_read(lines: list[str], said: str) -> None:
    assert card(*lines).pronunciation == said


def test_outlooks_other_numbers_are_phones() -> None:
    assert card("X-MS-TEL;VOICE;COMPANY:+1 555 0100").phones == (Labelled("+1 555 0100", "work"),)
    assert card("X-MS-IMADDRESS:ada@chat.example").customs == (
        Custom("messenger", "ada@chat.example"),
    )


def test_a_nickname_of_android_is_one() -> None:
    assert card("X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Jojo;1;;").nickname == "Jojo"
    assert card("NICKNAME:Jo,Jojo").nickname == "Jo, Jojo"
