"""Whatever shows one person another's notebook or check-ins is read through an action that writes the access log."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, modules, parsed

TELLING = {"mentorhub.reviews.queries.review_queue", "mentorhub.workspace.queries.sharing"}
RE_EXPORTING = "mentorhub.workspace.queries"
# Their public names: those that show something of a mentee, and those that do not, with what they hold.
NOTIFIED = {"mentees", "review_queue", "check_in_for_review", "shared_people", "shared_counts"}
HARMLESS = {
    "check_ins_to_read": "how many check-ins wait, and none of them",
    "mentorship_of_check_in": "an id, to whoever may read its check-in",
    "is_readable": "a condition, no answer",
    "grants_for": "what may be seen, before anything is",
    "current_grant": "what may be seen, before anything is",
}
# Reads of the viewer's own, by module of the two packages:
OWN = {
    "mentorhub.reviews.queries.account_closing": "how many check-ins the viewer wrote; ids for the periodic task",
    "mentorhub.reviews.queries.check_ins": "the mentee's own weeks",
    "mentorhub.reviews.queries.data_export": "the mentee's own weeks, to take away",
    "mentorhub.reviews.queries.landing": "what the viewer is, and where they begin",
    "mentorhub.workspace.queries.tags": "the viewer's own words",
    "mentorhub.workspace.queries.data_export": "the viewer's own notebook, to take away",
    "mentorhub.workspace.queries.exported_people": "the viewer's own people, to take away",
    "mentorhub.workspace.queries.cards": "the viewer's own people, to take away",
    "mentorhub.workspace.queries.account_closing": "whether the viewer shared anything; ids for the periodic task",
    "mentorhub.workspace.queries.consent": "the mentee's own choices and log",
    "mentorhub.workspace.queries.today": "the viewer's own day",
    "mentorhub.workspace.queries.doubles": "who of the viewer's own may be there twice; ids for the periodic task",
    "mentorhub.workspace.queries.merges": "two of the viewer's own people side by side, and what was merged",
    "mentorhub.workspace.queries.similar": "who of the viewer's own people is like one that is typed",
    "mentorhub.workspace.queries.feeds": "the calendar that the viewer's own secret address opens",
    "mentorhub.workspace.queries.photos": "pictures of the viewer's own people; ids for the periodic task",
    "mentorhub.workspace.queries.listed": "the viewer's own people and plans, for a program of theirs",
    "mentorhub.workspace.queries.all_conversations": "the viewer's own history",
    "mentorhub.workspace.queries.bin": "what the viewer deleted; ids for the periodic task",
    "mentorhub.workspace.queries.conversations": "the viewer's own conversations",
    "mentorhub.workspace.queries.follow_ups": "one of the viewer's own plans",
    "mentorhub.workspace.queries.gives": "what the viewer gave and received",
    "mentorhub.workspace.queries.occasions": "where the viewer met people",
    "mentorhub.workspace.queries.removals": "how many the viewer removed, and whether one of their people is one",
    "mentorhub.workspace.queries.timeline": "the history of a person who was read already",
    "mentorhub.workspace.queries.imported": "ids and people of one notebook, for its own import",
    "mentorhub.workspace.queries.imports": "the viewer's own files",
    "mentorhub.workspace.queries.due": "who is due on the viewer's own day",
    "mentorhub.workspace.queries.evidence": "what one of the viewer's own people is weighed by",
    "mentorhub.workspace.queries.figures": "what is counted beside the viewer's own day",
    "mentorhub.workspace.queries.filters": "which of the viewer's own people",
    "mentorhub.workspace.queries.last_said": "what a list shows of people who were read already",
    "mentorhub.workspace.queries.lists": "the viewer's own people",
    "mentorhub.workspace.queries.rhythm": "who is due in the viewer's own notebook",
    "mentorhub.workspace.queries.mornings": "what the viewer's own email says; ids for the periodic task",
    "mentorhub.workspace.queries.morning_items": "rows that were read already, as plain values",
    "mentorhub.workspace.queries.reminders": "the one thing that a link of the owner's email names",
    "mentorhub.workspace.queries.meetings": "where the viewer met people, to take away",
    "mentorhub.workspace.queries.reach": "what a list shows of people who were read already",
    "mentorhub.workspace.queries.notebook": "whether the viewer has a notebook, and whose it is",
    "mentorhub.workspace.queries.pauses": "when the viewer's own notebook rests",
    "mentorhub.workspace.queries.search": "whom the viewer looks for among their own people; ids for the periodic task",
    "mentorhub.workspace.queries.searches": "the viewer's own saved searches",
    "mentorhub.workspace.queries.found": "why the viewer's own people were found",
    "mentorhub.workspace.queries.settings": "how the viewer's own notebook is set",
    "mentorhub.workspace.queries.persons": "one of the viewer's own people",
}
NOTING = {
    "mentorhub.reviews.actions.access_log",
    "mentorhub.workspace.actions.notebook",
    "mentorhub.reviews.queries.review_queue",  # asks for counts; itself asked only by `looking`
}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def test_every_read_of_the_two_packages_is_the_viewers_own_or_telling() -> None:
    found = {
        _dotted(path)
        for path in modules("mentorhub/reviews/queries", "mentorhub/workspace/queries")
        if path.name != "__init__.py"
    }
    assert found == set(OWN) | TELLING


@pytest.mark.parametrize("module", sorted(TELLING))
def test_every_name_of_a_telling_module_is_known(module: str) -> None:
    (path,) = (one for one in modules("mentorhub") if _dotted(one) == module)
    public = {
        node.name
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public <= NOTIFIED | set(HARMLESS)


def test_what_tells_of_a_mentee_is_asked_only_by_an_action_that_notes_it() -> None:
    asked = {
        f"{_dotted(path)}: {name}"
        for path in modules("mentorhub")
        for name in _asked(parsed(path))
        if _dotted(path) not in NOTING
    }
    assert asked == set()


def test_a_question_past_the_action_is_seen() -> None:
    for text in (
        "from mentorhub.reviews.queries import review_queue\nreview_queue.mentees(viewer=1)",
        "from mentorhub.workspace.queries.sharing import shared_people",
        "from mentorhub.workspace import queries\nqueries.shared_counts([], viewer=1)",
    ):
        assert len(list(_asked(ast.parse(text)))) == 1, text


def _asked(tree: ast.Module) -> Iterator[str]:
    """Names that show something of a mentee, imported from such a module or asked of one."""
    telling = {*TELLING, RE_EXPORTING}
    known: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if node.module in telling and alias.name in NOTIFIED:
                    yield alias.name
                if f"{node.module}.{alias.name}" in telling:
                    known.add(alias.asname or alias.name)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in known
            and node.attr in NOTIFIED
        ):
            yield node.attr
