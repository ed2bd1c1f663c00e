"""The steps to a first programme in words, each with the addresses of its fields; those of upper packages by a slot."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.queries.setup import Setup
from mentorhub.programs.rules.setup import OWN, SetupItem, SetupStep, Step
from mentorhub.web import slots

# Pages of the editors; each field has its id there.
NEW_PROGRAM = "/practice/programs/new?practice={practice}"
EDIT_PROGRAM = "/practice/programs/{program}/edit"
NEW_COHORT = "/practice/programs/{program}/cohorts/new"
EDIT_COHORT = "/practice/cohorts/{cohort}/edit"

TITLES = {
    Step.PROFILE: _l("Profile and photo"),
    Step.PROGRAM: _l("Programme"),
    Step.COHORT: _l("Cohort, seats and price"),
    Step.POLICY: _l("Refund policy and terms"),
    Step.PAYMENTS: _l("Stripe"),
    Step.REHEARSAL: _l("Try it"),
    Step.PUBLICATION: _l("Publish"),
}
FIELDS = {
    "about_md": _l("words about your practice"),
    "place_name": _l("your place"),
    "photo": _l("your photo"),
    "factor": _l(
        "a second step when you sign in, which is asked for before you see anything of a mentee’s"
    ),
    "title": _l("a title"),
    "promise": _l("the promise, which is the page’s heading"),
    "summary": _l("a summary"),
    "introduction": _l("an introduction"),
    "suits": _l("whom it suits"),
    "offer": _l("what is included"),
    "outline": _l("an outline, week by week"),
    "mentor": _l("who the mentor is"),
    "questions": _l("questions people ask"),
    "name": _l("the cohort’s name"),
    "seats": _l("at least one seat"),
    "closes_at": _l("an end of enrolment that is still to come, at no other cohort’s time"),
    "ends_on": _l("a last day that is still to come"),
    "prices": _l("a price, which may be nothing"),
    "refund_policy": _l("a refund policy"),
    "terms": _l("terms that people agree to"),
    "privacy_md": _l("a privacy notice"),
    "imprint_md": _l("an imprint"),
}
_OWNERS = {
    "about_md",
    "place_name",
    "privacy_md",
    "imprint_md",
}  # fields that an owner alone changes


def steps(found: Setup, *, viewer: Viewer) -> list[SetupStep]:
    """Every step but the last, in their order; one of an upper package is left out while nobody fills it."""
    every = {step: _own(step, found) for step in OWN}
    for panel in slots.filling("setup"):
        given: SetupStep | None = panel(found=found, viewer=viewer)
        if given is not None:
            every[given.step] = given
    return [every[step] for step in Step if step in every]


def publication(found: Setup, listed: Sequence[SetupStep]) -> SetupStep:
    """The last step, which the others lead to."""
    missing = len(missing_in(listed))
    if found.is_public:
        line = _("“%(title)s” is public.", title=found.title)
    elif missing:
        line = ngettext(
            "%(num)s thing is still missing.", "%(num)s things are still missing.", missing
        )
    else:
        line = _("All that visitors need is there.")
    program = found.program_id
    url = url_for("programs.publish_program_page", public_id=program) if program else ""
    return SetupStep(Step.PUBLICATION, str(line), url)


def missing_in(listed: Sequence[SetupStep]) -> list[SetupItem]:
    """What has to be there before anything is public, step by step."""
    return [item for step in listed for item in step.missing]


def wished_in(listed: Sequence[SetupStep]) -> list[SetupItem]:
    """What would be good to have, step by step."""
    return [item for step in listed for item in step.wished]


def _own(step: Step, found: Setup) -> SetupStep:
    there = found.there.get(step, frozenset())
    items = tuple(
        SetupItem(str(FIELDS[field]), _address(field, step, found), field in there, is_needed)
        for field, is_needed in OWN[step].items()
    )
    return SetupStep(step, _line(step, items, found), _page(step, found), items)


def _line(step: Step, items: Sequence[SetupItem], found: Setup) -> str:
    """What is there, and what is missing, in one line."""
    if step != Step.PROFILE and not found.program_id:
        return str(_("No programme yet."))
    if step == Step.COHORT and not found.cohort_id:
        return str(_("No cohort yet."))
    missing = [one.words for one in items if one.is_needed and not one.is_there]
    wished = [one.words for one in items if not one.is_needed and not one.is_there]
    there = _(
        "%(there)s of %(all)s are there.", there=sum(one.is_there for one in items), all=len(items)
    )
    if missing:
        return f"{there} {_('Missing: %(what)s.', what='; '.join(missing))}"
    if wished:
        return f"{there} {_('Good to have: %(what)s.', what='; '.join(wished))}"
    return str(_("Everything is there."))


def _page(step: Step, found: Setup) -> str:
    practice, program = found.practice, found.program_id
    if step == Step.PROFILE:
        is_owner = practice.is_owner
        own = url_for("accounts.change_practice", practice=practice.public_id)
        return own if is_owner else url_for("accounts.show_account")
    if not program:
        return NEW_PROGRAM.format(practice=practice.public_id)
    if step != Step.COHORT:
        return EDIT_PROGRAM.format(program=program)
    if not found.cohort_id:
        return NEW_COHORT.format(program=program)
    return EDIT_COHORT.format(cohort=found.cohort_id)


def _address(field: str, step: Step, found: Setup) -> str:
    """The very field's; '' where the reader may not change it."""
    if field in _OWNERS and not found.practice.is_owner:
        return ""
    if field == "photo":
        return url_for("accounts.show_account", _anchor="face")
    if field == "factor":
        return url_for("accounts.list_factors", next=url_for("programs.show_setup"))
    if field in {"privacy_md", "imprint_md"}:
        practice = found.practice.public_id
        return url_for("programs.change_notices", practice=practice, _anchor=field)
    is_there = (
        step == Step.PROFILE or found.program_id
    )  # else the page is another, without this field
    return f"{_page(step, found)}#{field}" if is_there else _page(step, found)
