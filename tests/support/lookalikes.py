"""People who look like doubles and are none: namesakes, families, fathers and sons, colleagues at one address."""

from collections.abc import Iterator
from dataclasses import replace

from tests.support.address_book import Record, Writer, ascii_word, domain, zipf
from tests.support.people_names import COUNTRIES

BIG = ("Vega Energy", "Nova Pharma", "Elbe Auto")
SISTERS = (
    ("Anna", "Hana"),
    ("Jana", "Dana"),
    ("Lucie", "Lucia"),
    ("Milan", "Milada"),
    ("Marie", "Mario"),
    ("Eva", "Ema"),
)
MARKS = {
    "cs": ("st.", "ml."),
    "de": ("sen.", "jun."),
    "en": ("Sr", "Jr"),
    "fr": ("père", "fils"),
    "es": ("", "hijo"),
}


def families(writer: Writer, count: int) -> Iterator[Record]:
    """Two to four of one surname with one phone at home, half of them with one mailbox."""
    rng = writer.rng
    for number in range(count):
        head = writer.person(company="")
        country = COUNTRIES[head.country]
        phone, mail = (
            writer.phone(head),
            f"rodina{number}.{ascii_word(head.surname)}@{country.mail}",
        )
        names = {head.given: head.is_woman}
        while len(names) < rng.choice((2, 2, 3, 4)):
            is_woman = rng.random() < 0.5
            given = rng.choice(country.women if is_woman else country.men).partition("/")[0]
            names.setdefault(given, is_woman)
        shares_mail = rng.random() < 0.5
        for given, is_woman in names.items():
            surname = writer.in_gender(head.surname, head.country, is_woman=is_woman)
            one = Record(head.country, given, surname, f"{given} {surname}", phones=(phone,))
            yield replace(one, emails=(mail,) if shares_mail else (writer.email(one, ""),))


def couples(writer: Writer, count: int) -> Iterator[Record]:
    """Jan and Jana, Petr and Petra: one phone, a surname each in its form."""
    for _ in range(count):
        given = writer.rng.choice(("Jan", "Petr", "Martin", "Daniel", "Pavel", "Michal"))
        wife = {"Pavel": "Pavla", "Michal": "Michala"}.get(given, f"{given}a")
        surname = writer.surname(COUNTRIES["cs"])
        him = Record("cs", given, surname, f"{given} {surname}")
        phone = writer.phone(him)
        hers = writer.in_gender(surname, "cs", is_woman=True)
        yield replace(him, phones=(phone,), emails=(writer.email(him, ""),))
        yield Record("cs", wife, hers, f"{wife} {hers}", phones=(phone,))


def fathers_and_sons(writer: Writer, count: int) -> Iterator[Record]:
    """One name and one phone at home; who is who stands behind the name, sometimes of one alone."""
    for number in range(count):
        one = writer.person(company="")
        while one.country not in MARKS:
            one = writer.person(company="")
        old, young = MARKS[one.country]
        phone = writer.phone(one)
        old = old if number % 2 else ""
        for mark in (old, young):
            yield replace(
                one,
                name=f"{one.name} {mark}".strip(),
                phones=(phone,),
                links=(),
                emails=(writer.email(one, ""),),
            )


def offices(writer: Writer, count: int) -> Iterator[Record]:
    """Three to nine of one company who all have its info@ and its switchboard."""
    rng = writer.rng
    for _ in range(count):
        company = rng.choice(writer.companies[200:])
        board = writer.phone(writer.person())
        for _ in range(rng.randint(3, 9)):
            one = writer.person(company=company)
            emails = (f"info@{domain(company)}",) if rng.random() < 0.8 else one.emails
            yield replace(one, emails=emails, phones=(board,), organizations=(company,))


def assistants(writer: Writer, count: int) -> Iterator[Record]:
    """Two of one company, one number, one address."""
    for _ in range(count):
        company = writer.rng.choice(writer.companies[200:])
        boss, aide = writer.person(company=company), writer.person(company=company)
        shared = (
            f"office@{domain(company)}"
            if writer.rng.random() < 0.5
            else writer.email(boss, company)
        )
        yield replace(boss, emails=(shared,))
        yield replace(aide, emails=(shared,), phones=boss.phones, organizations=(company,))


def namesakes(writer: Writer, count: int) -> Iterator[Record]:
    """One name, mostly a common one, two people: other companies, nothing in common."""
    for number in range(count):
        common = zipf(writer.rng, COUNTRIES["cs"].surnames) if number % 4 else ""
        one = writer.person(surname=common)
        yield one
        yield writer.with_details(one, writer.company())


def big_companies(writer: Writer, each: int) -> Iterator[Record]:
    """Of three companies: common surnames, and namesakes whose addresses are numbered."""
    for company in BIG:
        for number in range(each):
            one = writer.person(
                company=company, surname=writer.surname(COUNTRIES["cs"]) if number % 3 else ""
            )
            one = replace(one, organizations=(company,), links=())
            if number % 10:
                yield one
                continue
            for which in (1, 2):
                local = f"{ascii_word(one.given)}.{ascii_word(one.surname)}{which}"
                yield replace(one, emails=(f"{local}@{domain(company)}",), phones=())


def sisters(writer: Writer, count: int) -> Iterator[Record]:
    """Names that differ by one character, of one family and one company."""
    for _ in range(count):
        company, surname = writer.rng.choice(writer.companies), writer.surname(COUNTRIES["cs"])
        for given in writer.rng.choice(SISTERS):
            one = Record("cs", given, surname, f"{given} {surname}")
            yield writer.with_details(one, company)


def lookalikes(writer: Writer) -> list[Record]:
    """Some 2,500 records, all of different people."""
    return [
        *families(writer, 150),
        *couples(writer, 50),
        *fathers_and_sons(writer, 30),
        *offices(writer, 60),
        *assistants(writer, 40),
        *namesakes(writer, 150),
        *big_companies(writer, 250),
        *sisters(writer, 40),
    ]
