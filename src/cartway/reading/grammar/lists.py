"""The terms of a clause, and how lists share what stands before or behind them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from cartway.criteria.nodes import Administrative, Judgement, Node, Unread, all_nodes, any_nodes
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.atoms import atom_of, node_of
from cartway.reading.link.context import Context
from cartway.reading.numbers import Measure
from cartway.values import Duration

_CONNECTORS = {"comma": "comma", "slash": "slash", "semicolon": "semicolon", "stop": "semicolon"}
# Nouns that name something too general to be asked: alone in a list they were not understood.
_SOFT = re.compile(
    r"disease|disorder|infection|therap|treatment|drug|medication|surger|procedure|agent|illness|syndrome|tumou?r"
    r"|疾病|病症|感染|治疗|药|手术|肿瘤",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\bgrades?\b|\bgraded\b|\bclass\b|级|度", re.IGNORECASE)


def read_list(context: Context, elements: list[Element]) -> Node | None:
    """Give what a clause without conditions and exceptions asks; None where it asks nothing."""
    elements, denied = _without_verdict(context, elements)
    elements, opinion = _without_opinion(context, elements)
    terms = _terms(context, elements)
    _give_back(context, terms)
    _name_targets(context, terms)
    _complete_adjectives(context, terms)
    _share(terms)
    _share_trailing(context, terms)
    _share_therapy(context, terms)
    _support_window(context, terms)
    if denied:
        for term in terms:
            term.negated = True
    alternative = opinion.startswith("or ")
    if opinion and not alternative:
        for term in terms:
            term.judgements.append(opinion)
    terms = [t for t in terms if not t.empty or t.soft or t.judgements]
    if not any(t.atoms or t.unknown for t in terms):
        return None
    node = _combine(context, terms)
    if alternative and node is not None:
        extra = Judgement(opinion.removeprefix("or "))
        return all_nodes([node, extra]) if context.exclusion else any_nodes([node, extra])
    return node


def _give_back(context: Context, terms: list[Term]) -> None:
    """A denial that denies nothing named narrows the term before it."""
    for index in range(len(terms) - 1, 0, -1):
        term = terms[index]
        if term.connector == "with" and not term.atoms:
            before = terms[index - 1]
            text = context.text[term.start : term.end].strip()
            if term.unknown or term.soft:
                before.unknown.append(text)
            before.judgements += term.judgements
            before.window = before.window or term.window
            before.elapsed = before.elapsed or term.elapsed
            if index + 1 < len(terms) and terms[index + 1].connector == "with":
                terms[index + 1].connector = term.connector
            del terms[index]


def _name_targets(context: Context, terms: list[Term]) -> None:
    """ "CAR-T directed at CD19 or CD20", "BCMA/CD19 cell therapy": a target narrows the treatment."""
    if not context.exclusion:
        return
    treated = [t for t in terms if any(a.dim == "therapy" for a in t.atoms)]
    for index in range(len(terms) - 1, -1, -1):
        term = terms[index]
        named = [a for a in term.atoms if a.family == "antigen" and a.dim == "unread"]
        if not named or not treated:
            continue
        beside = (
            term
            if term in treated
            else next(
                (
                    t
                    for t in (*terms[index + 1 : index + 2], *terms[max(0, index - 1) : index])
                    if t in treated
                ),
                None,
            )
        )
        if beside is None:
            continue
        if not _directed(context, beside, named):
            beside.judgements += [context.text[a.start : a.end] for a in named]
        term.atoms = [a for a in term.atoms if a not in named]
        if term is not beside and not term.atoms and not term.unknown:
            del terms[index]


def _directed(context: Context, term: Term, named: list[Atom]) -> bool:
    """ "BCMA cell therapy", "HER2-targeted agents": the treatment that the vocabulary has for a target."""
    atom = next(a for a in term.atoms if a.dim == "therapy")
    cellular = context.is_a(atom.codes[0], "cellular_therapy", "car_t_cell_therapy")
    ending = "car_t" if cellular else "targeted_therapy"
    codes = [f"anti_{a.fact}_{ending}" for a in named]
    if not all(code in context.vocabulary.concepts for code in codes):
        return False
    held = atom.codes if atom.codes[0].startswith("anti_") else ()
    atom.codes = (*held, *(code for code in codes if code not in held))
    return True


def _complete_adjectives(context: Context, terms: list[Term]) -> None:
    """ "acute or chronic GVHD", "cardiac or renal insufficiency": the noun stands once, at the end."""
    for index in range(len(terms) - 2, -1, -1):
        term, following = terms[index], terms[index + 1]
        if (
            term.atoms
            or not following.atoms
            or following.connector not in ("or", "and", "comma", "slash")
        ):
            continue
        atom = following.atoms[0]
        if atom.dim not in ("disease", "presence", "therapy") or term.window or term.elapsed:
            continue
        adjective = context.text[term.start : term.end].strip().split(" ")[-1]
        noun = context.text[atom.start : atom.end]
        found = _with_noun(context, adjective, noun)
        if found is not None:
            term.atoms.append(found)
            term.unknown = [u for u in term.unknown if not u.endswith(adjective)]


def _with_noun(context: Context, adjective: str, noun: str) -> Atom | None:
    words = noun.split(" ")
    for count in range(1, min(3, len(words)) + 1):
        phrase = f"{adjective} {' '.join(words[-count:])}"
        elements = context.lexicon.elements(phrase)
        if len(elements) == 1 and elements[0].kind in ("concept", "fact"):
            return atom_of(Context(phrase, context.exclusion, context.lexicon), elements[0])
    return None


_SUPPORT = {"blood_product": Duration(7, "d"), "haematopoietic_growth_factor": Duration(14, "d")}


def _support_window(context: Context, terms: list[Term]) -> None:
    """ "without transfusion support": support at the time of the count, not ever."""
    if not any(a.dim == "compare" for t in terms for a in t.atoms):
        return
    for term in terms:
        if term.negated and term.window is None and term.atoms and term.atoms[-1].dim == "therapy":
            for group, window in _SUPPORT.items():
                if context.is_a(term.atoms[-1].codes[0], group):
                    term.window = window
                    term.unknown = [
                        u for u in term.unknown if u.lower() not in ("support", "use", "支持")
                    ]


def _without_verdict(context: Context, elements: list[Element]) -> tuple[list[Element], bool]:
    """ "… is not allowed", "… are excluded": a verdict on all that stands before it."""
    place = next((i for i, e in enumerate(elements) if e.is_cue("deontic", "excluded")), None)
    if place is None:
        return elements, False
    more = any(e.kind in ("concept", "fact", "atom") for e in elements[place + 1 :])
    if more and not elements[place].is_cue("excluded"):
        return elements, False
    if not any(e.kind in ("concept", "fact", "atom") for e in elements[:place]):
        return elements, False
    return elements[:place] + elements[place + 1 :], not context.exclusion


def _without_opinion(context: Context, elements: list[Element]) -> tuple[list[Element], str]:
    """Cut off what only an investigator can say: "that would interfere with the study"."""
    place = next(
        (i for i, e in enumerate(elements) if e.is_cue("interference", "investigator")), None
    )
    if place is None or not any(e.kind in ("concept", "fact", "atom") for e in elements[:place]):
        return elements, ""
    if any(e.kind in ("concept", "atom") for e in elements[place + 1 :]):
        return elements, ""
    for back in range(place - 1, max(place - 7, 0), -1):
        if elements[back].kind in ("concept", "atom", "fact", "measure"):
            break
        if elements[back].is_cue("or") and elements[place].is_cue("investigator"):
            # "… or as the investigator judges": an alternative that only a person can open.
            return elements[:back], "or " + context.words(elements[back + 1 :])
    return elements[:place], context.words(elements[place:])


def _duration(measure: Measure) -> Duration | None:
    value = measure.high if measure.high is not None else measure.value
    if measure.unit is None or not 0 <= value < 9_999:
        return None
    return Duration(value, measure.unit)


def _terms(context: Context, elements: list[Element]) -> list[Term]:
    terms: list[Term] = []
    current: Term | None = None
    connector = ""
    index = 0
    while index < len(elements):
        element = elements[index]
        joined = _CONNECTORS.get(element.kind)
        if joined is None and element.is_cue("and", "or"):
            joined = element.id
        if joined is not None:
            if current is not None:
                terms.append(current)
                current = None
                connector = joined
            elif joined in ("and", "or") or not connector:
                connector = joined
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
        if current is None:
            current = Term(element.start, element.end, connector if terms else "")
            connector = ""
        current.end = max(current.end, element.end)
        index = _take(context, elements, index, current)
    if current is not None:
        terms.append(current)
    return terms


def _take(context: Context, elements: list[Element], index: int, term: Term) -> int:
    """Add one element (or a few that belong together) to a term."""
    element = elements[index]
    if element.kind == "measure":
        return _take_measure(context, elements, index, term)
    if element.kind == "word":
        last = index
        while last + 1 < len(elements) and elements[last + 1].kind == "word":
            last += 1
        text = context.text[element.start : elements[last].end].strip()
        if any(c.isalnum() for c in text):
            term.unknown.append(text)
        return last + 1
    if element.kind == "cue":
        _take_cue(context, elements, index, term)
        return index + 1
    atom = atom_of(context, element)
    if atom is not None:
        _add(context, term, atom)
        if atom.dim == "presence" and "active" in atom.fact:
            # "active hepatitis B or hepatitis C": the word is part of a name and goes on.
            term.active = (
                term.active or _ACTIVE.search(context.text, atom.start, atom.end) is not None
            )
    return index + 1


_ACTIVE = re.compile(r"active|活动", re.IGNORECASE)


def _add(context: Context, term: Term, atom: Atom) -> None:
    held = term.atoms[-1] if term.atoms else None
    if held is not None and held.dim == atom.dim and held.codes and atom.codes:
        hierarchy = context.vocabulary.hierarchy
        # "acute lymphoblastic leukaemia (ALL)", "hepatitis B virus (HBV) infection": one thing twice.
        if set(atom.codes) & set(held.codes):
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
    elif group == "deontic" or group == "excluded":
        if not context.exclusion:
            term.negated = True
    elif group == "not_received":
        # A treatment that is refused, planned or not borne was not thereby received.
        written = context.text[element.start : element.end].strip()
        term.unknown.append(written)
        term.not_received.append(written)
    elif group == "active":
        term.active = True
    elif group == "history":
        written = context.text[element.start : element.end]
        # In Chinese the word for a history may stand at the end of a list that has a window.
        term.history = term.history or not (
            term.window_first and written in ("史", "病史", "病史者")
        )
    elif group == "judgement" or group == "investigator":
        term.judgements.append(context.text[element.start : element.end].strip())
    elif group == "receive":
        term.received = True
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
        if _SOFT.search(written):
            term.soft = True
        if _GRADE.search(written):
            term.graded = True
    else:
        atom = atom_of(context, element)
        if atom is not None:
            _add(context, term, atom)


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
        if length is not None:
            if measure.op in (">=", ">") and not windowed:
                if later or anchored or _any_since(elements, index):
                    term.elapsed = length
                    term.window_first = not term.atoms
                    return index + (2 if anchored or trailing else 1)
            elif windowed or trailing or anchored or measure.op in ("<", "<="):
                term.window = length
                term.window_first = not term.atoms
                return index + (2 if anchored or trailing else 1)
        term.unknown.append(written)
        return index + 1
    if term.graded and measure.unit is None and 0 <= measure.value <= 5:
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
        return index + 1
    if measure.worded and measure.value == 1 and measure.op in (None, ">="):
        return index + 1
    term.unknown.append(written)
    return index + 1


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


def _any_since(elements: list[Element], index: int) -> bool:
    return any(e.is_cue("since") for e in elements[max(0, index - 4) : index])


def _share(terms: list[Term]) -> None:
    """Let lists share windows, modifiers and negation."""
    _share_heads(terms)
    _share_windows(terms)
    _share_modifiers(terms)


def _share_heads(terms: list[Term]) -> None:
    """A term that only modifies belongs to the next one: "severe, uncontrolled hypertension"."""
    index = 0
    while index < len(terms) - 1:
        term, following = terms[index], terms[index + 1]
        modifies = (
            term.empty
            and not term.window
            and not term.elapsed
            and (term.judgements or term.active or term.history or term.negated or term.received)
        )
        if modifies and not (term.soft and following.connector == "semicolon"):
            following.judgements = term.judgements + following.judgements
            if term.connector != "" or index == 0:
                following.connector = term.connector
            # "active or latent", "current or past": either, so neither narrows.
            if term.active and following.history:
                following.active = False
            else:
                following.active = following.active or term.active
            following.history = following.history or term.history
            following.negated = following.negated or term.negated
            following.received = following.received or term.received
            following.start = term.start
            del terms[index]
            continue
        index += 1


def _share_windows(terms: list[Term]) -> None:
    # A window at the head of a clause governs all that follows without its own.
    for index, term in enumerate(terms):
        if term.empty and (term.window or term.elapsed):
            if index == 0 and len(terms) > 1:
                for later in terms[1:]:
                    if later.window is None and later.elapsed is None:
                        later.window, later.elapsed = term.window, term.elapsed
            else:
                _share_back(terms, index)
    # A window at the end of a list governs the list before it.
    for index in range(len(terms) - 1, 0, -1):
        if (terms[index].window or terms[index].elapsed) and terms[index].atoms:
            _share_back(terms, index)
    if terms and terms[0].atoms and terms[0].elapsed is not None and terms[0].window_first:
        for later in terms[1:]:
            if later.connector == "semicolon" or later.window is not None or not later.atoms:
                break
            if later.atoms[0].dim == terms[0].atoms[-1].dim:
                later.elapsed = later.elapsed or terms[0].elapsed
    if terms and terms[0].atoms:
        lead = terms[0]
        if _leads(lead):
            for later in terms[1:]:
                if later.connector == "semicolon":
                    break
                if later.window is None and later.elapsed is None and not later.history:
                    later.window = lead.window
    terms[:] = [t for t in terms if not (t.empty and (t.window or t.elapsed) and not t.judgements)]


def _leads(term: Term) -> bool:
    return term.window is not None and term.window_first


def _share_back(terms: list[Term], index: int) -> None:
    source = terms[index]
    dim = source.atoms[-1].dim if source.atoms else None
    connector = source.connector
    for earlier in range(index - 1, -1, -1):
        term = terms[earlier]
        if term.window or term.elapsed or connector == "semicolon":
            break
        if term.empty:
            continue
        if (term.judgements or term.active) and not term.history:
            break
        if dim is not None and term.atoms and term.atoms[-1].dim != dim:
            break
        if (
            term.atoms
            and term.atoms[-1].dim in ("compare", "result")
            and dim is None
            and not term.unknown
        ):
            term.window = source.window
            break
        term.window, term.elapsed = source.window, source.elapsed
        connector = term.connector


_AFTER = re.compile(r"after|following|\bpost\b|后", re.IGNORECASE)


def _share_therapy(context: Context, terms: list[Term]) -> None:
    """ "relapse or persistence after CAR-T": what happened is asked of those who had the treatment."""
    if not context.exclusion:
        return
    treated = next((a for t in terms for a in t.atoms if a.dim == "therapy"), None)
    text = context.text[terms[0].start : terms[-1].end] if terms else ""
    after = treated is not None and _AFTER.search(text) is not None
    for term in terms:
        if not term.atoms or any(a.dim != "status" for a in term.atoms):
            continue
        if after and treated is not None:
            term.atoms.append(treated)
        elif len(terms) > 1:
            # A bare state among exclusions belongs to something that was not understood.
            term.judgements.append(context.text[term.start : term.end].strip())
            term.bare = True


def _share_trailing(context: Context, terms: list[Term]) -> None:
    """ "DVT or embolism requiring anticoagulation": what is required at the end is required of all."""
    for index in range(len(terms) - 1, 0, -1):
        term = terms[index]
        trailing = [j for j in term.judgements if _REQUIRED.match(j)]
        if not trailing or not term.atoms or term.connector not in ("or", "and", "slash", "comma"):
            continue
        for earlier in range(index - 1, -1, -1):
            before = terms[earlier]
            if not before.atoms or before.judgements or before.atoms[-1].dim != term.atoms[-1].dim:
                break
            before.judgements += trailing
            if before.connector not in ("or", "and", "slash", "comma"):
                break


_REQUIRED = re.compile(r"requir|need|that (?:is|are) not|需", re.IGNORECASE)


def _share_modifiers(terms: list[Term]) -> None:
    """Modifiers and negation hold on through a list of like things."""
    for before, term in itertools.pairwise(terms):
        if term.connector == "semicolon" or not before.atoms:
            continue
        if not term.atoms:
            if before.negated and not term.negated:
                term.negated = before.negated
            continue
        like = before.atoms[-1].dim == term.atoms[0].dim or {
            before.atoms[-1].dim,
            term.atoms[0].dim,
        } <= {"disease", "presence", "result", "therapy"}
        if not like:
            if (
                before.negated
                and term.connector in ("or", "slash")
                and term.atoms[0].dim != "compare"
            ):
                term.negated = True
            continue
        if before.negated and not term.negated and term.atoms[0].dim not in ("compare",):
            term.negated = True
        own = term.judgements or term.active or term.history
        if not own and term.atoms[0].dim not in ("compare", "result"):
            term.active = before.active
            term.history = before.history
            if before.judgements and before.atoms and _leading(before):
                term.judgements = list(before.judgements)
        denied = [u for u in before.unknown if u in before.not_received]
        if (
            denied
            and term.atoms[0].dim == "therapy"
            and term.connector in ("or", "and", "slash", "comma")
        ):
            term.unknown += denied
            term.not_received += denied
        if before.received and term.atoms[0].dim == "therapy":
            term.received = True


def _leading(term: Term) -> bool:
    return True


def _combine(context: Context, terms: list[Term]) -> Node | None:
    _drop_general(context, terms)
    groups = _groups(context, terms)
    parts: list[tuple[str, Node, Term, Term]] = []
    for connector, group in groups:
        node = _group_node(context, group)
        if node is not None:
            parts.append((connector, node, group[0], group[-1]))
    if not parts:
        return None
    return _precedence(context, parts)


_GENERAL = ("_function_adequate",)


def _drop_general(context: Context, terms: list[Term]) -> None:
    """ "adequate lung function as indicated by SpO2 ≥ 92 %": the number says what is adequate."""
    if not any(a.dim == "compare" for t in terms for a in t.atoms):
        return
    for term in terms:
        kept = [a for a in term.atoms if not (a.dim == "presence" and a.fact.endswith(_GENERAL))]
        if len(kept) != len(term.atoms):
            term.atoms = kept
            if not kept:
                term.judgements, term.negated, term.soft = [], False, False
    terms[:] = [t for t in terms if t.atoms or t.unknown or t.judgements or t.soft]


def _groups(context: Context, terms: list[Term]) -> list[tuple[str, list[Term]]]:
    """Terms that one *or* binds tightest: alternatives of one kind."""
    groups: list[tuple[str, list[Term]]] = []
    for index, term in enumerate(terms):
        connector = _resolved(terms, index)
        if groups and _two_tumours(context, groups[-1][1][-1], term) and not context.exclusion:
            connector = "or"
        if groups and connector in ("or", "slash") and _alike(groups[-1][1][-1], term):
            groups[-1][1].append(term)
        else:
            groups.append((connector, [term]))
    return groups


def _resolved(terms: list[Term], index: int) -> str:
    """What a comma stands for: the connector that ends its list."""
    connector = terms[index].connector
    if connector != "comma":
        return connector
    for later in terms[index + 1 :]:
        if later.connector in ("or", "and"):
            return later.connector if _alike(terms[index], later) else "comma"
        if later.connector not in ("comma", "slash"):
            break
    return "comma"


def _alike(before: Term, term: Term) -> bool:
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[-1]
    if before.negated != term.negated:
        return False
    if a.dim == b.dim == "compare":
        return a.family == b.family
    return a.dim == b.dim or a.dim == term.atoms[0].dim != "compare"


def _group_node(context: Context, group: list[Term]) -> Node | None:
    first = group[0]
    if len(group) == 1:
        return _term_node(context, first)
    described = _described(context, group)
    if described is not None:
        return described
    more = _shared_tail(group) or _shared_disease(group)
    if more is not None:
        tail, several = more
        before = _alternatives(context, several)
        after = _term_node(context, tail)
        return all_nodes([n for n in (before, after) if n is not None])
    # What stands before the first of a list of alternatives holds for all of them:
    # "relapsed or refractory CD19-positive B-ALL or lymphoma".
    lead = first.atoms[:-1]
    if lead and all(len(t.atoms) == 1 for t in group[1:]):
        head = Term(first.start, first.end, atoms=lead)
        rest = Term(
            first.start, first.end, atoms=first.atoms[-1:], judgements=first.judgements, unknown=first.unknown,
            negated=first.negated, active=first.active, history=first.history, received=first.received,
            window=first.window, elapsed=first.elapsed,
        )  # fmt: skip
        alternatives = _alternatives(context, [rest, *group[1:]])
        before = _term_node(context, head)
        return all_nodes([n for n in (before, alternatives) if n is not None])
    return _alternatives(context, group)


_DESCRIBING = frozenset({"status", "antigen", "disease"})


def _described(context: Context, group: list[Term]) -> Node | None:
    """ "refractory or relapsed mesothelin-positive mesothelioma, ovarian or pancreatic cancer"."""
    if any(
        t.negated or not t.atoms or any(a.dim not in _DESCRIBING for a in t.atoms) for t in group
    ):
        return None
    first = next((i for i, t in enumerate(group) if t.atoms[-1].dim == "disease"), None)
    if first is None or (first == 0 and len(group[0].atoms) == 1):
        return None
    if any(a.dim == "disease" for t in group[:first] for a in t.atoms):
        return None
    if any(len(t.atoms) != 1 or t.atoms[0].dim != "disease" for t in group[first + 1 :]):
        return None
    lead = group[first].atoms[:-1]
    if any(a.dim == "disease" for a in lead):
        return None
    earlier = [a for t in group[:first] for a in t.atoms]
    states = [a for a in (*earlier, *lead) if a.dim == "status"]
    if group[:first]:
        held = any_nodes([a.node for a in states if a.node is not None])
    else:
        held = all_nodes([a.node for a in states if a.node is not None])
    parts: list[Node] = [held] if states else []
    parts += [a.node for a in (*earlier, *lead) if a.dim == "antigen" and a.node is not None]
    rest = replace(group[first], atoms=group[first].atoms[-1:])
    diseases = _alternatives(context, [rest, *group[first + 1 :]])
    unknown = [Unread(u) for t in group[:first] for u in t.unknown]
    return all_nodes([*parts, *([diseases] if diseases is not None else []), *unknown])


def _shared_disease(group: list[Term]) -> tuple[Term, list[Term]] | None:
    """ "locally advanced or metastatic breast cancer": the states are alternatives, the disease is not."""
    last = group[-1]
    if last.atoms[-1].dim != "disease" or len(last.atoms) < 2 or last.negated:
        return None
    before = [a for t in group[:-1] for a in t.atoms] + last.atoms[:-1]
    if any(a.dim != "status" for a in before):
        return None
    held = Term(
        last.start,
        last.end,
        atoms=last.atoms[-1:],
        unknown=last.unknown,
        judgements=last.judgements,
    )
    first = Term(last.start, last.end, connector=last.connector, atoms=last.atoms[:-1])
    return held, [*group[:-1], first]


def _shared_tail(group: list[Term]) -> tuple[Term, list[Term]] | None:
    """ "HBsAg or HBcAb positive with HBV DNA ≥ 1000": the load is asked of either."""
    last = group[-1]
    if len(last.atoms) < 2 or any(len(t.atoms) != 1 for t in group[:-1]):
        return None
    family = last.atoms[0].family
    tail = last.atoms[1:]
    if not family or any(a.family != family or a.dim not in ("result", "compare") for a in tail):
        return None
    if any(t.atoms[0].family != family for t in group[:-1]):
        return None
    held = Term(last.start, last.end, atoms=tail, unknown=last.unknown, window=last.window)
    first = Term(
        last.start, last.end, connector=last.connector, atoms=last.atoms[:1], negated=last.negated
    )
    return held, [*group[:-1], first]


def _alternatives(context: Context, group: list[Term]) -> Node | None:
    nodes = [n for t in group if (n := _term_node(context, t)) is not None]
    if not nodes:
        return None
    negative = all(t.negated or t.elapsed is not None for t in group)
    return all_nodes(nodes) if negative else any_nodes(nodes)


def _term_node(context: Context, term: Term) -> Node | None:
    if not term.atoms:
        if term.unknown or (context.exclusion and term.soft):
            text = context.text[term.start : term.end].strip()
            return Unread(text) if text else None
        return None
    return node_of(context, term)


def _precedence(context: Context, parts: list[tuple[str, Node, Term, Term]]) -> Node:
    """Join the parts of a clause: *and* before *or*, the kind of line deciding the rest."""
    alternatives: list[list[Node]] = [[parts[0][1]]]
    for index in range(1, len(parts)):
        connector, node, term, _ = parts[index]
        before = parts[index - 1][3]
        if _joins(context, connector, before, term):
            alternatives[-1].append(node)
        else:
            alternatives.append([node])
    return any_nodes([all_nodes(group) for group in alternatives])


def _joins(context: Context, connector: str, before: Term, term: Term) -> bool:
    """Whether two neighbours must both hold."""
    if connector == "with":
        return True
    if isinstance_administrative(term) or isinstance_administrative(before):
        return not context.exclusion
    if connector == "slash" and not context.exclusion and _unlike(before, term):
        return True
    if connector in ("or", "slash"):
        opposite = _bounds_of_one(before, term)
        return opposite and not context.exclusion
    if not context.exclusion:
        return not _two_tumours(context, before, term)
    if before.negated and term.negated:
        return connector == "and"
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None:
        return False
    if connector == "and":
        if a.family and a.family == b.family and a.dim in ("result", "compare"):
            return a.fact != b.fact
        if a.dim == b.dim == "disease":
            return False
        if {a.dim, b.dim} == {"status", "disease"}:
            return True
        return a.dim == "disease" and b.dim in ("compare", "result") and False
    return False


def _unlike(before: Term, term: Term) -> bool:
    """A stroke between things of unlike kind parts words, not alternatives."""
    if not before.atoms or not term.atoms:
        return False
    return before.atoms[-1].dim != term.atoms[0].dim


def _two_tumours(context: Context, before: Term, term: Term) -> bool:
    """ "lymphoma and leukemia patients": nobody is asked to have both."""
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None or a.dim != "disease" or b.dim != "disease":
        return False
    if before.negated or term.negated:
        return False
    return context.is_a(a.codes[0], "neoplasm") and context.is_a(b.codes[0], "neoplasm")


def _bounds_of_one(before: Term, term: Term) -> bool:
    """ "≥ 18 or ≤ 70 years" in an inclusion line means both."""
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[0]
    if a.dim != "compare" or b.dim != "compare" or a.fact != b.fact:
        return False
    first = getattr(a.node, "operator", "")
    second = getattr(b.node, "operator", "")
    return a.fact == "age" and {first[:1], second[:1]} == {"<", ">"}


def isinstance_administrative(term: Term) -> bool:
    """Whether a term is only about consent and the like."""
    return bool(term.atoms) and all(isinstance(a.node, Administrative) for a in term.atoms)
