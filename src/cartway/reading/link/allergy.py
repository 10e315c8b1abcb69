"""Allergies: to a named drug, to what the trial gives, or any at all."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Compare,
    CountEvents,
    Is,
    Judgement,
    Node,
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.values import Quantity

_ABOUT = re.compile(r"\ballerg|sensitivit|hypersensitiv|anaphyla|过敏", re.IGNORECASE)
_WORDS = ("allerg", "sensitivit", "anaphyla", "过敏")  # of which one stands where it is spoken of
_ANY = re.compile(
    r"history of (?:an )?allerg(?:y|ies|ic (?:disease|reaction|constitution))s?\s*(?:[,;.]|$)|过敏体质|^\W*(?:既往)?有?(?:药物|食物)(?:(?:或|及|和|、)(?:药物|食物))?过敏史者?\W*$",
    re.IGNORECASE,
)
_OTHER = re.compile(r"autoimmun|infection|HIV|pregnan|ECOG|malignan|妊娠|感染", re.IGNORECASE)
_MORE = re.compile(
    r"component|ingredient|excipient|study|trial|product|compound|agents? used|investigational|similar|materials?|biolog|CAR|其成分|辅料|成分|试验|研究|制剂|产品",
    re.IGNORECASE,
)
_TO_WHAT = re.compile(
    r"(?:allerg|sensitiv|anaphyla)\w*[^,;.]{0,30}?\b(?:to|against) (?!(?:any|all|drugs?|medic\w+|foods?|multiple|two|more)\b)"
    r"|对(?!多种|药物|任何|两种|食物)[^,，。;；]{1,20}过敏",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?:allerg(?:y|ic|ies)|hypersensitiv(?:e|ity))(?: reactions?)? to (?:two|2|≥ ?2|more than one)(?: (?:or|and) more)?(?: (?:kinds|types|classes) of)? (?:\w+ )?(?:drugs?|medications?|foods?|agents?|substances)"
    r"|对(?:两|2|二|≥ ?2|≥两)种(?:(?:及|或)?(?:(?:两|2)种)?以上)?(?:的)?(?:药物|食物|药品|物质|成分|过敏原)?(?:或(?:药物|食物))?(?:有)?过敏",
    re.IGNORECASE,
)
_SEVERE = re.compile(
    r"(?:≥|>=)\s?(?:grade\s?)?(?:3|III)\s?级?|3\s?级(?:及|或)?以上|severe|serious|life-?threatening|immediate|anaphyla|过敏性休克|严重|危及生命",
    re.IGNORECASE,
)


def allergy_node(context: Context, text: str, elements: list[Element]) -> Node | None:
    """Give what a clause about allergies asks; None where it is not about them."""
    small = text.lower()
    if not any(word in small for word in _WORDS):
        return None
    if "allergy" not in context.vocabulary.events or not _ABOUT.search(text) or _OTHER.search(text):
        return None
    if any(e.measure is not None for e in elements) and any(
        e.kind == "fact" and e.system in ("quantity", "score", "result") for e in elements
    ):
        return None
    drugs = list(
        dict.fromkeys(e.id for e in elements if e.kind == "concept" and e.system == "treatment")
    )
    drugs = [d for d in drugs if not context.is_a(d, "cellular_therapy", "investigational_agent")]
    albumin = context.first("human_albumin_allergen")
    if albumin is not None and albumin not in drugs and _names_albumin(elements):
        drugs.append(albumin)
    if _SEVERAL.search(text) and not drugs:
        several: Node = CountEvents("allergy", None, ">=", 2)
        if _SEVERE.search(_SEVERAL.sub("", text)) is not None:
            # "severe allergies, or allergies to two drugs": the one or the other.
            third = Compare(Attribute("grade"), ">=", Quantity(3.0, "1"))
            several = any_nodes([AnyEvent("allergy", third), several])
        return _sided(context, several, text)
    if not drugs and not _MORE.search(text) and _TO_WHAT.search(text):
        # "allergy to corn starch": another allergy is another matter.
        return _sided(
            context, all_nodes([AnyEvent("allergy"), Judgement("to what is named")]), text
        )
    parts: list[Node] = [AnyEvent("allergy", Is(Attribute("agent"), drug)) for drug in drugs]
    named = {"product"}
    if "biological_product" in drugs:
        named |= {"biolog", "制品", "制剂"}  # the word is the name of a group of drugs
    if drugs and not _MORE.search(text) and _names_more(text, elements):
        # "albumin or DMSO": what the vocabulary does not know is named as well.
        parts.append(all_nodes([AnyEvent("allergy"), Judgement("to what is named")]))
    if _ANY.search(text):
        parts = [AnyEvent("allergy")]
    elif drugs and _LISTED.search(text):
        pass  # "excipients (albumin, DMSO)": the bracket says which they are
    elif not drugs or {m.lower() for m in _MORE.findall(text)} - named:
        word = "to what the trial gives" if _MORE.search(text) else "severe"
        parts.append(all_nodes([AnyEvent("allergy"), Judgement(word)]))
    node = any_nodes(parts)
    severe = _SEVERE.search(text)
    if severe is not None and not _ANY.search(text):
        # How bad a reaction was is its grade; where none is told a clinician judges.
        graded = Compare(Attribute("grade"), ">=", Quantity(3.0, "1"))
        agents = any_nodes([Is(Attribute("agent"), drug) for drug in drugs]) if drugs else None
        worst = AnyEvent("allergy", all_nodes([agents, graded]) if agents is not None else graded)
        if not drugs and _MORE.search(text):
            return _sided(context, node, text)
        node = any_nodes([worst, all_nodes([node, Judgement(severe.group())])]) if drugs else worst
    return _sided(context, node, text)


# "study product excipients (human serum albumin, DMSO and Dextran 40)", and nothing else.
_LISTED = re.compile(
    r"(?:excipients?|components?|ingredients?|成分|辅料|(?:study|protocol) (?:drugs?|medications?|agents?)|(?:研究|方案|试验)[^,，。;；()（）]{0,8}药物)\s?[(（](?!\s?(?:e\.?g|such|includ|for example|如|例如|包括|i\.e))[^()（）]{3,90}[)）]\W*(?:过敏\W*(?:者|史)?)?\W*$",
    re.IGNORECASE,
)


def _names_albumin(elements: list[Element]) -> bool:
    """The name of a value is that of what is infused, too."""
    return any(e.kind == "fact" and e.id == "albumin" for e in elements)


_SAYS_NOTHING = re.compile(
    r"(?:the|any|other|agents?|drugs?|severe|serious|reactions?|immediate|life-?threatening|known|history|allerg\w*|hypersensitiv\w*|intoleran\w*|contraindicat\w*"
    r"|anaphyla\w*|prior|previous|similar|compounds?|components?|excipients?|used|this|study|grade|and|or|to|of|for|including)",
    re.IGNORECASE,
)


def _names_more(text: str, elements: list[Element]) -> bool:
    """Whether beside the drugs that are known something stands that is not."""
    for element in elements:
        words = text[element.start : element.end] if element.end <= len(text) else ""
        if (
            element.kind == "word"
            and len(words) > 3
            and not _SAYS_NOTHING.fullmatch(words.strip())
            and element.measure is None
        ):
            return True
    return False


def _sided(context: Context, node: Node, text: str) -> Node | None:
    if context.exclusion:
        return node
    return (
        Not(node) if re.search(r"\b(?:no|not|without)\b|无|没有|不", text, re.IGNORECASE) else None
    )
