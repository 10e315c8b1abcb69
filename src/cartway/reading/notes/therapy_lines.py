"""How many lines of treatment there were."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import ORDINALS, Group
from cartway.reading.notes.therapy_history import RELAPSE
from cartway.reading.notes.therapy_outcome import was_not_cleared
from cartway.values import Quantity

_LED_LINE = re.compile(
    r"(?a)(?:^|\n)[ \t•*-]{0,6}([1-9])l\s(?=[^\n]{8,})(?![^\n]{0,40}(?:planned|proposed|considered))"
)
_PLANNED_LINE = re.compile(r"(?a)(?:second|third|fourth|2nd|3rd)[- ]line|[二三四]线")


def count_lines(note: Note, groups: list[Group]) -> None:
    """How many lines of treatment there were, where the note numbers them or says so."""
    numbered = [one.line for one in groups if one.line is not None]
    if numbered:  # "3L oral KRAS G12D inhibitor": a line is a line, whatever was given
        numbered += [int(one.group(1)) for one in _LED_LINE.finditer(note.lower)]
    if numbered and not _LINE_WORD.search(note.lower) and _are_steps(note, groups):
        numbered = []  # "2. operation 3. transplant 4. radiotherapy": steps of one line
    planned = None
    for match in _PLANNED_LINE.finditer(note.lower):
        if (
            note.scopes.covering("planned", *match.span())
            or note.sentence(match.start()).section == "plan"
        ):
            word = match.group().split("-")[0].split(" ")[0].replace("线", "")
            planned = ORDINALS.get(word)
    stated = _STATED.search(note.lower)
    complete = "prior_therapy" in note.gathered.complete
    if planned is not None and (not numbered or max(numbered) == planned - 1):
        note.gathered.complete.add("prior_therapy")
        note.add_fact(
            "prior_lines_of_therapy",
            Quantity(float(planned - 1), "1"),
            0,
            0,
            certainty=Certainty.DERIVED,
        )
        return
    if stated is not None:
        word = stated.group("n") or stated.group("zh") or stated.group("zh_least")
        number = _WORDS.get(word) or (int(word) if word.isdigit() else None)
        if number is not None:
            sign = ">=" if stated.group("least") or stated.group("zh_least") else None
            note.add_fact(
                "prior_lines_of_therapy", Quantity(float(number), "1", sign), *stated.span()
            )
            return
    if numbered:
        number = max(numbered)
        told = max(_count_failed(note, groups), _count_dated(note, groups))
        last = max(index for index, one in enumerate(groups) if one.line == number)
        if number < told and (number == 1 or last < len(groups) - 1):
            # "一线R-CHOP ...; 复发, R-ICE ...": only the first carries its number.
            number, complete = told, False
        # A list that begins at one and leaves no gap, declared complete, is the number of lines.
        note.add_fact(
            "prior_lines_of_therapy", Quantity(float(number), "1", None if complete else ">="),
            groups[0].start, groups[0].end, certainty=Certainty.DERIVED,
        )  # fmt: skip
        return
    failed = max(_count_failed(note, groups), _count_dated(note, groups))
    if failed and not all(_is_local(note, one) for one in groups):
        # One treatment, said to be all there was, is one line; of several, some may be one line.
        sign = None if complete and failed == len(groups) == 1 else ">="
        note.add_fact(
            "prior_lines_of_therapy", Quantity(float(failed), "1", sign), groups[0].start, groups[0].end,
            certainty=Certainty.DERIVED,
        )  # fmt: skip


_LINE_WORD = re.compile(r"(?a)\d ?l\b|\blines?\b|线(?!性|粒)")


def _is_local(note: Note, group: Group) -> bool:
    """Whether only an operation or radiation was given: no line of systemic treatment."""
    return all(
        any(note.is_a(concept, name) for name in ("surgery", "radiotherapy"))
        for concept in group.concepts
    )


def _are_steps(note: Note, groups: list[Group]) -> bool:
    """Whether the list numbers operations, grafts and radiotherapy along with the drugs."""
    local = ("surgery", "radiotherapy", "haematopoietic_stem_cell_transplantation")
    return any(
        one.line is not None
        and one.line > 1
        and all(any(note.is_a(concept, name) for name in local) for concept in one.concepts)
        for one in groups
    )


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
          "五": 5, "六": 6}  # fmt: skip


_STATED = re.compile(
    r"(?a)(?P<least>at least |more than |>=\s?|≥\s?)?(?P<n>one|two|three|four|five|six|[1-9])\s(?:prior |previous |earlier |systemic |different )*(?:lines?|regimens)(?: of (?:systemic )?(?:therapy|treatment|chemotherapy))?(?= (?:of|are|were|failed|have|had|before|only|in all)|\s?[,.;(])"
    r"|(?:既往|曾|共|仅|只)(?:仅|只|共|曾)?(?:接受过?|行|做过?|用过?)?(?P<zh>[一二两三四五六1-9])线"
    r"|(?P<zh_least>[一二两三四五六1-9])线(?:系统)?(?:化疗|治疗)后(?:\S{0,4}(?:进展|复发|失败|无效))"
)


_MAINTAINED = re.compile(
    r"(?a)maintenance|consolidation|维持|巩固|conditioning|预处理|bridging|桥接"
)


def _components(note: Note, concept: str) -> tuple[str, ...]:
    """The drugs of a regimen."""
    held = note.vocabulary.concepts.get(concept)
    return tuple(held.components) if held is not None else ()


def _count_dated(note: Note, groups: list[Group]) -> int:
    """New drugs begun half a year after the last were, or three months after they ended: a new line.

    Whatever goes on, consolidates or follows within the same months is taken to belong together,
    so that the number is the lowest that the history allows.
    """
    count = 0
    last: Group | None = None
    for group in groups:
        if group.first is None:
            continue
        if last is None or last.first is None:
            count, last = 1, group
            continue
        known = {
            part
            for held in groups[: groups.index(group)]
            for one in held.concepts
            for part in (one, *_components(note, one))
        }
        cells = any(note.is_a(one, "car_t_cell_therapy") for one in group.concepts)
        graft = any(
            note.is_a(one, "haematopoietic_stem_cell_transplantation") for one in group.concepts
        )
        if (
            set(group.concepts) <= known
            or graft
            or _is_local(note, group)
            or _MAINTAINED.search(group.text[:60])
        ):
            continue
        apart = (group.first.earliest - last.first.latest).days
        ended = last.ended and last.last is not None and not last.ongoing
        rested = (group.first.earliest - last.last.latest).days if ended and last.last else 0
        failed = {"progressive_disease", "no_response"} & set(last.responses)
        if (
            cells
            or apart > 180
            or rested > 90
            or (failed and apart > 0)
            or RELAPSE.search(last.text)
        ):
            count += 1
            last = group
    return count


def _is_part_before(note: Note, groups: list[Group], index: int) -> bool:
    """*Kd …, progression (last carfilzomib 21 Oct)*: a drug of the regimen that stands before it."""
    group = groups[index]
    if index == 0 or group.responses or group.line is not None or RELAPSE.search(group.text):
        return False
    parts = {part for one in groups[index - 1].concepts for part in _components(note, one)}
    return bool(parts) and set(group.concepts) <= parts


def _count_failed(note: Note, groups: list[Group]) -> int:
    """Treatments that a relapse, a progression or no response separates: at least so many lines."""
    groups = [one for at, one in enumerate(groups) if not _is_part_before(note, groups, at)]
    count = 0
    for index, group in enumerate(groups):
        failed = {"progressive_disease", "no_response"} & set(group.responses)
        following = groups[index + 1 : index + 2]
        # Cells are given in a line of their own: what stood before them was over.
        cells_next = any(
            "car_t" in one or one.endswith("leucel")
            for next_one in following
            for one in next_one.concepts
        )
        if (
            failed
            or RELAPSE.search(group.text)
            or was_not_cleared(note, groups, index)
            or cells_next
        ):
            count += 1
    if groups and not count:
        return 1
    reducing = bool(groups) and set(groups[-1].concepts) <= {
        "hydroxyurea",
        "dexamethasone",
        "prednisone",
    }
    if (
        groups
        and groups[-1].text
        and not reducing
        and not (
            {"progressive_disease", "no_response"} & set(groups[-1].responses)
            or RELAPSE.search(groups[-1].text)
        )
    ):
        count += 1
    return count
