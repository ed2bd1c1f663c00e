"""Contact data and tags never leave a notebook: no page of any mentor shows them."""

from itertools import product

from flask import Flask

from mentorhub.foundation.database.viewers import USER
from mentorhub.workspace.actions.sharing import set_visibilities
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.sharing import Visibility
from tests.isolation import notebook
from tests.isolation.full_practice import everybody
from tests.support import factories
from tests.support.personas import address, behind

PERSON = {  # what may leave, or is no word about the person; how to reach them stands in tables of its own
    "id", "public_id", "workspace_id", "occasion_id", "name", "name_key", "given_name", "additional_name",
    "family_name", "name_prefix", "name_suffix", "nickname", "pronunciation", "headline", "met_on", "met_precision",
    "met_how", "met_through", "met_through_id", "purpose", "remember", "source", "source_note", "card_uid", "import_id",
    "card_lines", "tier", "cadence_days", "snoozed_until", "is_muted", "last_contact_on", "closeness", "closeness_on",
    "stage", "visibility", "form_key", "form_digest", "added_on", "created_at", "deleted_at",
}  # fmt: skip


def test_isolation_knows_every_column_of_a_person() -> None:
    assert {column.name for column in Person.__table__.columns} == PERSON


def test_isolation_keeps_contact_data_and_tags_from_every_page_of_a_mentor(app: Flask) -> None:
    everything = everybody(app)
    with app.app_context():
        set_visibilities(Visibility.NAMED, viewer=USER(everything.insiders["mentee"]))
    browsers = dict(everything.browsers)
    browsers["owner"] = app.test_client()
    factories.sign_in(browsers["owner"], "ines@example.org")
    named, looked = False, 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        kinds = behind(rule)
        for values in product(*(everything.names[kind] for kind in kinds.values())):
            for reader in ("owner", "colleague", "former", "assistant"):
                path = address(rule, dict(zip(kinds, values, strict=True)))
                text = browsers[reader].get(path).data.decode(errors="replace")  # or a picture
                assert notebook.PERSON_EMAIL not in text, (reader, rule.rule)
                assert "555 01 99" not in text, (reader, rule.rule)
                assert notebook.TAG not in text, (reader, rule.rule)
                named |= notebook.PERSON in text
                looked += 1
    assert named  # the mentor does see the people by name
    assert looked > 100
