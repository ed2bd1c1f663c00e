"""Who came while an import waited, and who was written about since it came."""

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.imports import apply_import
from mentorhub.workspace.periodic import run_imports
from mentorhub.workspace.rules.details import Labelled
from mentorhub.workspace.rules.imports import Result
from tests.support import importing, notebooks
from tests.support.importing import everybody, linkedin, look, page

pytestmark = pytest.mark.database


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    return notebooks.notebook()


def test_somebody_typed_while_the_file_waited_is_filled_up_and_not_doubled(amara: Viewer) -> None:
    public_id = look(amara, linkedin("Ada Lovelace"))
    link = "https://www.linkedin.com/in/ada-lovelace"
    notebooks.person(amara, "Ada Lovelace", links=(Labelled(link),))
    apply_import(public_id, viewer=amara)
    assert run_imports() == 0
    assert len(everybody(amara)) == 1
    assert everybody(amara)["Ada Lovelace"].affiliations[0].title == "Miller"
    assert page(amara, public_id).results[Result.UPDATED] == 1


def test_relatives_who_share_a_mailbox_are_two(amara: Viewer) -> None:
    public_id = look(amara, importing.LINKEDIN.encode() + b"Byron,King,,home@example.org,,,\r\n")
    notebooks.person(amara, "Ada Lovelace", email="home@example.org")
    apply_import(public_id, viewer=amara)
    assert run_imports() == 0
    assert list(everybody(amara)) == ["Ada Lovelace", "Byron King"]
