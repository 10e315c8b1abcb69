"""One name of the vocabulary into an atom, and a term with its modifiers into a node."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from cartway.criteria.nodes import (
    Administrative,
    All,
    Always,
    AnyEvent,
    AnyOf,
    Attribute,
    Compare,
    FactRef,
    Has,
    Is,
    Judgement,
    Node,
    Not,
    Unread,
    all_nodes,
    any_nodes,
    walk,
)
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.conditions import (
    condition_node,
    infection_node,
    is_tumour,
    with_treatment_of_graft,
)
from cartway.reading.link.context import Context
from cartway.reading.link.effusions import weighed
from cartway.reading.link.half_lives import with_half_lives
from cartway.reading.link.spells import fever_limit, spell_node
from cartway.reading.link.status import primary_refractory, status_node
from cartway.reading.link.therapies import therapy_node
from cartway.values import Duration, Quantity

_STATUS_CUES = frozenset(
    {"relapsed", "refractory", "relapsed_or_refractory", "progressive", "untreated", "advanced",
     "metastatic", "locally_advanced", "unresectable"}
)  # fmt: skip
_FACTS_OF_SYSTEMS = {
    "stage": (), "response": ("current_response",), "cell_of_origin": ("cell_of_origin",),
    "immunoglobulin_isotype": ("m_protein_isotype",), "country": ("nationality",), "sex": ("sex",),
}  # fmt: skip


def atom_of(context: Context, element: Element) -> Atom | None:
    """Give what a name asks, or None where it asks nothing by itself."""
    if element.kind == "atom":
        held = element.content
        return held if isinstance(held, Atom) else None
    if element.kind == "cue":
        return _of_cue(context, element)
    found: Atom | None = None
    if element.kind == "fact":
        found = _of_fact(context, element)
    elif element.kind == "concept":
        found = _of_concept(context, element)
    if found is not None:
        found.judged = _held_judgement(context, element)
    return found


_JUDGING = re.compile(
    r"clinically (?:relevant|significant|important)|severe|serious|uncontroll\w*|poorly controlled|unstable"
    r"|symptomatic|decompensat\w*|失代偿|有临床意义|严重|重度|未(?:得到|被|获得?|能)?(?:有效)?控制|未受控制|不可控(?:制)?|无法控制|不稳定(?!型心绞痛|性心绞痛)",
    re.IGNORECASE,
)


def _held_judgement(context: Context, element: Element) -> tuple[str, ...]:
    """A judging word inside a longer name, where the thing itself is called without it."""
    written = context.text[element.start : element.end]
    word = _judging_word(written)
    if not word:
        return ()
    definition = context.vocabulary.concepts.get(element.id) or context.vocabulary.facts.get(
        element.id
    )
    label = " ".join(definition.label.values()).lower() if definition is not None else ""
    return () if word.lower()[:5] in label else (word,)


@lru_cache(maxsize=16_384)
def _judging_word(written: str) -> str:
    match = _JUDGING.search(written)
    return "" if match is None else match.group()


_PRIMARY = re.compile(r"primar(?:y|ily)|原发", re.IGNORECASE)


def _of_cue(context: Context, element: Element) -> Atom | None:
    text = context.text[element.start : element.end]
    if element.id in _STATUS_CUES:
        node = status_node(context, element.id)
        if element.id == "refractory" and _PRIMARY.match(text) is not None:
            node = primary_refractory()
        return (
            None
            if node is None
            else Atom("status", element.start, element.end, node, family="status")
        )
    if element.id == "administrative":
        return Atom("admin", element.start, element.end, Administrative(text))
    if element.id == "contraception" and "contraception_agreed" in context.vocabulary.facts:
        node = Has(FactRef("contraception_agreed"))
        return Atom("person", element.start, element.end, node, fact="contraception_agreed")
    return None


# Facts that a line may name without asking anything: "ULN for age", "NYHA criteria".
_WITHOUT_NUMBER = frozenset({"age", "nyha_class", "body_weight", "ecog_performance_status"})


# Alterations that are positive where they are named.
_ALTERATIONS = ("double_hit", "philadelphia", "deletion_", "translocation_", "gain_")


def _of_fact(context: Context, element: Element) -> Atom | None:
    for sense in element.facts():
        definition = context.vocabulary.facts[sense.id]
        if definition.kind == "presence" and definition.argument is None:
            if sense.id == "investigator_judges_unsuitable" and not context.exclusion:
                # "assessed by the investigator": no statement that the patient does not suit.
                said = context.text[element.start : element.end]
                return Atom("judged", element.start, element.end, Judgement(said))
            node: Node = Has(FactRef(sense.id))
            return Atom(
                "presence", element.start, element.end, node, family=sense.id, fact=sense.id
            )
        if definition.kind == "result" and definition.argument is None:
            node = Is(FactRef(sense.id), "positive")
            # In an exclusion list a named test means a positive one; elsewhere it must be said.
            told = context.exclusion or sense.id.startswith(_ALTERATIONS)
            dim = "result" if told else "bare"
            return Atom(
                dim, element.start, element.end, node, family=family_of(sense.id), fact=sense.id
            )
    if element.id in _WITHOUT_NUMBER:
        return None
    if context.text[element.start : element.end] in _REMISSIONS:
        # "CR" without a number is a remission, not creatinine.
        reached = any_nodes(
            [
                Is(Attribute("response"), "complete_response"),
                Is(Attribute("best_response"), "complete_response"),
            ]
        )
        node = AnyEvent("prior_therapy", reached)
        return Atom("presence", element.start, element.end, node, family="remission")
    general = context.first("systemic_anticancer_therapy")
    if element.id == "prior_lines_of_therapy" and general is not None:
        # "any prior systemic therapy" without a number is the treatment, not how many.
        return Atom(
            "therapy",
            element.start,
            element.end,
            codes=(general,),
            family="therapy",
            fact="general",
        )
    text = context.text[element.start : element.end]
    # A quantity without a limit asks something that was not understood.
    return Atom("unread", element.start, element.end, Unread(text))


_REMISSIONS = frozenset({"CR", "CRi", "CR/CRi"})
_ITS_TREATMENT = re.compile(
    r"[- ](?:directed |specific |targeted )?(?:treatments?|therap(?:y|ies)|drugs?)\b|(?:的)?治疗(?!后)",
    re.IGNORECASE,
)


_RISK_BEHIND = re.compile(r"(?:的)?(?:发生)?(?:高)?风险|\s(?:risks?|tendency)\b")
_RISK_BEFORE = re.compile(r"(?:\brisks? (?:of|for)|\bprone to) (?:\w+ ){0,2}$", re.IGNORECASE)


def _is_risk(context: Context, element: Element) -> bool:
    """Whether an illness is only feared: "bleeding risk", "at risk for perforation"."""
    before = context.text[max(0, element.start - 40) : element.start]
    return (
        _RISK_BEHIND.match(context.text, element.end) is not None
        or _RISK_BEFORE.search(before) is not None
    )


def _of_concept(context: Context, element: Element) -> Atom | None:
    system = element.system
    general = context.first("systemic_anticancer_therapy")
    if (
        system == "disease"
        and context.exclusion
        and general is not None
        and is_tumour(context, element.id)
        and _ITS_TREATMENT.match(context.text, element.end)
    ):
        # "systemic lymphoma treatment" names the treatment, not the disease.
        return Atom(
            "therapy", element.start, element.end, codes=(general,), family="therapy", fact="named"
        )
    if system == "disease" and _is_risk(context, element):
        risk = context.text[element.start : element.end]
        return Atom("risk", element.start, element.end, Judgement(f"risk of {risk}"))
    if system == "disease":
        return Atom(
            "disease",
            element.start,
            element.end,
            codes=(element.id,),
            family="disease",
            excepted=_excepted(context, "disease", element.id),
        )
    if system == "treatment":
        return Atom(
            "therapy",
            element.start,
            element.end,
            codes=(element.id,),
            family="therapy",
            excepted=_excepted(context, "treatment", element.id),
        )
    if system == "antigen":
        text = context.text[element.start : element.end]
        return Atom(
            "unread", element.start, element.end, Unread(text), family="antigen", fact=element.id
        )
    if system == "disease_status":
        node: Node = Is(FactRef("disease_status"), element.id)
        if element.id == "primary_refractory":
            node = primary_refractory()
        return Atom("status", element.start, element.end, node, family="status")
    if system == "stage":
        return _of_stage(context, element)
    for fact in _FACTS_OF_SYSTEMS.get(system, ()):
        if fact in context.vocabulary.facts:
            node = Is(FactRef(fact), element.id)
            return Atom("status", element.start, element.end, node, family=fact)
    return Atom(
        "unread", element.start, element.end, Unread(context.text[element.start : element.end])
    )


def _excepted(context: Context, system: str, code: str) -> tuple[str, ...]:
    """The exceptions that can narrow a concept: those of its system that it does not lie within."""
    concepts = context.vocabulary.concepts
    return tuple(
        c
        for c in dict.fromkeys(context.excepted)
        if concepts[c].system == system and not context.is_a(code, c)
    )


def _of_stage(context: Context, element: Element) -> Atom | None:
    for scale in ("ann_arbor", "r_iss", "iss", "rai", "binet", "bclc", "inss", "tnm"):
        if element.id.startswith(scale) and f"stage_{scale}" in context.vocabulary.facts:
            node = Is(FactRef(f"stage_{scale}"), element.id)
            return Atom("status", element.start, element.end, node, family="stage")
    return Atom(
        "unread", element.start, element.end, Unread(context.text[element.start : element.end])
    )


_AHEAD = re.compile(
    r"(?:be |is |are )?(?:planned|planning(?: to)?|plans?(?: to)?|anticipated|anticipating|expected|expecting|expects?|scheduled|intended|ready|about to|likely to need|foreseen|awaiting|waiting for|listed for)"
    r"|预计|计划|拟|预期|准备|等待",
    re.IGNORECASE,
)


def _is_ahead(term: Term) -> bool:
    """ "planned treatment with steroids": what lies ahead stands in no record."""
    return bool(term.atoms) and any(_AHEAD.fullmatch(one.strip()) for one in term.unknown)


def node_of(context: Context, term: Term) -> Node | None:
    """Give what a term asks, its modifiers and its window worked in."""
    if context.exclusion and _is_ahead(term):
        return Judgement(context.text[term.start : term.end].strip())
    parts: list[Node] = []
    judged = False
    atoms = _without_echo(context, term.atoms)
    for atom in atoms:
        if atom.dim == "disease":
            parts.append(condition_node(context, term, atom))
            judged = True
        elif atom.fact == "general" and not (
            context.exclusion or term.window or term.elapsed or term.negated
        ):
            # A heading such as "Prior therapy" asks for none.
            parts.append(Unread(context.text[atom.start : atom.end]))
        elif atom.dim == "therapy":
            parts.append(therapy_node(context, term, atom))
            judged = True
        elif atom.dim == "bare" and not (term.negated or term.history):
            parts.append(Unread(context.text[atom.start : atom.end]))
        elif atom.node is not None:
            if atom.fact.endswith("_adequate") and context.exclusion and not term.negated:
                # "inadequate lung function" among the exclusions is the lack of it.
                parts.append(Not(atom.node))
                continue
            held = (
                _once(context, term, atom)
                or spell_node(context, term, atom)
                or fever_limit(context, term, atom)
                or _windowed(context, atom.node, term)
            )
            if atom.fact == "active_infection" and context.exclusion:
                held = infection_node(context, held, context.excepted)
            parts += weighed(held, list(atom.judged))
    if term.grade is not None and not any(atom.dim == "disease" for atom in atoms):
        parts.append(Unread(f"grade {term.grade[0]} {term.grade[1]:g}"))
    kept = [one for one in dict.fromkeys(parts) if not isinstance(one, Always)]
    node = with_half_lives(context, kept or parts)
    lasting = any(text.startswith("cannot be") for text in term.judgements)
    if term.judgements and not judged and (term.bare or lasting or not _settled(atoms)):
        node = _judged(context, node, term)
    if term.negated and atoms and _of_something_else(context, term, atoms[-1]):
        return Unread(context.text[term.start : term.end].strip())
    if term.unknown:
        node = all_nodes([node, *_not_known(context, term)])
    if term.elapsed is not None and not any(a.dim in ("therapy", "disease") for a in atoms):
        node = all_nodes([node, Unread("elapsed time")])
    elif term.elapsed is not None and not context.exclusion and not term.negated:
        if atoms and all(a.dim == "disease" for a in atoms):
            # "diagnosed at least 6 months ago": the diagnosis is asked for, and its age.
            return all_nodes([node, Judgement("diagnosed as long ago as the line asks")])
        return Not(node)
    elif term.elapsed is not None and context.exclusion:
        node = all_nodes([node, Unread("elapsed time")])
    if term.negated:
        return node.child if isinstance(node, Not) else Not(node)
    return node


_HAN = re.compile("[\u4e00-\u9fff]")


def _of_something_else(context: Context, term: Term, last: Atom) -> bool:
    """ "无移植意愿": in Chinese what is denied stands last, and it was not understood."""
    return any(
        _HAN.search(word) is not None
        and context.text.find(word, last.end, term.end + len(word)) >= 0
        for word in term.unknown
    )


# What "history of active …" asks beside the present state.
_EVER = {
    "tuberculosis_active": "tuberculosis",
    "hepatitis_b_infection_active": "hepatitis_b",
    "hepatitis_c_infection_active": "hepatitis_c",
}
# The tests that show an infection that lasts, or one that was.
_MARKERS = {
    "hepatitis_b_infection_active": ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody"),
    "hepatitis_c_infection_active": ("hepatitis_c_antibody",),
}


def _once(context: Context, term: Term, atom: Atom) -> Node | None:
    """A state named with "history of": now or ever."""
    disease = _EVER.get(atom.fact)
    if (
        disease is None
        or not term.history
        or atom.node is None
        or "condition" not in context.vocabulary.events
    ):
        return None
    found = context.first(disease)
    markers = [one for one in _MARKERS.get(atom.fact, ()) if one in context.vocabulary.facts]
    shown: list[Node] = [Is(FactRef(one), "positive") for one in markers]
    if found is None:
        return any_nodes(shown) if shown else None
    told: Node = AnyEvent("condition", Is(Attribute("code"), found), term.window)
    if not markers:
        return any_nodes([atom.node, told])
    # Markers that are negative outweigh that nothing is told of the past.
    denied: list[Node] = [Is(FactRef(one), "negative") for one in markers]
    return any_nodes([*shown, all_nodes([told, Not(all_nodes(denied))])])


_PARTICIPLE = re.compile(
    r"(?:ing|ed|non|plan|famil|risk|anti|pre|post|need|candidate)\b|^(?:non|anti|pre|post|un|in)",
    re.IGNORECASE,
)


# "must be stopped at least 3 weeks before": the time that has passed says so already.
_ENDED = re.compile(
    r"off|(?:be )?(?:stop(?:ped)?|discontinued?|ceased?|withdrawn|withheld|completed|elapsed|passed|wash(?:[- ]?out)?)|停用?|停药",
    re.IGNORECASE,
)


def _not_known(context: Context, term: Term) -> list[Node]:
    """Words that are not known: in an exclusion, an adjective right before a name only narrows it."""
    starts = [atom.start for atom in term.atoms if atom.dim in ("disease", "presence", "therapy")]
    # "≥ 2 weeks since any myelosuppressive chemotherapy": what must not have been lately is narrowed.
    narrows = context.exclusion or (term.elapsed is not None and bool(starts))
    found: list[Node] = []
    for text in term.unknown:
        adjective = False
        if term.elapsed is not None and _ENDED.fullmatch(text):
            continue
        if (
            narrows
            and re.fullmatch(r"[A-Za-z-]{4,}(?: [A-Za-z-]{4,})?", text)
            and not _PARTICIPLE.search(text)
        ):
            place = context.text.rfind(text, 0, max(starts, default=0))
            adjective = any(
                context.text[place + len(text) : start].strip(" -") == ""
                for start in starts
                if start > place >= 0
            )
        narrowed = adjective or (context.exclusion and _restricts(context, term, text))
        found.append(Judgement(text) if narrowed else Unread(text))
    return found


_OPENS_CLAUSE = re.compile(
    r"\W*(?:requir\w+|needing|necessitat\w+|that|which|who|result(?:ing|ed|s) in|leading to|causing|caus(?:ed|ing) by|involving|"
    r"associated with|accompanied by|complicated by|complicated with|due to|secondary to|attributable to|affecting|occupying|despite|"
    r"unresponsive|not responding|not responsive|in need of|with)\b",
    re.IGNORECASE,
)


def _restricts(context: Context, term: Term, text: str) -> bool:
    """ "autoimmune disease resulting in injury of organs": the clause behind a thing only narrows it."""
    if any(c.isdigit() for c in text):
        return False  # a limit never vanishes
    last = term.atoms[-1]
    if any(atom.dim not in ("disease", "presence") for atom in term.atoms) or term.negated:
        return False
    behind = context.text.find(text, last.end, term.end + len(text))
    if behind < 0:
        return False
    between = _EXAMPLES.sub("", context.text[last.end : behind + len(text) + 4])
    return _OPENS_CLAUSE.match(between) is not None


_EXAMPLES = re.compile(r"\([^()]*\)|^[^()]{0,120}\)")


def _settled(atoms: list[Atom]) -> bool:
    """Whether numbers or results already say what a judging word would ("adequate: ≥ 1.0")."""
    return all(
        a.dim in ("compare", "result", "antigen", "status", "admin", "unread") for a in atoms
    )


def _judged(context: Context, node: Node, term: Term) -> Node:
    # A yes-or-no fact named with its own judging word ("adequate venous access") holds it already.
    said = list(dict.fromkeys(term.judgements))
    if all(a.dim == "presence" and _is_judging(a.fact) for a in term.atoms):
        if not (context.exclusion and all("insufficiency" in a.fact for a in term.atoms)):
            return node
        said = [text for text in said if _WORSE.search(text)]
    if context.exclusion and [a.fact for a in term.atoms] == ["graft_versus_host_disease_active"]:
        return with_treatment_of_graft(context, node, term)
    if all(a.dim == "presence" and "active" in a.fact for a in term.atoms):
        said = [text for text in said if _WORSE.search(text)]
    return all_nodes(weighed(node, said))


_WORSE = re.compile(
    r"uncontrol|severe|serious|not controlled|未控制|未受控制|不可控|难以控制|无法控制|严重|重度",
    re.IGNORECASE,
)


def _is_judging(fact: str) -> bool:
    return any(
        word in fact
        for word in ("adequate", "significant", "insufficiency", "high", "controlled", "measurable",
                     "feasible", "contraindicated", "abnormal", "agreed", "tendency", "unstable")
    )  # fmt: skip


_NOW_GIVEN = Duration(1, "d")  # what a phrase asks of today, where the line has no time of its own


def _windowed(context: Context, node: Node, term: Term) -> Node:
    window = term.window
    if window is None:
        return node
    if any(
        isinstance(one, Compare)
        and isinstance(one.subject, FactRef)
        and one.subject.name == "prior_relapses"
        for one in walk(node)
    ):
        # The relapses on record are those of the whole course: how many fell in the window is not told.
        return all_nodes([node, Judgement(f"within {window.value:g} {window.unit}")])
    if isinstance(node, Is) and node.subject == FactRef("disease_status"):
        return _state_within(context, node, window)
    if (
        isinstance(node, (Compare, Is, Has))
        and node.window is None
        and isinstance(node.subject, FactRef)
    ):
        definition = context.vocabulary.facts.get(node.subject.name)
        if definition is not None and definition.changes == "fixed":
            return node
        if node.subject.name == "age":
            # An age has no window: the other number was part of something not understood.
            return all_nodes([node, Unread(f"within {window.value:g} {window.unit}")])
        return replace(node, window=window)
    if isinstance(node, AnyEvent) and node.window in (None, _NOW_GIVEN):
        return replace(node, window=window)
    if isinstance(node, (All, AnyOf)) and _only_limits(node):
        # "ALT and AST ≤ 3 × ULN within 7 days": the time is that of each.
        return type(node)(tuple(_limit_within(context, one, term) for one in node.children))
    if isinstance(node, (All, AnyOf)) and all(
        isinstance(one, (Has, AnyEvent, Judgement)) for one in node.children
    ):
        # What a phrase stands for in several parts: the time is that of each.
        parts = tuple(_windowed(context, one, term) for one in node.children)
        return replace(node, children=parts)
    return node


def _only_limits(node: Node) -> bool:
    if isinstance(node, (All, AnyOf)):
        return all(map(_only_limits, node.children))
    return isinstance(node, Compare)


def _limit_within(context: Context, node: Node, term: Term) -> Node:
    asked = node.subject if isinstance(node, Compare) else None
    known = context.vocabulary.facts.get(asked.name) if isinstance(asked, FactRef) else None
    return node if known and known.changes != "test" else _windowed(context, node, term)


def _state_within(context: Context, node: Is, window: Duration) -> Node:
    """ "relapse within 30 days": the state is known as of today, when it began is asked apart."""
    since = "time_since_last_relapse"
    lasted: Node = Judgement(f"within {window.value:g} {window.unit}")
    if str(node.concept).startswith("relaps") and since in context.vocabulary.facts:
        lasted = Compare(FactRef(since), "<=", Quantity(window.value, window.unit))
    return all_nodes([node, lasted])


def _without_echo(context: Context, atoms: list[Atom]) -> list[Atom]:
    """Leave out a general name beside the test or fact that says the same ("HIV antibody positive HIV infection")."""
    kept: list[Atom] = []
    tested = {a.family for a in atoms if a.dim in ("result", "compare")}
    for atom in atoms:
        if (
            atom.dim == "disease"
            and any(a.dim == "result" for a in atoms)
            and atom.codes[0].endswith("infection")
            and context.is_a(atom.codes[0], "infection")
        ):
            continue  # "active infection (HBsAg positive)": the test says which
        if atom.dim == "disease" and any(
            _names(code, family) for code in atom.codes for family in tested
        ):
            continue
        if (
            atom.dim == "presence"
            and len(atoms) > 1
            and atom.fact in ("active_infection",)
            and any(a.dim in ("disease", "result") and a is not atom for a in atoms)
        ):
            continue
        if atom.dim == "presence" and any(
            a is not atom and a.dim in ("result", "compare") and _names(atom.fact, a.family)
            for a in atoms
        ):
            continue
        kept.append(atom)
    return kept or atoms


def _names(code: str, family: str) -> bool:
    return bool(family) and len(family) > 2 and code.startswith(family)


def any_of(nodes: list[Node]) -> Node:
    """Join by *or*."""
    return any_nodes(nodes)
