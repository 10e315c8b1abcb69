"""What is received, needed or left behind is said once and of all terms of a list."""

from __future__ import annotations

import re

from cartway.reading.grammar.shared_words import CONTROLLED, HAN
from cartway.reading.grammar.terms import Term
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

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
        if term.atoms and HAN.search(context.text, term.start, term.end):
            # "A、需治疗的B": in Chinese what stands before a thing is said of it alone.
            trailing = [
                j
                for j in term.judgements
                if not CONTROLLED.fullmatch(j)
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
