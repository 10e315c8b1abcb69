"""What the words above a list say of it: any or all of it, none of it, within what time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.facts.vocabulary import Vocabulary
from cartway.reading.item import Item, opens_list
from cartway.reading.lex import Element, criteria_lexicon
from cartway.reading.lexicon import Seldom

_ANY = Seldom(
    r"\b(?:any|one|either|at least (?:one|1)|or)\b(?:[^.:;]{0,40})?\b(?:following|below|these)\b|\beither\W*$|\b(?:any|one|either|one or more|at least (?:one|1)) of\W*$"
    r"|\b(?:any|one|either) (?:or more )?of (?:the|these|those)\b|\b(?:criteri\w+|items?|conditions?|options?) \w{1,2}(?:,? \w{1,2})*,? or \w{1,2}\W*$"
    r"|(?:≥|>=) ?1 of (?:the )?following|以下任|下列任|之一|其中一|任一|任意一|满足其一"
    r"|(?:以下|下列)[^::。;]{0,8}(?:一|1)\s?(?:项|种|个|条)|(?:一|1)\s?(?:项|种|个|条)(?:或|及|和)(?:以上|多项|多种|多个|更多)|至少(?:有|满足|符合|存在|具备)?(?:一|1)\s?(?:项|种|个|条)(?:以上)?\W*$",
)
_ALL = re.compile(
    r"\b(?-i:all|All|each|Each|both|Both)\b[^.:;]{0,40}\b(?:following|below|these)\b|\bcriteri\w+ \w{1,2}(?:,? \w{1,2})*,? and \w{1,2}\W*$|以下所有|全部|下列所有|同时满足|同时符合",
    re.IGNORECASE,
)
_COUNTED = Seldom(
    r"(?:\b(?:at least|minimum of|no fewer than)|≥|>=) ?(?P<n>two|three|four|[2-5])\b[^.;:]{0,40}\b(?:following|below|these|criteria|items)\b"
    r"|\b(?P<m>two|three|four|[2-5])(?: \([2-5]\))? or more of\b|\b(?:any|meets?) (?P<k>two|three|four|[2-5]) of (?:the )?following"
    r"|(?:至少|≥)(?P<z>[二两三四2-5])(?:项|条|个|种)",
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "二": 2, "两": 2, "三": 3, "四": 4}
_EXCEPTS = Seldom(
    r"(?:except\w*|excluding|other than|unless|apart from|besides|除|例外|不包括)[^.;:。;]{0,60}[:：]?\W*$",
)
# The definition of a disease state by a list need not ask for all of it.
_DEFINES = Seldom(
    r"\b(?:defined (?:as|by)|definitions?|meaning|i\.e\.?,?|as follows|includ(?:es|ing)|such as)(?: having)?(?: the following)?\W*$|定义为|如下|是指",
)
_OPENS = re.compile(r"following|below|[:：]\s*$|以下|下列|如下", re.IGNORECASE)
_REACH = 300


@dataclass(frozen=True, slots=True)
class Head:
    """The words above a list.

    Attributes:
        silent: they only open the list.
        every: whether all of it is asked; None where they do not say.
        count: how many of it are asked at least.
        opens: they say that a list follows.
        denied: the list is denied: "none of the following".
        excepted: the list holds exceptions to what the head says.
        loose: the list defines what the head names, or follows without a word that opens it.
        window: a length of time that is said of everything below.
        permits: where the words begin that let in whoever has what is below; -1 if there are none.
    """

    silent: bool
    every: bool | None = None
    count: int | None = None
    opens: bool = False
    denied: bool = False
    excepted: bool = False
    loose: bool = False
    window: str = ""
    permits: int = -1


def head_of(text: str, item: Item, vocabulary: Vocabulary) -> Head:
    """Give what the words of an item say of the list below it.

    Args:
        text: the plain text.
        item: an item with children.
    """
    words = text[item.start : item.end]
    tail = words[-_REACH:]
    elements = criteria_lexicon(vocabulary).elements(text, item.start, item.end)
    counted = _COUNTED.search(tail)
    every = False if _ANY.search(tail) else (True if _ALL.search(tail) else None)
    return Head(
        silent=_is_silent(_without_numbers(text, item, elements, counted is not None))
        or (every is not False and _is_title(words, elements)),
        every=every,
        count=_number(counted) if counted is not None else None,
        opens=_OPENS.search(words) is not None,
        denied=_is_denied(elements),
        excepted=_EXCEPTS.search(words) is not None,
        loose=_DEFINES.search(words) is not None or not opens_list(text, item.start, item.end),
        window=_window(text, elements),
        permits=_permits(words),
    )


_PERMITS = Seldom(
    r"(?:^|[.;]\s)(?P<says>[^.;]*\b(?:following|these)\b[^.;]{0,80}\b(?:(?:would|will|do|does|are|is|shall|should|may) not (?:be )?(?:qualif\w*|exclu\w*|consider\w*|count\w*|disqualif\w*|preclude\w*)"
    r"|(?:are|is|may be|will be|can be) (?:allowed|permitted|acceptable|eligible|exempt|enrolled|included))[^.;]*)$",
)


def _permits(words: str) -> int:
    found = _PERMITS.search(words.rstrip(" :"))
    return -1 if found is None else found.start("says")


def _number(match: re.Match[str]) -> int:
    written = next(one for one in match.groups() if one).lower()
    return _NUMBERS.get(written) or int(written)


_NAMING = ("concept", "fact", "atom", "event")
_TELLING = (
    "negation", "if", "unless", "except", "except_after", "history", "relapsed", "refractory",
    "relapsed_or_refractory", "deontic", "excluded", "administrative", "contraception", "not_received",
    "investigator", "interference", "active", "metastatic", "advanced", "untreated",
)  # fmt: skip


def _is_silent(elements: list[Element]) -> bool:
    """Whether nothing is named, limited or unknown: only words that open a list."""
    return not any(
        e.kind in ("word", *_NAMING)
        or (e.measure is not None and not e.measure.worded)
        or e.is_cue(*_TELLING)
        for e in elements
    )


_NUMBERED = Seldom(
    r"\b(?:criteri\w+|items?|conditions?|options?) \w{1,2}(?:,? \w{1,2})*,? (?:or|and) \w{1,2}\W*$",
)


def _without_numbers(
    text: str, item: Item, elements: list[Element], counted: bool
) -> list[Element]:
    """ "criteria 1 or 2", "at least 2 of": the numbers are those of the list."""
    if counted:
        return [e for e in elements if e.measure is None]
    found = _NUMBERED.search(text, item.start, item.end)
    return [e for e in elements if found is None or e.end <= found.start()]


_OF_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|diagnos\w+|histor\w+|who|with|having|confirmed|have|has)\b|患者|受试者|诊断",
    re.IGNORECASE,
)
_LONGEST_TITLE = 100


def _is_title(words: str, elements: list[Element]) -> bool:
    """ "Haematological reserve:": words that are not known, but of the list, not of patients."""
    if len(words) > _LONGEST_TITLE or _OF_PEOPLE.search(words):
        return False
    return _is_silent([e for e in elements if e.kind != "word"])


def _is_denied(elements: list[Element]) -> bool:
    """ "no evidence of any of the following": the last that is said is a denial."""
    place = next(
        (i for i in range(len(elements) - 1, -1, -1) if elements[i].is_cue("negation", "deontic")),
        None,
    )
    if place is None:
        return False
    after = elements[place + 1 :]
    return not any(e.kind in ("word", *_NAMING) for e in after) and not any(
        e.kind in ("word", *_NAMING) for e in elements[:place]
    )


def _window(text: str, elements: list[Element]) -> str:
    """ "any of the following within 6 months of enrolment:": the time is that of all below."""
    for index in range(len(elements) - 1, 0, -1):
        element = elements[index]
        if element.measure is None or not element.measure.is_duration:
            continue
        if not elements[index - 1].is_cue("window"):
            return ""
        named = [e for e in elements if e.kind in _NAMING and not _general(e)]
        last = next((e for e in elements[index + 1 :] if e.kind == "anchor"), element)
        return "" if named else text[elements[index - 1].start : last.end]
    return ""


def _general(element: Element) -> bool:
    """A kind of disease or treatment so wide that the list below says what is meant."""
    return (element.kind == "concept" and element.system in ("disease", "treatment")) or (
        element.kind == "fact" and element.id.endswith("_adequate")
    )
