"""An antigen with its thresholds: "CLDN18.2 ≥ 2+ in ≥ 40 % of tumour cells"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import Compare, FactRef, Is, Node, all_nodes
from cartway.reading.grammar.terms import Atom
from cartway.reading.grammar.verdicts import is_antigen
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.values import Quantity

_EXPRESSED = re.compile(r"(?:\w+ )?express|表达", re.IGNORECASE)


def antigen_node(
    context: Context,
    elements: list[Element],
    index: int,
    verdicts: dict[int, tuple[str, int]],
    used: set[int],
) -> Element | None:
    """Give what an antigen with its verdict and its thresholds asks."""
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
        if is_antigen(element) or element.kind in ("fact", "atom"):
            return False
        rate = rate or element.is_cue("expression")
        if element.measure is not None:
            return rate and element.measure.unit == "%"
    return False


def _is_strength(elements: list[Element], at: int) -> bool:
    return any(e.is_cue("expression") for e in elements[max(0, at - 3) : at + 3])
