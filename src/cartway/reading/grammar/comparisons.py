"""Finds which fact each number of a line limits."""

from __future__ import annotations

import re

from cartway.criteria.nodes import Compare, FactRef, Is, Judgement, Node, all_nodes, any_nodes
from cartway.facts.vocabulary import FactDefinition
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import comparison, fits
from cartway.reading.numbers import Measure
from cartway.values import Quantity

_PASSED = frozenset({"colon", "open", "close", "sign", "anchor"})
_CUES_PASSED = frozenset(
    {"noise", "expression", "definition", "judgement", "patients", "with", "history", "example",
     "then", "result_word", "receive", "active", "positive", "since", "before", "if", "disjoint"}
)  # fmt: skip
_SEPARATORS = frozenset({"comma", "slash"})
# Facts that measure one thing in several ways: a list of them asks for any one.
_ALTERNATIVES = (
    frozenset(
        {"ecog_performance_status", "karnofsky_performance_status", "lansky_performance_status"}
    ),
    frozenset(
        {
            "creatinine_clearance",
            "creatinine_clearance_cockcroft_gault",
            "estimated_glomerular_filtration_rate",
        }
    ),
    frozenset({"left_ventricular_ejection_fraction", "left_ventricular_shortening_fraction"}),
)
_REACH = 9
_LINES = "prior_lines_of_therapy"
_GRADED = re.compile(r"grade|CTCAE|级|度", re.IGNORECASE)
# A change of a value is not the value: "PT prolonged by ≤ 4 s".
_CHANGE = Seldom(
    r"prolong|extend|increas|decreas|reduc|rise|risen|drop|delta|change|延长|升高|增加|下降|降低|缩短|变化",
)


def reduce_comparisons(context: Context, elements: list[Element]) -> list[Element]:
    """Replace each fact with its limits by one atom; what is not understood stays."""
    if all(element.measure is None for element in elements):
        return elements
    given: list[Element] = []
    last: list[FactDefinition] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        measure = element.measure
        if measure is None:
            given.append(element)
            index += 1
            continue
        if _is_time(context, elements, index, given) or _in_unknown_unit(context, measure):
            given.append(element)
            index += 1
            continue
        subjects, first = _behind(context, given, measure)
        ahead = index + 1
        if not subjects:
            subject, ahead = _ahead(context, elements, index, measure)
            first = len(given)
            if subject is not None:
                subjects = [subject]
            elif _is_age(context, elements, index, measure):
                subjects, ahead = [context.vocabulary.fact("age")], index + 1
            elif (
                last
                and not _repeats_limit(given, measure, last)
                and not _counts_things(context, measure)
                and _goes_on(given)
                and (measure.unit is not None or all(one.kind == "score" for one in last))
                and all(fits(one, measure) for one in last)
            ):
                subjects, ahead = last, index + 1
        if not subjects and _repeats_limit(given, measure, last):
            given.pop()  # "> 2.5 mg/dL or 221 umol/L": the same limit in another unit
            index += 1
            continue
        if not subjects and measure.unit == "{copies}/mL":
            made = _copies(context, given, element)
            if made is not None:
                given.append(made)
                index += 1
                continue
        node = _node(context, subjects, measure) if subjects else None
        if node is None:
            given.append(element)
            index += 1
            continue
        last = subjects
        # Words between the subject and its number stay for the grammar to judge.
        between = [e for e in given[first:] if e.kind == "word"]
        start = given[first].start if first < len(given) else element.start
        end = max(element.end, elements[ahead - 1].end)
        atom = Atom(
            "compare", start, end, node, family=family_of(subjects[0].id), fact=subjects[0].id
        )
        del given[first:]
        given += between
        given.append(Element("atom", "compare", start, end, content=atom))
        index = ahead
    return given


_UNIT = re.compile(r"\s?[A-Za-z]{1,6}\s?/\s?[A-Za-z]{1,4}\b")


def _in_unknown_unit(context: Context, measure: Measure) -> bool:
    """ "1.6 pg/yL": a number whose unit is not known is no number of the usual unit."""
    return measure.unit is None and _UNIT.match(context.text, measure.end) is not None


def _counts_things(context: Context, measure: Measure) -> bool:
    """ "且至少两项异常": a number that counts things is no further limit of what stood before."""
    return measure.unit is None and context.text[measure.end : measure.end + 1] in tuple(
        "项种类个名"
    )


def _repeats_limit(given: list[Element], measure: Measure, last: list[FactDefinition]) -> bool:
    return (
        len(given) >= 2
        and measure.op is None
        and measure.unit is not None
        and given[-1].is_cue("or")
        and given[-2].kind == "atom"
        and bool(last)
        and all(fits(one, measure) for one in last)
    )


_COUNTED = ("cytomegalovirus", "epstein_barr")


def _copies(context: Context, given: list[Element], element: Element) -> Element | None:
    """A load in copies where records count international units: certain only if nothing is found."""
    measure = element.measure
    assert measure is not None
    for at in range(len(given) - 1, max(len(given) - 8, -1), -1):
        named = given[at]
        if named.kind == "fact" or (
            named.kind == "atom"
            and named.content.family.startswith(("hepatitis", "hiv", "cyto", "epstein"))
        ):
            name = (named.content.fact if named.kind == "atom" else named.id).removesuffix("_level")
            if (
                name not in context.vocabulary.facts
                or context.vocabulary.facts[name].kind != "result"
            ):
                return None
            level = f"{name}_level"
            node: Node
            if name.startswith(_COUNTED) and level in context.vocabulary.facts and measure.op:
                # Their laboratories report copies, and records keep the number as reported.
                limit = Quantity(measure.value, context.vocabulary.facts[level].unit)
                node = Compare(FactRef(level), measure.op, limit)
                atom = Atom(
                    "compare", named.start, element.end, node, family=family_of(name), fact=level
                )
                del given[at:]
                return Element("atom", "compare", named.start, element.end, content=atom)
            text = Judgement(context.text[element.start : element.end].strip())
            if (measure.op or ">").startswith(">"):
                node = all_nodes([Is(FactRef(name), "positive"), text])
            else:
                node = any_nodes([Is(FactRef(name), "negative"), text])
            atom = Atom(
                "compare", named.start, element.end, node, family=family_of(name), fact=name
            )
            del given[at:]
            return Element("atom", "compare", named.start, element.end, content=atom)
        if named.kind not in ("open", "close", "word") and not named.is_cue(
            "noise", "expression", "positive", "then"
        ):
            return None
    return None


def _is_time(context: Context, elements: list[Element], index: int, given: list[Element]) -> bool:
    """Whether a length of time is a window, not the value of a fact."""
    measure = elements[index].measure
    assert measure is not None
    if not measure.is_duration:
        return False
    if _is_told_age(context, measure, given):
        return False
    following = elements[index + 1] if index + 1 < len(elements) else None
    if following is not None and (
        following.kind == "anchor" or following.is_cue("window_after", "before", "since")
    ):
        return True
    before = given[-1] if given else None
    return bool(
        before is not None and (before.is_cue("window", "since") or before.kind == "anchor")
    )


def _is_told_age(context: Context, measure: Measure, given: list[Element]) -> bool:
    """ "Age ≥ 18 years at the time of consent": years right behind the word are no window."""
    if measure.unit != "a" or (measure.op is None and measure.high is None):
        return False
    told = next(
        (
            e
            for e in reversed(given)
            if not (
                e.kind in ("colon", "sign", "comma") or e.is_cue("noise", "then", "patients", "and")
            )
        ),
        None,
    )
    if told is None:
        return False
    if told.kind == "atom":  # "age ≥ 1 year and ≤ 75 years of age at enrolment"
        return bool(told.content.fact == "age" and measure.op is not None)
    return told.kind == "fact" and told.id == "age"


_GROWN = re.compile(
    r"\b(?:adults?|children|adolescents?|patients?|subjects?|participants?|those|p(?:a)?ediatric)(?: (?:patients?|subjects?|participants?|men|women))?\W{1,3}$",
    re.IGNORECASE,
)


def _is_age(context: Context, elements: list[Element], index: int, measure: Measure) -> bool:
    if "age" not in context.vocabulary.facts:
        return False
    written = context.text[measure.start : measure.end]
    if (
        re.search(r"\bage\b", written, re.IGNORECASE)
        or "岁" in written
        or "of age" in written.lower()
        or " old" in written.lower()
    ):
        return True
    if measure.unit != "a" or (measure.op is None and measure.high is None):
        return False
    if _GROWN.search(context.text, max(0, measure.start - 30), measure.start) is not None:
        return True  # "adults (≥ 18 years)"
    # "18 to 75 years" at the head of a line is an age.
    return (
        index <= 1
        and 1 <= measure.value <= 100
        and "year" in written.lower()
        and measure.high is not None
    )


def _behind(
    context: Context, given: list[Element], measure: Measure
) -> tuple[list[FactDefinition], int]:
    """The facts before a measure that it limits, and where the first of them stands."""
    at = len(given) - 1
    steps = 0
    words = 0
    reach = _REACH if measure.op is not None or measure.high is not None or measure.is_ratio else 3
    while at >= 0 and steps < reach:
        element = given[at]
        if element.kind == "fact":
            found = _fitting(context, element, measure)
            if found is not None:
                if _CHANGE.search(context.text[element.end : measure.number]):
                    break
                return _run(context, given, at, measure, found)
            if element.system not in ("presence", "result", "code"):
                break
        elif element.kind == "word":
            words += 1
            if words > (3 if reach > 3 else 0):
                break
        elif element.kind == "cue":
            if element.id not in _CUES_PASSED:
                break
        elif (
            element.kind not in _PASSED
            and element.kind != "concept"
            and not (
                element.kind == "comma" and at + 1 < len(given) and given[at + 1].is_cue("then")
            )
        ):
            break
        at -= 1
        steps += 1
    return [], len(given)


def _fitting(context: Context, element: Element, measure: Measure) -> FactDefinition | None:
    facts = context.vocabulary.facts
    for sense in element.facts():
        for name in (
            sense.id,
            f"{sense.id}_level",
            sense.id.replace("_antibody", "_antibody_titre"),
        ):
            definition = facts.get(name)
            if name == _LINES and _GRADED.search(context.text, measure.start, measure.end):
                continue  # "toxicity of prior therapy to ≤ grade 1": no number of lines
            if definition is not None and fits(definition, measure):
                return definition
    return None


def _run(
    context: Context, given: list[Element], at: int, measure: Measure, nearest: FactDefinition
) -> tuple[list[FactDefinition], int]:
    """All facts of one list before a measure: "ALT, AST and ALP ≤ 3 × ULN"."""
    found = [nearest]
    first = at
    back = at - 1
    joined = False
    while back >= 0:
        element = given[back]
        if element.kind in _SEPARATORS or element.is_cue("and", "or"):
            joined = True
        elif element.kind == "fact":
            definition = _fitting(context, element, measure)
            if definition is None:
                break
            if definition.id != nearest.id and not joined and definition not in found:
                # A second name of the same thing ("creatinine clearance (Cockcroft-Gault)").
                pass
            elif definition not in found:
                found.insert(0, definition)
            first = back
            joined = False
        elif element.kind in ("open", "close") or element.is_cue("noise", "expression"):
            pass
        else:
            break
        back -= 1
    return found, first


def _ahead(
    context: Context, elements: list[Element], index: int, measure: Measure
) -> tuple[FactDefinition | None, int]:
    at = index + 1
    while at < len(elements) and at <= index + 6:
        element = elements[at]
        if element.kind == "fact":
            found = _fitting(context, element, measure)
            if found is not None and not _has_own_measure(elements, at):
                return found, at + 1
            return None, index
        if element.kind == "measure" or not (
            element.is_cue("noise", "history", "expression", "receive", "judgement")
            or element.kind in ("open", "close")
        ):
            return None, index
        at += 1
    return None, index


def _has_own_measure(elements: list[Element], at: int) -> bool:
    """ "≥ 18 years; ECOG ≤ 1": the number behind a fact is its own, not the one before it."""
    for element in elements[at + 1 : at + 4]:
        if element.kind == "measure":
            measure = element.measure
            return measure is not None and not measure.is_duration
        if element.kind not in ("open", "close", "colon") and not element.is_cue("noise"):
            return False
    return False


def _goes_on(given: list[Element]) -> bool:
    """Whether the last limit still governs: "≤ 3 × ULN (≤ 5 × ULN with liver metastases)"."""
    for element in reversed(given[-12:]):
        if element.kind == "atom":
            return True
        if element.kind in ("fact", "semicolon", "stop"):
            return False
    return False


def _node(context: Context, subjects: list[FactDefinition], measure: Measure) -> Node | None:
    parts = []
    for definition in subjects:
        node = comparison(definition, measure)
        if node is None:
            return None
        parts.append(_with_clotting(definition, measure, node))
    names = {one.id for one in subjects}
    alternative = any(names <= group for group in _ALTERNATIVES)
    if context.exclusion or alternative:
        return any_nodes(parts)
    return all_nodes(parts)


# The lowest upper limit of the prothrombin time in common use, in seconds.
_CLOTS_BY = 12.5


def _with_clotting(definition: FactDefinition, measure: Measure, node: Node) -> Node:
    """How much longer blood takes to clot than normal: where only the time itself is recorded."""
    if definition.id != "prothrombin_time_prolongation" or not isinstance(node, Compare):
        return node
    itself = Compare(
        FactRef("prothrombin_time"), node.operator, Quantity(_CLOTS_BY + measure.value, "s")
    )
    join = any_nodes if node.operator in ("<=", "<") else all_nodes
    return join([node, itself])


def low_result(definition: FactDefinition, *, low: bool) -> Node:
    """Below the lower limit of normal, or above the upper one."""
    unit = "LLN" if low else "ULN"
    return Compare(FactRef(definition.id), "<" if low else ">", Quantity(1.0, unit))
