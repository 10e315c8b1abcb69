"""How the weight has changed: what share of it was lost, *from 62 kg to 57 kg*, *lost 4 kg*."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_KILO = r"(?:kg|公斤|千克|kgs)"
_FELL = r"(?:下降|降低|降|掉|减轻|减少|减|瘦|跌|fell|dropped|down|decreased)"
# Behind the first of two weights: "从62公斤掉到57公斤", "from 62 kg to 57 kg".
FORMER_WEIGHT = re.compile(
    rf"(?a)\s?,?\s?(?:{_FELL}\s?)?(?:至|到|为|成了?|to|->)\s?\d{{1,3}}(?:\.\d)?\s?(?:{_KILO}|斤)"
)
_FROM_TO = re.compile(
    rf"(?a)(?P<before>\d{{1,3}}(?:\.\d+)?)\s?(?P<unit>{_KILO}|斤)?\s?,?\s?(?:{_FELL}\s?)?(?:至|到|为|to|->)\s?(?P<after>\d{{1,3}}(?:\.\d+)?)\s?(?P<last>{_KILO}|斤)"
)
_LOST = re.compile(
    rf"(?a)(?:体重|weight)[^,;。\n\d]{{0,16}}?(?:{_FELL}|loss of|loss|lost)了?(?:约|about|of)?\s?(?P<kg>\d{{1,2}}(?:\.\d+)?)\s?(?P<unit>{_KILO}|斤)"
    rf"|\blost (?:about )?(?P<en>\d{{1,2}}(?:\.\d+)?)\s?kg\b"
)
_UNCHANGED = re.compile(
    r"(?a)体重(?:近期|较前|基本|大致)?(?:无(?:明显|显著)?(?:下降|减轻|变化|改变|增减)|未见?(?:明显)?(?:下降|减轻|变化|改变)|稳定|没(?:怎么)?变)|\bno weight loss\b|\bweight (?:is |has been )?stable\b"
)


def read_weight_change(note: Note) -> None:
    """Gather how much of the weight was lost, where two weights or a loss and a weight are told."""
    for match in _FROM_TO.finditer(note.lower):
        if not re.search(
            r"(?a)体重|weight|瘦", note.lower[max(0, match.start() - 14) : match.end()]
        ):
            continue
        if note.scopes.covering("family", *match.span()):
            continue
        before, after = float(match.group("before")), float(match.group("after"))
        if match.group("last") == "斤":
            before, after = before / 2, after / 2
            note.add_fact("body_weight", Quantity(after, "kg"), *match.span())
        if before > after > before / 3:
            _lost(note, before, before - after, match)
        return
    for match in _LOST.finditer(note.lower):
        if note.scopes.covering("family", *match.span()):
            continue
        lost = float(match.group("kg") or match.group("en"))
        lost = lost / 2 if match.group("unit") == "斤" else lost
        weight = _WEIGHT_NEAR.search(note.lower, match.end(), match.end() + 40)
        if weight is not None:
            _lost(note, float(weight.group(1)) + lost, lost, match)
        return
    for match in _UNCHANGED.finditer(note.lower):
        note.add_fact("weight_loss_percent", Quantity(5.0, "%", "<"), *match.span())
        return


_WEIGHT_NEAR = re.compile(rf"(?a)(?<!\d)(\d{{2,3}}(?:\.\d+)?)\s?{_KILO}")


def _lost(note: Note, before: float, lost: float, match: re.Match[str]) -> None:
    share = Quantity(round(100 * lost / before, 1), "%")
    note.add_fact("weight_loss_percent", share, *match.span(), certainty=Certainty.DERIVED)
