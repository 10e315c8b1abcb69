"""Everything public says what it is, and every source it names is on file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cartway.knowledge.sources import sources

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "src/cartway"
_GRADING_SOURCES = ROOT / "src/cartway_knowledge/toxicity/sources.yaml"
_Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(LIBRARY.rglob("*.py")):
        name = path.relative_to(LIBRARY).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def _public(body: list[ast.stmt]) -> Iterator[_Defined]:
    for one in body:
        if isinstance(one, _Defined) and not one.name.startswith("_"):
            yield one


def _told_by_a_parent() -> set[str]:
    """Methods that a class of the library explains; those who override them need not say it again."""
    return {
        method.name
        for _, tree in _trees()
        for one in _public(tree.body)
        if isinstance(one, ast.ClassDef)
        for method in _public(one.body)
        if ast.get_docstring(method)
    }


def _docstrings() -> Iterator[tuple[str, str | None]]:
    told = _told_by_a_parent()
    for name, tree in _trees():
        if tree.body:
            yield name, ast.get_docstring(tree)
        for one in _public(tree.body):
            yield f"{name}: {one.name}", ast.get_docstring(one)
            if isinstance(one, ast.ClassDef):
                for method in _public(one.body):
                    text = ast.get_docstring(method)
                    if text is not None or not (one.bases and method.name in told):
                        yield f"{name}: {one.name}.{method.name}", text


def test_everything_public_says_what_it_is() -> None:
    assert [where for where, text in _docstrings() if not text] == []


def test_the_first_line_is_a_sentence() -> None:
    # A name in code may begin a sentence with a small letter; a full stop ends it on its line.
    broken = [
        where
        for where, text in _docstrings()
        if text and not re.match(r".*[.?!:](?:``)?$", text.splitlines()[0])
    ]
    assert broken == []


def test_every_source_that_is_named_by_its_id_is_on_file() -> None:
    grading = set(re.findall(r"^  (S_\w+):", _GRADING_SOURCES.read_text(encoding="utf-8"), re.M))
    known = grading | set(sources())
    missing = [
        f"{name}: {one}"
        for name, tree in _trees()
        for one in _named_sources(tree)
        if one not in known
    ]
    assert missing == []


def _named_sources(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | _Defined):
            continue
        text = ast.get_docstring(node) or ""
        said = text.partition("Source:")[2]
        # Ids are one word with an underscore or a hyphen and a digit: S_LEE2019, costs-nis2018.
        yield from re.findall(
            r"\b(?:S_[A-Z][A-Z0-9_]+|[a-z][a-z0-9]*(?:_[a-z0-9]+)*_\d{4}\w*)\b", said
        )
