"""Fixtures of what all tests' apps compile alike: templates, routes and statements, once in each process."""

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test's app is new; their templates are the same, and compiled once."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def compiled_routes() -> Iterator[None]:
    """Each test's app is new; how their addresses are read and put together is the same, and compiled once.

    Compiling a hundred of them takes longer than all else an app begins with.
    """
    compile_rule, compiled = Rule.compile, dict[object, Any]()

    def once(rule: Rule) -> None:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, rule.endpoint, rule.subdomain, rule.host, defaults, rule.merge_slashes)
        if key not in compiled:
            compile_rule(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
            compiled[key] = rule._parts, rule._trace, rule._converters, rule.arguments, *builders
        parts, trace, converters, arguments, build, build_unknown = compiled[key]
        rule._parts, rule._trace, rule._converters = parts, trace, converters
        rule.arguments = set(arguments)
        rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


@pytest.fixture(scope="session")
def compiled_statements() -> Iterator[LRUCache[Any, Any]]:
    """Each test's engine is new; their statements are the same, and compiled once.

    SQLAlchemy caches them by dialect, each engine's own: here all dialects of one kind count as one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
        yield LRUCache(5_000)
