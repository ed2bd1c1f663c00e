"""What is written about a person, between the form's fields and `Details`."""

from dataclasses import asdict, replace
from typing import Any

from mentorhub.workspace.forms.people import PersonForm
from mentorhub.workspace.rules.details import Affiliation, Details, Labelled
from mentorhub.workspace.rules.rhythm import Tier

_FIELDS = {"name", "headline", "occasion", "met_on", "purpose", "remember"}


def by_field(details: Details) -> dict[str, Any]:
    """What is stored, as the form's fields hold it."""
    stored = {name: value for name, value in asdict(details).items() if name in _FIELDS}
    return stored | {
        "tier": details.tier.value,
        "closeness": str(details.closeness or ""),
        "company": details.affiliations[0].organization if details.affiliations else "",
        "email": details.emails[0].value if details.emails else "",
        "phone": details.phones[0].value if details.phones else "",
    }


def details_in(form: PersonForm, *, before: Details | None = None) -> Details:
    """What was typed; what has no field here stays as it was `before`."""
    before = before or Details("")
    company, email, phone = form.company.data, form.email.data, form.phone.data
    return replace(
        before,
        name=form.name.data,
        headline=form.headline.data or "",
        affiliations=((Affiliation(company),) if company else ()) + before.affiliations[1:],
        emails=((Labelled(email),) if email else ()) + before.emails[1:],
        phones=((Labelled(phone),) if phone else ()) + before.phones[1:],
        occasion=form.occasion.data or "",
        met_on=form.met_on.data,
        purpose=form.purpose.data or "",
        remember=form.remember.data or "",
        tier=Tier(form.tier.data),
        closeness=int(form.closeness.data) if form.closeness.data else None,
    )
