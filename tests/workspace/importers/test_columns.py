"""What the columns of a header mean together."""

import pytest

from mentorhub.workspace.importers import columns
from mentorhub.workspace.importers.columns import Column, Field, guess

GIVEN, FAMILY, NAME, PREFIX, TITLE = (
    Field.GIVEN_NAME,
    Field.FAMILY_NAME,
    Field.NAME,
    Field.PREFIX,
    Field.TITLE,
)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Name", [NAME]),
        ("Name,Given Name,Family Name", [NAME, GIVEN, FAMILY]),
        ("Name,Vorname", [FAMILY, GIVEN]),
        ("Prénom,Nom", [GIVEN, FAMILY]),
        ("Nome,Sobrenome", [GIVEN, FAMILY]),
        ("Nombre,Apellidos", [GIVEN, FAMILY]),
        ("Jméno,Příjmení", [GIVEN, FAMILY]),
        ("Nom,Prénom,Nom", [NAME, GIVEN, FAMILY]),
        ("Title,Job Title", [PREFIX, TITLE]),
        ("Titre,Société,Titre", [PREFIX, Field.ORGANIZATION, TITLE]),
        ("Name,Title", [NAME, TITLE]),
        (
            "Geburtsjahr,Geburtsmonat,Geburtstag",
            [Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY],
        ),
        ("Aniversário", [Field.BIRTHDAY]),
        ("Cumpleaños,Aniversario", [Field.BIRTHDAY, Field.EVENT]),
        (
            "Birth Year,Birth Month,Birth Day",
            [Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY],
        ),
    ],
)
def test_a_word_with_two_meanings_is_settled_by_its_neighbours(
    header: str, fields: list[Field]
) -> None:
    assert guess(header.split(",")) == fields


def test_a_choice_takes_the_place_of_the_guess_and_keeps_its_label() -> None:
    header = ["Home Phone", "Tea", "Phone 1 - Value", "Tea day", "Rest"]
    chosen = [Field.EMAIL, Field.LINK, Field.CUSTOM, Field.EVENT]
    assert columns.columns(header, mapping=chosen) == [
        Column(Field.EMAIL, "home"),
        Column(Field.LINK),
        Column(Field.CUSTOM, "Phone 1 - Value", "phone 1"),
        Column(Field.EVENT, "Tea day"),
        Column(Field.IGNORE),
    ]


def test_only_names_of_columns_count() -> None:
    assert columns.known_words(["Vorname", "Tee", "", "E-Mail", "x" * 201]) == 2


def test_there_are_only_so_many_columns() -> None:
    assert len(columns.columns(["Name"] * 600)) == columns.COLUMNS_MAX
    assert columns.known_words(["Name"] * 600) == columns.COLUMNS_MAX
