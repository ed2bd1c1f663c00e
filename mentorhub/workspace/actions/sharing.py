"""What the mentee shares: what each mentorship sees, many people at once, one note at a time."""

from sqlalchemy import func, select, update

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.tags import PersonTag
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.tags import own_tag
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.sharing import Visibility, may_access
from mentorhub.workspace.rules.stages import Stage


def share_people(mentorship_id: str, *, is_shared: bool, viewer: Viewer) -> None:
    """Open or close the viewer's people to one mentorship; the first time, the counts are opened too.

    Raises `NotFound` for another's mentorship, and for one whose time of access is over.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        mentorship = session.scalar(
            select(Mentorship)
            .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
            .where(Mentorship.public_id == mentorship_id, Enrolment.user_id == workspace.user_id)
        )
        if mentorship is None or not may_access(mentorship.until_at, is_paused=False, now=now):
            raise NotFound
        grant = session.scalar(
            select(Grant).where(
                Grant.workspace_id == workspace.id, Grant.mentorship_id == mentorship.id
            )
        )
        if grant is None:
            grant = Grant(
                workspace_id=workspace.id,
                practice_id=mentorship.practice_id,
                mentorship_id=mentorship.id,
                created_at=now,
            )
            session.add(grant)
        elif is_shared:
            grant.ended_at = (
                None  # a closed account ended it, and its owner has restored the account
            )
        grant.shares_people = is_shared


def set_visibilities(
    visibility: Visibility, *, occasion: str = "", tag: str = "", viewer: Viewer
) -> int:
    """How everybody appears to mentors, or everybody met at one occasion or bearing one tag; how many people that is.

    It takes the place of what was chosen for each before. Those whose page was closed stay as they are: no mentor
    sees them. `tag` is a public id; raises `NotFound` for anybody else's.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        meant = [Person.workspace_id == workspace.id, Person.stage != Stage.CLOSED]
        if occasion:
            met_there = select(Occasion.id).where(
                Occasion.workspace_id == workspace.id,
                Occasion.name_key == words.name_key(occasion),
            )
            meant.append(Person.occasion_id.in_(met_there))
        if tag:
            tag_id = own_tag(session, tag, workspace_id=workspace.id).id
            bearers = select(PersonTag.person_id).where(PersonTag.tag_id == tag_id)
            meant.append(Person.id.in_(bearers))
        count = session.scalar(select(func.count(Person.id)).where(*meant)) or 0
        session.execute(update(Person).where(*meant).values(visibility=visibility))
        return count


def share_note(public_id: str, *, is_shown: bool, viewer: Viewer) -> str:
    """Send the note of one conversation to the mentor, or take it back. Returns the person's public id.

    Raises `NotFound` for anybody else's, and for a conversation without a note.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = session.execute(
            select(Interaction, Person.public_id)
            .join(Interaction.participants)
            .join(Participant.person)
            .where(
                Interaction.public_id == public_id,
                Interaction.workspace_id == workspace.id,
                Interaction.note != "",
            )
            .order_by(Participant.id)
        ).first()
        if found is None:
            raise NotFound
        interaction, person_id = found
        if is_shown:
            interaction.show(now)
        else:
            interaction.keep_to_oneself()
        return str(person_id)
