"""Forms about saved searches, and the words for why somebody was found."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from mentorhub.foundation.errors import Refusal
from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import line
from mentorhub.workspace.rules.indexing import Source
from mentorhub.workspace.rules.searches import (
    SAVED_MAX,
    SAVED_NAME_MAX,
    AsksForNothing,
    AsksTooMuch,
    SearchExists,
)

SOURCES: Mapping[Source, Any] = {
    Source.NAME: _l("Name"),
    Source.NICKNAME: _l("Nickname"),
    Source.HEADLINE: _l("What they do"),
    Source.ORGANIZATION: _l("Organisation"),
    Source.EMAIL: _l("Email"),
    Source.PHONE: _l("Phone"),
    Source.LINK: _l("Link"),
    Source.ADDRESS: _l("Address"),
    Source.CUSTOM: _l("Your own field"),
    Source.DAY: _l("A day to remember"),
    Source.MET_THROUGH: _l("Met through"),
    Source.OCCASION: _l("Where you met"),
    Source.TAG: _l("Tag"),
    Source.REMEMBER: _l("Worth remembering"),
    Source.PURPOSE: _l("Why you stay in touch"),
    Source.MET_HOW: _l("How you met"),
    Source.PRONUNCIATION: _l("How the name is said"),
    Source.FROM_WHERE: _l("Where it comes from"),
    Source.CONVERSATION: _l("Conversation"),
    Source.PRIVATE_NOTE: _l("Your note about them"),
    Source.GIVE: _l("Given or received"),
    Source.PROMISE: _l("Promise"),
    Source.FOLLOW_UP: _l("Follow-up"),
    Source.STAGE: _l("Reason for a stage"),
}


def why_not_saved(refusal: Refusal) -> str:
    """Why it was not saved, to stand beside the name."""
    if isinstance(refusal, AsksForNothing):
        return str(_("Please search or filter first. This list is everybody."))
    if isinstance(refusal, AsksTooMuch):
        return str(_("This list asks for too much to be kept. Please choose fewer filters."))
    if isinstance(refusal, SearchExists):
        return str(_("You have a search “%(name)s” already.", name=refusal.name))
    return str(
        _("A notebook keeps %(most)d searches. Please delete one of them first.", most=SAVED_MAX)
    )


class SearchNameForm(VersionedForm):
    """What a saved search is called."""

    name = line(
        _l("Name"), "search-name", SAVED_NAME_MAX, DataRequired(_l("A search needs a name."))
    )


class SaveSearchForm(FlaskForm):
    """A name for the list that is shown; `which` is its query string."""

    name = line(
        _l("A name for this search"),
        "save-name",
        SAVED_NAME_MAX,
        DataRequired(_l("A search needs a name.")),
    )
    which = HiddenField()
