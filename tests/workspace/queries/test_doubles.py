"""Pairs a page at a time, the surest first, each with what tells the two apart; merges that can still be undone."""

import pytest

from mentorhub.foundation import clock
from mentorhub.workspace import periodic
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.doubles import dismiss_pair
from mentorhub.workspace.queries.doubles import PAGE, doubles, open_pairs
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.bin import KEPT, Thing
from tests.support import merging, notebooks
from tests.support.counting import queries_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_a_page_holds_so_many_pairs_in_as_many_queries_as_one() -> None:
    viewer = notebooks.notebook()
    for number in range(PAGE + 1):
        for name in (f"Jana {chr(97 + number) * 5}ova", f"Jana {chr(97 + number) * 5}ova"):
            notebooks.person(viewer, name, email=f"j{number}@example.org", company="Mill")
    assert doubles(viewer=viewer, page=1, dismissed_page=1).is_stale
    assert periodic.find_doubles() == 0
    with queries_of() as many:
        page = doubles(viewer=viewer, page=1, dismissed_page=1)
    assert (page.open.total, len(page.open.rows), page.is_stale) == (PAGE + 1, PAGE, False)
    assert (page.open.rows[0].one.company, page.open.rows[0].other.email[:1]) == ("Mill", "j")
    with queries_of() as one:
        last = doubles(viewer=viewer, page=99, dismissed_page=99)
    assert (last.open.first, last.open.last) == (PAGE + 1, PAGE + 1)
    assert len(one) == len(many)
    assert open_pairs(viewer=viewer) == PAGE + 1


def test_what_was_dismissed_stands_apart_and_a_persons_page_names_who_may_be_them() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    periodic.find_doubles()
    ((other, reasons),) = person(jana, viewer=viewer, now=clock.now()).doubles
    assert (other.public_id, reasons.split(",")[0]) == (double, "same_email")
    assert person(double, viewer=viewer, now=clock.now()).doubles[0][0].public_id == jana
    dismiss_pair(jana, double, viewer=viewer)
    page = doubles(viewer=viewer, page=1, dismissed_page=1)
    assert (page.open.total, page.dismissed.total, page.merges) == (0, 1, [])
    assert not person(jana, viewer=viewer, now=clock.now()).doubles


def test_a_merge_is_named_until_it_can_be_undone_no_more() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging.merge(viewer, jana, double)
    (found,) = doubles(viewer=viewer, page=1, dismissed_page=1).merges
    assert (found.kept, found.other) == ("Jana Novák", "Jana Nováková")
    assert found.until == notebooks.today() + KEPT
    assert person(jana, viewer=viewer, now=clock.now()).merges == [found]
    delete_thing(Thing.PERSON, jana, viewer=viewer)
    assert doubles(viewer=viewer, page=1, dismissed_page=1).merges == []
