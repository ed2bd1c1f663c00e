"""Static files as they are built: hashed names, references that follow them, sheets in one piece, compressed copies."""

import gzip
import re
import threading
from pathlib import Path

import brotli
import pytest

from mentorhub.web.asset_build import KEPT_BUILDS, BrokenReferenceError, build_once, source_of
from tests.architecture.tree import PACKAGE

STATIC = PACKAGE / "static"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Sheets, scripts and a font that refer to each other."""
    folder = tmp_path / "source"
    files = {
        "css/app.css": '@layer base;\n@import url("parts/base.css") layer(base);\n@import url("late.css");\np {}',
        "css/parts/base.css": '@font-face { src: url("../../fonts/a.woff2#x"); } b { background: url("data:,"); }',
        "css/late.css": 'i { mask: url("../icons/i.svg"); }',
        "js/app.js": 'import "./parts/one.js";\nconst later = () => import("./two.js");\nimport x from "other";',
        "js/parts/one.js": 'export { b } from "../two.js";',
        "js/two.js": "export const b = 1;\n" * 100,
        "fonts/a.woff2": "font" * 100,
        "icons/i.svg": "<svg/>",
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def test_a_name_changes_with_its_content_and_with_what_it_refers_to(
    source: Path, tmp_path: Path
) -> None:
    before = build_once(source, tmp_path / "a").names
    (source / "fonts" / "a.woff2").write_text("another font")
    after = build_once(source, tmp_path / "b")
    assert {name for name, served in before.items() if after.names[name] == served} == {
        "js/app.js",
        "js/parts/one.js",
        "js/two.js",
        "icons/i.svg",
    }


def test_a_sheet_holds_those_it_imports_each_in_its_layer(source: Path, tmp_path: Path) -> None:
    build = build_once(source, tmp_path / "made")
    text = (build.root / build.names["css/app.css"]).read_text()
    font, icon = build.names["fonts/a.woff2"], build.names["icons/i.svg"]
    assert text == (
        "@layer base;\n@layer base {\n"
        f'@font-face {{ src: url("../{font}#x"); }} b {{ background: url("data:,"); }}\n}}\n'
        f'i {{ mask: url("../{icon}"); }}\np {{}}'
    )
    assert not {"css/parts/base.css", "css/late.css"} & set(build.names)


def test_a_script_imports_by_served_names(source: Path, tmp_path: Path) -> None:
    build = build_once(source, tmp_path / "made")
    one, two = (Path(build.names[name]).name for name in ("js/parts/one.js", "js/two.js"))
    text = (build.root / build.names["js/app.js"]).read_text()
    assert f'import "./parts/{one}";' in text and f'import("./{two}")' in text
    assert 'import x from "other"' in text
    assert f'from "../{two}"' in (build.root / build.names["js/parts/one.js"]).read_text()


def test_text_has_comsubmitted_copies_and_a_font_has_none(source: Path, tmp_path: Path) -> None:
    build = build_once(source, tmp_path / "made")
    script = build.root / build.names["js/two.js"]
    assert brotli.decompress(Path(f"{script}.br").read_bytes()) == script.read_bytes()
    assert gzip.decompress(Path(f"{script}.gz").read_bytes()) == script.read_bytes()
    assert not list((build.root / "fonts").glob("*.br"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("css/app.css", 'p { src: url("../fonts/none.woff2"); }'),
        ("css/app.css", '@import url("none.css");'),
        ("js/two.js", 'import "./app.js";'),
        ("js/two.js", 'import "./none.js";'),
    ],
)
def test_a_reference_to_nothing_or_in_a_circle_stops_the_start(
    source: Path, tmp_path: Path, name: str, text: str
) -> None:
    (source / name).write_text(text)
    with pytest.raises(BrokenReferenceError, match=r"none|two\.js"):
        build_once(source, tmp_path / "made")
    assert not list((tmp_path / "made").glob("*"))  # whole or not at all


def test_many_processes_that_begin_at_once_share_one_build(source: Path, tmp_path: Path) -> None:
    made: list[Path] = []
    build = build_once.__wrapped__
    threads = [
        threading.Thread(target=lambda: made.append(build(source, tmp_path / "made").root))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8 and len(set(made)) == 1
    assert [path.name for path in (tmp_path / "made").iterdir()] == [made[0].parent.name]


def test_the_last_builds_stay_and_older_ones_go(source: Path, tmp_path: Path) -> None:
    roots = []
    for number in range(KEPT_BUILDS + 2):
        (source / "icons" / "i.svg").write_text(f"<svg>{number}</svg>")
        roots.append(build_once.__wrapped__(source, tmp_path / "made").root)
    assert [root.exists() for root in roots] == [False] * 2 + [True] * KEPT_BUILDS


def test_a_source_may_only_be_read(source: Path, tmp_path: Path) -> None:
    before = sorted(source.rglob("*"))
    build_once(source, tmp_path / "made")
    assert sorted(source.rglob("*")) == before


@pytest.mark.parametrize(
    ("served", "source_name"),
    [
        ("css/app.0123456789abcdef.css", "css/app.css"),
        ("js/htmx.min.0123456789abcdef.js", "js/htmx.min.js"),
        ("js/htmx.min.js", "js/htmx.min.js"),
        ("js/app.0123.js", "js/app.0123.js"),
    ],
)
def test_a_served_name_leads_back_to_its_source(served: str, source_name: str) -> None:
    assert source_of(served) == source_name


def test_our_own_sheet_and_scripts_refer_to_nothing_without_a_hash(tmp_path: Path) -> None:
    build = build_once(STATIC, tmp_path / "made")
    sheets = [name for name in build.names if name.endswith(".css")]
    assert sheets == ["css/app.css", "css/embed.css"]  # one for all kinds of pages
    text = (build.root / build.names["css/app.css"]).read_text()
    assert "@import" not in text
    urls = [url for url in re.findall(r'url\("([^"]+)"\)', text) if not url.startswith("data:")]
    assert len(urls) >= 6
    assert {re.sub(r"\.\./(.*)", r"\1", url) for url in urls} <= set(build.names.values())
    script = (build.root / build.names["js/app.js"]).read_text()
    assert f'import "./{Path(build.names["js/theme.js"]).name}";' in script
