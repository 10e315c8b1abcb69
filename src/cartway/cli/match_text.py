"""The answer of `match` in a terminal: readable at 80 columns, most useful first."""

from __future__ import annotations

import io
import shutil
import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cartway.access.explain_lines import proof_words, why_words
from cartway.access.later_doors import later_doors
from cartway.access.match_options import Match
from cartway.access.next_questions import next_questions, settles_words
from cartway.access.option_words import short_why, status_words
from cartway.engines.reference import LineVerdict, OptionVerdict
from cartway.facts import Vocabulary
from cartway.knowledge.words import say

_STYLE = {
    "eligible": "bold green",
    "possible": "bold yellow",
    "excluded": "red",
    "met": "green",
    "not_met": "red",
    "unknown": "yellow",
}
_MARK = {"met": "✓", "not_met": "✗", "unknown": "?"}
_FEW = 12


def show_match(match: Match, vocabulary: Vocabulary, language: str, everything: bool) -> str:
    """The whole answer as text, with colour when a terminal reads it."""
    return _Show(match, vocabulary, language, everything).text()


class _Show:
    def __init__(
        self, match: Match, vocabulary: Vocabulary, language: str, everything: bool
    ) -> None:
        self._match = match
        self._vocabulary = vocabulary
        self._language = language
        self._everything = everything
        terminal = sys.stdout.isatty()
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=min(shutil.get_terminal_size((80, 24)).columns, 110) if terminal else 80,
            force_terminal=terminal,
            highlight=False,
        )

    def text(self) -> str:
        self._heading()
        self._counts()
        for kind, title in (("product", "products"), ("trial", "trials"), ("pathway", "pathways")):
            self._kind(kind, title)
        self._questions()
        self._later()
        self._not_mapped()
        self._console.print()
        self._console.print(Text(self._say("informs"), style="italic"))
        return self._out.getvalue()

    def _say(self, key: str, **fields: object) -> str:
        return say("match", key, self._language, **fields)

    def _heading(self) -> None:
        match = self._match
        self._console.print(Text(self._say("title"), style="bold"))
        parts = [f"{self._say('as_of')} {match.as_of}"]
        if match.release:
            parts.append(f"{self._say('knowledge')} {match.release}")
        if match.snapshot:
            parts.append(f"{self._say('snapshot')} {match.snapshot}")
        self._console.print(Text(" · ".join(parts), style="dim"))

    def _counts(self) -> None:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("")
        for verdict in _STYLE:
            if verdict in ("eligible", "possible", "excluded"):
                table.add_column(self._say(verdict), justify="right", style=_STYLE[verdict])
        for kind, title in (("product", "products"), ("trial", "trials"), ("pathway", "pathways")):
            counts = [
                self._match.count(verdict, kind) for verdict in ("eligible", "possible", "excluded")
            ]
            if any(counts):
                table.add_row(self._say(title), *map(str, counts))
        if table.row_count:
            self._console.print(table)
        else:
            self._console.print(self._say("no_options"))

    def _kind(self, kind: str, title: str) -> None:
        options = [one for one in self._match.options if one.option.kind == kind]
        if not options:
            return
        self._rule(self._say(title))
        shown = options if self._everything or kind == "product" else self._first(options)
        for one in shown:
            self._option(one)
        if len(options) > len(shown):
            self._console.print(Text(self._say("more", count=len(options) - len(shown)), "dim"))

    def _first(self, options: list[OptionVerdict]) -> list[OptionVerdict]:
        return [one for one in options if one.verdict != "excluded"][:_FEW]

    def _option(self, verdict: OptionVerdict) -> None:
        option = verdict.option
        heading = Text()
        heading.append(self._say(verdict.verdict), style=_STYLE[verdict.verdict])
        heading.append("  ")
        heading.append(option.title.get(self._language) or option.title["en"], style="bold")
        heading.append(f"  {option.id}", style="dim")
        self._console.print(heading)
        summary = self._say(
            "lines_summary",
            met=verdict.count("met"),
            not_met=verdict.count("not_met"),
            unknown=verdict.count("unknown"),
        )
        status = status_words(option, self._language)
        line = Text(f"{status} · {summary}" if status else summary, "dim")
        self._console.print(Padding(line, (0, 0, 0, 2)))
        if verdict.verdict == "excluded" and not self._everything:
            reason = Text(short_why(verdict, self._vocabulary, self._language), style="red")
            self._console.print(Padding(reason, (0, 0, 0, 2)))
            return
        lines = verdict.lines
        if option.kind != "product" and not self._everything:
            lines = tuple(one for one in lines if one.verdict != "met")[:4]
        for one in lines:
            self._line(one)

    def _line(self, verdict: LineVerdict) -> None:
        text = verdict.line.text
        if self._language == "zh" and verdict.line.translation:
            text = verdict.line.translation
        if verdict.line.kind == "exclusion":
            text = self._say("must_not_apply", text=text)
        body = Text()
        body.append(f"{_MARK[verdict.verdict]} ", style=_STYLE[verdict.verdict])
        body.append(_clipped(text), style="" if verdict.line.decides else "dim")
        if not verdict.line.decides:
            body.append(f" ({self._say('shown_only')})", style="dim italic")
        self._console.print(Padding(body, (0, 0, 0, 4)))
        why = why_words(verdict, self._vocabulary, self._language)
        proof = "; ".join(proof_words(verdict, self._vocabulary, self._language)[:3])
        detail = " · ".join(part for part in (why, proof, verdict.line.source) if part)
        if detail:
            self._console.print(Padding(Text(_clipped(detail, 240), style="dim"), (0, 0, 0, 6)))

    def _questions(self) -> None:
        questions = next_questions(self._match, self._vocabulary, most=5)
        if not questions:
            return
        self._rule(self._say("questions_title"))
        for number, one in enumerate(questions, 1):
            text = one.text[self._language]
            settles = settles_words(one.settles, self._language)
            self._console.print(Text(f"{number}. {text}  ({settles})"))

    def _later(self) -> None:
        self._rule(self._say("later_title"))
        doors = later_doors(self._match, self._vocabulary)
        if not doors:
            self._console.print(self._say("no_later"))
        for door in doors[:_FEW]:
            opens = self._say("opens_on", date=door.on)
            because = self._say("because", text=_clipped(door.line.line.text, 90))
            self._console.print(Text(f"{door.option}: {opens} – {because}"))
        if len(doors) > _FEW:
            self._console.print(Text(self._say("more", count=len(doors) - _FEW), "dim"))

    def _not_mapped(self) -> None:
        findings = self._match.record.findings
        self._rule(self._say("not_mapped_title"))
        if not findings:
            self._console.print(self._say("not_mapped_none"))
        for one in findings[:_FEW]:
            self._console.print(Text(f"{one.what} ({one.where})" if one.where else one.what, "dim"))
        if len(findings) > _FEW:
            self._console.print(Text(self._say("more", count=len(findings) - _FEW), "dim"))

    def _rule(self, title: str) -> None:
        self._console.print()
        self._console.print(Text(title, style="bold underline"))


def _clipped(text: str, most: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
