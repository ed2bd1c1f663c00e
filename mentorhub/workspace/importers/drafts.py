"""A record while it is read: every format writes into one `Draft`, which cleans, bounds and completes it.

What is longer than its field: a name, title or label is cut there and stands whole in the note; an email, phone or link
would be another one if it were cut, so it stands in the note only. A note that is too long itself ends at its limit.
"""

import datetime as dt

import regex

from mentorhub.workspace.importers import cleaning, contact_points, records
from mentorhub.workspace.importers.dates import partial_date
from mentorhub.workspace.importers.records import Problem, Record
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
    Precision,
)

_ONLY_CJK = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}ー]+")
_NOT_TAGS = {"mycontacts", "my contacts"}  # Google's "all of them"
_NO_DAY = "0/.- "  # 0/0/00 is how Outlook writes none
NAMES = "name given_name additional_name family_name prefix suffix nickname pronunciation".split()


class Draft:
    """What is known of one record so far. Texts may come as the file has them; `record` returns it finished."""

    def __init__(self) -> None:
        self.name = self.given_name = self.additional_name = self.family_name = ""
        self.prefix = self.suffix = self.nickname = self.pronunciation = ""
        self.uid = self.occasion = ""
        self.about: dict[str, tuple[str, int]] = {}
        self.emails: list[Labelled] = []
        self.phones: list[Labelled] = []
        self.links: list[Labelled] = []
        self.addresses: list[Address] = []
        self.affiliations: list[Affiliation] = []
        self.birthday: PartialDate | None = None
        self.events: list[DatedEvent] = []
        self.notes: list[str] = []
        self.tags: list[str] = []
        self.customs: list[Custom] = []
        self.met_on: dt.date | None = None
        self.met_precision = Precision.DAY
        self.photo = b""
        self.raw: list[str] = []
        self.cut: dict[str, None] = {}
        self._raw_length = 0
        self._seen: set[tuple[str, str]] = set()
        self._whole: list[str] = []

    def email(self, text: str, label: str = "") -> None:
        """One address, or several in one field; what has no @ is kept as a text of its own."""
        found = contact_points.emails_in(text)
        for address in found:
            self._add("emails", address, label, key=address.casefold(), most=records.EMAIL_MAX)
        if not found:
            self.custom("email", text)

    def phone(self, text: str, label: str = "") -> None:
        """A number as it is written, or as a `tel:` URI; what has no digit is kept as a text of its own."""
        value = contact_points.number(text)
        if value:
            key = contact_points.number_key(value)
            self._add("phones", value, label, key=key, most=records.PHONE_MAX)
        else:
            self.custom("phone", text)

    def link(self, text: str, label: str = "") -> None:
        """An address of the web or of an account; one that a browser would run or open as a file is only a text."""
        value = cleaning.token(text)
        if contact_points.is_link(value):
            key = value.casefold().rstrip("/")
            self._add("links", value, label, key=key, most=records.LINK_MAX)
        else:
            self.custom(label or "link", value)

    def address(self, label: str = "", **parts: str) -> None:
        """An address, its parts by the names of `Address`."""
        found = {name: cleaning.several_lines(text) for name, text in parts.items()}
        most = records.PLACE_MAX
        cut = {
            name: self._fit("addresses", found[name], most[name]) for name in found if found[name]
        }
        if cut.keys() == {"street", "formatted"} and cut["street"] == cut["formatted"]:
            del cut["street"]  # the whole, where only the street is read
        if cut and (place := Address(cleaning.label(label), **cut)) not in self.addresses:
            self._append("addresses", place)

    def affiliation(self, *about: str) -> None:
        """An organisation, a title or both: what `Affiliation` has, in its order."""
        texts = [self._line("affiliations", one) for one in about]
        if any(texts[:3]) and (found := Affiliation(*texts)) not in self.affiliations:
            self._append("affiliations", found)

    def custom(self, label: str, text: str) -> None:
        """Anything else, under its label."""
        if len(self.customs) >= records.SEVERAL_MAX:
            self.cut["customs"] = None
            return
        value = self._fit("customs", cleaning.several_lines(text), records.CUSTOM_MAX)
        found = Custom(cleaning.label(label), value)
        if value and self._is_new("customs", f"{found.label}\0{value}"):
            self.customs.append(found)

    def event(self, label: str, text: str, *, day_first: bool = False) -> None:
        """A named day; what is no day is kept as a text."""
        on = partial_date(text, day_first=day_first)
        if on is None:
            if text.strip(_NO_DAY):
                self.custom(label, text)
            return
        found = DatedEvent(cleaning.label(label), on)
        if found not in self.events:
            self._append("events", found)

    def born(self, text: str, *, day_first: bool = False) -> None:
        """The birthday; what is no day is kept as a text, the first one counts."""
        on = partial_date(text, day_first=day_first)
        if on is None:
            if text.strip(_NO_DAY):
                self.custom("birthday", text)
        elif self.birthday is None:
            self.birthday = on

    def born_in_parts(self, year: str, month: str, day: str) -> None:
        """The birthday in three fields, of which the year may be missing or no number."""
        year = year if year.isdecimal() else ""
        if len(year) <= 4 and 0 < len(month) <= 2 and 0 < len(day) <= 2:
            self.born(f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}")

    def tag(self, text: str) -> None:
        """One label that the person has in their owner's address book."""
        value = self._fit("tags", cleaning.one_line(text).removeprefix("* "), records.NAME_MAX)
        if value and value.casefold() not in _NOT_TAGS and self._is_new("tags", value.casefold()):
            self._append("tags", value)

    def note(self, text: str) -> None:
        """Another paragraph."""
        if (value := cleaning.several_lines(text)) and self._is_new("note", value):
            self._append("notes", value)

    def say(self, name: str, text: str) -> None:
        """What only a notebook writes, by the name in `records.ABOUT_MAX`."""
        self.about[name] = text, records.ABOUT_MAX[name]

    def keep(self, line: str) -> None:
        """A content line that nobody here understands, for the way out."""
        self._raw_length += len(line)
        if self._raw_length > records.RAW_MAX:
            self.cut["raw"] = None
        else:
            self.raw.append(line)

    def picture(self, data: bytes) -> None:
        """The first photo that is not too big."""
        if len(data) > records.PHOTO_MAX:
            self.cut["photo"] = None
        elif not self.photo:
            self.photo = data

    def record(self, row: int, *, problem: Problem | None = None) -> Record:
        """The finished record, with the problem that was found before or that it is nameless."""
        given = {name: text for name in NAMES if (text := getattr(self, name))}
        names = {name: self._line(name, given[name], records.NAME_MAX) for name in given}
        affiliations, emails = tuple(self.affiliations), tuple(self.emails)
        full = names.pop("name", "") or self._put_together(names)
        full = full or next((one.organization for one in affiliations if one.organization), "")
        full = (full or (emails[0].value if emails else ""))[: records.NAME_MAX]
        uid = cleaning.token(self.uid)
        return Record(
            row=row,
            name=full,
            **names,
            emails=emails,
            phones=tuple(self.phones),
            links=tuple(self.links),
            addresses=tuple(self.addresses),
            affiliations=affiliations,
            birthday=self.birthday,
            events=tuple(self.events),
            tags=tuple(self.tags),
            customs=tuple(self.customs),
            uid=uid if len(uid) <= records.LINE_MAX else "",
            met_on=self.met_on,
            met_precision=self.met_precision,
            occasion=self._line("occasion", self.occasion, records.NAME_MAX),
            **{name: self._line(name, *one) for name, one in self.about.items()},
            photo=self.photo,
            raw=tuple(self.raw),
            note=self._note(),
            cut=tuple(self.cut),
            problem=problem or (None if full else Problem.NAMELESS),
        )

    def _put_together(self, names: dict[str, str]) -> str:
        """Given, further and family name; a title only where the given name is missing ("Dr. Curie")."""
        given, family = names.get("given_name", ""), names.get("family_name", "")
        if given and family and not given.isascii() and _ONLY_CJK.fullmatch(family + given):
            return family + given
        wanted = ["given_name", "additional_name", "family_name"]
        if names.keys().isdisjoint(wanted):
            return ""
        if not given:
            wanted = ["prefix", *wanted, "suffix"]
        return " ".join(names[name] for name in wanted if name in names)

    def _add(self, name: str, value: str, label: str, *, key: str, most: int) -> None:
        if len(value) > most:
            self.cut[name] = None
            self._whole.append(value)
        elif value and self._is_new(name, key):
            self._append(name, Labelled(value, cleaning.label(label)))

    def _is_new(self, name: str, key: str) -> bool:
        if (name, key) in self._seen:
            return False
        self._seen.add((name, key))
        return True

    def _append(self, name: str, value: object) -> None:
        values: list[object] = getattr(self, name)
        if len(values) < records.SEVERAL_MAX:
            values.append(value)
        else:
            self.cut[name] = None

    def _line(self, name: str, text: str, most: int = records.LINE_MAX) -> str:
        return self._fit(name, cleaning.one_line(text), most) if text else ""

    def _fit(self, name: str, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.cut[name] = None
        self._whole.append(text)
        return text[:most].rstrip()

    def _note(self) -> str:
        whole = "\n\n".join([*self.notes, *self._whole])
        if len(whole) > records.NOTE_MAX:
            self.cut["note"] = None
        if "notes" in self.cut:
            self.cut["note"] = self.cut.pop("notes")
        return whole[: records.NOTE_MAX].rstrip()
