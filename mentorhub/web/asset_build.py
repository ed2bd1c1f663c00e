"""Static files as they are served: each under a name that carries a hash of its content, style sheets in one piece,
text with compressed copies beside it. What refers to another file refers to it by that name."""

import functools
import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

from whitenoise.compress import Compressor

FORMAT = "1"  # raised when the same files are to be built in another way
MAKING = "making-"  # begins the name of a folder whose build is not finished
KEPT_BUILDS = 3  # processes of the release before may still serve from theirs
NAMES = "names.json"
_HASH_CHARACTERS = 16
_HASHED = re.compile(rf"\.[0-9a-f]{{{_HASH_CHARACTERS}}}(?=\.[^./]+$|$)")
_IMPORTED_STYLE = re.compile(r'@import url\("([^"]+)"\)(?: layer\(([\w-]+)\))?;')
_URL = re.compile(r'(url\(")([^")]+)("\))')
_IMPORTED_SCRIPT = re.compile(r'(\b(?:from|import)\s*\(?\s*")(\.{1,2}/[^"]+)(")')


class BrokenReferenceError(Exception):
    """A static file names one that there is not, or two import each other; the message says which."""


@dataclass(frozen=True)
class Build:
    """Where the built files lie, and the served name of each source, such as `css/app.css`."""

    root: Path
    names: dict[str, str]


@functools.cache
def build_once(source: Path, folder: Path) -> Build:
    """The build of these files, made in `folder` unless it is there already; whole or not at all.

    Raises `BrokenReferenceError`, and `OSError` where the folder cannot be written.
    """
    contents = _contents_of(source)
    target = folder / _digest(FORMAT, *(f"{name}\0{_digest(contents[name])}" for name in contents))
    if not (target / NAMES).exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(prefix=MAKING, dir=folder))
        try:
            _write(made, _Builder(contents).built())
            _move(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        _forget_old(folder, but=target)
    names: dict[str, str] = json.loads((target / NAMES).read_text())
    return Build(target / "files", names)


def source_of(served: str) -> str:
    """The source's name of a served name, whatever its hash; any other name as it is."""
    return _HASHED.sub("", served)


@dataclass
class _Builder:
    """Works out names and contents, what is referred to before what refers to it."""

    contents: dict[str, bytes]
    done: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)

    def built(self) -> dict[str, tuple[str, bytes]]:
        """Of each source its served name and content, but for style sheets that stand inside another."""
        inside = {
            _beside(name, found[1])
            for name, content in self.contents.items()
            if name.endswith(".css")
            for found in _IMPORTED_STYLE.finditer(content.decode())
        }
        for name in self.contents:
            if name not in inside:
                self._build(name)
        return self.done

    def _build(self, name: str) -> str:
        """The served name."""
        if name in self.begun or name not in self.contents:
            raise BrokenReferenceError(" → ".join([*self.begun, name]))
        if name not in self.done:
            self.begun.append(name)
            content = self.contents[name]
            if name.endswith(".css"):
                content = self._style(name).encode()
            elif name.endswith(".js"):
                content = self._rewritten(_IMPORTED_SCRIPT, content.decode(), name, name).encode()
            self.begun.pop()
            stem, dot, ending = name.rpartition(".")
            self.done[name] = f"{stem}.{_digest(content)}{dot}{ending}", content
        return self.done[name][0]

    def _style(self, name: str, of: str = "") -> str:
        """A style sheet with those that it imports inside, each in its layer; `of` is the sheet that is served."""
        of = of or name
        if name not in self.contents:
            raise BrokenReferenceError(f"{of} → {name}")

        def inside(found: re.Match[str]) -> str:
            text = self._style(_beside(name, found[1]), of)
            return f"@layer {found[2]} {{\n{text}\n}}" if found[2] else text

        text = self.contents[name].decode()
        parts = _IMPORTED_STYLE.split(text)
        own = [self._rewritten(_URL, part, name, of) for part in parts[::3]]
        imported = [inside(found) for found in _IMPORTED_STYLE.finditer(text)]
        return "".join(part for pair in zip(own, [*imported, ""], strict=True) for part in pair)

    def _rewritten(self, pattern: re.Pattern[str], text: str, name: str, of: str) -> str:
        """The text of `name`, whose references lead from where `of` is served."""

        def served(found: re.Match[str]) -> str:
            if re.match(r"[a-z]+:|/|#", found[2]):
                return found[0]
            path, mark, part = found[2].partition("#")
            to = relpath(self._build(_beside(name, path)), dirname(of) or ".")
            is_script = pattern is _IMPORTED_SCRIPT  # which needs a dot in front
            to = f"./{to}" if is_script and not to.startswith(".") else to
            return f"{found[1]}{to}{mark}{part}{found[3]}"

        return pattern.sub(served, text)


def _contents_of(source: Path) -> dict[str, bytes]:
    files = sorted(path for path in source.rglob("*") if path.is_file())
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files}


def _beside(name: str, reference: str) -> str:
    return normpath(join(dirname(name), reference))


def _write(made: Path, built: dict[str, tuple[str, bytes]]) -> None:
    compressor = Compressor(quiet=True)
    for served, content in built.values():
        file = made / "files" / served
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if compressor.should_compress(served):
            compressor.compress(str(file))
    names = {name: served for name, (served, _content) in built.items()}
    (made / NAMES).write_text(json.dumps(names))


def _move(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        if not (target / NAMES).exists():  # else another process was quicker, with the same files
            raise


def _forget_old(folder: Path, *, but: Path) -> None:
    """Others may be making the same build, or removing old ones, at this moment: what they make is left to them."""
    others = {path.parent: _age(path) for path in folder.glob(f"*/{NAMES}") if path.parent != but}
    finished = [path for path in others if not path.name.startswith(MAKING)]
    for old in sorted(finished, key=others.__getitem__, reverse=True)[KEPT_BUILDS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _age(file: Path) -> float:
    """When it was made, in seconds since 1970; 0 where it is gone already."""
    try:
        return file.parent.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _digest(*parts: str | bytes) -> str:
    said = b"\n".join(part.encode() if isinstance(part, str) else part for part in parts)
    return hashlib.sha256(said).hexdigest()[:_HASH_CHARACTERS]
