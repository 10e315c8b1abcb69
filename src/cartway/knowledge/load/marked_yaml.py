"""YAML text to plain values, with the place of each kept.

Nothing is guessed: every scalar stays text (`NO`, `12:30`, `1.10`), only a plain `null`, `~` or
nothing is None. What a person edits must mean what it shows, so doubled keys, anchors, aliases,
tags and merge keys are refused.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from cartway.knowledge.load.problems import KnowledgeError, Problem

Step: TypeAlias = str | int
Trail: TypeAlias = tuple[Step, ...]
Place: TypeAlias = tuple[int, int]

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_ORDINARY_TAGS = frozenset(
    {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
)


@dataclass(slots=True)
class MarkedYaml:
    """A YAML file as plain values and the line and column (from 1) of each key and value."""

    file: str
    text: str
    values: Any = None
    key_places: dict[Trail, Place] = field(default_factory=dict)
    value_places: dict[Trail, Place] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def line_text(self, line: int) -> str:
        """The text of a line, counted from one."""
        if not self.lines:
            self.lines = self.text.splitlines()
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def problem(
        self,
        code: str,
        trail: Trail,
        what: str,
        *,
        expected: str = "",
        nearest: str = "",
        at_key: bool = False,
    ) -> Problem:
        """A problem at the nearest place known for a trail of keys."""
        line, column = self._place(trail, at_key)
        return Problem(
            file=self.file,
            line=line,
            column=column,
            code=code,
            what=what,
            heading=show_trail(trail),
            expected=expected,
            nearest=nearest,
            source_line=self.line_text(line),
        )

    def _place(self, trail: Trail, at_key: bool) -> Place:
        first, second = self.value_places, self.key_places
        if at_key:
            first, second = second, first
        for end in range(len(trail), -1, -1):
            found = first.get(trail[:end]) or second.get(trail[:end])
            if found:
                return found
        return (1, 1)


def show_trail(trail: Trail) -> str:
    """A trail of keys as a person writes it: `indications[0].approval`."""
    shown = ""
    for step in trail:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}"
    return shown.lstrip(".")


def read_marked(path: Path, shown_as: str) -> MarkedYaml:
    """Read one file.

    Raises:
        KnowledgeError: with every problem of the file's form.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
        raise KnowledgeError(
            [Problem(shown_as, 1, 1, "K001", f"The file cannot be read: {reason}.")]
        ) from None
    return parse_marked(text, shown_as)


def parse_marked(text: str, shown_as: str) -> MarkedYaml:
    """Read YAML text; `shown_as` names it in messages.

    Raises:
        KnowledgeError: with every problem of the text's form.
    """
    marked = MarkedYaml(shown_as, text)
    try:
        node = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = ": ".join(part for part in (error.context, error.problem) if part)
        raise KnowledgeError(
            [
                Problem(
                    shown_as,
                    line,
                    column,
                    "K002",
                    f"The YAML cannot be read: {what}.",
                    expected="one YAML document; quote a text that holds ': ' or begins with a sign",
                    source_line=marked.line_text(line),
                )
            ]
        ) from None
    except RecursionError:
        raise _too_deep(shown_as) from None
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise KnowledgeError(
            [Problem(shown_as, 1, 1, "K002", f"The YAML cannot be read: {first}.")]
        ) from None
    if node is None:
        raise KnowledgeError(
            [Problem(shown_as, 1, 1, "K015", "The file is empty.", expected="a record")]
        )
    walk = _Walk(marked)
    try:
        marked.values = walk.value(node, ())
    except RecursionError:
        raise _too_deep(shown_as) from None
    if walk.problems:
        raise KnowledgeError(walk.problems)
    return marked


def _too_deep(shown_as: str) -> KnowledgeError:
    what = "The YAML cannot be read: it is nested too deeply."
    expected = "at most a few dozen levels"
    return KnowledgeError([Problem(shown_as, 1, 1, "K002", what, expected=expected)])


class _Walk:
    def __init__(self, marked: MarkedYaml) -> None:
        self.marked = marked
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: Any, trail: Trail) -> Any:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self._seen:  # its mark is that of the anchor, so the key is nearer
            self._refuse(trail, "An alias (*name) stands here.")
            return None
        self.marked.value_places[trail] = place
        self._seen.add(id(node))
        if node.tag not in _ORDINARY_TAGS:
            self._refuse(trail, f"A tag ({node.tag}) stands here.")
        if isinstance(node, yaml.ScalarNode):
            plain = not node.style
            return None if plain and node.value in _NOTHING else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*trail, at)) for at, item in enumerate(node.value)]
        return self._mapping(node, trail)

    def _mapping(self, node: Any, trail: Trail) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or (not key_node.style and key in {"", "<<"}):
                self._refuse(trail, "A key must be a plain text.")
                continue
            below = (*trail, key)
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in held:
                first = self.marked.key_places[below]
                self.marked.key_places[below] = place
                self.problems.append(
                    self.marked.problem(
                        "K003",
                        below,
                        f"The key '{key}' stands twice; first on line {first[0]}.",
                        expected="each key once",
                        at_key=True,
                    )
                )
                self.marked.key_places[below] = first
                continue
            self.marked.key_places[below] = place
            held[key] = self.value(value_node, below)
        return held

    def _refuse(self, trail: Trail, what: str) -> None:
        self.problems.append(
            self.marked.problem("K008", trail, what, expected="the text written out in its place")
        )
