"""Who asks, what each has, and the pages and accounts of those whose things are asked for."""

import datetime as dt
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import SignedInDevice, User, UserPhoto, WebAuthn
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.outbox import OutboxMail
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.workspaces import Workspace
from tests.isolation import notebook
from tests.support import courses, factories

# Who asks. All but the stranger have an account; all of those but `account_only` have a notebook of their own.
ACTORS = (
    "stranger",  # signed out
    "account_only",  # an account and nothing else
    "rival",  # owner of another practice
    "elsewhere",  # a mentee of that other practice
    "neighbour",  # another mentee of the same circle
    "colleague",  # another mentor of the practice
    "former",  # mentored this mentee until fifteen days ago, still a mentor of the practice
    "departed",  # a mentor who has left the practice, while a mentorship still names them
    "assistant",  # of the practice
)


def people_around(amara: courses.Course, bo: courses.Course) -> None:
    """Accounts, roles and mentorships of those who ask."""
    scene = amara.scene
    rival_practice, rival_id = factories.practice(
        mentor_email="rival@example.org", name="Elsewhere"
    )
    other = factories.program(rival_practice, rival_id, slug="elsewhere")
    ids = {name: factories.user(f"{name}@example.org", name.title()) for name in ACTORS[3:]}
    factories.user("account_only@example.org", "Account Only")
    factories.enrolled(other, ids["elsewhere"])
    factories.enrolled(scene, ids["neighbour"])
    for name in ("colleague", "former"):
        factories.give_authenticator(
            ids[name]
        )  # else the missing second factor would already refuse them
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        for name in ("colleague", "former", "departed", "assistant"):
            role = Role.ASSISTANT if name == "assistant" else Role.MENTOR
            session.add(
                Membership(
                    practice_id=scene.practice_id, user_id=ids[name], role=role, created_at=now
                )
            )
        owners = [rival_id, *ids.values()]
        session.add_all(Workspace(user_id=one, created_at=now) for one in owners)
        session.add_all(MailMorning(user_id=one, due_at=now) for one in owners)
        session.add(
            Mentorship(
                practice_id=scene.practice_id,
                enrolment_id=amara.enrolment_id,
                mentor_id=ids["former"],
                from_at=now - dt.timedelta(days=90),
                until_at=now - dt.timedelta(days=15),
            )
        )
        session.get_one(Mentorship, bo.mentorship_id).mentor_id = ids["departed"]


def account_of(session: Session, amara: courses.Course) -> None:
    """A photo, a device, a passkey and a token of the mentee's, and an email of the practice's that was given up."""
    now = clock.now()
    session.add(UserPhoto(user_id=amara.mentee_id, image=b"her face", created_at=now))
    session.add(
        SignedInDevice(
            user_id=amara.mentee_id,
            browser="Firefox",
            system="Linux",
            network="203.0.113.0/24",
            created_at=now,
            last_seen_at=now,
        )
    )
    session.add(
        WebAuthn(
            user_id=amara.mentee_id,
            name="Phone",
            credential_id=b"x",
            public_key=b"x",
            usage="first",
            backup_state=False,
            device_type="single_device",
            create_datetime=now,
            lastuse_datetime=now,
        )
    )
    made: dict[str, Any] = {"created_at": now, "expires_at": now + dt.timedelta(days=9)}
    opens = {"name": notebook.SECRET, "token_hash": "a" * 64, "scopes": "people:read"}
    session.add(ApiToken(user_id=amara.mentee_id, **made | opens))
    practices = OutboxMail.practice_id == amara.scene.practice_id
    mail = session.scalars(select(OutboxMail).where(practices).order_by(OutboxMail.id)).first()
    assert mail is not None
    mail.failed_at = now


def write_pages(amara: courses.Course, bo: courses.Course) -> None:
    """A draft, a page that waits and an answered one of Amara's, and Bo's, whose mentor then leaves."""
    with clock.moved(-dt.timedelta(weeks=2)):
        first = courses.sent(amara, week=1, words=notebook.WORDS)
    review_check_in(first, viewer=USER(amara.mentor_id), body=notebook.SECRET)
    courses.sent(amara, week=3, words=notebook.WORDS)
    courses.begun(amara, week=4, words=notebook.WORDS)
    courses.sent(bo, week=4, words=notebook.WORDS)
    with transaction(viewer=SYSTEM) as session:
        session.add_all(
            Grant(
                workspace_id=workspace_id,
                practice_id=mentorship.practice_id,
                mentorship_id=mentorship.id,
                created_at=mentorship.from_at,
            )
            for mentorship, workspace_id in session.execute(
                select(Mentorship, Workspace.id)
                .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
                .join(Workspace, Workspace.user_id == Enrolment.user_id)
                .where(~select(Grant.id).where(Grant.mentorship_id == Mentorship.id).exists())
            )
        )
        departed = select(User.id).where(User.email == "departed@example.org")
        session.execute(delete(Membership).where(Membership.user_id.in_(departed)))
