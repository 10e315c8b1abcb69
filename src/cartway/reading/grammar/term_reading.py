"""Reads the terms of a clause: what stands between two connectors."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from cartway.criteria.nodes import Compare, FactRef, Judgement
from cartway.reading.grammar.judged_states import state_judged
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.atoms import atom_of
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import comparison
from cartway.reading.numbers import Measure
from cartway.values import Duration, Quantity

_CONNECTORS = {"comma": "comma", "slash": "slash", "semicolon": "semicolon", "stop": "semicolon"}


# Nouns that name something too general to be asked: alone in a list they were not understood.
_SOFT = re.compile(
    r"disease|disorder|infection|therap|treatment|drug|medication|surger|procedure|agent|illness|syndrome|tumou?r"
    r"|疾病|病症|感染|治疗|药|手术|肿瘤",
    re.IGNORECASE,
)


_LONGEST_YEARS = 1_900
_GRADE_OF = re.compile(r"[级度]|\bgrades?\b", re.IGNORECASE)
_GRADE = re.compile(r"\bgrades?\b|\bgraded\b|\bclass\b|级|度", re.IGNORECASE)


def _duration(measure: Measure) -> Duration | None:
    value = measure.high if measure.high is not None else measure.value
    if measure.unit is None or not 0 <= value < 9_999:
        return None
    return Duration(value, measure.unit)


def read_terms(context: Context, elements: list[Element]) -> list[Term]:
    """Give the terms of a clause, each with its atoms and what modifies them."""
    terms: list[Term] = []
    current: Term | None = None
    connector, apart, strict = "", False, False
    index = 0
    while index < len(elements):
        element = elements[index]
        joined = _CONNECTORS.get(element.kind)
        if joined is None and element.is_cue("and", "or"):
            if _between_methods(context, elements, index):
                index += 1
                continue
            if context.text[element.start : element.end].lower() == "either":
                index += 1  # it opens a list, it does not join it to what stands before
                continue
            joined = element.id
        if joined is not None:
            if current is not None:
                terms.append(current)
                current = None
                connector, apart, strict = joined, False, False
            elif joined in ("and", "or") or not connector:
                apart = apart or connector == "comma"
                connector = joined
            apart = apart or context.text[element.start : element.end] == ","
            strict = (
                strict or _STRICT.fullmatch(context.text, element.start, element.end) is not None
            )
            index += 1
            continue
        if element.kind in ("open", "close", "colon", "sign"):
            index += 1
            continue
        if current is not None and current.atoms and element.is_cue("negation"):
            # "… in patients not receiving anticoagulants": what follows is denied, not what stood before.
            terms.append(current)
            current = None
            connector = "with"
        if current is not None and _denial_ends(context, elements, index, current):
            # "无标准治疗的实体瘤患者": what is denied ends at 的.
            terms.append(current)
            current = None
            connector = "with"
        of_all = False
        if current is not None and _names_the_whole(context, elements, index, terms, current):
            # "TP53突变或复杂核型的白血病": the disease at the end is that of every alternative.
            terms.append(current)
            current = None
            connector, of_all = "with", True
        if current is None:
            current = Term(element.start, element.end, connector if terms else "")
            current.apart, current.strict, current.of_all = apart, strict, of_all
            current.anew = apart and _ANEW.match(context.text, element.start) is not None
            connector, apart, strict = "", False, False
        current.end = max(current.end, element.end)
        index = _take(context, elements, index, current)
    if current is not None:
        terms.append(current)
    return terms


_STATES = ("relapsed", "refractory", "relapsed_or_refractory", "untreated", "advanced",
           "metastatic", "locally_advanced", "unresectable", "noise")  # fmt: skip


def _names_the_whole(
    context: Context, elements: list[Element], index: int, terms: list[Term], current: Term
) -> bool:
    """Whether 的 has just ended alternatives, and the disease that they describe follows."""
    if context.exclusion or not (current.atoms or current.unknown):
        return False
    if not context.text[: elements[index].start].rstrip().endswith("的"):
        return False
    at = index
    while at < len(elements) and elements[at].is_cue(*_STATES):
        at += 1
    if at >= len(elements) or elements[at].kind != "concept" or elements[at].system != "disease":
        return False
    clause = [current]
    for term in reversed(terms):
        if clause[-1].apart:
            break
        clause.append(term)
    if any(atom.dim == "disease" for term in clause for atom in term.atoms):
        return False
    return any(term.connector in ("or", "slash") for term in clause[:-1])


def _denial_ends(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """Whether a denied attribute ends before the disease that has it not."""
    element = elements[index]
    return (
        term.negated
        and bool(term.atoms or term.unknown)
        and element.kind == "concept"
        and element.system == "disease"
        and context.text[: element.start].rstrip().endswith("的")
    )


_METHOD = re.compile(
    r"(?:immuno-?)?(?:histo|cyto)\w*|\w*patholog\w*|flow cytometry|radiolog\w*|imaging|biops\w+|CT|MRI|PET(?:-CT)?|IHC|FISH|PCR"
    r"|(?:组织|细胞|病理)(?:学)?(?:检查)?|流式(?:细胞术)?|免疫组化|影像(?:学)?",
    re.IGNORECASE,
)


def _between_methods(context: Context, elements: list[Element], index: int) -> bool:
    """ "confirmed by histology or cytology": *or* between methods joins nothing else."""
    if not 0 < index < len(elements) - 1:
        return False
    beside = (elements[index - 1], elements[index + 1])
    return all(
        e.is_cue("noise") and _METHOD.search(context.text, e.start, e.end) is not None
        for e in beside
    )


def _take(context: Context, elements: list[Element], index: int, term: Term) -> int:
    """Add one element (or a few that belong together) to a term."""
    element = elements[index]
    if (
        element.is_cue("negation")
        and _NOT_DOING.fullmatch(context.text, element.start, element.end)
        and elements[index + 1 : index + 2]
        and elements[index + 1].kind == "word"
        and elements[index + 1].start == element.end
    ):
        # "未恢复的并发症": something is not done, nothing named is denied.
        element = replace(elements[index + 1], start=element.start)
        elements = [*elements[: index + 1], element, *elements[index + 2 :]]
        index += 1
    if element.kind == "measure":
        return _take_measure(context, elements, index, term)
    if element.kind == "word":
        last = index
        while last + 1 < len(elements) and elements[last + 1].kind == "word":
            last += 1
        text = context.text[element.start : elements[last].end].strip()
        against = text == "抗" and elements[last + 1 : last + 2]
        if any(c.isalnum() for c in text) and not (against and against[0].kind == "concept"):
            term.unknown.append(text)
        return last + 1
    if element.kind == "cue":
        _take_cue(context, elements, index, term)
        return index + 1
    atom = atom_of(context, element)
    if atom is not None:
        risk = _RISK.match(context.text, atom.end) if atom.dim in ("disease", "presence") else None
        if risk is not None:
            # "出血风险": who may bleed has not bled, and who has not may.
            atom = Atom(
                "risk", atom.start, risk.end(), Judgement(context.text[atom.start : risk.end()])
            )
        _add(context, term, atom)
        if atom.dim == "presence" and "active" in atom.fact:
            # "active hepatitis B or hepatitis C": the word is part of a name and goes on.
            term.active = (
                term.active or _ACTIVE.search(context.text, atom.start, atom.end) is not None
            )
    return index + 1


_ANEW = re.compile(r"(?:any|use of|receipt of)\b(?! other)", re.IGNORECASE)
_NEEDED = re.compile(r"\b(?:requir(?:ing|es?)|need(?:ing|s)?|on|receiving)\s$", re.IGNORECASE)
_ACTIVE = re.compile(r"active|活动", re.IGNORECASE)
_NOT_DOING = re.compile("[未不非]")
_AND_SUCH = re.compile("等(?:各类|其他|其它|标准)?的?")
_GIVING = re.compile(r"(?:治疗|使用|应用|用药|疗程)(?:时间)?\s?$")
_WITHOUT_AVAIL = re.compile(
    r"(?:以上|及以上)?(?:后|之后)?\s?[,，]?\s?(?:疾病|病情|症状|仍|无效|未|效果|疗效|控制|无明显)"
)
_STEADY = re.compile(r"稳定(?:时间|期|使用|用药|治疗|剂量)*\s?$")
_STANDING = re.compile(r"\bstable\b|\bunchanged\b|稳定", re.IGNORECASE)
_COUNTED_FROM = re.compile("(?:之|以)?内[^,，。;；]{0,5}(?:进展|复发|发生|不缓解|死亡)")
_RISK = re.compile("的?(?:高|潜在)?(?:风险|危险|可能性|家族史)")
_UNFIT = re.compile("不适合|不适宜|不适合参加")
_STRICT = re.compile(r"且|并且|而且|同时|同时伴有|同时满足|和/且|并")


def _add(context: Context, term: Term, atom: Atom) -> None:
    held = term.atoms[-1] if term.atoms else None
    if held is not None and held.dim == atom.dim and held.codes and atom.codes:
        hierarchy = context.vocabulary.hierarchy
        # "acute lymphoblastic leukaemia (ALL)", "hepatitis B virus (HBV) infection": one thing twice.
        if set(atom.codes) & set(held.codes):
            return
        if _AND_SUCH.fullmatch(context.text, held.end, atom.start):
            term.atoms[-1] = atom  # "达沙替尼等TKI": the group, the first only named from it
            return
        if any(a in hierarchy.ancestors(h) for a in atom.codes for h in held.codes):
            return
        if any(h in hierarchy.ancestors(a) for a in atom.codes for h in held.codes):
            term.atoms[-1] = atom
            return
    if held is not None and held.node is not None and held.node == atom.node:
        return
    term.atoms.append(atom)


def _take_cue(context: Context, elements: list[Element], index: int, term: Term) -> None:
    element = elements[index]
    group = element.id
    if group == "negation":
        term.negated = not term.negated if term.negated and _tight(elements, index) else True
        if term.judgements and not term.atoms and not context.exclusion:
            # "stable without steroids": what was said before is not denied.
            term.said_first, term.judgements = [*term.said_first, *term.judgements], []
    elif group == "deontic" or group == "excluded":
        if not context.exclusion:
            term.negated = True
    elif group == "not_received" or (
        group == "interference" and _UNFIT.fullmatch(context.text, element.start, element.end)
    ):
        # A treatment that is refused, planned or not borne was not thereby received.
        written = context.text[element.start : element.end].strip()
        term.unknown.append(written)
        term.not_received.append(written)
    elif group == "active":
        # "requiring ongoing anticoagulation": the treatment goes on, of the illness nothing is said.
        term.active = term.active or not _NEEDED.search(context.text, 0, element.start)
    elif group == "history":
        written = context.text[element.start : element.end]
        # In Chinese the word for a history may stand at the end of a list that has a window.
        if written in ("史", "病史", "病史者") and term.atoms and not term.history:
            term.history_behind = True
        term.history = term.history or not (
            term.window_first and written in ("史", "病史", "病史者")
        )
    elif group == "judgement" and (state := state_judged(context, elements, index)) is not None:
        _add(context, term, state)
    elif group == "judgement" or group == "investigator":
        term.judgements.append(context.text[element.start : element.end].strip())
    elif group == "receive":
        term.received = True
    elif group == "progressive" and _is_progression(context, element):
        atom = atom_of(context, element)
        if atom is not None:
            _add(context, term, atom)
    elif group in ("positive", "negative", "low", "progressive", "disjoint"):
        term.soft = True
        if group in ("negative", "low"):
            term.unknown.append(context.text[element.start : element.end].strip())
    elif group in ("administrative", "contraception"):
        atom = atom_of(context, element)
        if atom is not None:
            _add(context, term, atom)
    elif group == "noise":
        written = context.text[element.start : element.end]
        soft, graded = _says(written)
        term.soft = term.soft or soft
        term.graded = term.graded or graded
    else:
        atom = atom_of(context, element)
        if atom is not None:
            _add(context, term, atom)


_NOT_PROGRESSION = re.compile(r"[- ]?free|[- ](?:multiple|multifocal)", re.IGNORECASE)


def _is_progression(context: Context, element: Element) -> bool:
    """Whether the disease is said to have progressed: among the inclusions, "progressed after …"."""
    if context.exclusion:
        return False
    return _NOT_PROGRESSION.match(context.text, element.end) is None


@lru_cache(maxsize=16_384)
def _says(noise: str) -> tuple[bool, bool]:
    """Whether a general word names something too general to be asked, and whether a grade."""
    return _SOFT.search(noise) is not None, _GRADE.search(noise) is not None


def _tight(elements: list[Element], index: int) -> bool:
    return index > 0 and elements[index - 1].is_cue("negation")


def _take_measure(context: Context, elements: list[Element], index: int, term: Term) -> int:
    element = elements[index]
    measure = element.measure
    assert measure is not None
    following = next((e for e in elements[index + 1 : index + 3] if e.kind != "sign"), None)
    previous = elements[index - 1] if index > 0 else None
    written = context.text[element.start : element.end].strip()
    if measure.is_duration:
        length = _duration(measure)
        windowed = previous is not None and previous.is_cue("window")
        trailing = following is not None and following.is_cue("window_after")
        anchored = following is not None and (
            following.kind == "anchor" or following.is_cue("before", "since")
        )
        later = any(
            e.is_cue("since") or e.kind == "anchor" for e in elements[index + 1 : index + 8]
        )
        if (
            context.exclusion
            and length is not None
            and _is_steroid(context, elements, index)
            and context.text[max(0, element.start - 5) : element.start].strip() in ("for", "for ≥")
        ):
            term.judgements.append(written)
            return index + 1
        if measure.unit == "a" and measure.op is None and measure.value > _LONGEST_YEARS:
            return index + 1  # "the criteria of 2019"
        if measure.op in (">=", ">") and _since_diagnosis(context, measure, element, term):
            return index + (2 if anchored or trailing else 1)
        if measure.op in (">=", ">") and _has_gone_on(context, elements[index]):
            # "on prednisone for at least 4 weeks": how long it has gone on, not how long ago it was.
            term.judgements.append(f"for {written}")
            return index + (2 if anchored or trailing else 1)
        if _STEADY.search(context.text, 0, measure.start) is not None:
            # "稳定≥4周": how long something has been steady is for a person to judge.
            term.judgements.append(f"稳定{written}")
            return index + 1
        if _treated_for(context, measure):
            # "治疗至少3个月后病情仍活动": how long it was given, not how long ago.
            term.judgements.append(f"for {written}")
            behind = elements[index + 1] if index + 1 < len(elements) else None
            return index + (2 if behind is not None and behind.is_cue("since") else 1)
        counted = _COUNTED_FROM.match(context.text, measure.end) is not None
        if counted and context.text[: element.start].rstrip().endswith("后"):
            # "化疗后6个月内进展": counted from the treatment on, not back from now.
            term.unknown.append(written)
            return index + 1
        if length is not None:
            if measure.op in (">=", ">") and not windowed:
                if _is_interval(context, elements, index, term):
                    term.elapsed = length
                    return index + 1
                if later or anchored or _any_since(elements, index):
                    term.elapsed = length
                    term.window_first = not term.atoms
                    return index + (2 if anchored or trailing else 1)
            elif (not windowed and _goes_on_since(context, elements, index)) or (
                not windowed and _opens_interval(context, elements, index, term)
            ):
                term.elapsed = length
                return index + 2
            elif windowed or trailing or anchored or measure.op in ("<", "<="):
                term.window = length
                term.window_first = not term.atoms
                return index + (2 if anchored or trailing else 1)
        if _is_steroid(context, elements, index) and _STANDING.search(context.text):
            term.judgements.append(written)  # how long a dose has stood is for a person to judge
            return index + 1
        term.unknown.append(written)
        return index + 1
    graded = (
        term.graded
        or _GRADE_OF.search(context.text[measure.number : measure.end + 1]) is not None
        or _GRADE.search(context.text, element.start, measure.number) is not None
    )
    if graded and measure.unit is None and 0 <= measure.value <= 5:
        term.grade = (measure.op or ">=", measure.value)
        return index + 1
    if (
        measure.unit in ("mg/d", "mg")
        and measure.high is None
        and _is_steroid(context, elements, index)
    ):
        term.dose = (measure.op or ">=", measure.value)
        return index + 1
    if (
        measure.unit is None
        and measure.value == int(measure.value) <= 10
        and _counts_therapy(elements, index)
    ):
        term.count = (measure.op or ">=", int(measure.value))
        return index + 1
    if (
        measure.unit in ("mg/kg/d", "mg/kg")
        and context.exclusion
        and _is_steroid(context, elements, index)
    ):
        term.judgements.append(written)
        if measure.high is None and (measure.op or ">=").startswith(">"):
            term.dose_by_weight = (measure.op or ">=", measure.value)
        return index + 1
    if measure.worded and measure.value == 1 and measure.op in (None, ">="):
        return index + 1
    if (
        measure.unit in ("Cel", "[degF]")
        and measure.op in (">", ">=")
        and measure.high is None
        and any(atom.fact == "fever_present" for atom in term.atoms)
    ):
        # "fever > 38.2 °C": how high it is, put first so that what follows is shared as findings are.
        limit = Compare(
            FactRef("body_temperature"), measure.op, Quantity(measure.value, measure.unit)
        )
        term.atoms.insert(0, Atom("compare", element.start, element.end, limit))
        return index + 1
    term.unknown.append(written)
    return index + 1


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


def _since_diagnosis(context: Context, measure: Measure, element: Element, term: Term) -> bool:
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


def _has_gone_on(context: Context, element: Element) -> bool:
    """Whether a length of time says how long a treatment has been given."""
    before = context.text[max(0, element.start - _CLAUSE) : element.start]
    return (
        _FOR.search(before) is not None
        and _GONE_ON.search(before) is not None
        and _LEFT_OFF.search(before) is None
    )


_CLAUSE = 160


def _treated_for(context: Context, measure: Measure) -> bool:
    return (
        measure.op in (">=", ">")
        and _GIVING.search(context.text, max(0, measure.start - 8), measure.start) is not None
        and _WITHOUT_AVAIL.match(context.text, measure.end) is not None
    )


def _is_interval(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """ "Radiotherapy: ≥ 6 weeks", a row of intervals since treatment."""
    return (
        not context.exclusion
        and index > 0
        and elements[index - 1].kind == "colon"
        and bool(term.atoms)
        and all(atom.dim == "therapy" for atom in term.atoms)
    )


def _is_steroid(context: Context, elements: list[Element], index: int) -> bool:
    """Whether a dose is the dose of a steroid named beside it."""
    beside = elements[max(0, index - 6) : index + 7]
    return any(e.kind == "concept" and context.is_a(e.id, "corticosteroid") for e in beside)


def _counts_therapy(elements: list[Element], index: int) -> bool:
    """ "at least two chemotherapy-containing regimens": the number counts what follows it."""
    for element in elements[index + 1 : index + 6]:
        if element.kind == "concept":
            return element.system == "treatment"
        if not (
            element.is_cue("noise", "history", "receive", "judgement", "window", "since", "example")
            or element.kind in ("word", "sign")
        ):
            return False
    return False


def _goes_on_since(context: Context, elements: list[Element], index: int) -> bool:
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


def _opens_interval(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """ "2 weeks since radiation" by itself among the inclusions: at least that long."""
    measure = elements[index].measure
    if context.exclusion or term.atoms or term.unknown or measure is None or measure.op is not None:
        return False
    following = elements[index + 1 : index + 5]
    if not following or not following[0].is_cue("since"):
        return False
    named = next((e for e in following if e.kind in ("concept", "fact", "atom")), None)
    return named is not None and named.kind == "concept" and named.system == "treatment"


def _any_since(elements: list[Element], index: int) -> bool:
    return any(e.is_cue("since") for e in elements[max(0, index - 4) : index])
