"""What a length of time says in a term: how long since, how long it has gone on, how long it was given."""

from __future__ import annotations

import re

from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import comparison
from cartway.reading.numbers import Measure

_GIVING = re.compile(r"(?:治疗|使用|应用|用药|疗程)(?:时间)?\s?$")


_WITHOUT_AVAIL = re.compile(
    r"(?:以上|及以上)?(?:后|之后)?\s?[,，]?\s?(?:疾病|病情|症状|仍|无效|未|效果|疗效|控制|无明显)"
)


_FOR = re.compile(
    r"\bfor (?:a (?:minimum|period|duration) (?:of )?)?(?:the (?:last|past) )?$", re.IGNORECASE
)


_GONE_ON = re.compile(
    r"\b(?:stable|steady|constant|unchanged|receiv\w*|treat(?:ed|ment)|taking|taken|on|using|used|maintain\w*|therapy|fail(?:ed|ure)|inadequate|insufficient|refractory|despite|combined)\b",
    re.IGNORECASE,
)


_LEFT_OFF = re.compile(
    r"\b(?:stop\w*|discontinu\w*|off|without|wash\w*|free|withdr\w*|withh\w*|ceas\w*|not|no|never|abstain\w*|interval|elapsed|since|drug-free|untreated|recover\w*|avoid\w*|prohibit\w*)\b",
    re.IGNORECASE,
)


_DIAGNOSED = re.compile(
    r"\b(?:diagnos\w+|history|known|suffer\w*|had|duration|present)\b", re.IGNORECASE
)


def since_diagnosis(context: Context, measure: Measure, element: Element, term: Term) -> bool:
    """ "diagnosed with X for at least 6 months": how long ago, asked beside the diagnosis."""
    fact = context.vocabulary.facts.get("time_since_diagnosis")
    before = context.text[max(term.start - _CLAUSE, 0) : element.start]
    if (
        context.exclusion
        or fact is None
        or not term.atoms
        or any(atom.dim != "disease" for atom in term.atoms)
        or _FOR.search(before) is None
        or _DIAGNOSED.search(before) is None
        or _LEFT_OFF.search(before) is not None
    ):
        return False
    node = comparison(fact, measure)
    if node is None:
        return False
    term.atoms.append(Atom("compare", element.start, element.end, node, fact=fact.id))
    return True


def has_gone_on(context: Context, element: Element) -> bool:
    """Whether a length of time says how long a treatment has been given."""
    before = context.text[max(0, element.start - _CLAUSE) : element.start]
    return (
        _FOR.search(before) is not None
        and _GONE_ON.search(before) is not None
        and _LEFT_OFF.search(before) is None
    )


_CLAUSE = 160


def treated_for(context: Context, measure: Measure) -> bool:
    """Whether a length of time says how long a treatment was given in vain."""
    return (
        measure.op in (">=", ">")
        and _GIVING.search(context.text, max(0, measure.start - 8), measure.start) is not None
        and _WITHOUT_AVAIL.match(context.text, measure.end) is not None
    )


def is_interval(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """ "Radiotherapy: ≥ 6 weeks", a row of intervals since treatment."""
    return (
        not context.exclusion
        and index > 0
        and elements[index - 1].kind == "colon"
        and bool(term.atoms)
        and all(atom.dim == "therapy" for atom in term.atoms)
    )


def goes_on_since(context: Context, elements: list[Element], index: int) -> bool:
    """ "at least 2 weeks since A and 4 weeks since B": the second is as long as the first."""
    following = elements[index + 1] if index + 1 < len(elements) else None
    return (
        not context.exclusion
        and following is not None
        and following.is_cue("since")
        and any(
            e.measure is not None and e.measure.is_duration and e.measure.op in (">=", ">")
            for e in elements[:index]
        )
    )


def opens_interval(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """ "2 weeks since radiation" by itself among the inclusions: at least that long."""
    measure = elements[index].measure
    if context.exclusion or term.atoms or term.unknown or measure is None or measure.op is not None:
        return False
    following = elements[index + 1 : index + 5]
    if not following or not following[0].is_cue("since"):
        return False
    named = next((e for e in following if e.kind in ("concept", "fact", "atom")), None)
    return named is not None and named.kind == "concept" and named.system == "treatment"


def any_since(elements: list[Element], index: int) -> bool:
    """Whether *since* stands shortly before an element."""
    return any(e.is_cue("since") for e in elements[max(0, index - 4) : index])
