"""Words of a term that are not known: they narrow what it names, or stay unread."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Judgement,
    Node,
    Unread,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_PARTICIPLE = re.compile(
    r"(?:ing|ed|non|plan|famil|risk|anti|pre|post|need|candidate)\b|^(?:non|anti|pre|post|un|in)",
    re.IGNORECASE,
)


# "must be stopped at least 3 weeks before": the time that has passed says so already.
_ENDED = re.compile(
    r"off|(?:be )?(?:stop(?:ped)?|discontinued?|ceased?|withdrawn|withheld|completed|elapsed|passed|wash(?:[- ]?out)?)|停用?|停药",
    re.IGNORECASE,
)


def nodes_of_unknown(context: Context, term: Term) -> list[Node]:
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
