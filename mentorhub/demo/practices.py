"""How the demo's two mentors sign up, and how far the second has got with her practice."""

from sqlalchemy import select

from mentorhub.accounts.actions.practices import change_practice, create_practice
from mentorhub.accounts.models.people import User
from mentorhub.accounts.queries.practices import owned_profiles
from mentorhub.accounts.security.users import hashed, make_user
from mentorhub.demo.stories.plot import BegunPractice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.versions import version_of
from mentorhub.programs.actions.offers import create_program


def sign_up(*, email: str, name: str, zone: str, password: str) -> int:
    """A user whose address is confirmed; the id."""
    stored = hashed(password)
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        user = make_user(session, email=email, name=name, now=now, timezone=zone, confirmed_at=now)
        user.password = stored
        session.flush()
        return user.id


def user_id(email: str) -> int:
    """The id of the user who signed up with this address."""
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def describe(*, owner_id: int, about_md: str, place_name: str) -> None:
    """Say on the practice's page who the mentor is, and where."""
    practice = owned_profiles(viewer=USER(owner_id))[0]
    said = practice.chosen | {"about_md": about_md, "place_name": place_name}
    change_practice(practice.id, viewer=USER(owner_id), seen=version_of(practice.chosen), **said)


def begin(story: BegunPractice) -> None:
    """Open a practice, describe it and leave its first programme half written."""
    owner_id = user_id(story.email)
    practice_id = create_practice(
        name=story.name,
        email=story.email,
        owner_id=owner_id,
        currency=story.currency,
        timezone=story.zone,
    )
    describe(owner_id=owner_id, about_md=story.about_md, place_name=story.place_name)
    create_program(
        practice_id,
        viewer=USER(owner_id),
        slug=story.offer.slug,
        title=story.offer.title,
        mentor_name=story.mentor,
        texts=story.offer.texts,
    )
