"""YAML text to plain values, with the place of each kept.

Nothing is guessed: every scalar stays text (`NO`, `12:30`, `1.10`), only a plain `null`, `~` or
nothing is None. What a person edits must mean what it shows, so doubled keys, anchors, aliases,
tags and merge keys are refused.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cartway.knowledge.load.problems import KnowledgeError, Problem

Step: TypeAlias = str | int
Trail: TypeAlias = tuple[Step, ...]
Place: TypeAlias = tuple[int, int]


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
    # here: knowledge that is kept from the last time needs no parser, and a command starts sooner
    from cartway.knowledge.load.composed_yaml import composed

    return composed(text, shown_as)
