"""Counts for the mentor: right, few questions, nothing of anybody else."""

from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.workspace.actions.follow_ups import complete_follow_up
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.queries.sharing import Counts, shared_counts
from mentorhub.workspace.queries.today import today
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import factories, notebooks
from tests.support.counting import queries_of


def _mentee(scene: factories.Scene, number: int, *, people: int) -> int:
    """A mentorship whose mentee wrote down this many people and spoke with the first."""
    user_id = factories.user(f"mentee{number}@example.org")
    _enrolment_id, mentorship_id = factories.enrolled(scene, user_id)
    viewer = USER(user_id)
    open_workspace(viewer=viewer)
    ids = [
        notebooks.person(viewer, f"P {each}", met_on=notebooks.today()) for each in range(people)
    ]
    notebooks.talked(viewer, ids[0], 0, favour=Favour(Direction.GAVE))
    notebooks.talked(viewer, ids[0], 0, favour=Favour(Direction.RECEIVED))
    notebooks.talked(viewer, ids[0], 0, is_two_way=False)
    follow_up = today(viewer=viewer, now=clock.now()).coming[0]
    complete_follow_up(follow_up.public_id, viewer=viewer)
    return mentorship_id


def test_counts_are_of_each_mentee_alone(in_app: Flask) -> None:
    scene = factories.scene(seats=5)
    one, two = _mentee(scene, 1, people=1), _mentee(scene, 2, people=3)
    found = shared_counts([one, two], viewer=USER(scene.mentor_id), now=clock.now())
    assert found == {
        one: Counts(people=1, given=1, received=1, conversations=3, follow_ups_done=1),
        two: Counts(people=3, given=1, received=1, conversations=5, follow_ups_done=1),
    }


def test_a_mentee_without_a_notebook_is_left_out(in_app: Flask) -> None:
    scene = factories.scene()
    _enrolment_id, mentorship_id = factories.enrolled(scene, factories.user("amara@example.org"))
    viewer = USER(scene.mentor_id)
    assert shared_counts([mentorship_id], viewer=viewer, now=clock.now()) == {}
    assert shared_counts([], viewer=viewer, now=clock.now()) == {}


def test_more_mentees_ask_no_more_questions(in_app: Flask) -> None:
    scene = factories.scene(seats=9)
    mentorships = [_mentee(scene, number, people=1) for number in range(3)]
    viewer = USER(scene.mentor_id)
    with queries_of() as few:
        shared_counts(mentorships[:1], viewer=viewer, now=clock.now())
    with queries_of() as many:
        shared_counts(mentorships, viewer=viewer, now=clock.now())
    assert len(few) == len(many) <= 7
