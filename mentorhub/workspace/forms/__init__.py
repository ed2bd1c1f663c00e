"""The notebook's forms, split by noun, and the words for what can be chosen in them; all named here."""

from mentorhub.workspace.forms.conversations import InteractionForm, StageForm
from mentorhub.workspace.forms.follow_ups import FollowUpForm
from mentorhub.workspace.forms.people import (
    GroupForm,
    NamesForm,
    PersonDetailsForm,
    PersonForm,
    VisibilityForm,
)
from mentorhub.workspace.forms.promises import PromiseForm
from mentorhub.workspace.forms.tags import ManyTagsForm, NewPersonForm, TagForm, TagsForm, why_not
from mentorhub.workspace.forms.words import KINDS, STAGES, TIERS, VISIBILITIES

__all__ = [
    "KINDS",
    "STAGES",
    "TIERS",
    "VISIBILITIES",
    "FollowUpForm",
    "GroupForm",
    "InteractionForm",
    "ManyTagsForm",
    "NamesForm",
    "NewPersonForm",
    "PersonDetailsForm",
    "PersonForm",
    "PromiseForm",
    "StageForm",
    "TagForm",
    "TagsForm",
    "VisibilityForm",
    "why_not",
]
