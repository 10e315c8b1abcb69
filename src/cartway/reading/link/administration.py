"""Consent, compliance and the like: marked, and left to the site."""

from __future__ import annotations

import re
from operator import attrgetter

from cartway.criteria.nodes import Administrative, FactRef, Has, Node, all_nodes
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.pledges import pledges

_TELLING = frozenset({"quantity", "score", "result"})


def administrative_node(context: Context, text: str, elements: list[Element]) -> Node | None:
    """Give an administrative sentence as such; None where it asks something of the patient."""
    if _ABOUT.isdisjoint(map(_ID, elements)):
        return None
    if not any(e.is_cue("administrative") or e.id in _AGREEMENTS for e in elements):
        return None
    for element in elements:
        if element.kind == "concept" and element.system in ("disease", "antigen"):
            return None
        if element.kind == "fact" and element.system in _TELLING and element.id != "age":
            return None
        if (
            element.kind == "measure"
            and element.measure is not None
            and not element.measure.is_duration
        ) and element.measure.unit is not None:
            return None
        if element.is_cue("relapsed", "refractory", "relapsed_or_refractory", "unless", "except"):
            return None
    promised = pledges(context, text)
    if promised is not None:
        return all_nodes(promised)
    parts: list[Node] = []
    for element in elements:
        if element.kind == "fact" and element.id in _AGREEMENTS and not context.exclusion:
            node = Has(FactRef(element.id))
            if node not in parts:
                parts.append(node)
    only = _ONLY_CONSENT.fullmatch(text) is not None
    known = "informed_consent_given" in context.vocabulary.facts
    if only and known and not parts and not context.exclusion:
        parts.append(Has(FactRef("informed_consent_given")))
    if not (only and parts):
        parts.append(Administrative(" ".join(text.split())[:300]))
    return all_nodes(parts)


# A line that asks for nothing but a signature is settled by it.
_ONLY_CONSENT = re.compile(
    r"\W*(?:patients?|subjects?|participants?)?\W*(?:(?:must|should|have|has|had|be|is|are|to|a|an|the|provided?|given?|give|obtained|signed?|signing|voluntar(?:y|ily)|written|informed|consent|form|\(?ICF\)?|before|prior|any|study|procedures?|of)\W+)*"
    r"(?:consent|form|ICF)\W*|\W*(?:受试者|患者|已|本人|监护人|法定|代理人|家属|父母|其|和|或|及|由|须|应|能够|理解|/|愿意|同意|参加|参与|本|研究|试验|临床|自愿|签署|书面|知情同意书?|者|并|日期|注明|的|[、,，]){2,}\W*",
    re.IGNORECASE,
)


_AGREEMENTS = frozenset(
    {"informed_consent_given", "compliance_agreed", "long_term_follow_up_agreed", "biopsy_agreed",
     "no_blood_or_sperm_donation_agreed"}
)  # fmt: skip
_ABOUT = _AGREEMENTS | {"administrative"}
_ID = attrgetter("id")
