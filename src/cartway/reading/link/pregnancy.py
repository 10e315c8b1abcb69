"""Pregnancy, lactation and contraception: asked only of those whom they can concern."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    FactRef,
    Has,
    Implies,
    Is,
    Judgement,
    Node,
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.values import Duration

_FACTS = frozenset({"pregnant", "lactating", "pregnancy_test", "contraception_agreed"})
_NEEDED = (
    "pregnant",
    "lactating",
    "pregnancy_test",
    "childbearing_potential",
    "contraception_agreed",
    "sex",
)
_MEN = re.compile(r"\bmen\b|\bmales?\b|\bfathering\b|\bpartners?\b|男", re.IGNORECASE)
_WOMEN = re.compile(r"wom[ae]n|\bfemales?\b|child-?\s?bearing|女|育龄|妇", re.IGNORECASE)
_PLANNING = re.compile(
    r"plan\w*(?: on| to)?(?: \w+){0,3} (?:pregnan|conceiv|father)|intend\w* to (?:become pregnant|conceive|father)|wish\w* to (?:become|conceive)"
    r"|desire to|pregnancy plan|计划.{0,8}(?:怀孕|妊娠|生育)|妊娠计划|生育计划|备孕|(?:怀孕|妊娠|生育)(?:的)?计划",
    re.IGNORECASE,
)
_CONTRACEPTION = re.compile(r"contracept|birth control|abstinen|避孕|禁欲", re.IGNORECASE)
_TEST = re.compile(r"pregnancy test|hcg|妊娠(?:试验|检查|检测|测试)|孕检", re.IGNORECASE)
_MILK = re.compile(r"lactat|breast-?\s?feed|nursing|哺乳", re.IGNORECASE)
_PREGNANT = re.compile(
    r"pregnant|\bpregnancy\b|gravid|怀孕|妊娠(?!试验|检查|检测|测试|计划)|孕妇|孕期", re.IGNORECASE
)
_REFUSES = re.compile(
    r"unwilling|not willing|refus|do(?:es)? not agree|not agree|not (?:use|using|practic)|unable to use|not able to|不愿|不同意|拒绝|不能采取|未采取|不采取|无法采取",
    re.IGNORECASE,
)
_OTHER = re.compile(r"life expectancy|ECOG|\bHIV\b|HBsAg|感染|预期生存", re.IGNORECASE)


def is_about_pregnancy(context: Context, elements: list[Element]) -> bool:
    """Whether a sentence is about nothing but pregnancy, lactation and contraception."""
    about = False
    for element in elements:
        if element.is_cue("contraception") or (
            element.kind == "fact" and any(s.id in _FACTS for s in element.facts())
        ):
            about = True
        elif (
            element.kind == "fact"
            and element.system in ("quantity", "score")
            and element.id != "age"
        ):
            return False
    if not about:
        return False
    diseases = [e for e in elements if e.kind == "concept" and e.system == "disease"]
    return not diseases and all(name in context.vocabulary.facts for name in _NEEDED)


def _guard() -> Node:
    return All((Is(FactRef("sex"), "female"), Has(FactRef("childbearing_potential"))))


def pregnancy_node(context: Context, text: str, elements: list[Element]) -> Node | None:
    """Give what a sentence asks of those who can become pregnant, and of partners."""
    if _OTHER.search(text):
        return None
    window = _test_window(elements)
    men = bool(_MEN.search(text))
    if context.exclusion:
        return _excluding(context, text, men)
    asked: list[Node] = []
    if _TEST.search(text):
        asked.append(Is(FactRef("pregnancy_test"), "negative", window))
    elif _PREGNANT.search(text) and re.search(
        r"\bnot\b|\bnon\b|\bneither\b|exclud|ineligible|不得|非|未|无|不能|negative|阴性|\bno\b",
        text,
        re.IGNORECASE,
    ):
        asked.append(Not(Has(FactRef("pregnant"))))
    if _MILK.search(text):
        asked.append(Not(Has(FactRef("lactating"))))
    parts: list[Node] = []
    double = re.search(
        r"\b(?:two|2|double)[- ](?:\w+ )?(?:forms?|methods?|barriers?)", text, re.IGNORECASE
    )
    if double is not None:
        parts.append(Judgement(double.group()))
    contraception = Has(FactRef("contraception_agreed"))
    if _CONTRACEPTION.search(text):
        if men or not _WOMEN.search(text):
            parts.append(Implies(any_nodes([Is(FactRef("sex"), "male"), _guard()]), contraception))
        else:
            asked.append(contraception)
    if _PLANNING.search(text) and not _CONTRACEPTION.search(text):
        asked.append(Not(_planned(context)))
    if asked:
        parts.insert(0, Implies(_guard(), all_nodes(asked)))
    return all_nodes(parts) if parts else None


def _test_window(elements: list[Element]) -> Duration | None:
    for index, element in enumerate(elements):
        measure = element.measure
        if measure is None or not measure.is_duration or measure.unit is None:
            continue
        around = elements[max(0, index - 2) : index + 3]
        if measure.unit in ("d", "h", "wk") and any(
            e.is_cue("window", "window_after", "before") or e.kind == "anchor" for e in around
        ):
            return Duration(measure.value, measure.unit)
    return None


def _planned(context: Context) -> Node:
    if "pregnancy_planned" in context.vocabulary.facts:
        return Has(FactRef("pregnancy_planned"))
    return Judgement("plans to become pregnant")


def _excluding(context: Context, text: str, men: bool) -> Node | None:
    women: list[Node] = []
    if _PREGNANT.search(text):
        women.append(Has(FactRef("pregnant")))
    if _MILK.search(text):
        women.append(Has(FactRef("lactating")))
    if _TEST.search(text):
        women.append(Is(FactRef("pregnancy_test"), "positive"))
    planned = bool(_PLANNING.search(text))
    refuses = bool(_REFUSES.search(text)) and bool(_CONTRACEPTION.search(text))
    unwilling = Not(Has(FactRef("contraception_agreed")))
    if planned:
        women.append(_planned(context))
    parts: list[Node] = []
    if refuses:
        if men or not _WOMEN.search(text):
            parts.append(all_nodes([any_nodes([Is(FactRef("sex"), "male"), _guard()]), unwilling]))
        else:
            women.append(unwilling)
    if planned and men:
        parts.append(
            all_nodes([Is(FactRef("sex"), "male"), Judgement("partner plans to become pregnant")])
        )
    if women:
        parts.insert(0, all_nodes([_guard(), any_nodes(women)]))
    return any_nodes(parts) if parts else None
