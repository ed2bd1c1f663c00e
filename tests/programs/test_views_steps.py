"""The steps of upper packages come by a slot, in their order, and take the place of what programs shows meanwhile."""

from mentorhub.app import create_app
from mentorhub.programs.rules.setup import OWN, SetupItem, SetupStep, Step
from mentorhub.programs.views.steps import FIELDS, TITLES
from mentorhub.web import slots
from tests.conftest import dispose, settings_for
from tests.programs.test_views_setup import NORA, PAGE, lines_of, to_do
from tests.support import factories, opening


def test_every_step_and_field_has_its_words() -> None:
    assert set(TITLES) == set(Step)
    assert set(FIELDS) == {field for table in OWN.values() for field in table}


def test_a_step_of_an_upper_package_takes_its_place(database_url: str) -> None:
    app = create_app(settings_for(database_url))

    def stripe(*, found: object, viewer: object) -> SetupStep:
        item = SetupItem("a bank account", "https://stripe.example/x", is_there=False)
        return SetupStep(Step.PAYMENTS, "Stripe wants to know more.", item.url, (item,))

    def rehearsal(*, found: object, viewer: object) -> SetupStep:
        return SetupStep(Step.REHEARSAL, "Not tried yet.", "/practice/try")

    slots.fill(app, "setup", (stripe, rehearsal, lambda **_given: None))
    try:
        with app.app_context():
            opening.draft(opening.practice())
        client = app.test_client()
        factories.sign_in(client, NORA)
        page = client.get(PAGE).text
    finally:
        dispose(app)
    assert list(lines_of(page))[-3:] == ["payments", "rehearsal", "publication"]
    assert lines_of(page)["payments"] == "Stripe wants to know more."
    assert to_do(page) == {"A bank account": "https://stripe.example/x"}
