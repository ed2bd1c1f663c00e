"""What the practice reads of its lines, and a mentee before an ending, is read by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from mentorhub.accounts.rules import Role
from mentorhub.enrolment import queries, rules
from mentorhub.foundation import clock
from mentorhub.foundation.database import APPLICANT, PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests import scenes
from tests.enrolment import desk
from tests.enrolment.line_up import claim, cohort, come, enrol, enrolment
from tests.scenes import Scene
from tests.till import Till

pytestmark = pytest.mark.usefixtures("in_app")


def _reads(scene: Scene, ada: int) -> list[Callable[[Viewer], Any]]:
    now = clock.now()
    at, line = enrolment(ada).public_id, cohort(scene).public_id
    return [
        lambda viewer: queries.kept_cohort(line, viewer=viewer),
        lambda viewer: queries.kept_applicant(at, viewer=viewer),
        lambda viewer: queries.line(scene.cohort_id, viewer=viewer, now=now, shown=None, page=1),
        lambda viewer: queries.story(ada, viewer=viewer),
        lambda viewer: queries.cancellation(scene.cohort_id, viewer=viewer, now=now),
    ]


def test_only_its_owner_and_mentors_read_a_line() -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    assistant, mentor = (scenes.user(f"{name}@example.org") for name in ("helper", "mentor"))
    desk.join(scene, assistant, Role.ASSISTANT)
    desk.join(scene, mentor, Role.MENTOR)
    _, rival = scenes.practice(mentor_email="rival@example.org", name="Another practice")
    others = (USER(assistant), USER(rival), claim(ada), APPLICANT(ada), PUBLIC, SYSTEM)
    for read in _reads(scene, ada):
        assert read(USER(scene.mentor_id))
        assert read(USER(mentor))
        for viewer in others:
            with pytest.raises(NotFound):
                read(viewer)


def test_every_member_of_its_practice_reads_a_roster_and_nobody_else() -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    assistant = scenes.user("helper@example.org")
    desk.join(scene, assistant, Role.ASSISTANT)
    _, rival = scenes.practice(mentor_email="rival@example.org", name="Another practice")
    others = (USER(rival), claim(ada), APPLICANT(ada), PUBLIC, SYSTEM)
    at, now = cohort(scene).public_id, clock.now()
    reads: list[Callable[[Viewer], Any]] = [
        lambda viewer: queries.seen_cohort(at, viewer=viewer),
        lambda viewer: queries.roster(scene.cohort_id, viewer=viewer, now=now, shown=None, page=1),
    ]
    for read in reads:
        assert read(USER(scene.mentor_id))
        assert read(USER(assistant))
        for viewer in others:
            with pytest.raises(NotFound):
                read(viewer)


def test_an_applicant_with_the_number_of_a_mentor_is_no_mentor() -> None:
    scene = scenes.scene()
    with pytest.raises(NotFound):
        queries.lines(viewer=APPLICANT(scene.mentor_id), now=clock.now(), page=1)


def test_before_a_withdrawal_only_its_mentee_reads_what_comes_back(stripe: Till) -> None:
    scene = scenes.scene()
    ada, ben = enrol(stripe, scene, "ada"), come(scene, "ben")
    now = clock.now()
    assert queries.withdrawal(ada, viewer=APPLICANT(ada), now=now).back_minor == 64000
    viewer = claim(ada)
    assert queries.withdrawal(ada, viewer=viewer, now=now).back_minor == 64000
    for other in (APPLICANT(ada), APPLICANT(ben), USER(scene.mentor_id), PUBLIC):
        with pytest.raises(NotFound):
            queries.withdrawal(ada, viewer=other, now=now)
    with pytest.raises(rules.PlaceEnded):
        queries.withdrawal(ben, viewer=APPLICANT(ben), now=now)


def test_only_the_holder_of_a_link_asks_whose_seat_it_is() -> None:
    ada = come(scenes.scene(), "ada")
    assert queries.owner_of(ada, viewer=APPLICANT(ada)) is None
    user = claim(ada)
    assert queries.owner_of(ada, viewer=APPLICANT(ada)) == user.id
    with pytest.raises(NotFound):
        queries.owner_of(ada, viewer=PUBLIC)
