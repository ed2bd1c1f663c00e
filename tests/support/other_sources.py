"""The same person from another address book: details kept, written otherwise, missing or others."""

import random
from dataclasses import replace

from tests.support.address_book import Record, Writer

NEIGHBOURS = dict(zip("qwertzuiopasdfghjklyxcvbnm", "wqrezuiopoasdfghjkxycvbnmn", strict=True))


def elsewhere(writer: Writer, one: Record, *, is_known: bool = False) -> Record:
    """The same person from another source: each detail kept, written otherwise, missing or another; one thing kept.

    In one of twenty nothing but the name is kept, unless `is_known`.
    """
    rng = writer.rng
    company = one.organizations[0] if one.organizations else ""
    keeps = {what for what in ("email", "phone", "link", "company") if rng.random() < 0.45}
    has = {
        "email": one.emails,
        "phone": one.phones,
        "link": one.links[:1],
        "company": one.organizations,
    }
    useful = [what for what, values in has.items() if values]
    if not keeps.intersection(useful) and (is_known or rng.random() > 0.05):
        keeps.add(rng.choice(useful))
    fresh = writer.with_details(one, "")
    emails = (
        (rewritten_email(rng, one.emails[0]),) if "email" in keeps and one.emails else fresh.emails
    )
    phones = (rewritten_phone(rng, one.phones[0]),) if "phone" in keeps and one.phones else ()
    links = one.links[:1] if "link" in keeps else ()
    organizations = (rewritten_company(rng, company),) if "company" in keeps and company else ()
    return replace(one, emails=emails, phones=phones, links=links, organizations=organizations)


def slipped(rng: random.Random, name: str) -> str:
    """One character missing, doubled, beside the right key or changed with the next; rarely the first."""
    at = rng.randrange(len(name)) if rng.random() < 0.15 else rng.randrange(1, len(name))
    if not name[at].isalpha():
        return name[:at] + name[at + 1 :] if rng.random() < 0.2 else slipped(rng, name)
    how = rng.randrange(4)
    if how == 0:
        return name[:at] + name[at + 1 :]
    if how == 1:
        return name[:at] + name[at] + name[at:]
    if how == 2:
        return name[:at] + NEIGHBOURS.get(name[at].lower(), "e") + name[at + 1 :]
    return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def rewritten_phone(rng: random.Random, phone: str) -> str:
    """The same number as it is typed elsewhere; a Czech one also as at home."""
    forms = [
        phone.replace(" ", ""),
        phone.replace("+", "00"),
        phone.replace(" ", "-"),
        f"tel:{phone.replace(' ', '')}",
    ]
    if phone.startswith("+420"):
        forms += [phone.removeprefix("+420 "), phone.removeprefix("+420 ").replace(" ", "")]
    return rng.choice(forms)


def rewritten_email(rng: random.Random, email: str) -> str:
    """The same mailbox as it is typed elsewhere."""
    return rng.choice([email, email.upper(), email.capitalize(), f" {email} ", f"mailto:{email}"])


def rewritten_company(rng: random.Random, company: str) -> str:
    """The same company as somebody else writes it."""
    bare = " ".join(company.replace(",", " ").split()[:2])
    return rng.choice(
        [
            company,
            bare,
            bare.upper(),
            f"{bare} International",
            bare.replace(" ", ""),
            slipped(rng, company),
        ]
    )


def zipf_name(rng: random.Random, names: tuple[str, ...]) -> str:
    """One of these, without its short form."""
    return rng.choice(names).partition("/")[0]
