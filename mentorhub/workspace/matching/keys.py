"""The forms in which a mailbox, a phone number, a profile, a name and an organisation are compared. Pure.

Every function takes any text, raises nothing, and answers '' (or nothing) where there is nothing to compare.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import phonenumbers
from anyascii import anyascii
from babel.core import get_global

from mentorhub.foundation.email_addresses import domain_in_ascii, mail_form
from mentorhub.foundation.names import without_ignorables
from mentorhub.workspace.rules.words import folded

TEXT_MAX = 300  # characters of a detail that are looked at
PHONE_DIGITS_MIN = 5
# Where what follows a plus is the reader's own note, and where dots mean nothing.
_PLUS_IS_A_NOTE = frozenset(
    "gmail.com outlook.com hotmail.com live.com icloud.com me.com fastmail.com proton.me protonmail.com".split()
)
_ONE_DOMAIN = {"googlemail.com": "gmail.com", "pm.me": "proton.me", "protonmail.com": "proton.me"}
_PROFILES = (
    (
        "linkedin",
        re.compile(r"(?:[a-z]{2,3}\.)?linkedin\.com/in/([^/]+)(?:/[a-z]{2}(?:[-_][a-z]{2})?)?"),
    ),
    (
        "x",
        re.compile(
            r"(?:x|twitter)\.com/@?(?!home$|search$|intent$|share$|hashtag$|i$)(\w+)(?:/status/.*)?"
        ),
    ),
    ("github", re.compile(r"github\.com/(?!orgs$|sponsors$|features$|about$)([\w-]+)")),
    ("instagram", re.compile(r"instagram\.com/(?!p$|reel$|explore$)([\w.]+)")),
    ("facebook", re.compile(r"facebook\.com/(?!pages$|groups$|events$|profile\.php$)([\w.]+)")),
    ("xing", re.compile(r"xing\.com/profile/([^/]+)(?:/cv)?")),
)
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}")
_URL = re.compile(
    r"(?:https?:)?(?://)?((?:[\w-]+\.)+[\w-]{2,})(?::\d+)?(?=[/?#]|$)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"(?:\w{1,5}\.)+\w{0,5}")
_ASIDE = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_BETWEEN_SYLLABLES = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʹʼ", ""))
TITLES = frozenset(
    """dr mr mrs ms miss mx prof professor doctor sir dame lady ing mgr bc mudr judr phdr rndr mvdr paeddr pharmdr icdr
    csc drsc phd mba msc bsc llm llb dphil edd dds esq cpa cfa pmp dipl dipling dipkfm med habil herr frau fraulein pan
    pani pane monsieur madame mme mlle senor senora srta dott dottssa avv rev hon univ hr fru ir drs inz mgrinz he him
    she her they them""".split()
)
TITLES_BEHIND = frozenset("md ma ba bs do jd ra mph rn".split())  # before a name they are names
GENERATIONS = {
    **dict.fromkeys("jr junior jun ml mladsi fils hijo neto filho".split(), "junior"),
    **dict.fromkeys("sr senior sen st starsi pere".split(), "senior"),
    **{number: number for number in ("ii", "iii", "iv")},
}
_FORMS_IN_HAN = re.compile("株式会社|有限会社|合同会社|有限公司|股份|주식회사|㈜")
LEGAL_FORMS = frozenset(
    """gmbh mbh ag kg kgaa ohg ug gbr ev eg se sro as vos spol ks zs ops inc incorporated ltd limited llc llp plc lp
    corp corporation co company pty pte pvt sa sas sasu sarl eurl snc sl slu sau sc spa srl srls sapa bv nv
    vof cv ab oy oyj asa aps ivs hf ehf kft zrt nyrt bt sp z oo zoo spzoo doo dd ad ood eood sia uab ou oao
    zao ooo pao tov lda ltda gk kk kabushikigaisha sti tic san und and et y i the haftungsbeschrankt""".split()
)


def email_key(text: str) -> str:
    """A mailbox as it is compared: lower case, the network's form of its domain, a provider's variants taken for one.

    For finding doubles only; `accounts` decides by its own key whose account an address opens.
    """
    address = without_ignorables(text[:TEXT_MAX]).rpartition("<")[2].partition(">")[0].strip()
    address = address.removeprefix("mailto:").strip()
    if any(char.isspace() for char in address):
        return ""
    if _PLAIN_ADDRESS.fullmatch(address):  # as most are: nothing to map
        local, _, domain = address.lower().partition("@")
    else:
        try:
            local, domain = mail_form(address)
        except ValueError:
            return ""
    domain = _ONE_DOMAIN.get(domain, domain)
    local = unicodedata.normalize("NFKC", local).casefold()
    if domain in _PLUS_IS_A_NOTE:
        local = local.partition("+")[0] or local
    if domain == "gmail.com":
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def phone_key(text: str, region: str) -> str:
    """A number in E.164 (ITU), with ";ext=5" for an extension, read as dialled in `region` (ISO 3166, alpha-2).

    What can be no number there is "digits:" and its digits, without leading zeros; '' for fewer than five.
    """
    typed = text[:TEXT_MAX].strip()
    found = _parsed(typed, region.upper())
    if found is None and typed.startswith(
        "00"
    ):  # the prefix of most countries, whatever the notebook's own is
        found = _parsed(f"+{typed[2:]}", "")
    if found is not None:
        number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
        return f"{number};ext={found.extension}" if found.extension else number
    digits = "".join(str(unicodedata.digit(char)) for char in typed if char.isdecimal()).lstrip("0")
    return f"digits:{digits}" if len(digits) >= PHONE_DIGITS_MIN else ""


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None


def profile_key(url: str) -> str:
    """ "linkedin:slug" and the like where an address names one person of a network, else "host/path"; '' for none.

    Left out are scheme, port, query, fragment, "www." and "m.", a country's subdomain, a language's suffix, percents.
    """
    found = _URL.fullmatch("".join(url.split())[:TEXT_MAX])
    if found is None:
        return ""
    try:
        host = found[1].lower() if found[1].isascii() else domain_in_ascii(found[1])
        path = urlsplit(f"//host/{found[2]}").path
    except ValueError:
        return ""
    host = re.sub(r"^(?:www|m|mobile)\.(?=.*\.)", "", host)
    path = unicodedata.normalize("NFKC", unquote(path)).casefold()
    address = f"{host}/{re.sub('/+', '/', path).strip('/')}".rstrip("/")
    for network, pattern in _PROFILES:
        if profile := pattern.fullmatch(address):
            return f"{network}:{profile[1]}"
    return address


def in_latin(text: str) -> str:
    """Folded, and in Latin letters whatever the alphabet; Chinese and Korean syllables a space apart."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = folded(text)
    if plain.isascii():
        return plain
    return _BETWEEN_SYLLABLES.sub(" ", anyascii(unicodedata.normalize("NFC", plain))).lower()


@lru_cache(1024)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, in Latin letters, given name first where a comma says so; titles left out."""
    return _name_and_generation(name)[0]


def generation(name: str) -> str:
    """ "junior", "senior", "iii" … where the end of a name of three words or more says which of two it is; else ''."""
    return _name_and_generation(name)[1]


@lru_cache(1024)
def _name_and_generation(name: str) -> tuple[tuple[str, ...], str]:
    seen = _ASIDE.sub(" ", without_ignorables(name[:TEXT_MAX]))
    first, *others = (_untitled(part) for part in seen.split(","))
    behind = [word for part in others for word in part if word not in TITLES_BEHIND]
    mark = behind.pop() if behind and behind[-1] in GENERATIONS else ""
    words = behind + first
    if len(words) > 2 and not mark and words[-1] in GENERATIONS:
        mark = words.pop()
    return tuple(words) or tuple(_plain_words(name[:TEXT_MAX])), GENERATIONS.get(mark, "")


def _untitled(text: str) -> list[str]:
    """The words of a part of a name without titles, also those written with dots."""
    spelled = _ABBREVIATION.sub(
        lambda found: " " if _joined(found[0]) in TITLES else found[0].replace(".", " "), text
    )
    return [word for word in _plain_words(spelled) if word not in TITLES]


def _joined(text: str) -> str:
    return folded(text.replace(".", ""))


def _plain_words(text: str) -> list[str]:
    words = " ".join(_WORD.findall(text.translate(_APOSTROPHES)))
    return _WORD.findall(in_latin(words).translate(_APOSTROPHES))  # a soft sign becomes one


@lru_cache(4096)  # many people work at few places
def organization_key(text: str) -> str:
    """An organisation's words, folded, in Latin letters, without its legal form: "Acme, s. r. o." is "acme"."""
    bare = _FORMS_IN_HAN.sub(" ", text[:TEXT_MAX])
    spelled = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), bare)
    words = _singles_joined(_plain_words(spelled))
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


def _singles_joined(words: list[str]) -> list[str]:
    """ "s r o" is "sro", as it is written with and without spaces."""
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", " ".join(words)).split()


def region_of_locale(locale: str) -> str:
    """The region that a locale names, or where its language is mostly spoken (Unicode's likely subtags); else ''."""
    parts = re.split(r"[-_]", locale.partition(".")[0].partition("@")[0].strip())
    named = [part.upper() for part in parts[1:] if re.fullmatch("[A-Za-z]{2}", part)]
    likely = str(get_global("likely_subtags").get(parts[0].lower(), "")).rpartition("_")[2]
    region = named[0] if named else likely
    return region if region in phonenumbers.SUPPORTED_REGIONS else ""
