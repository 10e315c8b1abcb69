"""A stretch of plain text into elements: names, measures, cues, signs and words not known.

The second pass. Names of the vocabulary and the reader's own cues stand in one table, so that the
longest wins whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from cartway.criteria.nodes import Compare, FactRef, Has, Is, Node, walk
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.data import reading_data
from cartway.reading.grammar.terms import Atom
from cartway.reading.lexicon import Lexicon, Match, Sense, Token, tokens
from cartway.reading.link.phrases import inline_nodes
from cartway.reading.numbers import Measure, find_measures

# A cue of one of these groups wins over a fact or concept of the same name.
_CUE_FIRST = frozenset(
    {
        "negation", "or", "and", "with", "except", "except_after", "unless", "if", "then",
        "excluded", "deontic", "enrollable", "not_received",
        "relapsed", "refractory", "relapsed_or_refractory", "positive", "negative", "untreated",
        "contraception", "administrative", "advanced", "metastatic", "locally_advanced",
        "unresectable", "progressive", "expression", "receive",
    }
)  # fmt: skip
# Systems of enumerated values whose names are also the grammar's own words.
_SYSTEMS_OF_CUES = frozenset(
    {"disease_status", "status", "therapy_outcome", "therapy_intent", "result"}
)
# Concepts so general that they only stand for "disease" or "tumour" in a sentence.
_GENERAL = frozenset({"comorbid_condition", "neoplasm"})
_CUE_ORDER = (
    "deontic", "excluded", "negation", "or", "and", "except", "except_after", "enrollable", "unless", "if", "definition", "example",
    "with", "then", "relapsed_or_refractory", "relapsed", "refractory", "positive", "negative", "low",
    "untreated", "locally_advanced", "advanced", "metastatic", "unresectable", "progressive",
    "administrative", "contraception", "disjoint", "window", "window_after", "since", "before",
    "interference", "not_received", "active", "history", "expression", "judgement", "investigator", "receive", "patients",
    "result_word", "noise",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_CUE_ORDER)}
_SIGNS = {
    ",": "comma", "、": "comma", ";": "semicolon", "(": "open", ")": "close", "[": "open",
    "]": "close", "/": "slash", ":": "colon", "|": "comma", "。": "stop", "{": "open", "}": "close",
    "\n": "stop",
}  # fmt: skip
_ENGLISH_ANCHOR = re.compile(
    r"\b(?:prior to|before|preceding|until|within the|in the|at|during|from|of|to|after|following|since|post)\s+"
    r"(?:(?:the|time of|planned|scheduled|first|anticipated|start of|day of|date of|initial|initiation of"
    r"|signing(?: of)?|study|either|any|required|each|protocol|patient|subject|obtaining|undergoing"
    r"|beginning of|commencement of|their|expected|study drug|receiving|collection or|starting|start|cell|the start of)\s+){0,5}"
    r"(?P<noun>enrol?lment|enrolling|screening|(?:leuk|leuc|leuka|leuko)apheresis|apheresis|pheresis|registration|randomi[sz]ation"
    r"|study entry|entry|study treatment|study|lymphodepletion|lymphodepleting (?:chemotherapy|therapy|regimen)"
    r"|lymphodepletion (?:chemotherapy|therapy)|conditioning|preconditioning|pretreatment|cell collection|collection|mononuclear cells? collection|informed consent|consent|ICF"
    r"|protocol therapy|dosing|(?:first |last )?(?:use|dose|administration|intake|receipt) of (?:the )?(?:study|investigational|trial)[ -]?(?:drug|product|treatment|medication|agent|therapy|cells?)|first dose|day 0|baseline|procurement|inclusion|trial|participation|eligibility (?:assessment|determination|testing|evaluation)"
    r"|(?:the )?laboratory (?:test|examination)s?|examination|treatment start|treatment|therapy"
    r"|chimeric antigen receptors?(?: \(CAR\))?[- ]T[- ]?cells? infusion|(?:[A-Z0-9/.-]{0,14}[- ]?)?(?:CAR[- /]?\w{0,8}[- ]?(?:T|NK)?s?[- ]?|T[- ]|NK[- ])?(?:T[- ]?cells?|NK[- ]?cells?|CART|cells?|product)?\s?(?:re-?infusion|infusion|transfusion|administration|injection|therapy infusion)s?)\b"
    r"(?: (?:form|visit|period|process|day|start|testing|procedure|collection)s?)?(?: \((?:ICF|D0|day 0)\))?"
    r"(?: for (?:the )?CAR[- ]?\w{0,4}[- ]?(?:T|NK)?[- ]?(?:cells?|manufacturing|production|therapy)?)?",
    re.IGNORECASE,
)  # fmt: skip
_WEAK_BEFORE = re.compile(
    r"^(?:of|from|to|at|during|after|following|since|post|in the)\b", re.IGNORECASE
)
_WEAK_NOUNS = re.compile(
    r"^(?:treatment|therapy|study|trial|participation|collection|conditioning|entry|.*(?:transfusion|injection|administration))$",
    re.IGNORECASE,
)
_STARTING = re.compile(
    r"(?:at the time )?(?:that )?(?:the )?(?:patient|subject|participant)s? (?:starts?|receives?|begins?|is given) (?:the )?[^.;,<>]{0,60}?"
    r"(?:conditioning|lymphodeplet\w+)(?: chemotherapy)?(?: regimen)?",
    re.IGNORECASE,
)
_CHINESE_ANCHOR = re.compile(
    r"(?:在)?(?:首次|计划|本研究|研究|细胞|开始|本次|任何|签署|进行|接受)?(?:筛选(?:开始|期|访视)?|入组|入选|(?:白细胞|淋巴细胞|外周血单个核细胞|PBMC|细胞)?(?:单采|采集|分离)(?:术|血)?|"
    r"(?:[A-Za-z0-9]{0,8}-?)?(?:CAR-?T|CART)?(?:细胞)?(?:产品)?(?:治疗)?(?:回输|输注|给药|用药)|知情同意书?|清淋(?:化疗|治疗|预处理)?|研究治疗|预处理|淋巴细胞清除(?:化疗)?|本研究|随机|首次治疗)"
    r"(?:开始|治疗)?(?:之?前|时|的?当天|前的|期间|之前的)"
)


_REFERENCE = re.compile(
    r"《[^》\n]{0,80}》(?:\s?\(?\d{4}版?\)?)?"
    r"|\b(?:according to|in accordance with|in line with|as per|per|based on|as defined (?:by|in)|as assessed by|as determined by"
    r"|defined by|using|as described in|following|with reference to|consistent with|meets?|meeting|fulfil\w*|satisfy\w*|comply with|by)\s+(?:the\s+)?"
    r"(?:[^.;:,()<>≥≤=\n]|\.\d|\([^()<>≥≤=\n]{0,50}\)){0,150}?\b(?:guidelines?|criteria|criterion|classifications?|consensus|standards?|edition|nomogram|formula|equation|method|manual|recommendations?)"
    r"(?:\s*(?:,\s*)?\(?(?:of|for|v(?:ersion)?\.?)?\s*\d{1,4}(?:\.\d{1,2})?\s*(?:edition|version)?\)?)?(?!\s*(?:for|of the following|listed|below|as follows))"
    r"|\b(?:RECIST|CTCAE|CTC|NCI-CTCAE|Lugano|Cheson|IMWG|iwCLL|ASTCT|INRC|RANO|irRECIST|NCI CTCAE)\s?(?:criteria\s?)?(?:version\s?|v\.?\s?)?(?:\d(?:\.\d)?|\d{4})?(?:\s?(?:criteria|version \d(?:\.\d)?))?"
    r"|\b(?:version|v\.?|edition)\s?\d(?:\.\d){0,2}\b"
    r"|\b(?:as )?(?:confirmed|determined|assessed|measured|documented|demonstrated|evaluated|estimated|verified|evidenced|established|shown) (?:by|on|via|with|using|through)"
    r"(?:\s?(?:,|/|or|and|and/or|either|an?|the|2D|transthoracic|resting|screening|cardiac|doppler|color)\b){0,4}\s?(?:echocardiogra\w+|ECHO|MUGA|cardiac ultrasound|multi\w*(?:[- ]uptake)?[- ]gated acquisition|pulse oximetry|ultrasound(?:ography)?|radionuclide \w+)"
    r"(?:(?:\s?(?:,|/|\bor\b|\band\b|\ban?\b|\()){1,3}\s?(?:echocardiogra\w+|ECHO|MUGA|multi\w*(?:[- ]uptake)?[- ]gated acquisition|cardiac ultrasound|ultrasound(?:ography)?|radionuclide \w+)\)?)*(?: scans?)?"
    r"|\bre-?(?:evaluated|assessed|tested|checked|peated) (?:within|before|prior to|at|on)\b[^.;()]{0,90}"
    r"|(?:with )?no (?:limit\w*|restriction\w*|preference) (?:on|of|to|in|for|as to|regarding) (?:patient )?(?:gender|sex|race|ethnicity)(?:(?:,| or| and) (?:gender|sex|race|ethnicity))*"
    r"|(?:regardless|irrespective) of (?:the )?(?:gender|sex|race|ethnic\w*|number of prior \w+|disease stage|histolog\w+)(?:(?:,| or| and|, or) (?:gender|sex|race|ethnic\w*))*"
    r"|\b(?:per|by|according to|at|in) (?:the )?(?:local|institutional|central|site|hospital)(?:'s)? (?:laborator\w+|institution\w*|standards?|practice|assessment|norms?|reference ranges?)(?: (?:standards?|practice|ranges?|values?|assessment|tests?|testing|results?))?"
    r"|\b(?:see|refer to|shown in|listed in|detailed in|described in|defined in) (?:the )?(?:protocol )?(?:appendix|section|table|annex)\b[^.;()]{0,50}"
    r"|\b(?:archiv\w+|fresh\w*)(?: or (?:archiv\w+|fresh\w*))?(?: tumou?r)? (?:tissue|biops\w+|samples?|specimens?)[^.;,]{0,30}(?:acceptable|accepted|allowed|permitted)"
    r"|(?:可)?(?:接受|提供)(?:存档|既往|新鲜)[^。;；]{0,24}?(?:样本|标本|切片)(?:\([^()]{0,24}\))?"
    r"|(?:见|参见|详见)(?:附录|附件|方案|章节|表)[^。;；()()]{0,20}"
    r"|(?:不限|不限制)(?:性别|种族|民族)|(?:性别|种族|民族|男女)(?:和种族|、种族)?(?:均)?不限|男女(?:均可|不拘|皆可)"
    r"|(?:经|通过|由)(?:超声心动图|心脏彩超|心脏超声|超声|MUGA)(?:(?:或|和|、|/)(?:超声心动图|心脏彩超|MUGA|多门控\w{0,6}))?(?:检查|测定|评估|证实|显示|确认)?"
    r"|(?:根据|按照?|依据|参照|参考|采用|符合|满足)[^，,。；;:()<>≥≤\n]{0,70}?(?:指南|标准|共识|公式|分类)(?:\s?\(?\d{4}年?版?\)?)?》?(?!之一|[:：]|中)",
    re.IGNORECASE,
)


# What only points to another page may name anything.
_ELSEWHERE = re.compile(r"see |refer to|re-?[a-z]+ed |参?见|详见", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """One piece of a line that means something, or that is not known.

    Attributes:
        kind: fact, concept, event, measure, cue, anchor, word, comma, semicolon, open, close,
            slash, colon, stop; the grammar adds ``atom``.
        id: of the fact or concept; the group of a cue; the folded word.
        system: of a concept; the kind of a fact.
        start, end: place in the plain text.
    """

    kind: str
    id: str
    start: int
    end: int
    system: str = ""
    measure: Measure | None = None
    senses: tuple[Sense, ...] = ()
    content: Any = field(default=None, repr=False)

    def is_cue(self, *groups: str) -> bool:
        """Whether it is a cue of one of some groups."""
        return self.kind == "cue" and self.id in groups

    def facts(self) -> tuple[Sense, ...]:
        """The facts it may name."""
        return tuple(s for s in self.senses if s.kind == "fact")

    def concepts(self, *systems: str) -> tuple[str, ...]:
        """The concepts it may name, of some systems or of any."""
        return tuple(
            s.id
            for s in self.senses
            if s.kind == "concept" and (not systems or s.system in systems)
        )


class CriteriaLexicon:
    """The names of a vocabulary and the reader's cues in one table."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.kept: dict[tuple[str, bool], Node] = {}
        self.trie = Lexicon(vocabulary, without=_named_otherwise(vocabulary)).trie
        for system, concepts in reading_data("names").items():
            for concept, names in concepts.items():
                if concept in vocabulary.concepts:
                    for name in names:
                        self.trie.add(name, Sense("concept", concept, system), any_case=True)
        data: Any = reading_data("cues")
        for group, languages in data.items():
            for names in languages.values():
                for name in names:
                    self.trie.add(name, Sense("cue", group), any_case=len(name) > 1)

    def elements(self, text: str, start: int = 0, end: int | None = None) -> list[Element]:
        """Give the elements of `text[start:end]`."""
        stop = len(text) if end is None else end
        found = tokens(text, start, stop)
        anchors = _anchors(text, start, stop)
        measures = {m.first: m for m in find_measures(text, found)}
        matches = {m.first: m for m in self.trie.find(text, found)}
        references = [
            m.span()
            for m in _REFERENCE.finditer(text, start, stop)
            if _ELSEWHERE.match(m.group()) or not _holds_fact(matches.values(), *m.span())
        ]
        known = {
            begin: (after, node)
            for begin, after, node in inline_nodes(text, start, stop, self.vocabulary)
        }
        given: list[Element] = []
        index = 0
        waiting = 0
        cited = 0
        while index < len(found):
            token = found[index]
            if token.start in known:
                after, node = known[token.start]
                atom = Atom(
                    "presence", token.start, after, node, family="inline", fact=_fact_of(node)
                )
                given.append(Element("atom", "presence", token.start, after, content=atom))
                while index < len(found) and found[index].start < after:
                    index += 1
                continue
            while waiting < len(anchors) and anchors[waiting][1] <= token.start:
                waiting += 1
            if waiting < len(anchors) and anchors[waiting][0] <= token.start < anchors[waiting][1]:
                begin, after = anchors[waiting]
                given.append(Element("anchor", "", begin, after))
                while index < len(found) and found[index].start < after:
                    index += 1
                continue
            while cited < len(references) and references[cited][1] <= token.start:
                cited += 1
            if (
                cited < len(references)
                and references[cited][0] <= token.start < references[cited][1]
            ):
                # What a source is called says nothing of the patient, but it may name the disease.
                cite = matches.get(index)
                sense = cite.sense("concept") if cite is not None else None
                if cite is not None and sense is not None and sense.system == "disease":
                    given.append(self._named(cite))
                    index = cite.after
                else:
                    if text[token.start] in "()[]":
                        given.append(_bare(text, token))
                    index += 1
                continue
            measure = measures.get(index)
            match = matches.get(index)
            if match is not None and measure is not None and match.after > measure.after:
                measure = None
            if measure is not None:
                given.append(Element("measure", "", measure.start, measure.end, measure=measure))
                index = max(measure.after, index + 1)
                continue
            if match is not None:
                blocked = self._first_measure(measures, index, match.after, match)
                if blocked is None:
                    named = self._named(match)
                    given += _state_prefix(text, named)
                    given.append(named)
                    index = match.after
                    continue
            given.append(_bare(text, token))
            index += 1
        return self._settle_states(text, given)

    def _settle_states(self, text: str, given: list[Element]) -> list[Element]:
        """ "recurrent" is a state of a tumour, and a judging word of anything else."""
        above = self.vocabulary.hierarchy.ancestors
        for index, element in enumerate(given):
            if element.is_cue("judgement") and _RECURRENT.fullmatch(
                text, element.start, element.end
            ):
                ahead = given[index + 1 : index + 7]
                if any(e.kind == "concept" and "neoplasm" in above(e.id) for e in ahead):
                    element.id = "relapsed"
        return given

    def _first_measure(
        self, measures: dict[int, Measure], first: int, after: int, match: Match
    ) -> Measure | None:
        """A measure that begins inside a cue ("no more than 3") takes its words for itself."""
        if match.senses[0].kind != "cue":
            return None
        for at in range(first + 1, after):
            if at in measures:
                return measures[at]
        return None

    def _named(self, match: Match) -> Element:
        cues = sorted(
            (s for s in match.senses if s.kind == "cue"), key=lambda s: _RANK.get(s.id, 99)
        )
        others = tuple(s for s in match.senses if s.kind != "cue")
        if cues and (
            not others
            or cues[0].id in _CUE_FIRST
            or all(s.kind == "concept" and s.system in _SYSTEMS_OF_CUES for s in others)
        ):
            return Element("cue", cues[0].id, match.start, match.end, senses=others)
        best = _preferred(others)
        if best.id == "antibody_therapy" and match.after - match.first == 1:
            # Alone, "antibody" is a test of the blood; a treatment is named by more.
            return Element("cue", "noise", match.start, match.end, senses=others)
        if best.id in _GENERAL or best.system == "country":
            return Element("cue", "noise", match.start, match.end, senses=others)
        return Element(best.kind, best.id, match.start, match.end, best.system, None, others)


_STATUS = (
    (
        re.compile(
            r"(?:relapsed?|recurr\w+|refractory)\W{0,3}(?:and|or|and/or)?\W{0,3}(?:refractory|relapsed|recurrent|resistant)|r/r|复发(?:性)?(?:/|或|、|和|及)?难治(?:性)?|难治(?:性)?(?:/|或)?复发",
            re.IGNORECASE,
        ),
        "relapsed_or_refractory",
    ),
    (re.compile(r"relaps\w+|recurrent|复发", re.IGNORECASE), "relapsed"),
    (re.compile(r"metastatic(?=\s)|转移性", re.IGNORECASE), "metastatic"),
    (re.compile(r"refractory|难治", re.IGNORECASE), "refractory"),
)


_RECURRENT = re.compile(r"recurrent|复发性", re.IGNORECASE)
_ACTIVE = re.compile(r"(?:currently )?active\b|活动性", re.IGNORECASE)


def _state_prefix(text: str, named: Element) -> list[Element]:
    """A state of the disease at the head of its name: "relapsed or refractory myeloma"."""
    if named.kind != "concept" or named.system != "disease":
        return []
    active = _ACTIVE.match(text, named.start, named.end)
    if active is not None:
        return [Element("cue", "active", named.start, active.end())]
    for pattern, cue in _STATUS:
        match = pattern.match(text, named.start, named.end)
        if match is not None:
            return [Element("cue", cue, named.start, match.end())]
    return []


def _holds_fact(matches: Iterable[Match], start: int, end: int) -> bool:
    """Whether a stretch names something that is measured: then it is more than a reference."""
    return any(
        start <= m.start
        and m.end <= end
        and any(s.kind == "fact" and s.system in ("quantity", "score", "result") for s in m.senses)
        for m in matches
    )


def _fact_of(node: Node) -> str:
    return next(
        (
            one.subject.name
            for one in walk(node)
            if isinstance(one, (Has, Compare, Is)) and isinstance(one.subject, FactRef)
        ),
        "",
    )


def _named_otherwise(vocabulary: Vocabulary) -> frozenset[str]:
    """Facts whose names are words of the grammar: those with an argument, codes and dates."""
    return frozenset(
        f.id for f in vocabulary.facts.values() if f.argument or f.kind in ("code", "date", "text")
    )


def _preferred(senses: Sequence[Sense]) -> Sense:
    """A fact with a value of its own before a concept before a fact that is yes or no."""
    order = {"quantity": 0, "score": 0, "result": 0}
    return min(
        senses,
        key=lambda s: (
            order.get(s.system, 2) if s.kind == "fact" else (1 if s.kind == "concept" else 3)
        ),
    )


def _bare(text: str, token: Token) -> Element:
    sign = _SIGNS.get(token.folded)
    if sign is not None:
        return Element(sign, token.folded, token.start, token.end)
    kind = "word" if token.kind != "sign" else "sign"
    return Element(kind, token.folded, token.start, token.end)


def _anchors(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in _ENGLISH_ANCHOR.finditer(text, start, stop):
        noun = match.group("noun")
        if _WEAK_NOUNS.match(noun) and (
            _WEAK_BEFORE.match(match.group()) or noun.lower() == "therapy"
        ):
            continue
        if noun.lower() in ("treatment", "study", "trial", "infusion") and re.match(
            r"(?:in|within) the", match.group(), re.IGNORECASE
        ):
            continue
        spans.append(match.span())
    spans += [m.span() for m in _STARTING.finditer(text, start, stop)]
    spans.sort()
    if any("\u4e00" <= c <= "\u9fff" for c in text[start : min(stop, start + 2000)]):
        spans += [m.span() for m in _CHINESE_ANCHOR.finditer(text, start, stop)]
        spans.sort()
    merged: list[tuple[int, int]] = []
    for begin, after in spans:
        if merged and begin < merged[-1][1]:
            continue
        merged.append((begin, after))
    return merged


_BUILT: WeakKeyDictionary[Vocabulary, CriteriaLexicon] = WeakKeyDictionary()


def criteria_lexicon(vocabulary: Vocabulary) -> CriteriaLexicon:
    """Give the lexicon for criteria of a vocabulary, built once for each."""
    lexicon = _BUILT.get(vocabulary)
    if lexicon is None:
        lexicon = _BUILT[vocabulary] = CriteriaLexicon(vocabulary)
    return lexicon
