"""What can be wrong with a knowledge file, and how it is said.

Each kind of problem has a code that never changes its meaning; `docs/reference/generated/` lists
them with a wrong and a right text. All problems of a reading are collected and raised together.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from cartway.errors import InputError

HEADINGS: dict[str, dict[str, str]] = {
    "K001": {"en": "the file cannot be read as text", "zh": "文件无法按文本读取"},
    "K002": {"en": "the YAML cannot be read", "zh": "YAML 无法解析"},
    "K003": {"en": "a key stands twice", "zh": "键重复出现"},
    "K004": {"en": "a key is not known here", "zh": "此处不认识该键"},
    "K005": {"en": "a key is missing", "zh": "缺少必需的键"},
    "K006": {"en": "the value is of the wrong kind", "zh": "值的类型不对"},
    "K007": {"en": "the value is not one of those allowed", "zh": "值不在允许的范围内"},
    "K008": {
        "en": "anchors, aliases and tags are not used here",
        "zh": "此处不使用锚点、别名或标签",
    },
    "K009": {"en": "the id and the file name differ", "zh": "标识与文件名不一致"},
    "K010": {"en": "the id is already taken", "zh": "标识已被占用"},
    "K011": {"en": "the reference leads nowhere", "zh": "引用的记录不存在"},
    "K012": {"en": "the date cannot be read", "zh": "日期无法读取"},
    "K013": {"en": "the criterion cannot be read", "zh": "条件表达式无法读取"},
    "K014": {"en": "the value breaks a rule of its kind", "zh": "值不符合该类记录的规则"},
    "K015": {"en": "the file is empty", "zh": "文件为空"},
    "K016": {"en": "a text is missing in one language", "zh": "缺少某一语言的文本"},
    "K017": {"en": "a value has no source", "zh": "值没有来源"},
    "K018": {"en": "the entries are not in order of date", "zh": "条目未按日期排序"},
    "K019": {"en": "the search pattern cannot be read", "zh": "检索模式无法读取"},
}

_EXCERPT = 100
_MOST_SHOWN = 100


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake in one place of a knowledge file.

    Lines and columns count from one, as editors show them.
    """

    file: str
    line: int
    column: int
    code: str
    what: str
    heading: str = ""
    expected: str = ""
    nearest: str = ""
    source_line: str = field(default="", compare=False)

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.code} {self.what}"
        parts = [head]
        if self.source_line.strip():
            parts += _excerpt(self.source_line.rstrip(), self.column - 1)
        if self.heading:
            parts.append(f"  in: {self.heading}")
        if self.expected:
            parts.append(f"  expected: {self.expected}")
        if self.nearest:
            parts.append(f"  nearest known: {self.nearest}")
        return "\n".join(parts)


class KnowledgeError(InputError):
    """Knowledge files that cannot be used, with every problem found in them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        count = len(self.problems)
        title = f"{count} problem{'' if count == 1 else 's'} found"
        code = self.problems[0].code if self.problems else "K014"
        shown = [str(one) for one in self.problems[:_MOST_SHOWN]]
        if count > _MOST_SHOWN:
            shown.append(f"… and {count - _MOST_SHOWN} more")
        super().__init__("\n".join([title, *shown]), code=code)

    def paragraph(self) -> str:
        """Say every problem, each with its place."""
        return self.what

    def __reduce__(self) -> tuple[type["KnowledgeError"], tuple[tuple[Problem, ...]]]:
        return (KnowledgeError, (self.problems,))


def some_of(names: Iterable[str], at_most: int = 12) -> str:
    """A short list of names for a message."""
    listed = sorted(names)
    more = f", … ({len(listed)} in all)" if len(listed) > at_most else ""
    return ", ".join(listed[:at_most]) + more


def _excerpt(line: str, at: int) -> list[str]:
    """The line with a caret under a place in it; of a long line only what stands around it."""
    start = max(0, min(at - _EXCERPT // 2, len(line) - _EXCERPT))
    before = "…" if start else ""
    after = "…" if start + _EXCERPT < len(line) else ""
    gap = _printed_width(before + line[start:at])
    return [f"    {before}{line[start : start + _EXCERPT]}{after}", "    " + " " * gap + "^"]


def _printed_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
