"""Finds what each test of a line is to show: positive, negative, expressed."""

from __future__ import annotations

import re

from cartway.criteria.nodes import Compare, FactRef, Is, Node, Not, all_nodes, any_nodes
from cartway.reading.grammar.comparisons import low_result
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import fits
from cartway.values import Quantity

_EXPRESSED = re.compile(r"(?:\w+ )?express|表达", re.IGNORECASE)
_STRICTLY_AND = re.compile("且|同时")
_VERDICTS = ("positive", "negative", "low")


def _is_test(element: Element) -> bool:
    return element.kind == "fact" and any(s.system == "result" for s in element.facts())


def _may_have_result(element: Element) -> bool:
    """Whether it is a fact or an antigen: in a clause without them there is no result."""
    return element.kind == "fact" or (element.kind == "concept" and element.system == "antigen")


def _is_antigen(element: Element) -> bool:
    return element.kind == "concept" and element.system == "antigen"


def _passes(element: Element) -> bool:
    return (
        element.kind in ("comma", "slash", "open", "close", "colon", "sign", "anchor")
        or element.is_cue(
            "and", "or", "noise", "expression", "history", "patients", "with", "active", "then"
        )
        or (element.kind == "concept" and element.system in ("disease",))
        or (element.kind == "fact" and element.system == "presence")
    )


def reduce_results(context: Context, elements: list[Element]) -> list[Element]:
    """Replace each test or antigen with its verdict by one atom."""
    if not any(map(_may_have_result, elements)):
        return list(elements)
    verdicts = _verdicts(context, elements)
    used: set[int] = set()
    given: list[Element] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        if index in used:
            index += 1
            continue
        if _is_antigen(element):
            made = _antigen(context, elements, index, verdicts, used)
            if made is not None:
                given.append(made)
                index += 1
                continue
        elif _is_test(element):
            verdict = None if _is_measured(context, elements, index) else verdicts.get(index)
            if verdict is not None:
                found, place = verdict
                used.add(place)
                given.append(_tested(context, element, found, elements[place]))
                index += 1
                continue
        elif element.kind == "fact" and element.system == "quantity":
            made = _out_of_range(context, elements, index, used)
            if made is not None:
                given.append(made)
                index += 1
                continue
        given.append(element)
        index += 1
    # A verdict that was used by a test before it has nothing more to say.
    places = {place for _, place in verdicts.values()} & used
    spans = {(elements[p].start, elements[p].end) for p in places}
    return [
        e
        for e in given
        if not (e.kind == "cue" and e.id in _VERDICTS and (e.start, e.end) in spans)
    ]


def _verdicts(context: Context, elements: list[Element]) -> dict[int, tuple[str, int]]:
    """For each test or antigen, its verdict and where that stands."""
    found: dict[int, tuple[str, int]] = {}
    for index, element in enumerate(elements):
        if not (_is_test(element) or _is_antigen(element)):
            continue
        behind = _look(elements, index, 1)
        before = _look(elements, index, -1)
        if before is not None and _STRICTLY_AND.search(
            context.text, elements[before].end, element.start
        ):
            before = None  # "拷贝数低于检测下限，且BCMA…": a verdict ends where 且 begins another
        place = behind if behind is not None else before
        if behind is not None and before is not None:
            # "negative for HBsAg, HCV antibody and HIV; syphilis positive": the nearer, with
            # nothing but names between, and a verdict directly before a list governs it.
            place = (
                before
                if _governs(elements, before, index)
                and not _adjacent(elements, index, behind)
                and not _parted(elements, before, index, behind)
                else behind
            )
        if place is not None:
            found[index] = (elements[place].id, place)
        elif _is_autoantibody(context, elements, index):
            found[index] = ("positive", index)
    return found


_WITH = re.compile(
    r"(?:\bwith|\bpresence of|\bdetect\w*|\bhav(?:e|ing)|\bhas|\bdocumented|\bevidence of|\bfor)\W+(?:[^.;:]{0,60}\W)?$",
    re.IGNORECASE,
)
_ANTIBODY = re.compile(r"anti-?|.*antibod|.*(?:-|\b)Ab\b|.*IgG", re.IGNORECASE)


def _is_autoantibody(context: Context, elements: list[Element], index: int) -> bool:
    """ "with antibodies against the acetylcholine receptor": who has them is positive for them."""
    element = elements[index]
    if context.exclusion or context.asking or not _is_test(element):
        return False
    definition = context.vocabulary.facts[element.facts()[0].id]
    if definition.id not in _AUTOANTIBODIES:
        return False
    if any(
        e.measure is not None and not e.measure.is_duration for e in elements[index + 1 : index + 4]
    ):
        return False  # a titre says how much of it
    behind = context.text[element.start : element.end + 24]
    before = context.text[max(0, element.start - 70) : element.start]
    return _ANTIBODY.match(behind) is not None and _WITH.search(before) is not None


_AUTOANTIBODIES = frozenset(
    {"antinuclear_antibody", "anti_double_stranded_dna_antibody", "anti_smith_antibody",
     "anti_ro_ssa_antibody", "anti_scl_70_antibody", "anti_centromere_antibody",
     "anti_rna_polymerase_iii_antibody", "anca_antibody", "anti_ccp_antibody",
     "acetylcholine_receptor_antibody", "musk_antibody", "aquaporin_4_antibody", "mog_antibody",
     "pla2r_antibody", "myositis_specific_antibody", "anti_desmoglein_antibody",
     "anti_phospholipid_antibody"}
)  # fmt: skip


def _look(elements: list[Element], index: int, step: int) -> int | None:
    at = index + step
    distance = 0
    words = 0
    while 0 <= at < len(elements) and distance < 24:
        element = elements[at]
        if element.kind == "cue" and element.id in _VERDICTS:
            return at
        if element.kind == "word":
            words += 1
            if words > 2:
                return None
        elif (m := element.measure) is not None and (
            (m.is_ratio and distance) or (m.worded and m.value == 1)
        ):
            pass  # "positive for at least one of: ANA ≥ 1:80, anti-dsDNA"
        elif element.kind == "atom" and element.content.fact.endswith("_titre"):
            pass
        elif not (_is_test(element) or _is_antigen(element) or _passes(element)):
            return None
        at += step
        distance += 1
    return None


def _governs(elements: list[Element], place: int, index: int) -> bool:
    """Whether a verdict stands before a list that it opens ("positive for …", "positive X")."""
    return not any(_is_test(e) or _is_antigen(e) for e in elements[max(0, place - 2) : place])


def _parted(elements: list[Element], before: int, index: int, behind: int) -> bool:
    """ "copies not detected, and BCMA still positive": a comma ends what the first verdict says."""
    commas = any(e.kind in ("comma", "semicolon") for e in elements[before + 1 : index])
    return commas and all(
        e.is_cue("noise", "expression") or e.kind in ("word", "open", "close", "sign")
        for e in elements[index + 1 : behind]
    )


def _adjacent(elements: list[Element], index: int, place: int) -> bool:
    return all(
        e.is_cue("noise", "expression") or e.kind in ("open", "close", "sign")
        for e in elements[index + 1 : place]
    )


def _tested(context: Context, element: Element, verdict: str, cue: Element) -> Element:
    senses = [s for s in element.facts() if s.system == "result"]
    fact = senses[0].id
    result = "negative" if verdict == "negative" else "positive"
    node: Node = Is(FactRef(fact), result)
    atom = Atom("result", element.start, element.end, node, family=family_of(fact), fact=fact)
    return Element("atom", "result", element.start, element.end, content=atom)


def _atom_of_result(element: Element, fact: str, result: str) -> Element:
    node: Node = Is(FactRef(fact), result)
    atom = Atom("result", element.start, element.end, node, family=family_of(fact), fact=fact)
    return Element("atom", "result", element.start, element.end, content=atom)


def _is_measured(context: Context, elements: list[Element], index: int) -> bool:
    """Whether a number follows that the same name can be measured by ("HBV DNA ≥ 2000 IU/mL")."""
    facts = context.vocabulary.facts
    named = [name for s in elements[index].facts() for name in (s.id, f"{s.id}_level")]
    levels = [facts[n] for n in dict.fromkeys(named) if n in facts and facts[n].kind == "quantity"]
    if not levels:
        return False
    for element in elements[index + 1 : index + 7]:
        measure = element.measure
        if measure is not None and not measure.is_duration:
            return any(fits(level, measure) for level in levels)
        if not (
            element.is_cue("noise", "then", "positive", "expression", "example", "definition")
            or element.kind in ("open", "close", "word", "colon", "sign")
        ):
            return False
    return False


def _out_of_range(
    context: Context, elements: list[Element], index: int, used: set[int]
) -> Element | None:
    """A quantity said to be low, or above normal, without a number."""
    for at in range(index + 1, min(index + 9, len(elements))):
        element = elements[at]
        if element.is_cue("negative") and elements[index].id.endswith("_level"):
            base = elements[index].id.removesuffix("_level")
            if base in context.vocabulary.facts:
                used.add(at)
                return _atom_of_result(elements[index], base, "negative")
        if element.is_cue("low", "positive"):
            written = context.text[element.start : element.end].lower()
            high = any(word in written for word in ("above", "higher", "高于", "大于", "超过"))
            definition = context.vocabulary.facts[elements[index].id]
            base = definition.id.removesuffix("_level")
            if base != definition.id and base in context.vocabulary.facts:
                used.add(at)
                return _atom_of_result(elements[index], base, "positive")
            if element.id == "positive" and not high:
                return None
            node = low_result(definition, low=element.id == "low")
            used.add(at)
            found = elements[index]
            atom = Atom(
                "compare", found.start, element.end, node, family=definition.id, fact=definition.id
            )
            return Element("atom", "compare", found.start, element.end, content=atom)
        if not (
            element.is_cue("noise", "expression")
            or element.kind in ("open", "close")
            or _is_quantity_list(element)
        ):
            return None
    return None


def _is_quantity_list(element: Element) -> bool:
    return (
        element.kind in ("comma", "slash")
        or element.is_cue("and", "or")
        or (element.kind == "fact" and element.system == "quantity")
    )


def _antigen(
    context: Context,
    elements: list[Element],
    index: int,
    verdicts: dict[int, tuple[str, int]],
    used: set[int],
) -> Element | None:
    element = elements[index]
    antigen = element.concepts("antigen")[0]
    parts: list[Node] = []
    end = element.end
    verdict = verdicts.get(index)
    sign = context.text[element.end : element.end + 1]
    after = context.text[element.end + 1 : element.end + 2]
    if sign in "+-" and sign and not (after.isascii() and after.isalnum()):
        word = "positive" if sign == "+" else "negative"
        end += 1
        if (
            index + 1 < len(elements)
            and elements[index + 1].start == element.end
            and elements[index + 1].kind == "sign"
        ):
            used.add(index + 1)
    elif verdict is not None:
        word = "negative" if verdict[0] == "negative" else "positive"
        used.add(verdict[1])
    else:
        word = ""
    parts, last = _cut_offs(context, elements, index, antigen, used)
    if last is not None:
        end = max(end, last)
        word = word or "positive"
    if not word and any(
        _EXPRESSED.match(context.text, e.start)
        for e in (*elements[max(0, index - 2) : index], *elements[index + 1 : index + 2])
        if e.is_cue("expression")
    ):
        word = "positive"  # "CD19 expression on tumour cells"
    if not word:
        return None
    if word == "negative" or not parts:
        parts.insert(0, Is(FactRef("antigen_expression", antigen), word))
    node = all_nodes(parts)
    atom = Atom("antigen", element.start, end, node, family="antigen", codes=(antigen,))
    return Element("atom", "antigen", element.start, end, content=atom)


def _cut_offs(
    context: Context, elements: list[Element], index: int, antigen: str, used: set[int]
) -> tuple[list[Node], int | None]:
    """Thresholds near an antigen: "≥ 2+ in ≥ 40 % of tumour cells"."""
    parts: list[Node] = []
    end: int | None = None
    places = [
        *range(index + 1, min(index + 12, len(elements))),
        *range(index - 1, max(index - 7, -1), -1),
    ]
    stopped_ahead = stopped_behind = False
    for at in places:
        ahead = at > index
        if (ahead and stopped_ahead) or (not ahead and stopped_behind):
            continue
        element = elements[at]
        measure = element.measure
        if measure is not None and at not in used:
            node: Node | None = None
            op = measure.op or (">=" if ahead else None)
            if measure.unit == "%" and op and measure.high is None:
                subject = FactRef("antigen_expression_percent", antigen)
                node = Compare(subject, op, Quantity(measure.value, "%"))
            elif measure.unit is None and _H_SCORE.search(
                context.text, max(0, element.start - 10), element.start
            ):
                subject = FactRef("antigen_expression_h_score", antigen)
                node = Compare(subject, op or ">=", Quantity(measure.value, "1"))
            elif (
                (measure.plus or _is_strength(elements, at))
                and measure.value <= 3
                and measure.unit is None
            ):
                subject = FactRef("antigen_expression_intensity", antigen)
                node = Compare(subject, op or ">=", Quantity(measure.value, "1"))
            if node is not None:
                parts.append(node)
                used.add(at)
                end = max(end or 0, element.end)
                continue
        if not (
            element.is_cue(
                "noise",
                "expression",
                "positive",
                "definition",
                "with",
                "and",
                "patients",
                "if",
                "advanced",
                "relapsed",
                "refractory",
                "relapsed_or_refractory",
                "metastatic",
                "locally_advanced",
                "unresectable",
                "judgement",
                "then",
            )
            or element.kind in ("word", "open", "close", "colon", "slash", "sign")
            or (element.kind == "fact" and element.system in ("presence",))
            or (element.kind == "concept" and element.system == "disease")
            or (ahead and element.kind in ("comma", "anchor") and _rate_follows(elements, at))
            or (ahead and element.is_cue("or") and _rate_follows(elements, at))
            or (ahead and context.text[element.start : element.end].lower() == "on")
        ):
            if ahead:
                stopped_ahead = True
            else:
                stopped_behind = True
    return parts, end


_H_SCORE = re.compile(r"hscore\W*$", re.IGNORECASE)


def _rate_follows(elements: list[Element], at: int) -> bool:
    """ "CD7 positive, with a positive rate of tumour cells ≥ 30 %": the rate is of the antigen."""
    rate = False
    for element in elements[at + 1 : at + 8]:
        if element.measure is not None and element.measure.unit == "%" and not rate:
            # "2+，≥40%肿瘤细胞": of the cells, said behind the number.
            behind = elements[elements.index(element) + 1 :][:1]
            stained = elements[at - 1].measure if at else None
            if stained is not None and stained.plus and not behind:
                return True  # "(≥2+，≥50%)"
            return bool(behind) and (
                behind[0].is_cue("expression", "noise") or behind[0].kind == "close"
            )
        if _is_antigen(element) or element.kind in ("fact", "atom"):
            return False
        rate = rate or element.is_cue("expression")
        if element.measure is not None:
            return rate and element.measure.unit == "%"
    return False


def _is_strength(elements: list[Element], at: int) -> bool:
    return any(e.is_cue("expression") for e in elements[max(0, at - 3) : at + 3])


def negated(node: Node) -> Node:
    """The opposite of a node, without doubling."""
    return node.child if isinstance(node, Not) else Not(node)


def joined(parts: list[Node], *, every: bool) -> Node:
    """Join nodes by *and* or by *or*."""
    return all_nodes(parts) if every else any_nodes(parts)
