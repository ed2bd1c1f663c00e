"""The name of one column, in the languages of many programs."""

import pytest

from mentorhub.workspace.importers import headers
from mentorhub.workspace.importers.headers import Meaning


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("E-mail 2 Address", "email address"),
        ("emailAddress", "email address"),
        ("E-Mail: Adresse", "email adresse"),
        ("Straße geschäftlich 2", "strasse geschaftlich"),
        ("  PŘÍJMENÍ\u00a0", "prijmeni"),
        ("Şehir", "sehir"),
        ("linkedin_url", "linkedin url"),
        ("123 / -", ""),
    ],
)
def test_a_name_is_folded_into_its_words(name: str, words: str) -> None:
    assert headers.words_of(name) == words


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("First Name", Meaning("given_name")),
        ("Prénom", Meaning("given_name")),
        ("Příjmení", Meaning("family_name")),
        ("2. křestní jméno", Meaning("additional_name")),
        ("Nom", Meaning("any_name")),
        ("Titre", Meaning("any_title")),
        ("Conectado em", Meaning("met_on")),
        ("Data del collegamento", Meaning("met_on")),
        ("Kontakt siden", Meaning("met_on")),
        ("Bağlantı Tarihi", Meaning("met_on")),
        ("Correo electrónico", Meaning("email")),
        ("電子メール アドレス", Meaning("email")),
        ("workEmail", Meaning("email", "work")),
        ("E-Mail geschäftlich", Meaning("email", "work")),
        ("Primäre E-Mail-Adresse", Meaning("email")),
        ("Company Email", Meaning("email", "work")),
        ("Email opt out", Meaning("custom", "Email opt out")),
        ("Mobil-Tel.-Nr.", Meaning("phone", "mobile")),
        ("Hochzeitstag", Meaning("event", "anniversary")),
        ("Phone 2 - Value", Meaning("phone", "", "phone 2")),
        ("E-mail 1 - Label", Meaning("label", "", "email 1")),
        ("E-mail 1 - Type", Meaning("label", "", "email 1")),
        ("Address 1 - Extended Address", Meaning("extended", "", "address 1")),
        ("Organization 1 - Job Description", Meaning("ignore", "", "organization 1")),
        ("Home Phone 2", Meaning("phone", "home")),
        ("Telefon privat", Meaning("phone", "home")),
        ("Téléphone 2 (bureau)", Meaning("phone", "work")),
        ("Télécopie (domicile)", Meaning("phone", "home fax")),
        ("Telefoon op werk", Meaning("phone", "work")),
        ("Teléfono del trabajo", Meaning("phone", "work")),
        ("Mobiltelefon", Meaning("phone", "mobile")),
        ("Particular", Meaning("phone", "home")),
        ("Work", Meaning("phone", "work")),
        ("Business Country/Region", Meaning("country", "work", "work address")),
        ("Land/Region privat", Meaning("country", "home", "home address")),
        ("Dép/Région (bureau)", Meaning("region", "work", "work address")),
        ("Provincia o estado de trabajo", Meaning("region", "work", "work address")),
        ("Werkadres 2, straat", Meaning("street", "work", "work address")),
        ("Weiterer Ort", Meaning("city", "other", "other address")),
        ("Città (uff.)", Meaning("city", "work", "work address")),
        ("PSČ (zam.)", Meaning("postal_code", "work", "work address")),
        ("Home Address PO Box", Meaning("po_box", "home", "home address")),
        ("Adres służbowy - ulica", Meaning("street", "work", "work address")),
        ("Rua do endereço comercial", Meaning("street", "work", "work address")),
        ("City", Meaning("city", "", " address")),
        ("Sensitivity", Meaning("ignore")),
        ("E-Mail: Angezeigter Name", Meaning("ignore")),
        ("", Meaning("ignore")),
        ("Assistant's  Phone", Meaning("custom", "Assistant's Phone")),
        ("Introduced By", Meaning("custom", "Introduced By")),
        ("Lieblingstee", Meaning("custom", "Lieblingstee")),
    ],
)
def test_a_column_means_what_its_name_says(name: str, meaning: Meaning) -> None:
    assert headers.meaning(name) == meaning


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("Vorname", True),
        ("Photo", True),
        ("Home Street", True),
        ("Lieblingstee", False),
        ("ada@mail.example", False),
        ("", False),
    ],
)
def test_names_of_columns_are_told_from_values(name: str, is_known: bool) -> None:
    assert headers.is_known(name) is is_known
