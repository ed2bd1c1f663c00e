"""Entries of LDIF as records: Thunderbird's (mozillaAbPerson) and any directory's (inetOrgPerson, RFC 2798).

What an attribute only points at (`jpegPhoto:< file:///…`) is never opened. What belongs to a directory's accounts
(their passwords and numbers) stays where it is.
"""

from collections.abc import Iterator

from mentorhub.workspace.importers import charsets, content_lines, labels
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.importers.drafts import Draft
from mentorhub.workspace.importers.records import Problem, Record

_NAMES = {
    **dict.fromkeys("CN COMMONNAME".split(), "cn"),
    "DISPLAYNAME": "name",
    **dict.fromkeys("GIVENNAME GN".split(), "given_name"),
    **dict.fromkeys("SN SURNAME".split(), "family_name"),
    "MIDDLENAME": "additional_name",
    "PERSONALTITLE": "prefix",
    "GENERATIONQUALIFIER": "suffix",
    **dict.fromkeys("MOZILLANICKNAME XMOZILLANICKNAME".split(), "nickname"),
    "ENTRYUUID": "uid",
}
_EMAILS = {
    **dict.fromkeys("MAIL RFC822MAILBOX EMAIL EMAILADDRESS".split(), ""),
    **dict.fromkeys("MOZILLASECONDEMAIL XMOZILLASECONDEMAIL MAILALTERNATEADDRESS".split(), ""),
}
_PHONES = {
    **dict.fromkeys("TELEPHONENUMBER WORKPHONE COMPANYPHONE".split(), labels.WORK),
    **dict.fromkeys("HOMEPHONE HOMETELEPHONENUMBER".split(), labels.HOME),
    **dict.fromkeys("MOBILE CELLPHONE CARPHONE MOBILETELEPHONENUMBER".split(), labels.MOBILE),
    **dict.fromkeys("FAX FACSIMILETELEPHONENUMBER".split(), labels.FAX),
    **dict.fromkeys("PAGER PAGERPHONE PAGERTELEPHONENUMBER".split(), labels.PAGER),
    "PRIMARYPHONE": labels.MAIN,
    "OTHERPHONE": labels.OTHER,
}
_LINKS = {
    **dict.fromkeys("MOZILLAWORKURL WORKURL".split(), labels.WORK),
    **dict.fromkeys("MOZILLAHOMEURL HOMEURL".split(), labels.HOME),
    **dict.fromkeys("LABELEDURI WWWHOMEPAGE URL".split(), ""),
}
_ORGANIZATIONS = dict.fromkeys("O COMPANY ORGANIZATIONNAME".split())
_DEPARTMENTS = dict.fromkeys(
    "OU DEPARTMENT DEPARTMENTNUMBER ORGANIZATIONALUNITNAME ORGUNIT".split()
)
_WORK = {
    **dict.fromkeys("STREET STREETADDRESS".split(), "street"),
    "MOZILLAWORKSTREET2": "extended",
    **dict.fromkeys("POSTOFFICEBOX".split(), "po_box"),
    **dict.fromkeys("L LOCALITYNAME LOCALITY".split(), "city"),
    **dict.fromkeys("ST STATEORPROVINCENAME REGION".split(), "region"),
    **dict.fromkeys("POSTALCODE ZIP".split(), "postal_code"),
    **dict.fromkeys("C COUNTRYNAME CO FRIENDLYCOUNTRYNAME".split(), "country"),
    "POSTALADDRESS": "formatted",
}
_HOME = {
    "MOZILLAHOMESTREET": "street",
    "MOZILLAHOMESTREET2": "extended",
    "MOZILLAHOMELOCALITYNAME": "city",
    "MOZILLAHOMESTATE": "region",
    "MOZILLAHOMEPOSTALCODE": "postal_code",
    "MOZILLAHOMECOUNTRYNAME": "country",
    "HOMEPOSTALADDRESS": "formatted",
}
_CUSTOMS = {
    **{f"MOZILLACUSTOM{number}": f"Custom {number}" for number in range(1, 5)},
    **{f"CUSTOM{number}": f"Custom {number}" for number in range(1, 5)},
    **dict.fromkeys("NSAIMID MOZILLAAIMSCREENNAME NSCPAIMSCREENNAME".split(), "AIM"),
    "ROOMNUMBER": "room",
    "PHYSICALDELIVERYOFFICENAME": "office",
    "SPOUSENAME": "spouse",
    "EMPLOYEENUMBER": "employee number",
}
_BIRTH = ("BIRTHYEAR", "BIRTHMONTH", "BIRTHDAY")
_PEOPLE = frozenset(
    """person organizationalperson inetorgperson mozillaabpersonalpha mozillaabpersonobsolete mozillaorgperson abperson
    zillaperson officeperson evolutionperson contact user pilotperson residentialperson calentry account""".split()
)
_GROUPS = frozenset(
    "groupofnames groupofuniquenames groupofurls mailgroup posixgroup group".split()
)


def records(data: bytes, *, told: str = "") -> Iterator[Record]:
    """A record for each entry of a file, in its order; `told` is the charset that its owner chose, if any."""
    row = 0
    for entry in content_lines.entries(data):
        if entry.is_too_long:
            row += 1
            yield Record(row, problem=Problem.TOO_LONG)
        elif any(line.name != "VERSION" for line in entry.lines):
            row += 1
            yield _record(entry.lines, row, told)


def _record(lines: list[Line], row: int, told: str) -> Record:
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.name, []).append(_text(line, told))
    draft = Draft()
    for name, field in _NAMES.items():
        if name in texts and field != "cn" and not getattr(draft, field):
            setattr(draft, field, texts[name][0])
    draft.name = draft.name or next(iter(texts.get("CN", [])), "")
    for line in lines:
        _put(draft, line, _text(line, told))
    for label, kinds in ((labels.WORK, _WORK), (labels.HOME, _HOME)):
        found = {
            part: texts[name][0].replace("$", "\n") for name, part in kinds.items() if name in texts
        }
        draft.address(label, **found)
    draft.affiliation(
        _first(texts, *_ORGANIZATIONS), _first(texts, "TITLE"), _first(texts, *_DEPARTMENTS)
    )
    year, month, day = (_first(texts, name).strip() for name in _BIRTH)
    if month:
        draft.born_in_parts(year, month, day)
    elif day:
        draft.born(day)
    return draft.record(row, problem=_problem(texts))


def _put(draft: Draft, line: Line, text: str) -> None:
    name = line.name
    if name in _EMAILS:
        draft.email(text, _EMAILS[name])
    elif name in _PHONES:
        draft.phone(text, _PHONES[name])
    elif name in _LINKS:
        draft.link(
            text.split(" ", 1)[0], _LINKS[name]
        )  # labeledURI: what stands behind the address is its label
    elif name in _CUSTOMS:
        draft.custom(_CUSTOMS[name], text)
    elif name in {"DESCRIPTION", "NOTES", "INFO", "COMMENT"}:
        draft.note(text)
    elif name in {"JPEGPHOTO", "THUMBNAILPHOTO", "PHOTO"}:
        draft.picture(line.value)


def _text(line: Line, told: str) -> str:
    return (
        ""
        if line.name in {"JPEGPHOTO", "THUMBNAILPHOTO", "PHOTO"}
        else charsets.text(line.value, encoding=told)
    )


def _first(texts: dict[str, list[str]], *names: str) -> str:
    return next((text for name in names for text in texts.get(name, ()) if text), "")


def _problem(texts: dict[str, list[str]]) -> Problem | None:
    """What is no person, by its classes; an entry that says nothing of them may be one."""
    change = _first(texts, "CHANGETYPE").strip().casefold()
    if change not in {"", "add"}:
        return Problem.NOT_A_PERSON
    classes = {text.strip().casefold() for text in texts.get("OBJECTCLASS", ())}
    if classes & _GROUPS:
        return Problem.GROUP
    return Problem.NOT_A_PERSON if classes and not classes & _PEOPLE else None
