"""Cards of every dialect, as the people in them would read them."""

import base64

import pytest

from mentorhub.workspace.importers.records import Format, Problem, Record
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
)
from tests.support.contact_files import read

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/2Q=="
)
GIF = base64.b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=")
DIALECTS = {
    "android_2_1.vcf": [
        Record(
            1,
            name="Dr. Jürgen Müller",
            given_name="Jürgen",
            family_name="Müller",
            prefix="Dr.",
            nickname="Jojo",
            pronunciation="Yürgen",
            emails=(Labelled("juergen@mueller.example", "home"),),
            phones=(
                Labelled("+49 170 555 0101", "mobile"),
                Labelled("+49 30 555 0102", "work fax"),
            ),
            affiliations=(Affiliation("Bäckerei Müller", "Meister", "Verkauf"),),
            birthday=PartialDate(11, 2, 1971),
            events=(
                DatedEvent("anniversary", PartialDate(6, 15)),
                DatedEvent("Meisterbrief", PartialDate(9, 30, 2011)),
            ),
            note="Erster Satz über Brot.\nZweiter Satz: Dinkel.\nDritter.",
            customs=(Custom("spouse", "Petra"),),
        ),
        Record(
            2,
            name="Werkstatt",
            given_name="Werkstatt",
            phones=(Labelled("030 555 0199", "home"),),
            photo=JPEG,
        ),
    ],
    "apple_3_0.vcf": [
        Record(
            1,
            name="Amara Okafor",
            given_name="Amara",
            additional_name="Ngozi",
            family_name="Okafor",
            nickname="Ama",
            pronunciation="ah-MAH-rah oh-KAH-for",
            emails=(
                Labelled("amara@harmattan.example", "work"),
                Labelled("amara.private@mail.example", "other"),
            ),
            phones=(
                Labelled("+234 803 555 0100", "mobile"),
                Labelled("+44 7700 900123", "mobile"),
                Labelled("+44 20 7946 0321", "Flat in London"),
            ),
            links=(
                Labelled("https://harmattan.example/amara", "website"),
                Labelled("http://www.linkedin.com/in/amara-okafor", "linkedin"),
                Labelled("skype:amara.okafor", "Skype"),
            ),
            addresses=(
                Address(
                    label="home",
                    street="12 Kingsway Road\nIkoyi",
                    city="Lagos",
                    postal_code="101233",
                    country="Nigeria",
                ),
            ),
            affiliations=(Affiliation("Harmattan Foundation", "Programme Lead", "Grants, West"),),
            birthday=PartialDate(5, 2),
            events=(
                DatedEvent("anniversary", PartialDate(10, 8, 2016)),
                DatedEvent("Joined the board", PartialDate(1, 14, 2019)),
            ),
            note="Met at the Lisbon conference; likes tea, long walks\nand a good argument.",
            tags=("Grants, large", "Choir"),
            customs=(Custom("twitter", "amara_o"), Custom("spouse", "Chidi Okafor")),
            uid="8B7F3C1E-0001-4A4A-9E9E-000000000001",
            raw=("X-ABShowAs:COMPANY",),
        ),
    ],
    "version_4_0.vcf": [
        Record(
            1,
            name="Ilse van der Meer",
            given_name="Ilse Johanna",
            family_name="van der Meer",
            suffix="MSc",
            nickname="Ils, Il",
            emails=(Labelled("ilse@kade.example", "work"),),
            phones=(
                Labelled("+31-20-555-0142 ext. 7", "work"),
                Labelled("+31-6-5550142", "mobile"),
            ),
            links=(
                Labelled("https://kade.example/ilse", "work"),
                Labelled("https://social.example/@ilse", "mastodon"),
                Labelled("@ilse@social.example", "mastodon"),
                Labelled("xmpp:ilse@chat.example"),
            ),
            addresses=(
                Address(
                    label="work",
                    street="Oosterdok 3",
                    po_box="12",
                    city="Amsterdam",
                    region="Noord-Holland",
                    postal_code="1011 AD",
                    country="Nederland",
                    formatted="Kade BV\nPostbus 12\n1000 AA Amsterdam",
                ),
            ),
            affiliations=(
                Affiliation("Kade BV", "Directeur", "Havens"),
                Affiliation("Stichting Tij", "Bestuurslid"),
            ),
            birthday=PartialDate(4, 12),
            events=(DatedEvent("anniversary", PartialDate(8, 8, 2009)),),
            note="Sprak over: sluizen",
            tags=("haven", "bestuur"),
            customs=(Custom("co-worker", "Please contact my assistant Jane"),),
            uid="4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
            photo=GIF,
            raw=(
                "RELATED;TYPE=friend:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "GENDER:F",
                "LANG;PREF=1:nl",
                "GEO:geo:52.37\\,4.90",
                "X-KADE-NUMBER;TYPE=internal:00142",
                "PHOTO:https://kade.example/ilse.jpg",
            ),
        ),
        Record(
            2,
            name="Havenvrienden",
            raw=("KIND:group", "MEMBER:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"),
            problem=Problem.GROUP,
        ),
        Record(
            3,
            name="Stichting Tij",
            affiliations=(Affiliation("Stichting Tij"),),
            customs=(Custom("birthday", "circa 1800"),),
            raw=("KIND:org",),
        ),
    ],
    "outlook_2_1.vcf": [
        Record(
            1,
            name="Mme Océane Lefèvre",
            given_name="Océane",
            family_name="Lefèvre",
            prefix="Mme",
            emails=(Labelled("oceane@notaires.example"),),
            phones=(Labelled("+33 4 55 50 01 00", "work"), Labelled("+33 6 55 50 01 01", "mobile")),
            links=(Labelled("http://notaires.example", "work"),),
            addresses=(
                Address(
                    label="work",
                    street="12 rue de la République",
                    extended="Bureau 4",
                    city="Lyon",
                    postal_code="69002",
                    country="France",
                    formatted="12 rue de la République\n69002 Lyon",
                ),
            ),
            affiliations=(Affiliation("Société Générale d’Été", "Notaire", "Études"),),
            birthday=PartialDate(12, 30, 1979),
            events=(DatedEvent("anniversary", PartialDate(6, 21, 2008)),),
            note="Rendez-vous à Lyon\nPuis déjeuner",
            photo=JPEG,
            raw=('X-MS-OL-DESIGN:<card ver="1.0"/>',),
        ),
    ],
    "japanese_phone.vcf": [
        Record(
            1,
            name="山田太郎",
            given_name="太郎",
            family_name="山田",
            pronunciation="ﾀﾛｳ ﾔﾏﾀﾞ",
            phones=(Labelled("090-5550-0100", "mobile"),),
        ),
    ],
    "utf16.vcf": [
        Record(1, name="Ελένη Παππά", phones=(Labelled("+30 21 0555 0100"),)),
    ],
}
ENCODINGS = {
    "android_2_1.vcf": "utf-8",
    "apple_3_0.vcf": "utf-8",
    "version_4_0.vcf": "utf-8",
    "outlook_2_1.vcf": "windows-1252",
    "japanese_phone.vcf": "shift_jis",
    "utf16.vcf": "utf-16le",
}


@pytest.mark.parametrize("name", DIALECTS)
def test_each_dialect_is_read_whole(name: str) -> None:
    assert read(name).records == DIALECTS[name]


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_file_says_what_it_was(name: str) -> None:
    found = read(name)
    assert (found.format, found.encoding, found.columns) == (Format.VCARD, ENCODINGS[name], ())
