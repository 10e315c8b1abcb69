"""How a list shares windows, modifiers, negation and what stands at its end."""

from __future__ import annotations

import itertools
import re

from cartway.criteria.nodes import Judgement, Not
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

_HAN = re.compile("[\u4e00-\u9fff]")
_CONTROLLED = re.compile("已控制|控制良好|稳定|病情稳定|已缓解|已治愈")
_NOW = re.compile("正在|目前|当前")
_DENIES = re.compile(
    r"无|没有|未见|未发现|不伴|不合并|否认|^\W*(?:no|without|absence of|free of|lack of|no evidence of)\b",
    re.IGNORECASE,
)


def share(context: Context, terms: list[Term]) -> None:
    """Let lists share windows, modifiers and negation."""
    _share_heads(terms)
    _share_windows(context, terms)
    _share_modifiers(context, terms)


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
        if modifies and _held_beside(term, following):
            words = max(term.judgements, key=len)
            term.atoms.append(Atom("judged", term.start, term.end, Judgement(words)))
            term.judgements = []
        elif modifies and not (term.soft and following.connector == "semicolon"):
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


def _held_beside(term: Term, following: Term) -> bool:
    """ "稳定且未使用激素": what is held in check is one thing, what is denied beside it another."""
    return (
        bool(term.judgements)
        and following.negated
        and following.connector == "and"
        and not term.negated
        and all(_CONTROLLED.match(word) is not None for word in term.judgements)
    )


def _share_windows(context: Context, terms: list[Term]) -> None:
    # A window at the head of a clause governs all that follows without its own.
    for index, term in enumerate(terms):
        if term.empty and (term.window or term.elapsed):
            if index == 0 and len(terms) > 1:
                for later in terms[1:]:
                    if later.window is None and later.elapsed is None:
                        later.window, later.elapsed = term.window, term.elapsed
            else:
                _share_back(context, terms, index)
    # A window at the end of a list governs the list before it.
    for index in range(len(terms) - 1, 0, -1):
        if (terms[index].window or terms[index].elapsed) and terms[index].atoms:
            source = terms[index]
            leads = source.window_first and _HAN.search(context.text, source.start, source.end)
            beside = leads and (not source.apart or source.connector == "or")
            if beside or (leads and _has_window(terms[:index])):
                continue  # "A、6个月内的B": in Chinese a window stands before its thing
            _share_back(context, terms, index)
        elif terms[index].window and terms[index].unknown and context.exclusion:
            _doubt_back(terms, index)
    if terms and terms[0].atoms and terms[0].elapsed is not None and terms[0].window_first:
        for later in terms[1:]:
            if later.connector == "semicolon" or later.window is not None or not later.atoms:
                break
            if later.atoms[0].dim == terms[0].atoms[-1].dim:
                later.elapsed = later.elapsed or terms[0].elapsed
    if terms and terms[0].atoms:
        lead = terms[0]
        window = lead.window
        if _leads(lead):
            for later in terms[1:]:
                if later.connector == "semicolon":
                    break
                if later.window is not None or later.elapsed is not None:
                    if later.window is not None and later.window_first and later.apart:
                        window = later.window  # "2个月内用过A，或1个月内用过B、C"
                    continue
                if later.apart and _AT_ANY_TIME.match(context.text, later.start):
                    break
                if later.history and later.history_behind:
                    # "6个月内有A、B或C病史": the history is the one within that time.
                    later.history = False
                if not later.history:
                    later.window = window
    terms[:] = [t for t in terms if not (t.empty and (t.window or t.elapsed) and not t.judgements)]


# "6周内接受过A，或既往接受过B": the second may have been at any time.
_AT_ANY_TIME = re.compile(r"\W*(?:或|或者)?\s*既往")


def _leads(term: Term) -> bool:
    return term.window is not None and term.window_first


def _has_window(terms: list[Term]) -> bool:
    return any(term.window is not None and term.window_first for term in terms)


_EVER = re.compile(
    r"(?:no|not|never|without)\W+(?:\w+\W+)?(?:prior|previous\w*|history)\b|never\b", re.IGNORECASE
)


_ALTERNATIVES = ("or", "comma", "slash")


def _doubt_back(terms: list[Term], index: int) -> None:
    """ "Seizures or <not understood> within 3 months": the time may be that of the seizures."""
    connector = terms[index].connector
    for term in reversed(terms[:index]):
        if term.window or term.elapsed or term.history or connector not in _ALTERNATIVES:
            return
        term.perhaps_window = terms[index].window
        connector = term.connector


def _share_back(context: Context, terms: list[Term], index: int) -> None:
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
        if (
            term.negated
            and source.negated
            and _EVER.match(context.text, term.start)
            and not _EVER.match(context.text, source.start)
        ):
            break  # "no prior gene therapy and no transplantation within 100 days"
        if dim is not None and term.atoms and term.atoms[-1].dim != dim:
            if context.exclusion and not term.history and connector in _ALTERNATIVES:
                term.perhaps_window = source.window
                connector = term.connector
                continue
            break
        if index > earlier + 1 and terms[earlier + 1].perhaps_window is not None:
            term.perhaps_window = source.window
            connector = term.connector
            continue
        if index == 1 and source.apart and connector == "or" and term.history:
            # "any prior allogeneic transplant, or an autologous one within 3 months"
            term.perhaps_window = source.window
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


_PRESENT = re.compile(
    r"\b(?:current(?:ly)?|on-?going|concurrent(?:ly)?|concomitant(?:ly)?|presently|still on|potential requirement"
    r"|(?:chronic(?:ally)?|long[- ]term|continuous|continued|daily) (?:\w+ ){0,2}?(?:use|exposure|treatment|therap(?:y|ies)|administration|dos(?:e|es|ing)|\w*steroids?|immunosuppress\w+)"
    r"|(?:are|is|be|being|still) (?:currently )?(?:receiving|taking|using|on)\b|(?:^|patients? |subjects? |participants? )(?:receiving|taking|on)\b)"
    r"|正在|目前|当前|现(?:正|在)|长期|持续(?:使用|服用|接受|应用)",
    re.IGNORECASE,
)
_NEEDED = Seldom(
    r"\b(?:requir(?:e|es|ing|ements?)|need(?:s|ing)?(?: for)?|in need of|dependent on)\b|需要?(?!排除)",
)


_EARLIER = Seldom(
    r"\b(?:received|prior|previous(?:ly)?|history|treated|had|underwent)\b|曾|既往|接受过|使用过",
)


def share_present(context: Context, terms: list[Term]) -> None:
    """ "currently receiving A, B or C", "requiring A": what is given now, not what was given once."""
    if not any(a.dim == "therapy" for t in terms for a in t.atoms):
        return
    held = needed = False
    for term in terms:
        treated = next((a for a in term.atoms if a.dim == "therapy"), None)
        if treated is None:
            if term.connector == "semicolon" or term.atoms:
                held = needed = False
            begin = term.end
        else:
            begin = treated.start
        if term.history or term.connector == "semicolon":
            held = needed = False
        words = context.text[term.start : begin].strip()
        if _EARLIER.search(words):
            held = needed = False
        held = held or _PRESENT.search(words) is not None
        needed = needed or _NEEDED.search(words) is not None
        if treated is not None and not term.history and not term.negated:
            dosed = context.exclusion and term.dose is not None and term.window is None
            # "prednisone > 20 mg/day" shuts out who takes so much, not who ever did.
            term.current, term.needed = held or needed or dosed, needed


_CALLS_FOR = re.compile(
    r"\b(?:requir(?:e|es|ed|ing)|need(?:s|ing)?)\b[^.;]{0,40}\b(?:treatments?|interventions?|drainage|therap(?:y|ies)|puncture|hospitali[sz]ation|management)\b"
    r"|需要?[^。；;,，]{0,10}(?:治疗|引流|干预|处理|穿刺)",
    re.IGNORECASE,
)


def share_need(context: Context, terms: list[Term]) -> None:
    """ "effusion of the pleura or of the abdomen that requires treatment": said of both."""
    if not context.exclusion:
        return
    for index, term in enumerate(terms):
        _share_drug(context, terms[:index], term)
        if not _describable(term):
            continue
        need = _CALLS_FOR.search(context.text, term.atoms[-1].end, term.end)
        if need is None:
            continue
        words = need.group()
        dim = term.atoms[-1].dim
        connector = ""
        for earlier in reversed(terms[: index + 1]):
            if connector == "semicolon" or not _describable(earlier):
                break
            if earlier.atoms[-1].dim != dim or earlier.judgements:
                break
            earlier.judgements.append(words)
            connector = earlier.connector


_REQUIRES = re.compile(
    r"\b(?:that |which )?(?:requir(?:ing|es?)|need(?:ing|s)|treated with|on)\s(?:\w+ ){0,3}$|需要?[^,，。;；]{0,4}$",
    re.IGNORECASE,
)


def _share_drug(context: Context, before: list[Term], term: Term) -> None:
    """ "thrombosis or embolism requiring anticoagulation": the treatment is that of both."""
    dims = [atom.dim for atom in term.atoms]
    if dims != ["disease", "therapy"] or term.judgements or term.negated:
        return
    disease, drug = term.atoms
    if _REQUIRES.search(context.text, disease.end, drug.start) is None:
        return
    if term.apart and len(before) == 1:
        return  # "immunodeficiency, or autoimmune disease requiring …": said of the last alone
    connector = term.connector
    for earlier in reversed(before):
        if connector not in ("or", "slash", "comma") or earlier.judgements or earlier.window:
            return
        if [atom.dim for atom in earlier.atoms] != ["disease"] or earlier.unknown:
            return
        earlier.atoms.append(drug)
        earlier.current, earlier.needed = term.current, term.needed
        earlier.end = max(earlier.end, drug.end)
        connector = earlier.connector


def _describable(term: Term) -> bool:
    return bool(term.atoms) and all(a.dim in ("disease", "presence") for a in term.atoms)


_AFTER = Seldom(r"after|following|\bpost\b|后")


def share_therapy(context: Context, terms: list[Term]) -> None:
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


def share_trailing(context: Context, terms: list[Term]) -> None:
    """ "DVT or embolism requiring anticoagulation": what is required at the end is required of all."""
    for index in range(len(terms) - 1, 0, -1):
        term = terms[index]
        trailing = [j for j in term.judgements if _REQUIRED.match(j)]
        if term.atoms and _HAN.search(context.text, term.start, term.end):
            # "A、需治疗的B": in Chinese what stands before a thing is said of it alone.
            trailing = [
                j
                for j in term.judgements
                if not _CONTROLLED.fullmatch(j)
                and context.text.find(j, term.atoms[-1].end, term.end) >= 0
            ]
        if not trailing or not term.atoms or term.connector not in ("or", "and", "slash", "comma"):
            continue
        for earlier in range(index - 1, -1, -1):
            before = terms[earlier]
            if not before.atoms or before.judgements or before.atoms[-1].dim != term.atoms[-1].dim:
                break
            before.judgements += trailing
            if before.connector not in ("or", "and", "slash", "comma"):
                break


_REQUIRED = re.compile(
    r"requir|need|that (?:is|are) not|(?:can ?not|could not) be controlled|not (?:well |adequately )?controlled|uncontroll(?:ed|able) (?:by|with|despite)|需",
    re.IGNORECASE,
)


def _share_modifiers(context: Context, terms: list[Term]) -> None:
    """Modifiers and negation hold on through a list of like things."""
    leading = {id(one) for one in terms[:1]}
    for before, term in itertools.pairwise(terms):
        if term.connector in ("semicolon", "with") or before.empty:
            leading.add(id(term))
        if term.connector == "semicolon":
            continue
        own_denial = bool(term.atoms) and isinstance(term.atoms[0].node, Not)
        if own_denial:
            continue  # "无供者或不适合移植": what denies by itself is not denied again
        if not before.atoms:
            if (
                before.negated
                and before.unknown
                and term.connector in ("or", "and", "comma")
                and not term.strict
                and not (term.apart and _HAN.search(context.text, before.start, term.end))
                and _DENIES.search(context.text[before.start : before.end]) is not None
                and term.atoms
                and term.atoms[0].dim != "compare"
                and (
                    _HAN.search(context.text, before.start, term.end) is not None
                    or term.atoms[0].dim in ("disease", "presence", "result", "therapy")
                )
            ):
                term.negated = True  # "无穿孔及出血": what is denied goes on, understood or not
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
                and not (term.apart and _HAN.search(context.text, before.start, term.end))
                and term.atoms[0].dim != "compare"
            ):
                term.negated = True
            continue
        refuses = bool(term.not_received) and not before.not_received
        if (
            before.negated
            and not term.negated
            and term.atoms[0].dim not in ("compare",)
            and not any(_CONTROLLED.fullmatch(judged) for judged in term.judgements)
            and not (refuses and _HAN.search(context.text, term.start, term.end))
        ):
            term.negated = True
        own = term.judgements or term.active or term.history
        if not own and term.atoms[0].dim not in ("compare", "result"):
            timed = term.window is not None and before.window is None and _HAN.search(context.text)
            term.active = before.active and not timed
            term.history = before.history and not _NOW.search(
                context.text, term.start, term.atoms[0].start
            )
            if _goes_on(before, term, led=id(before) in leading) and not _judged_by_name(
                context, term
            ):
                term.judgements = [j for j in _said_of(before) if not _OF_ONE.search(j)]
                if id(before) in leading:
                    leading.add(id(term))
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


# Words that belong to one kind of illness, or that name one thing only.
_OF_ONE = re.compile(
    r"decompensat|失代偿|congenital|先天|hereditary|\bprimary\b|原发", re.IGNORECASE
)


# What happens once is not held in check, and what its own name judges needs no other word.
_ONCE = ("myocardial_infarction", "stroke", "thromboembolism", "intracranial_haemorrhage")
_OWN_NEED = re.compile(r"\W*(?:或|或者)?(?:需|正在)")
_OWN_WORD = re.compile(
    r"unstable|decompensat|severe|acute|不稳定|失代偿|严重|重度|急性", re.IGNORECASE
)


def _judged_by_name(context: Context, term: Term) -> bool:
    """Whether a thing's own name says how bad it is: "unstable angina", "acute infarction"."""
    atom = term.atoms[0]
    if _OWN_NEED.match(context.text, term.start):
        return True
    if atom.dim != "disease":
        return False
    named = _OWN_WORD.search(context.text, atom.start, atom.end) is not None
    return named or context.is_a(atom.codes[0], *_ONCE)


def _said_of(term: Term) -> list[str]:
    """The judging words of a term, those within the name of its thing as well."""
    return [*term.judgements, *(j for atom in term.atoms[-1:] for j in atom.judged)]


def _goes_on(before: Term, term: Term, *, led: bool) -> bool:
    """Whether a judging word is said of the next thing too.

    At the head of a list it is said of the whole list; inside one, of its own thing and of what
    an *or* joins to it. A thing with a window of its own stands for itself.
    """
    if not _said_of(before) or (term.window is not None and term.window != before.window):
        return False
    if term.anew:
        return False
    return led or (term.connector in ("or", "slash") and before.connector not in ("or", "slash"))
