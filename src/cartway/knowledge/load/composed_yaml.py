"""The form of YAML text: composed by PyYAML, walked to plain values, every problem of form noted."""

from typing import Any

import yaml

from cartway.knowledge.load.marked_yaml import MarkedYaml, Trail
from cartway.knowledge.load.problems import KnowledgeError, Problem

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_ORDINARY_TAGS = frozenset(
    {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
)


def composed(text: str, shown_as: str) -> MarkedYaml:
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
