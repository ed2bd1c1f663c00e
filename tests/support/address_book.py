"""A seeded address book of invented people: how they are called, where they work, what is known of each.

Also people who look like doubles and are none: namesakes, families, fathers and sons, colleagues who share an address.
"""

import random
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import accumulate

from tests.support.people_names import COUNTRIES, Country

TRADES = (
    "Bau Logistik Media Solar Metal Pharma Textil Data Food Energy Design Travel Finance Optik Print Auto Robotics "
    "Water Steel Marine Legal Health Audit Garden Paper Cargo Studio Labs Consulting Security"
).split()
PLACES = (
    "Nord Alpen Praha Baltic Delta Omega Vega Luna Iris Astra Nova Terra Corvus Orion Elbe Morava Vltava Rhein Tatra "
    "Severn Tyne Gamma Kappa Quint Rubin Safir Topas Zenit Ares Fjord Lagom Dobra Sierra Costa Prado Anka Bosfor"
).split()
FREE_MAIL = ("gmail.com", "outlook.com", "icloud.com")


@dataclass(frozen=True)
class Record:
    """What an address book says of somebody; `given`, `surname` and `country` are how the name was made."""

    country: str
    given: str
    surname: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    is_woman: bool = False


@dataclass
class Writer:
    """Makes people and records of them; what it says follows from the seed alone."""

    rng: random.Random
    companies: list[str] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    mailboxes: set[str] = field(default_factory=set)
    used: int = 0

    def __post_init__(self) -> None:
        names = [f"{place} {trade}" for place in PLACES for trade in TRADES]
        self.rng.shuffle(names)
        self.companies = names
        self.shares = [*accumulate(1 / (place + 10) for place in range(len(names)))]

    def person(self, *, company: str | None = None, surname: str = "") -> Record:
        """Somebody with some of the details that an address book has of people."""
        code = self.rng.choices([*COUNTRIES], [one.weight for one in COUNTRIES.values()])[0]
        country = COUNTRIES[code]
        is_woman = self.rng.random() < 0.45
        given = zipf(self.rng, country.women if is_woman else country.men).partition("/")[0]
        last = self.in_gender(surname or self.surname(country), code, is_woman=is_woman)
        one = Record(code, given, last, f"{given} {last}", is_woman=is_woman)
        return self.with_details(one, self.company() if company is None else company)

    def surname(self, country: Country) -> str:
        """A common one or a rarer one made of two parts, which often resembles others."""
        if self.rng.random() < 0.45:
            return zipf(self.rng, country.surnames)
        return self.rng.choice(country.stems) + self.rng.choice(country.endings)

    def in_gender(self, surname: str, code: str, *, is_woman: bool) -> str:
        """As it is written of a woman, where that differs."""
        if not is_woman or surname.endswith(("ová", "ova", "ева", "á")):
            return surname
        if code == "cs":
            stem = (
                surname[:-2] + "k" if surname.endswith(("ek", "ec")) else surname.removesuffix("a")
            )
            return surname[:-1] + "á" if surname.endswith("ý") else f"{stem}ová"
        if code == "ru" and surname.endswith(("в", "н")):
            return f"{surname}а"
        return surname[:-1] + "a" if code == "pl" and surname.endswith("i") else surname

    def company(self) -> str:
        """A few employ many, most a few; somebody in ten has none."""
        if self.rng.random() < 0.12:
            return ""
        return self.rng.choices(self.companies, cum_weights=self.shares)[0]

    def with_details(self, one: Record, company: str) -> Record:
        """As LinkedIn, a phone and a business card know people: some have all, many only a name and a company."""
        source = self.rng.random()
        emails, phones, links = [], [], []
        if source < 0.55:
            emails.append(self.email(one, company))
        if source > 0.35:
            phones.append(self.phone(one))
        if self.rng.random() < 0.15:
            emails.append(self.email(one, ""))
        if self.rng.random() < 0.4:
            links.append(self.profile(one))
        if company and self.rng.random() < 0.15:
            links.append(f"https://www.{domain(company)}/")
        legal = self.rng.choice(COUNTRIES[one.country].legal_forms)
        return replace(
            one,
            emails=tuple(emails),
            phones=tuple(phones),
            links=tuple(links),
            organizations=(company + legal,) if company and self.rng.random() < 0.85 else (),
        )

    def email(self, one: Record, company: str) -> str:
        """Of the company, or a private one."""
        given, last = ascii_word(one.given), ascii_word(one.surname)
        self.used += 1
        if company:
            local = self.rng.choice(
                [f"{given}.{last}", f"{given[:1]}{last}", last, f"{given[:1]}.{last}"]
            )
            address = f"{local}@{domain(company)}"
            if address in self.mailboxes:  # somebody else's, or an earlier one of theirs
                address = f"{local}{self.used}@{domain(company)}"
            self.mailboxes.add(address)
            return address
        local = self.rng.choice(
            [f"{given}.{last}{self.used}", f"{last}{self.used}", f"{given}{self.used}"]
        )
        return f"{local}@{self.rng.choice([*FREE_MAIL, COUNTRIES[one.country].mail])}"

    def phone(self, one: Record) -> str:
        """A number in international form."""
        prefix = {
            "cs": "60",
            "de": "17",
            "en": "74",
            "ru": "91",
            "fr": "61",
            "es": "61",
            "pl": "60",
        }
        code, start = COUNTRIES[one.country].calling_code, prefix.get(one.country, "70")
        length = {"en": 10, "ru": 10, "de": 10, "tr": 10}.get(one.country, 9)
        start = "53" if one.country == "tr" else start
        rest = "".join(self.rng.choices("0123456789", k=length - len(start)))
        return f"+{code} {start}{rest[:1]} {rest[1:4]} {rest[4:]}"

    def profile(self, one: Record) -> str:
        """A LinkedIn address; the number at its end is what LinkedIn adds to common names."""
        self.used += 1
        slug = f"{ascii_word(one.given)}-{ascii_word(one.surname)}"
        number = f"-{self.rng.randrange(16**8):08x}" if self.rng.random() < 0.6 else f"-{self.used}"
        return f"https://www.linkedin.com/in/{slug}{number}"


def zipf(rng: random.Random, names: tuple[str, ...]) -> str:
    """One of these, the earlier the likelier."""
    return rng.choices(names, [1 / (place + 4) for place in range(len(names))])[0]


def ascii_word(name: str) -> str:
    """As it stands in addresses."""
    plain = unicodedata.normalize("NFKD", name.translate(LATIN)).encode("ascii", "ignore").decode()
    return "".join(plain.lower().split())


def domain(company: str) -> str:
    """The company's own."""
    return f"{company.lower().replace(' ', '-')}.example"


CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ENGLISH = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split()
GERMAN = (
    "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja".split()
)
SCHOLARLY = "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč _ y _ è ju ja".split()


def spelled(table: list[str]) -> dict[int, str]:
    """A translation of Cyrillic by one of the tables, in both cases."""
    small = {ord(char): text.strip("_") for char, text in zip(CYRILLIC, table, strict=True)}
    return small | {ord(chr(code).upper()): text.capitalize() for code, text in small.items()}


LATIN = spelled(ENGLISH) | {
    ord("ø"): "o",
    ord("ł"): "l",
    ord("ı"): "i",
    ord("Ø"): "O",
    ord("Ł"): "L",
    ord("ß"): "ss",
}
