"""Which program wrote a table."""

import pytest

from mentorhub.workspace.importers import dialects
from mentorhub.workspace.importers.columns import columns
from mentorhub.workspace.importers.records import Format


@pytest.mark.parametrize(
    ("header", "wrote"),
    [
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", Format.LINKEDIN_CSV),
        ("First Name,Last Name,Email Address,Company,Position,Connected On", Format.LINKEDIN_CSV),
        ("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am", Format.LINKEDIN_CSV),
        ("Nombre,Apellidos,URL,Correo electrónico,Empresa,Cargo,Conectado el", Format.LINKEDIN_CSV),
        ("Nome,Sobrenome,URL,E-mail,Empresa,Cargo,Conectado em", Format.LINKEDIN_CSV),
        ("Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op", Format.LINKEDIN_CSV),
        ("Förnamn,Efternamn,URL,E-postadress,Företag,Befattning,Ansluten den", Format.LINKEDIN_CSV),
        ("Fornavn,Efternavn,URL,E-mailadresse,Virksomhed,Stilling,Forbundet den", Format.LINKEDIN_CSV),
        ("Jméno,Příjmení,URL,E-mailová adresa,Společnost,Pozice,Datum spojení", Format.LINKEDIN_CSV),
        ("Ad,Soyad,URL,E-posta Adresi,Şirket,Pozisyon,Bağlantı Tarihi", Format.LINKEDIN_CSV),
        ("Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Data del collegamento", Format.LINKEDIN_CSV),
        ("First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value", Format.GOOGLE_CSV),
        ("First Name,Phonetic First Name,Labels", Format.GOOGLE_CSV),
        ("Name,Given Name,Group Membership", Format.GOOGLE_CSV_OLD),
        ("Name,E-mail 1 - Type,E-mail 1 - Value", Format.GOOGLE_CSV_OLD),
        ("First Name,Last Name,E-mail Address,Home Street,Business Street,Given Yomi", Format.OUTLOOK_CSV),
        ("First Name,Last Name,E-mail Address,Home Street,Business Street,Keywords", Format.OUTLOOK_CSV_CLASSIC),
        ("Prénom,Nom,Adresse de messagerie,Rue (bureau),Ville (domicile)", Format.OUTLOOK_CSV_CLASSIC),
        ("First Name,Display Name,Primary Email,Secondary Email", Format.THUNDERBIRD_CSV),
        ("Vorname,Nachname,Primäre E-Mail-Adresse,Geburtsjahr,Geburtsmonat,Geburtstag", Format.THUNDERBIRD_CSV),
        ("Name,Email,Phone", Format.CSV),
        ("First Name,Last Name,Email,Home Street", Format.CSV),
    ],
)  # fmt: skip
def test_a_header_shows_who_wrote_it(header: str, wrote: Format) -> None:
    names = header.split(",")
    assert dialects.of(names, columns(names)) is wrote
