"""What the practice reads of its lines, and a mentee before an ending, is read by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.queries import lines as lines_queries
from mentorhub.enrolment.queries.endings import cancellation, owner_of, withdrawal
from mentorhub.enrolment.queries.lines import lines
from mentorhub.enrolment.queries.managed import managed_applicant, managed_cohort, seen_cohort
from mentorhub.enrolment.queries.rosters import enrolment_history, roster
from mentorhub.enrolment.rules.refusals import PlaceEnded
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.support import factories, practice_pages
from tests.support.applicants import claim, cohort, enrol, enrolment, place_applicant, states
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _reads(scene: Scene, ada: int) -> list[Callable[[Viewer], Any]]:
    now = clock.now()
    at, line = enrolment(ada).public_id, cohort(scene).public_id
    return [
        lambda viewer: managed_cohort(line, viewer=viewer),
        lambda viewer: managed_applicant(at, viewer=viewer),
        lambda viewer: lines_queries.line(
            scene.cohort_id, viewer=viewer, now=now, shown=None, page=1
        ),
        lambda viewer: enrolment_history(ada, viewer=viewer, now=clock.now()),
        lambda viewer: cancellation(scene.cohort_id, viewer=viewer, now=now),
    ]


def test_only_its_owner_and_mentors_read_a_line() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    assistant, mentor = (factories.user(f"{name}@example.org") for name in ("helper", "mentor"))
    practice_pages.join(scene, assistant, Role.ASSISTANT)
    practice_pages.join(scene, mentor, Role.MENTOR)
    _, rival = factories.practice(mentor_email="rival@example.org", name="Another practice")
    others = (USER(assistant), USER(rival), claim(ada), APPLICANT(ada), PUBLIC, SYSTEM)
    for read in _reads(scene, ada):
        assert read(USER(scene.mentor_id))
        assert read(USER(mentor))
        for viewer in others:
            with pytest.raises(NotFound):
                read(viewer)


def test_every_member_of_its_practice_reads_a_roster_and_nobody_else() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    assistant = factories.user("helper@example.org")
    practice_pages.join(scene, assistant, Role.ASSISTANT)
    _, rival = factories.practice(mentor_email="rival@example.org", name="Another practice")
    others = (USER(rival), claim(ada), APPLICANT(ada), PUBLIC, SYSTEM)
    at, now = cohort(scene).public_id, clock.now()
    reads: list[Callable[[Viewer], Any]] = [
        lambda viewer: seen_cohort(at, viewer=viewer),
        lambda viewer: roster(scene.cohort_id, viewer=viewer, now=now, shown=None, page=1),
    ]
    for read in reads:
        assert read(USER(scene.mentor_id))
        assert read(USER(assistant))
        for viewer in others:
            with pytest.raises(NotFound):
                read(viewer)


def test_an_applicant_with_the_number_of_a_mentor_is_no_mentor() -> None:
    scene = factories.scene()
    with pytest.raises(NotFound):
        lines(viewer=APPLICANT(scene.mentor_id), now=clock.now(), page=1)


def test_before_a_withdrawal_only_its_mentee_reads_what_comes_back(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada, ben = enrol(stripe, scene, "ada"), place_applicant(scene, "ben")
    now = clock.now()
    assert withdrawal(ada, viewer=APPLICANT(ada), now=now).back_minor == 64000
    viewer = claim(ada)
    assert withdrawal(ada, viewer=viewer, now=now).back_minor == 64000
    for other in (APPLICANT(ada), APPLICANT(ben), USER(scene.mentor_id), PUBLIC):
        with pytest.raises(NotFound):
            withdrawal(ada, viewer=other, now=now)
    with pytest.raises(PlaceEnded):
        withdrawal(ben, viewer=APPLICANT(ben), now=now)


def test_only_the_holder_of_a_link_asks_whose_seat_it_is() -> None:
    ada = place_applicant(factories.scene(), "ada")
    assert owner_of(ada, viewer=APPLICANT(ada)) is None
    user = claim(ada)
    assert owner_of(ada, viewer=APPLICANT(ada)) == user.id
    with pytest.raises(NotFound):
        owner_of(ada, viewer=PUBLIC)


def _next_up(scene: Scene) -> int | None:
    found = lines_queries.line(
        scene.cohort_id, viewer=USER(scene.mentor_id), now=clock.now(), shown=None, page=1
    )
    return found.next_up.id if found.next_up else None


def test_the_line_names_who_gets_the_next_seat_and_that_is_who_gets_it() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    assert _next_up(scene) is None
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    assert _next_up(scene) == ben
    endings.leave(ada)
    assert states(ben, cleo) == ["held", "waiting"]
    assert _next_up(scene) == cleo
    endings.pass_offer(ben)
    assert states(ben, cleo) == ["waiting", "held"]
    assert _next_up(scene) == ben  # who passed is asked again at the next one
    endings.leave(cleo)
    assert states(ben) == ["held"]


def test_nobody_is_next_in_a_line_that_was_called_off() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    assert _next_up(scene) is None
