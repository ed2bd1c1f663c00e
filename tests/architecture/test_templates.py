"""Each template belongs to a view, panel or mail of its package; none carries style, script or untranslated words."""

import re
from html.parser import HTMLParser
from pathlib import Path

from mentorhub.app import MAIL_KINDS
from tests.architecture.tree import (
    PACKAGE,
    PACKAGES,
    TEMPLATES,
    files,
    named,
    templates,
)
from tests.architecture.words import functions_of, strings_of

SHARED = {"layouts", "shared", "web"}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|\bjs:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
JINJA = re.compile(r"{#.*?#}|{%-?\s*trans\b.*?endtrans\s*-?%}|{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "content"}
ATTRIBUTES = re.compile(r"{%-? block \w*attributes -?%}.*?{%-? endblock -?%}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
UNTRANSLATED = {"MentorHub", "width", "device", "initial", "scale", "viewport"}
PAGES = templates(".html")
TEXT_MAILS = templates(".txt")
DIGESTS = {
    kind.digest.kind for kind in MAIL_KINDS.values() if kind.digest
}  # of emails that were written


def test_a_page_belongs_to_a_function_of_its_package() -> None:
    homeless = [
        named(path)
        for path in PAGES
        if (package := _package(path)) in PACKAGES
        and not _is_mail(path)
        and not path.name.startswith("_")
        and path.stem not in functions_of(package, "views", "panels", "api")
    ]
    assert homeless == []


def test_a_mail_has_both_forms_and_a_writer() -> None:
    mails = [path for path in PAGES + TEXT_MAILS if _is_mail(path)]
    lonely = [
        named(path)
        for path in mails
        if not (path.with_suffix(".html").exists() and path.with_suffix(".txt").exists())
    ]
    unwritten = [
        named(path)
        for path in mails
        if not any(path.stem in text.split("/") for text in strings_of(_package(path), "emails"))
        and path.stem not in functions_of(_package(path), "emails")
        and f"{_package(path)}.{path.stem}" not in DIGESTS
    ]
    assert (lonely, unwritten) == ([], [])


def test_a_shared_template_is_used() -> None:
    sources = [path.read_text() for path in files() if path.suffix in {".py", ".html", ".txt"}]
    unused = [
        named(path)
        for path in PAGES + TEXT_MAILS
        if (_package(path) in SHARED or path.name.startswith("_"))
        and not any(str(path.relative_to(TEMPLATES)) in text for text in sources)
    ]
    assert unused == []


def test_a_folder_of_templates_is_a_packages_or_shared() -> None:
    found = {path.name for path in TEMPLATES.iterdir() if any(path.rglob("*.*"))}
    assert found <= {*PACKAGES, *SHARED, "stripe_sandbox", "demo", "security"}


def test_a_rendered_template_exists() -> None:
    called = [
        text
        for path in files(".py")
        if path.is_relative_to(PACKAGE) and "stripe_sandbox" not in path.parts
        for text in re.findall(r'render_template\(\s*"([^"{]+)"', path.read_text())
    ]
    assert [name for name in called if not (TEMPLATES / name).exists()] == []


def test_no_style_or_handler_stands_in_a_page() -> None:
    found = [named(path) for path in PAGES if not _writes_mail(path) and _inline(path)]
    assert found == []


def test_a_script_carries_the_nonce_and_no_body() -> None:
    wrong = [
        named(path)
        for path in PAGES
        for script in SCRIPT.finditer(path.read_text())
        if not _is_data(script)
        and ("csp_nonce()" not in script["attributes"] or script["body"].strip())
    ]
    assert wrong == []


def test_data_in_a_script_is_written_by_the_filter_that_cannot_end_it() -> None:
    good, bad = '<script type="application/ld+json">{{ %s }}</script>', "data(page) | tojson"
    assert _is_data(SCRIPT.search(good % bad))
    for body in (
        "data(page)",
        "data(page) | safe",
        "data(page) | tojson | safe",
        "a | tojson }}{{ b",
    ):
        assert not _is_data(SCRIPT.search(good % body))
    assert not _is_data(SCRIPT.search("<script>{{ data(page) | tojson }}</script>"))


def test_htmx_is_loaded_by_the_pages_that_use_it_and_by_no_other() -> None:
    sources = {path: re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL) for path in PAGES}
    using = {
        named(path)
        for path, text in sources.items()
        if re.search(r"\s(hx-[a-z]+|data-boosted\b)", text)
    }
    loading = {named(path) for path, text in sources.items() if "{{ htmx_script() }}" in text}
    assert using == loading != set()
    assert not any(
        "htmx.min.js" in text for path, text in sources.items() if _package(path) != "shared"
    )


def test_nothing_is_marked_safe_by_hand() -> None:
    marked = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert [named(path) for path in PAGES if marked.search(path.read_text())] == []


def test_every_word_goes_through_gettext() -> None:
    spoken = {named(path): _untranslated(path) for path in PAGES if not _writes_mail_layout(path)}
    assert {name: words for name, words in spoken.items() if words} == {}


def test_untranslated_words_are_seen() -> None:
    spoken = _words('<p title="Close it">{{ _("Fine") }} Left here {# not this #}</p>')
    assert spoken == ["Close it", "Left here"]
    assert _words("<p>{% trans n=1 %}Fine {{ n }}{% endtrans %} &middot; 12</p>") == []


def _package(path: Path) -> str:
    return path.relative_to(TEMPLATES).parts[0]


def _is_mail(path: Path) -> bool:
    return path.parent.name == "emails"


def _writes_mail(path: Path) -> bool:
    return _is_mail(path) or path.name in {"email.html", "mail.html"}


def _writes_mail_layout(path: Path) -> bool:
    return path.name == "email.html" and _package(path) == "layouts"


def _is_data(script: re.Match[str] | None) -> bool:
    """A block of JSON, which no browser runs; `tojson` writes no "<", so that no text in it ends the block."""
    assert script is not None
    is_json = script["attributes"].strip() == 'type="application/ld+json"'
    return is_json and bool(re.fullmatch(r"{{ [\w().]+ \| tojson }}", script["body"]))


def _inline(path: Path) -> bool:
    return bool(INLINE.search(re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)))


def _untranslated(path: Path) -> list[str]:
    return _words(path.read_text())


def _words(source: str) -> list[str]:
    reader = _Reader()
    reader.feed(JINJA.sub(" ", ATTRIBUTES.sub(" ", source)))
    reader.close()
    return [text for text in reader.spoken if set(WORD.findall(text)) - UNTRANSLATED]


class _Reader(HTMLParser):
    """Collects what a person would read: text nodes and spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_content = name != "content" or tag != "meta" or ("name", "description") in attrs
            if name in SPOKEN_ATTRIBUTES and is_content and value and value.strip():
                self.spoken.append(value.strip())

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.spoken.append(text)
