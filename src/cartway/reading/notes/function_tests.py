"""Tests of heart, lungs and clotting that are told in ways of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.values import PartialDate, Quantity

# Volumes of the lungs: litres first, the share of the predicted value behind.
_LUNGS = re.compile(
    r"(?a)(?P<name>\bfev-?1(?:\.0)?%?(?! ?/ ?f)|一秒(?:用力呼气)?(?:容积|量)|第一秒用力呼气(?:容积|量)|(?<!/)\bfvc%?|用力肺活量|\b(?:dlco|tlco|d<sub>lco</sub>)(?:[ _-]?(?:sb|c|corr?|va|hb))?(?![a-z/])|一氧化碳弥散(?:量|功能))"
    r"(?P<gap>(?:[^.;。；\n%]|\.(?=\d)){0,60}?)"
    r"(?<![\d.])(?P<share>\d{2,3}(?:\.\d+)?)\s?%"
    r"(?P<behind>\s?(?:of )?(?:the )?(?:pred\w*|expected|norm\w*|预计值?|正常))?"
)
_TOLD_BEFORE = re.compile(
    r"(?a)pred|expected|占|预计|预测|%\s?$|[:=：(]\s?$|^\s?$|\bof\b|\bis\b|\bwas\b|\d\s?l\b|l/$"
)
_OTHER_NAME = re.compile(r"(?a)fev|fvc|dlco|tlco|肺活量|弥散|容积|sat|spo2|血氧|ef\b|射血|(?<!l)/")
_LUNG_FACTS = (
    ("fev", "forced_expiratory_volume_1s_percent"),
    ("一秒", "forced_expiratory_volume_1s_percent"),
    ("fvc", "forced_vital_capacity_percent"),
    ("用力肺", "forced_vital_capacity_percent"),
    ("lco", "diffusing_capacity_carbon_monoxide_percent"),
    ("弥散", "diffusing_capacity_carbon_monoxide_percent"),
)
_HEART_CLASS = re.compile(
    r"(?a)(?<!血管)心功能\s?(?:\(NYHA\)|nyha)?\s?(?:分级|分类)?\s?(?:为|:)?\s?(?P<class>iv|i{1,3}|[1-4一二三四])\s?级?(?:[-~至]\s?(?P<high>iv|i{1,3}|[1-4])\s?)?级"
)
_CLASSES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_CONTROL = re.compile(
    r"(?a)(?:\bprothrombin time|\bpt|凝血酶原时间(?:\(pt\))?)\s?[:=]?\s?(?P<time>\d{1,2}(?:\.\d+)?)\s?(?:s(?:ec(?:onds?)?)?|秒)?\s?"
    r"[(,;]?\s?(?:vs\.? )?(?:normal |正常)?(?:control|对照)(?: value)?\s?[:=]?\s?(?P<control>\d{1,2}(?:\.\d+)?)"
)
# Upper limits of the prothrombin time in common use, in seconds: the lowest and the highest.
_LONGEST_NORMAL = (12.5, 15.0)


def read_function_tests(note: Note) -> None:
    """Gather what the names of the vocabulary and a number behind them do not give."""
    text = note.lower
    if "fev" in text or "lco" in text or "fvc" in text or "肺" in text or "弥散" in text:
        _read_lungs(note)
    if "心功能" in text:
        for match in _HEART_CLASS.finditer(text):
            if _counts(note, match):
                named = match.group("high") or match.group("class")
                held = _CLASSES.get(named) or int(named)
                sign = "<=" if match.group("high") else None
                day = note.date_of_state(*match.span())
                note.add_fact("nyha_class", Quantity(float(held), "1", sign), *match.span(), on=day)
    if "血象" in text or "血常规" in text:
        for match in _SHORT_COUNTS.finditer(text):
            if _counts(note, match):
                name, unit = _SHORT_NAMES[match.group("name")]
                count = Quantity(float(match.group("number")), unit)
                note.add_fact(name, count, *match.span(), on=note.date_of_test(*match.span()))
    _read_clotting(note)


_SHORT_COUNTS = re.compile(
    r"(?a)(?<![\u4e00-\u9fff])(?P<name>白|板|血色素|血红)\s?[::]?\s?(?P<number>\d{1,3}(?:\.\d+)?)(?![\d./]|\s?(?:年|月|日|次|岁|%|g/dl))"
)
_SHORT_NAMES = {
    "白": ("white_blood_cell_count", "10*9/L"),
    "板": ("platelet_count", "10*9/L"),
    "血色素": ("haemoglobin", "g/L"),
    "血红": ("haemoglobin", "g/L"),
}


def _counts(note: Note, match: re.Match[str]) -> bool:
    return note.sentence(match.start()).section not in (
        "family",
        "plan",
    ) and not note.scopes.covering("family", *match.span())


def _read_lungs(note: Note) -> None:
    for match in _LUNGS.finditer(note.lower):
        gap = match.group("gap")
        if not _counts(note, match) or _OTHER_NAME.search(gap):
            continue
        if match.group("behind") is None and not _TOLD_BEFORE.search(gap):
            continue
        name = next(fact for part, fact in _LUNG_FACTS if part in match.group("name"))
        held = Quantity(float(match.group("share")), "%")
        day = note.date_of_test(*match.span())
        told = any(
            one.fact == name and one.readable and one.value == held for one in note.gathered.facts
        )
        if not told:
            note.add_fact(name, held, *match.span(), on=day)


def _read_clotting(note: Note) -> None:
    """How much longer the blood took to clot than the control, or than the upper limit."""
    told: set[PartialDate | None] = set()
    for match in (
        _CONTROL.finditer(note.lower) if "control" in note.lower or "对照" in note.lower else ()
    ):
        day = note.date_of_test(*match.span())
        longer = round(float(match.group("time")) - float(match.group("control")), 2)
        note.add_fact("prothrombin_time_prolongation", Quantity(longer, "s"), *match.span(), on=day)
        told.add(day)
    for one in list(note.gathered.facts):
        if one.fact != "prothrombin_time" or one.on in told or not one.readable:
            continue
        value = one.value
        if not isinstance(value, Quantity) or value.unit != "s" or value.comparator:
            continue
        held: Quantity | None = None
        if one.upper_limit is not None:
            held = Quantity(round(value.value - one.upper_limit, 2), "s")
        elif value.value <= _LONGEST_NORMAL[0]:
            held = Quantity(0.0, "s", "<=")
        elif value.value > _LONGEST_NORMAL[1]:
            held = Quantity(round(value.value - _LONGEST_NORMAL[1], 2), "s", ">=")
        if held is not None and "prothrombin_time_prolongation" in note.vocabulary.facts:
            derived = replace(
                one, fact="prothrombin_time_prolongation", value=held, upper_limit=None,
                lower_limit=None, certainty=Certainty.DERIVED,
            )  # fmt: skip
            note.gathered.facts.append(derived)
