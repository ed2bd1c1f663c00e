"""The tables of a notebook: those that a mentor may look at with its owner, and those that are the owner's alone."""

from mentorhub.workspace.models.details import (
    Organization,
    PersonAddress,
    PersonAffiliation,
    PersonDay,
    PersonDetail,
    PersonPhoto,
    RemovedIdentity,
)
from mentorhub.workspace.models.doubles import PersonMerge, PersonPair
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SavedSearch, SearchPosting, SearchWord
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.workspaces import Pause, Workspace

OWNERS = (
    *(Tag, PersonTag, PersonDetail, PersonAddress, PersonDay, PersonPhoto),
    *(RemovedIdentity, Pause, ContactImport, ImportRow, PersonPair, PersonMerge),
    *(SearchWord, SearchPosting, SavedSearch),
)
SHOWN = (
    *(Workspace, Person, Interaction, Participant, FollowUp, Promise, Give, StageChange),
    *(Occasion, Organization, PersonAffiliation),
)
NOTEBOOK = (*SHOWN, *OWNERS)
