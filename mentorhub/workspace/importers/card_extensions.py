"""What makers of address books added to vCard: Apple, Android, Evolution, KDE, Microsoft, messengers (RFC 9554 too)."""

from collections.abc import Callable

from mentorhub.workspace.importers import card_values, labels
from mentorhub.workspace.importers.card_parts import CardParts
from mentorhub.workspace.importers.content_line import Line

_MESSENGERS = {
    "X-AIM": "AIM",
    "X-GADUGADU": "Gadu-Gadu",
    "X-GOOGLE-TALK": "Google Talk",
    "X-GTALK": "Google Talk",
    "X-GROUPWISE": "GroupWise",
    "X-ICQ": "ICQ",
    "X-JABBER": "Jabber",
    "X-MATRIX": "Matrix",
    "X-MS-IMADDRESS": "messenger",
    "X-MSN": "MSN",
    "X-QQ": "QQ",
    "X-SIGNAL": "Signal",
    "X-SIP": "SIP",
    "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype",
    "X-TELEGRAM": "Telegram",
    "X-TWITTER": "Twitter",
    "X-WHATSAPP": "WhatsApp",
    "X-YAHOO": "Yahoo",
}
_PEOPLE = {
    "X-ASSISTANT": "assistant",
    "X-CHILDREN": "children",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-EVOLUTION-MANAGER": "manager",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-MANAGER": "manager",
    "X-MS-ASSISTANT": "assistant",
    "X-MS-CHILD": "child",
    "X-MS-MANAGER": "manager",
    "X-MS-SPOUSE": "spouse",
    "X-SPOUSE": "spouse",
}
# ContactsContract.CommonDataKinds.Relation and .Event, by the number they are stored as.
_ANDROID_RELATIONS = {
    **{"1": "assistant", "2": "brother", "3": "child", "4": "partner", "5": "father"},
    **{"6": "friend", "7": "manager", "8": "mother", "9": "parent", "10": "partner"},
    **{"11": "referred by", "12": "relative", "13": "sister", "14": "spouse"},
}
_ANDROID_EVENTS = {"1": "anniversary", "2": "other"}


def day(parts: CardParts, line: Line) -> str:
    """A date without the year that Apple writes where there is none (X-APPLE-OMIT-YEAR=1604)."""
    text = card_values.unescaped(parts.text(line)).strip()
    no_year = line.param("X-APPLE-OMIT-YEAR")
    return "-" + text[len(no_year) :] if no_year and text.startswith(no_year + "-") else text


def _dated(parts: CardParts, line: Line) -> None:
    parts.draft.event(parts.label(line) or "other", day(parts, line))


def _anniversary(parts: CardParts, line: Line) -> None:
    parts.draft.event("anniversary", day(parts, line))


def _profile(parts: CardParts, line: Line) -> None:
    """X-SOCIALPROFILE (Apple) and SOCIALPROFILE (RFC 9554): an address, or only the name somebody has there."""
    text = card_values.unescaped(parts.text(line)).strip()
    service = line.param("SERVICE-TYPE") or labels.of_types(line.types) or parts.label(line)
    if text.casefold().startswith("x-apple:") or not text:
        text = text[8:] or line.param("X-USER") or line.param("USERNAME")
    if "://" in text or "." in text:
        parts.draft.link(text, service.casefold())
    else:
        parts.draft.custom(service.casefold() or "profile", text)


def _messenger_uri(parts: CardParts, line: Line) -> None:
    text = card_values.unescaped(parts.text(line)).strip()
    service = line.param("X-SERVICE-TYPE") or line.param("SERVICE-TYPE")
    if text.casefold().startswith("x-apple:"):
        parts.draft.custom(service or "messenger", text[8:])
    else:
        parts.draft.link(text, service or parts.label(line))


def _messenger(parts: CardParts, line: Line) -> None:
    text = card_values.unescaped(parts.text(line))
    if "://" in text:
        parts.draft.link(text, _MESSENGERS[line.name].casefold())
    else:
        parts.draft.custom(_MESSENGERS[line.name], text)


def _phone(parts: CardParts, line: Line) -> None:
    """Outlook's numbers that vCard 2.1 has no type for: "X-MS-TEL;VOICE;COMPANY"."""
    parts.draft.phone(card_values.unescaped(parts.text(line)), parts.label(line))


def _related(parts: CardParts, line: Line) -> None:
    """Another person by name; one that is only pointed at (urn:uuid:…) is for the address book it came from."""
    text = card_values.unescaped(parts.text(line)).strip()
    if text.casefold().startswith(("urn:", "http:", "https:")):
        parts.keep(line)
    else:
        parts.draft.custom(parts.label(line) or "related", text)


def _person(parts: CardParts, line: Line) -> None:
    parts.draft.custom(_PEOPLE[line.name], card_values.unescaped(parts.text(line)))


def _pronunciation(parts: CardParts, line: Line) -> None:
    text = card_values.unescaped(parts.text(line)).strip()
    parts.draft.pronunciation = f"{parts.draft.pronunciation} {text}".strip()


def _sound(parts: CardParts, line: Line) -> None:
    """How a name is read, as Japanese phones write it (SOUND;X-IRMC-N); a sound itself stays as it is."""
    if "X-IRMC-N" not in (one.upper() for one in line.types):
        parts.keep(line)
    elif not parts.draft.pronunciation:
        family, given, *_others = card_values.names(parts.text(line))
        parts.draft.pronunciation = f"{given} {family}".strip()


def _custom(parts: CardParts, line: Line) -> None:
    """Thunderbird's four fields (X-CUSTOM1 …)."""
    label = f"Custom {line.name[-1]}"
    parts.draft.custom(label, card_values.unescaped(parts.text(line)))


def _android(parts: CardParts, line: Line) -> None:
    """X-ANDROID-CUSTOM:vnd.android.cursor.item/<kind>;<value>;<type>;<label>;…"""
    kind, value, number, label, *_rest = [*card_values.components(parts.text(line)), "", "", ""]
    kind = kind.rpartition("/")[2]
    if kind == "nickname":
        parts.draft.nickname = parts.draft.nickname or value
    elif kind == "contact_event" and number == "3":
        parts.draft.born(value)
    elif kind == "contact_event":
        parts.draft.event(_ANDROID_EVENTS.get(number, label or "other"), value)
    elif kind == "relation":
        known = _ANDROID_RELATIONS.get(number)
        parts.draft.custom(known or label or "related", value)
    else:
        parts.keep(line)


PROPERTIES: dict[str, Callable[[CardParts, Line], None]] = {
    **dict.fromkeys(_MESSENGERS, _messenger),
    **dict.fromkeys(_PEOPLE, _person),
    "IMPP": _messenger_uri,
    "RELATED": _related,
    "SOCIALPROFILE": _profile,
    "SOUND": _sound,
    "X-ABDATE": _dated,
    "X-ABRELATEDNAMES": _related,
    "X-ANDROID-CUSTOM": _android,
    "X-ANNIVERSARY": _anniversary,
    **{f"X-CUSTOM{number}": _custom for number in range(1, 5)},
    "X-EVOLUTION-ANNIVERSARY": _anniversary,
    "X-KADDRESSBOOK-X-ANNIVERSARY": _anniversary,
    "X-MS-ANNIVERSARY": _anniversary,
    "X-MS-TEL": _phone,
    "X-PHONETIC-FIRST-NAME": _pronunciation,
    "X-PHONETIC-MIDDLE-NAME": _pronunciation,
    "X-PHONETIC-LAST-NAME": _pronunciation,
    "X-SOCIALPROFILE": _profile,
}
