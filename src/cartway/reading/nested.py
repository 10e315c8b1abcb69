"""Items and the lists below them, into nodes: any of it, all of it, none of it."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    AtLeast,
    Has,
    Judgement,
    Never,
    Node,
    Not,
    Unless,
    all_nodes,
    any_nodes,
    conjuncts,
    facts_asked,
    unread_texts,
)
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.grammar.guards import OF_SOME
from cartway.reading.grammar.leniency import alternatives, demanded_of, left_to_judgement
from cartway.reading.grammar.widening import opened, softened
from cartway.reading.heads import Head, head_of
from cartway.reading.item import Item, trimmed
from cartway.reading.lex import criteria_lexicon
from cartway.reading.lex.age_tables import NAMES, find_age_tables
from cartway.reading.lexicon import Seldom
from cartway.reading.stretch import read_stretch

_LETS_IN = Seldom(
    r"(?:可以?(?:被)?(?:入组|纳入|入选|参加)|(?:can|may|could) (?:also )?be (?:enrolled|included)|(?:are|is) (?:also )?eligible)\W*$",
)
_ENDS_OR = re.compile(r"(?:\b(?:or|and/or)|或者?)\s*[,;]?\s*$", re.IGNORECASE)
_BEGINS_OR = re.compile(r"\W*(?:or\b|或)", re.IGNORECASE)
_ENDS_AND = re.compile(r"(?:\band|且)\s*[,;]?\s*$", re.IGNORECASE)


_TABLE = re.compile(
    r"\W*age ?(?:\(?(?:in )?years?\)?)?\W{0,4}(?:maximum|male|serum)\b[^\n]{0,40}creatinine",
    re.IGNORECASE,
)


def read_items(
    text: str,
    items: list[Item],
    vocabulary: Vocabulary,
    exclusion: bool,
    window: str = "",
    opens: bool = True,
) -> list[Node]:
    """The nodes of items of one list; one that lets more people in widens what stood before.

    Args:
        text: the plain text.
        exclusion: whether they are read as what excludes.
        window: a length of time that the head of the list gives them.
        opens: whether an item that lets people in widens those before it: not among alternatives.
    """
    found: list[Node] = []
    for item in items:
        if found and _TABLE.match(text, item.start):
            continue  # the rows of a table of limits by age, which the line names
        node = read_item(text, item, vocabulary, exclusion, window)
        if node is None:
            continue
        if found and opens and not exclusion and _LETS_IN.search(text[item.start : item.end]):
            found = [opened(all_nodes(found), softened(node))]
        else:
            found.append(node)
    return found


def read_item(
    text: str, item: Item, vocabulary: Vocabulary, exclusion: bool, window: str = ""
) -> Node | None:
    """Give what an item asks, with the lists below it; None where it asks nothing."""
    words = text[item.start : item.end]
    if item.children and _opens_table(text, item):
        return read_stretch(text[item.start : item.last()], vocabulary, exclusion)
    if not item.children:
        return read_stretch(_within(words, window, vocabulary), vocabulary, exclusion)
    if item.style == "or":
        found = read_items(text, item.children, vocabulary, exclusion, window)
        return alternatives(found) if found else None
    head = head_of(text, item, vocabulary)
    if head.permits > 0 or (head.permits == 0 and exclusion):
        return _permitted(text, item, head, vocabulary, exclusion)
    if head.excepted:
        return read_stretch(_as_one(text, item), vocabulary, exclusion)
    if head.denied:
        return _denied(text, item, head, vocabulary, exclusion)
    held = head.window or window
    opens = head.every is not False
    found = read_items(text, item.children, vocabulary, exclusion, held, opens)
    own = None if head.silent else read_stretch(_said_before(words), vocabulary, exclusion)
    if not found:
        return own
    if own is not None and not facts_asked(own) and head.opens and not _LIMIT.search(words):
        own = None
    if head.window and exclusion and own is not None and _only_general(own):
        own = None  # the list says which diseases are meant
    return _with_head(
        text, item, head, own, _below(text, item, head, found, exclusion), exclusion, vocabulary
    )


def _opens_table(text: str, item: Item) -> bool:
    """Whether what is nested in an item are the rows of a table of limits by age, and no more."""
    if not any(name in text[item.start : item.end] for name in NAMES):
        return False
    end = item.last()
    tables = find_age_tables(text, item.start, end)
    return any(after >= trimmed(text, item.start, end) - 1 for _, after, _ in tables)


_OPENER = re.compile(
    r"\b(?:any|one|either|at least (?:one|two|three|\d)|all|each|both|none|\d)(?: or more)?(?: \(?\d\)?)? ?(?:of )?(?:the )?following\b[^.;:]*[:.]?\s*$",
    re.IGNORECASE,
)


def _said_before(words: str) -> str:
    """A head without "any of the following viral infections": the list says which are meant."""
    found = _OPENER.search(words)
    return words if found is None else _DANGLING.sub("", words[: found.start()])


_DANGLING = re.compile(r"[\s,;]+(?:and|or|with|meeting|who meet|who have)?[\s,;]*$", re.IGNORECASE)
# A number with a sign never goes lost, however little was understood of the words around it.
_LIMIT = re.compile(r"[<>≤≥] ?\d")


def _within(words: str, window: str, vocabulary: Vocabulary) -> str:
    """An item with the time that stands at the head of its list, unless it has its own."""
    if not window:
        return words
    lexicon = criteria_lexicon(vocabulary)
    if any(e.measure is not None and e.measure.is_duration for e in lexicon.elements(words)):
        return words
    return f"{words.rstrip(' .;,')} {window}"


def _as_one(text: str, item: Item) -> str:
    """A head and the exceptions below it as one sentence."""
    parts = [text[child.start : child.last()].strip(" .;,\n") for child in item.children]
    parts = [re.sub(r"\s*\b(?:and|or)$", "", part) for part in parts]
    return f"{text[item.start : item.end].rstrip(' :')} {', or '.join(parts)}"


def _denied(
    text: str, item: Item, head: Head, vocabulary: Vocabulary, exclusion: bool
) -> Node | None:
    """ "none of the following": the list is read as what the head denies."""
    found = read_items(text, item.children, vocabulary, not exclusion, head.window)
    if not found:
        return read_stretch(text[item.start : item.end], vocabulary, exclusion)
    if exclusion and head.every is not False:
        return Not(left_to_judgement(all_nodes(found))) if len(found) else None
    return Not(any_nodes(found))


def _permitted(
    text: str, item: Item, head: Head, vocabulary: Vocabulary, exclusion: bool
) -> Node | None:
    """ "The following would not exclude the subject: …": whoever has what is below is let in."""
    own = read_stretch(text[item.start : item.start + head.permits], vocabulary, exclusion)
    # Read as what describes patients, not as what is demanded of them.
    found = read_items(text, item.children, vocabulary, True)
    if own is None:
        return Never() if exclusion else None
    if not found:
        return own
    let_in = softened(any_nodes(found))
    return all_nodes([own, Not(let_in)]) if exclusion else Unless(own, let_in)


def _only_general(node: Node) -> bool:
    return set(facts_asked(node)) <= {"condition", "diagnosis", "procedure"}


def _below(text: str, item: Item, head: Head, found: list[Node], exclusion: bool) -> Node:
    """The list itself: how many of its parts must hold."""
    if len(found) == 1:
        return found[0]
    if head.count is not None and head.count <= len(found):
        return AtLeast(head.count, tuple(found))
    if exclusion:
        return all_nodes(found) if head.every else any_nodes(found)
    every = head.every
    if every is None:
        every = _joined_by(text, item)
    if every is None and _defines_course(text[item.start : item.end], found):
        every = False
    if every is None and _unsure(head, found):
        held = [left_to_judgement(one) for one in found]
        either = all_nodes([any_nodes(held), Judgement("one of these may be enough")])
        return any_nodes([all_nodes(found), either])
    if every is None and all(set(facts_asked(one)) == {"diagnosis"} for one in found):
        every = False  # nobody has all the diseases of a list
    return alternatives(found) if every is False else all_nodes(found)


def _joined_by(text: str, item: Item) -> bool | None:
    """What the ends of the parts say: "…; or", "…; and"."""
    ends = [text[child.start : child.last()] for child in item.children]
    if any(_ENDS_OR.search(end) for end in ends[:-1]) or any(
        _BEGINS_OR.match(end) for end in ends[1:]
    ):
        return False
    if any(_ENDS_AND.search(end) for end in ends[:-1]):
        return True
    return None


_COURSE = frozenset({"disease_status", "prior_relapses", "prior_therapy"})


_STATES = frozenset(
    {"disease_status", "prior_relapses", "duration_of_first_remission", "time_to_relapse_after_first_line",
     "time_to_relapse_after_transplantation", "extramedullary_disease", "current_response"}
)  # fmt: skip
_OF_COURSE = re.compile(r"relaps|refractor|recurr|复发|难治", re.IGNORECASE)
# "复发难治定义：": the parts say when a disease is called so.
_DEFINED_COURSE = re.compile(
    r"(?:复发|难治)[^,，。;；:：]{0,14}定义(?:为|如下|是|标准)?\s*[:：]?\s*$"
)
_ADDS = frozenset({"prior_lines_of_therapy", "measurable_disease", "diagnosis"})


def _defines_course(words: str, found: list[Node]) -> bool:
    """ "Relapsed or refractory, defined as: no remission …; relapse within …": nobody is all of it."""
    if _OF_COURSE.search(words) is None:
        return False
    asked = [set(facts_asked(one)) for one in found]
    if _DEFINED_COURSE.search(words) is not None:
        return all((_STATES | _COURSE) & one and "diagnosis" not in one for one in asked)
    states = [bool(_STATES & one) and not _ADDS & one for one in asked]
    return all(states) and any("disease_status" in one for one in asked)


def _unsure(head: Head, found: list[Node]) -> bool:
    """States that define a disease are rarely asked all at once; limits are."""
    states = sum(1 for node in found if _COURSE & set(facts_asked(node)))
    return head.loose and states == len(found)


def _with_head(
    text: str,
    item: Item,
    head: Head,
    own: Node | None,
    below: Node,
    exclusion: bool,
    vocabulary: Vocabulary,
) -> Node:
    """A list and what its head asks besides."""
    words = text[item.start : item.end]
    opens = _OR_BELOW.search(words) if exclusion else None
    if opens is not None:
        # "Active infection, or the presence of any of the following: …": one more reason each.
        lead = read_stretch(words[: opens.start()], vocabulary, exclusion)
        return below if lead is None else any_nodes([lead, below])
    if own is None:
        return below
    if exclusion and _names_list(words, own):
        # "Unstable heart disease: (a) …; (b) …", "X, including: …": each is one; of X itself, who knows.
        return any_nodes([below, all_nodes([own, Judgement("as the list below has it")])])
    if not exclusion and _of_some(text, item, own, vocabulary):
        return demanded_of(own, below)
    if _measures(own, words):
        # The list says what can be measured; of which disease, the head says.
        return all_nodes([*_diagnoses(own), below])
    if isinstance(own, Has) and str(own.subject.name).endswith("_function_adequate"):
        return below  # the list says what is adequate
    return all_nodes([own, below])


_OF_THEM = re.compile(
    r"\b(?:following|below|any|one|all|who|whose|with|have|has|having|if|when|patients?|subjects?|participants?)\b|以下|下列|患者|者",
    re.IGNORECASE,
)


def _names_list(words: str, own: Node) -> bool:
    """Whether a head only names what the list below it holds: "Heart disease:"."""
    return (
        words.rstrip().endswith(":")
        and _OF_THEM.search(words) is None
        and set(facts_asked(own)) <= {"condition"}
    )


_OR_BELOW = re.compile(
    r"(?<=\w)[)\]]?[,;]? (?:and/)?or (?:(?:the )?(?:presence|existence|occurrence|history) of )?(?:any|one|either)(?: one)?(?: or more)?"
    r"(?: of)?(?: the)? (?:following|below)[^.;:]{0,40}[:.]?\s*$"
    r"|[,，;；]?(?:或者?|以及)(?:存在|有|合并|符合)?(?:以下|下列)(?:任(?:何|意)?(?:一)?(?:项|条|种)?)?(?:情况|情形|疾病|条件)?(?:之一)?(?:者)?[:：]?\s*$",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"following|below|one or more|at least one|any of|defined|based on|以下|下列|之一|如下|[:：]\s*$",
    re.IGNORECASE,
)


def _measures(own: Node, words: str) -> bool:
    """Whether an item only says that the list below it is how disease is measured."""
    asked = set(facts_asked(own))
    return (
        "measurable_disease" in asked
        and asked <= {"measurable_disease", "diagnosis"}
        and _DEFINES.search(words) is not None
    )


def _diagnoses(node: Node) -> list[Node]:
    return [one for one in conjuncts(node) if facts_asked(one) == ("diagnosis",)]


_WHO_MUST = re.compile(
    r"(?:patients?|subjects?|participants?|those|患者|受试者|者)\b", re.IGNORECASE
)


def _of_some(text: str, item: Item, own: Node, vocabulary: Vocabulary) -> bool:
    """Whether the list below is asked only of patients with a disease: "lymphoma patients must have:"."""
    if set(facts_asked(own)) != {"diagnosis"} or unread_texts(own):
        return False
    if OF_SOME.match(text, item.start, item.end):
        return True
    elements = criteria_lexicon(vocabulary).elements(text, item.start, item.end)
    demand = next((e for e in elements if e.is_cue("then", "deontic")), None)
    last = max((e.end for e in elements if e.kind == "concept"), default=0)
    return (
        demand is not None
        and last <= demand.start
        and _WHO_MUST.search(text, item.start, demand.start) is not None
    )
