"""What a term takes from the words beside it: targets, nouns, verdicts, support."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter

from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.lex.cues import place_of_cue
from cartway.reading.link.atoms import atom_of
from cartway.reading.link.context import Context

_HAN = re.compile("[\u4e00-\u9fff]")


def give_back(context: Context, terms: list[Term]) -> None:
    """A denial that denies nothing named narrows the term before it."""
    for index in range(len(terms) - 1, 0, -1):
        term = terms[index]
        if term.connector == "with" and not term.atoms:
            before = terms[index - 1]
            text = context.text[term.start : term.end].strip()
            if term.unknown or term.soft:
                before.unknown.append(text)
            elif term.negated and not term.judgements and _HAN.search(text):
                before.judgements.append(text)  # "结核病史，未规范治疗"
            before.judgements += term.judgements
            before.window = before.window or term.window
            before.elapsed = before.elapsed or term.elapsed
            if index + 1 < len(terms) and terms[index + 1].connector == "with":
                terms[index + 1].connector = term.connector
            del terms[index]


def take_grade(terms: list[Term]) -> None:
    """ "active acute GVHD, grade 2-4": a grade by itself is that of what stands before."""
    for index in range(len(terms) - 1, 0, -1):
        term, before = terms[index], terms[index - 1]
        if (
            term.grade is not None
            and not term.atoms
            and not term.unknown
            and term.connector == "comma"
            and before.grade is None
            and before.atoms
            and before.atoms[-1].dim == "disease"
        ):
            before.grade = term.grade
            before.end = max(before.end, term.end)
            del terms[index]


def name_targets(context: Context, terms: list[Term]) -> None:
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
                    for t in (*terms[index + 1 : index + 2], *_before_targets(terms, index))
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
            beside.window = beside.window or term.window
            beside.elapsed = beside.elapsed or term.elapsed
            del terms[index]


def _before_targets(terms: list[Term], index: int) -> list[Term]:
    """The term before a run of targets: "CAR-T directed at either CD19 or CD20"."""
    at = index - 1
    while at > 0 and terms[at].atoms and all(a.family == "antigen" for a in terms[at].atoms):
        at -= 1
    return terms[at : at + 1] if at >= 0 else []


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


def complete_adjectives(context: Context, terms: list[Term]) -> None:
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


_NO_CANDIDATE = re.compile(
    r"(?:\w+ )?(?:not (?:be )?)?(?:in)?eligible (?:for|to (?:receive|undergo|have))\b"
    r"(?! (?:the |this |any |either )?(?:study|trial|enrol|particip|inclusion|protocol|cohort|phase|infusion))",
    re.IGNORECASE,
)


def without_verdict(context: Context, elements: list[Element]) -> tuple[list[Element], bool]:
    """ "… is not allowed", "… are excluded": a verdict on all that stands before it."""
    place = place_of_cue(elements, ("deontic", "excluded"))
    if place is None:
        return elements, False
    if _NO_CANDIDATE.match(context.text, elements[place].start):
        # "ineligible to receive a transplant": a treatment, not the trial.
        elements[place] = replace(elements[place], id="not_received")
        return elements, False
    more = any(e.kind in ("concept", "fact", "atom") for e in elements[place + 1 :])
    if more and not elements[place].is_cue("excluded"):
        return elements, False
    if not any(e.kind in ("concept", "fact", "atom") for e in elements[:place]):
        return elements, False
    return elements[:place] + elements[place + 1 :], not context.exclusion


_DISCRETION = re.compile(
    r"(?:per|at|by|in)? ?(?:the )?(?:PI|(?:principal |treating )?investigator)(?:'s)? (?:discretion|judge?ment|opinion|decision|approval)|研究者(?:判断|决定|认为)",
    re.IGNORECASE,
)


def _waived(context: Context, elements: list[Element]) -> int:
    """Where "…, or per PI discretion if …" begins behind a limit: the limit may be waived."""
    if "compare" not in map(_ID, elements):
        return 0
    limited = False
    for index in range(len(elements) - 1):
        element = elements[index]
        limited = limited or (element.kind == "atom" and element.id == "compare")
        if (
            limited
            and element.is_cue("or")
            and _DISCRETION.match(context.text, elements[index + 1].start)
        ):
            return index
    return 0


# What an illness may stand in the way of.
_STUDIED = re.compile(
    r"\W*(?:may|might|could|would)\b[^.;]{0,40}\b(?:ability|evaluat\w+|assess\w+|interpret\w+|participat\w+|study|trial|protocol|safety)\b",
    re.IGNORECASE,
)


def _is_opinion(context: Context, elements: list[Element], index: int) -> bool:
    """ "that in the judgement of the investigator may impair …"."""
    element = elements[index]
    return (
        element.is_cue("judgement")
        and "investigator" in context.text[element.start : element.end].lower()
        and _STUDIED.match(context.text, element.end) is not None
    )


_ID = attrgetter("id")
_OPINION = frozenset({"interference", "investigator", "judgement"})


def without_opinion(context: Context, elements: list[Element]) -> tuple[list[Element], str]:
    """Cut off what only an investigator can say: "that would interfere with the study"."""
    waived = _waived(context, elements)
    if waived:
        return elements[:waived], "or " + context.words(elements[waived + 1 :])
    if _OPINION.isdisjoint(map(_ID, elements)):
        return elements, ""
    place = next(
        (
            i
            for i, e in enumerate(elements)
            if e.is_cue("interference", "investigator") or _is_opinion(context, elements, i)
        ),
        None,
    )
    if place is None or not any(e.kind in ("concept", "fact", "atom") for e in elements[:place]):
        return elements, ""
    after = elements[place + 1 :]
    if any(e.kind in ("concept", "atom") for e in after) and not (
        elements[place - 1].is_cue("noise") and _STUDIED.match(context.words(after))
    ):
        return elements, ""
    for back in range(place - 1, max(place - 7, 0), -1):
        if elements[back].kind in ("concept", "atom", "fact", "measure"):
            break
        if elements[back].is_cue("or") and elements[place].is_cue("investigator"):
            # "… or as the investigator judges": an alternative that only a person can open.
            return elements[:back], "or " + context.words(elements[back + 1 :])
    return elements[:place], context.words(elements[place:])
