"""What the addresses of one full practice are made of: the public ids of its rows, and links that open nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import SignedInDevice, UserPhoto, WebAuthn
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.enrolment.models.applicants import LINK, WELCOME, Enrolment
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.tables import HasPublicId
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.programs.models.inquiries import Inquiry, SavedReply
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction
from mentorhub.workspace.models.imports import ContactImport
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.models.workspaces import Pause


def worthless(seat: Enrolment) -> list[str]:
    """What a visitor might try who has seen a link of another kind, or one that opens nothing any more."""
    until = clock.now() + dt.timedelta(days=1)
    return [
        seat.public_id,
        links.sign(seat.public_id, seat.link_version + 1, purpose=LINK),
        links.sign_dated(seat.public_id, 0, purpose=WELCOME, until=until),
    ]


def ids_of(
    session: Session, table: type[HasPublicId] | type[WebAuthn], *conditions: object
) -> list[str]:
    found = select(table.public_id).where(*conditions).order_by(table.id)  # type: ignore[arg-type]
    return list(session.scalars(found))


def of_people(
    session: Session, insiders: Mapping[str, int], workspaces: Sequence[int]
) -> dict[str, list[str]]:
    """What is nobody's but a person's own."""
    ids = partial(ids_of, session)
    return {
        "device": ids(SignedInDevice, SignedInDevice.user_id.in_(insiders.values())),
        "api_token": ids(ApiToken, ApiToken.user_id.in_(insiders.values())),
        "photo": ids(UserPhoto, UserPhoto.user_id.in_(insiders.values())),
        "passkey": ids(WebAuthn, WebAuthn.user_id.in_(insiders.values())),
        "mail": ids(OutboxMail, OutboxMail.failed_at.is_not(None)),
        "code": ids(PromotionCode, PromotionCode.code == "SPRING-10"),
        "mail_kind": ["enrolment.offered"],
        "file": ["css/app.css"],
        "import": ids(ContactImport, ContactImport.workspace_id.in_(workspaces)),
        "picture": ids(PersonPhoto, PersonPhoto.workspace_id.in_(workspaces)),
        "person": ids(Person, Person.workspace_id.in_(workspaces)),
        "follow_up": ids(FollowUp, FollowUp.workspace_id.in_(workspaces)),
        "promise": ids(Promise, Promise.workspace_id.in_(workspaces)),
        "pause": ids(Pause, Pause.workspace_id.in_(workspaces)),
        "search": ids(SavedSearch, SavedSearch.workspace_id.in_(workspaces)),
        "tag": ids(Tag, Tag.workspace_id.in_(workspaces)),
        "group": [f"tag:{one}" for one in ids(Tag, Tag.workspace_id.in_(workspaces))],
        "list": [f"tag={one}" for one in ids(Tag, Tag.workspace_id.in_(workspaces))],
        "note": ids(Interaction, Interaction.workspace_id.in_(workspaces))[:3],
        "give": ids(Give, Give.workspace_id.in_(workspaces)),
        "occasion": ids(Occasion, Occasion.workspace_id.in_(workspaces)),
        "binned": in_bin(session, workspaces),
    }


def in_bin(session: Session, workspaces: Sequence[int]) -> list[str]:
    """What was deleted, a person first."""
    return [
        public_id
        for table in (Person, Promise)
        for public_id in session.scalars(
            select(table.public_id)
            .where(table.workspace_id.in_(workspaces), table.deleted_at.is_not(None))
            .order_by(table.id)
            .execution_options(**WITH_DELETED)
        )
    ]


def of_the_practice(session: Session, practice_id: int) -> dict[str, list[str]]:
    practice = session.get_one(Practice, practice_id)
    return {"practice": [practice.public_id], "practice_slug": [practice.slug]}


def of_inquiries(session: Session, practice_id: int, seat: Enrolment) -> dict[str, list[str]]:
    return {
        "intake_question": ids_of(
            session, IntakeQuestion, IntakeQuestion.practice_id == practice_id
        ),
        "inquiry": ids_of(session, Inquiry, Inquiry.practice_id == practice_id),
        "opening_link": [seat.public_id, seat.token],
        "inquiry_link": [seat.public_id, seat.token],  # links of other kinds open nothing here
        "reply": ids_of(session, SavedReply, SavedReply.practice_id == practice_id),
    }
