"""Somebody whose name is one long word: no page about them scrolls sideways."""

from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import check_accessibility, sign_in
from tests.support import notebooks

NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren" * 2


def test_a_name_of_one_long_word_fits_every_page_about_its_owner(
    visitor: Visitor, install: Install
) -> None:
    with install.app.app_context():
        public_id = notebooks.person(
            notebooks.notebook(),
            NAME,
            email=f"{NAME[:50]}@example.org",
            headline=NAME,
            company=NAME,
        )
    sign_in(visitor)
    for path in ("/today", "/people", f"/people/{public_id}", f"/people/{public_id}/details"):
        visitor.visit(path)
        check_accessibility(visitor)
