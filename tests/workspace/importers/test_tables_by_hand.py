"""Tables that people made or changed themselves: headers, encodings, delimiters, dates, mappings chosen by hand."""

import pytest

from mentorhub.workspace.importers import tables
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.importers.records import (
    File,
    FileEmpty,
    Format,
    NotContacts,
    Problem,
    Record,
    TooManyRecords,
)
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
)
from tests.support.contact_files import read

RECORDS = {
    "by_hand.csv": [
        Record(
            1,
            name="Anna Blum",
            emails=(Labelled("anna@blum.example"),),
            phones=(Labelled("+49 30 555 0100"),),
            addresses=(Address(city="Berlin"),),
            affiliations=(Affiliation("Blum KG"),),
            customs=(Custom("Lieblingstee", "Assam"),),
            occasion="Messe 2024",
        ),
        Record(2, name="Ben"),
    ],
    "no_header.csv": [
        Record(
            1,
            name="Anna Blum",
            emails=(Labelled("anna@blum.example"),),
            phones=(Labelled("+49 30 555 0100"),),
        ),
        Record(
            2,
            name="Ben Stern",
            emails=(Labelled("ben@stern.example"),),
            phones=(Labelled("+49 30 555 0101"),),
        ),
    ],
    "mixed_encodings.csv": [
        Record(1, name="Jürgen", affiliations=(Affiliation("Bäcker"),)),
        Record(2, name="José", affiliations=(Affiliation("Peña"),)),
        Record(3, name="Žofia", affiliations=(Affiliation("Nováková"),)),
    ],
    "old_mac.csv": [
        Record(
            1,
            name="Zoé Bérénice",
            given_name="Zoé",
            family_name="Bérénice",
            emails=(Labelled("zoe@ete.example"),),
            phones=(Labelled("+33 1 55 50 01 00"),),
            affiliations=(Affiliation("Été SA"),),
        ),
    ],
}
WRITTEN = {
    "by_hand.csv": ("utf-8", ";", True),
    "no_header.csv": ("utf-8", ",", False),
    "mixed_encodings.csv": ("windows-1252", ",", True),
    "old_mac.csv": ("macintosh", ",", True),
}


def table(*rows: str, **chosen: object) -> File:
    """A table with these rows."""
    return tables.read("\n".join([*rows, ""]).encode(), **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", RECORDS)
def test_what_people_write_is_read_whole(name: str) -> None:
    found = read(name)
    assert found.records == RECORDS[name]
    assert (found.encoding, found.delimiter, found.has_header) == WRITTEN[name]
    assert found.format is Format.CSV


def test_a_quote_that_is_not_closed_costs_no_row() -> None:
    found = read("unclosed_quote.csv").records
    assert len(found) == 502 and not any(one.problem for one in found)
    assert found[1] == Record(
        2, name="Bob", emails=(Labelled("bob@mail.example"),), note="never closed"
    )
    assert found[-1] == Record(502, name="P499", emails=(Labelled("p499@mail.example"),), note="ok")


def test_a_mapping_chosen_by_hand_takes_the_place_of_the_guess() -> None:
    header, row = "Name;E-Mail;Lieblingstee;Wann", "Anna;anna@blum.example;Assam;1.2.2020"
    chosen = [Field.FAMILY_NAME, Field.IGNORE, Field.NOTE, Field.EVENT]
    (found,) = table(header, row, mapping=chosen).records
    assert found == Record(
        1, name="Anna", family_name="Anna", note="Assam",
        events=(DatedEvent("Wann", PartialDate(2, 1, 2020)),),
    )  # fmt: skip


def test_a_mapping_may_be_shorter_than_the_header() -> None:
    (found,) = table("a,b,c", "Ada,x,y", mapping=[Field.NAME]).records
    assert found == Record(1, name="Ada")


@pytest.mark.parametrize(
    ("dates", "chosen", "isos", "read_as"),
    [
        (["4/5/2020", "13/5/2020"], None, ["2020-05-04", "2020-05-13"], True),
        (["4/5/2020", "5/13/2020"], None, ["2020-04-05", "2020-05-13"], False),
        (["4/5/2020"], None, ["2020-04-05"], False),
        (["4/5/2020"], True, ["2020-05-04"], True),
        (["4.5.2020"], None, ["2020-05-04"], None),
        (["5/5/2020"], None, ["2020-05-05"], None),
    ],
)
def test_the_order_of_dates_is_shown_by_a_columns_values(
    dates: list[str], chosen: bool | None, isos: list[str], read_as: bool | None
) -> None:
    found = table("Name,Birthday", *(f"P,{date}" for date in dates), day_first=chosen)
    assert [one.birthday.iso for one in found.records if one.birthday] == isos
    assert found.day_first is read_as


def test_an_encoding_that_was_chosen_is_taken() -> None:
    data = "Имя,Фамилия\nИван,Жуков\n".encode("windows-1251")
    assert tables.read(data).records[0].name == "Иван Жуков"
    assert tables.read(data, encoding="windows-1251").encoding == "windows-1251"
    assert tables.read(
        "Name,Company\nIvan,Ž\n".encode("windows-1250"), encoding="windows-1250"
    ).records == [Record(1, name="Ivan", affiliations=(Affiliation("Ž"),))]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Имя,Фамилия,Телефон\nИван,Жуков,+7 495 555 0100\n", "windows-1251", "Иван Жуков"),
        ("Imię,Nazwisko,Firma\nŁukasz,Żak,Źródło\n", "windows-1250", "Łukasz Żak"),
        ("Ad,Soyad,Şirket\nAyşe,Yıldız,Güneş\n", "windows-1254", "Ayşe Yıldız"),
        ("姓名,电子邮件,电话\n王小明,w@wang.example,+86 10 5550 0100\n", "gb18030", "王小明"),
        ("姓,名,会社名,メモ\n山田,太郎,株式会社,友人\n", "shift_jis", "山田太郎"),
        ("이름,성,회사\n민수,김,회사\n", "euc-kr", "김민수"),
        ("Prénom,Nom,Société\nZoé,Noël,Été\n", "windows-1252", "Zoé Noël"),
        ("Nombre,Apellidos,Notas\nÑico,Peña,¿Qué? 5 m³ £5 ¹\n", "windows-1252", "Ñico Peña"),
    ],
)
def test_the_words_of_a_header_show_its_encoding(text: str, encoding: str, name: str) -> None:
    found = tables.read(text.encode(encoding))
    assert (found.encoding, found.records[0].name) == (encoding, name)


def test_polish_in_another_encoding_is_read_as_its_owner_says() -> None:
    data = "Imię,Nazwisko\nPaweł,Małek\n".encode("windows-1250")
    assert tables.read(data, encoding="windows-1252").records[0].name == "Pawe³ Ma³ek"
    assert tables.read(data, encoding="windows-1250").records[0].name == "Paweł Małek"


def test_rows_may_be_shorter_or_longer_than_the_header() -> None:
    short, long = table("Name,Email,Notes", "Ada", "Bob,b@mail.example,n,more,and more").records
    assert short == Record(1, name="Ada")
    assert long.customs == (Custom("other", "more"), Custom("other", "and more"))


def test_a_header_once_more_and_blank_rows_are_no_records() -> None:
    found = table("Name,Email", "Ada,", ",", "", " , ", "Name,Email", ",b@mail.example").records
    assert [(one.row, one.name) for one in found] == [(1, "Ada"), (2, "b@mail.example")]


@pytest.mark.parametrize("text", ["Name,Email\n", "First Name,Last Name,Connected On\n,,\n\n"])
def test_a_header_alone_is_an_empty_file(text: str) -> None:
    with pytest.raises(FileEmpty):
        tables.read(text.encode())


def test_tables_put_one_behind_the_other_are_one() -> None:
    found = table("Name,Email", "Ada,", "\ufeffName,Email", "Bob,").records
    assert [(one.row, one.name) for one in found] == [(1, "Ada"), (2, "Bob")]


def test_a_row_too_long_to_be_a_person_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentorhub.workspace.importers.csv_rows.LINE_MAX", 50)
    found = table("Name,Email", "Ada," + "x" * 60, "Bob,").records
    assert found == [Record(1, problem=Problem.TOO_LONG), Record(2, name="Bob")]


def test_there_are_only_so_many_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "RECORDS_MAX", 3)
    assert len(table("Name", "a", "b", "c").records) == 3
    with pytest.raises(TooManyRecords):
        table("Name", "a", "b", "c", "d")


def test_there_are_only_so_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LINES_MAX", 3)
    with pytest.raises(TooManyRecords):
        table("Name", "", "", "", "a")


@pytest.mark.parametrize("text", ["Dear Sir,\nthank you\n", "one word", "a\nb\nc\n", "1\n2\n"])
def test_a_text_that_is_no_table_says_so(text: str) -> None:
    with pytest.raises(NotContacts) as refused:
        tables.read(text.encode())
    assert refused.value.kind == "text"


def test_excels_line_that_names_the_delimiter_is_no_header() -> None:
    (found,) = table("sep=;", "Name;E-Mail", "Ada;a@mail.example").records
    assert found == Record(1, name="Ada", emails=(Labelled("a@mail.example"),))
