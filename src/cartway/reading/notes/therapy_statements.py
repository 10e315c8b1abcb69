"""Which treatments a note only plans, names or blames, and so were not given as treatments."""

from __future__ import annotations

import re

from cartway.facts import Value
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import treatment_of
from cartway.values import Quantity


def is_planned(note: Note, match: Match, section: str) -> bool:
    """Whether a treatment is only planned or offered."""
    if _is_title(note, match):
        return True
    if section in ("plan", "opinion") or _STUDY_BEHIND.match(note.lower, match.end):
        return True
    if _PLANNED_BEHIND.match(note.lower, match.end):
        return True
    stretch = note.scopes.covering("planned", match.start, match.end)
    if stretch is None or _is_dated(note, match):
        return False
    # A plan holds for its own part of the sentence, unless a date shows that it happened.
    between = note.lower[stretch.cue_end : match.start]
    return len(between) < 80 and not re.search(r"(?a)[,;]\s*(?:received|given|after)", between)


_DATED_BEHIND = re.compile(r"(?a)[^,;。()\n]{0,16}\(\s?$")


def _is_dated(note: Note, match: Match) -> bool:
    """*拟行CAR-T，...桥接予来那度胺25mg（4月20日—5月3日）*: days that are over tell that it was given."""
    for mention in note.calendar.within(match.end, match.end + 20):
        opened = _DATED_BEHIND.match(note.lower, match.end, mention.start)
        return (
            opened is not None
            and opened.end() == mention.start
            and note.letter is not None
            and mention.last.latest <= note.letter
        )
    return False


_TITLE = re.compile(
    r"(?a)referral|assessment|clinic|service|intake|registration|questionnaire|application form|programme|program|evaluation|review|unit\b|mdt|consult|team|board|转诊|评估|申请|会诊|门诊|筛选"
)


def _is_title(note: Note, match: Match) -> bool:
    """*MDT REFERRAL - CELLULAR THERAPY*: what the letter is for, in its first line."""
    first = note.plain.find("\n")
    if first < 0 or match.start > first or first > 140:
        return False
    line = note.lower[:first]
    return _TITLE.search(line) is not None and not re.search(r"(?a)\bafter\b|\bs/p\b|后", line)


_NAMED_BEFORE = re.compile(
    r"(?a)\b(?:since|after|before|post|following|during|on day \d+ of|day \d+ of|days? after|tolerated|good|no response to)\s(?:the |an? |her |his |first |induction with |treatment with |therapy with |stopping |completing )?$"
)


# "DVT 2022 on lenalidomide" among past illnesses: the drug under which it came.
_BLAMED_BEFORE = re.compile(r"(?a)\b(?:on|under|from|due to|caused by|with)\s$")
_CAUSE_BEFORE = re.compile(
    r"(?a)(?:\b(?:due to|attributed to|caused by|secondary to|induced by|related to|because of|a(?:fter|s) (?:an? )?(?:side|adverse) effect of)\s(?:the |his |her )?|由于|因)$"
)


_NAMED_BEHIND = re.compile(
    r"(?a)\s?(?:[- ](?:related|associated|induced)\b|(?:cardio|neuro|nephro|hepato)\w*(?:toxicity|pathy)|cardiomyopathy|toxicity|neuropathy|colitis|pneumonitis|(?:相关|所致|引起)(?!联合)|response|level|-?induced|-?containing graft|skin test|-dependent|-induced|依赖|标本|蜡块|specimen|抵抗|反应(?=差|好|良好)|糖尿病|性(?:糖尿病|骨质疏松|股骨头))"
)


_IN_GENERAL = re.compile(r"(?a)(?:多线|多种|各种|各类|常规|上述|以上|前述)的?$")


_NOT_NEEDED_BEHIND = re.compile(r"(?a)[\s-](?:independen\w+|free\b|naive|na[iï]ve)")


def is_only_named(note: Note, match: Match) -> bool:
    """A treatment that only dates or explains something else: *since the DLI*, *prednisone response*."""
    before = note.lower[max(0, match.start - 26) : match.start]
    if _IN_GENERAL.search(before) and re.match(
        r"(?a)(?:治疗|药物|方案)?(?:均|都)?无?效", note.lower[match.end : match.end + 8]
    ):
        return True  # "多线免疫抑制无效" sums up what is told before
    text = note.lower[match.start : match.end]
    return (
        _NAMED_BEHIND.match(note.lower, match.end) is not None
        or _NOT_NEEDED_BEHIND.match(note.lower, match.end) is not None
        or text in ("vaccinated", "immunised", "immunized")
        or (_NAMED_BEFORE.search(before) is not None and _named_elsewhere(note, match))
        or (_CAUSE_BEFORE.search(before) is not None and _named_elsewhere(note, match))
        or (
            _BLAMED_BEFORE.search(before) is not None
            and _names_illness(note, match)
            and _named_elsewhere(note, match)
        )
        or (
            note.sentence(match.start).section == "past"
            and _BLAMED_BEFORE.search(before) is not None
            and _named_elsewhere(note, match)
        )
    )


def _names_illness(note: Note, match: Match) -> bool:
    """*Paroxysmal AF on ibrutinib 2017*: an illness stands right before the word."""
    low = max(note.sentence(match.start).start, match.start - 40)
    for other in reversed(note.matches_within(low, match.start)):
        disease = any(one.kind == "concept" and one.system == "disease" for one in other.senses)
        malignant = any(note.is_a(one.id, "malignant_neoplasm") for one in other.senses)
        between = note.lower[other.end : match.start]
        return (
            disease
            and not malignant
            and re.fullmatch(r"(?a)[\s\d()/-]*(?:on|under|from|due to|caused by|with)\s", between)
            is not None
        )
    return False


def _named_elsewhere(note: Note, match: Match) -> bool:
    concept = treatment_of(match)
    above = note.vocabulary.hierarchy.ancestors
    return any(
        other.start < match.start
        and not note.scopes.covering("planned", other.start, other.end)
        and (named := treatment_of(other)) is not None
        and (concept in above(named) or named in above(str(concept)))
        for other in note.matches
    )


_PLANNED_BEHIND = re.compile(
    r"(?a)[^.;。,]{0,24}?(?:\b(?:is|was|are|were|being|been)\s(?:now |currently )?(?:being )?(?:planned|considered|scheduled|intended|proposed|deferred|declined|refused|offered|discussed|not feasible)"
    r"|\b(?:could|may|might|should|will|would) (?:be|have|start|begin|follow)\b|\b(?:recommended|suggested|advised|awaited|an option)\b(?![^.;\n]{0,30}\b(?:and|then) (?:was |were |has been )?(?:given|received|started|had|completed))"
    r"|\b(?:planned|considered|deferred|declined|refused)\b|not feasible|拟行|待评估)"
)


_STUDY_BEHIND = re.compile(
    r"(?a)\s?(?:cells?\s)?(?:\([^()]{0,30}\)\s?)?(?:study|trial|assessment|candidate|programme|program|eligib|evaluation|follow-?up clinic|clinic\b|unit\b|ward\b|team\b|service\b|cent(?:re|er)\b|评估|研究|临床研究|试验|临床试验|项目|入组|中心|病房|门诊|科(?=[\s,。)]|$))"
)


def is_reaction(note: Note, match: Match) -> bool:
    """Whether a drug stands as what caused a reaction."""
    behind = note.lower[match.end : match.end + 18]
    before = note.lower[max(0, match.start - 24) : match.start]
    return bool(
        re.match(
            r"(?a)\s?(?:类|[\u4e00-\u9fff]{1,4}(?=过敏))?(?:\(|:|-|->|=)?\s?(?:allerg|rash|hives|anaphyla|urticaria|angio-?oedema|过敏|皮疹|皮试阳性|gave (?:urticaria|rash|hives))",
            behind,
        )
        or re.match(r"(?a)类?(?:[、及和][^,;。、\n过敏]{1,6}){1,4}(?:药物)?(?:均|都)?过敏", behind)
        or re.search(
            r"(?a)(?:allergic to|allergy to|(?:anaphylaxis|urticaria|hives|angio-?oedema) (?:to|with|after|on|from)|rash (?:on|with|from|after)|hypersensitivity to|reaction to (?:her |his )?(?:very )?(?:first )?)\s?$",
            before,
        )
    )


# An infusion reaction to one dose is no allergy, and the drug is named for it alone.
TOLERATED = re.compile(
    r"(?a)reaction (?:to|with|on|after|during) (?:her |his |the )?(?:very )?(?:first |second )?(?:dose of |infusion of )?$"
)


def add_allergy(note: Note, match: Match, concept: str) -> None:
    """Note an allergy that goes on."""
    attributes: dict[str, tuple[Value, ...]] = {"agent": (concept,)}
    told = note.sentence(match.start)
    words = note.lower[max(told.start, match.start - 60) : min(told.end, match.end + 90)]
    for pattern, grade in _REACTIONS:
        if pattern.search(words):
            attributes["grade"] = (Quantity(grade, "1"),)
            break
    note.add_event("allergy", attributes, match.start, match.end, ongoing=True)


# How bad a reaction was, by what happened.
_REACTIONS = (
    (
        re.compile(
            r"(?a)anaphyla|grade 4|4级|过敏性休克|stevens[- ]johnson|\bsjs\b|toxic epidermal|\bdress\b|重症多形红斑|中毒性表皮坏死"
        ),
        4.0,
    ),
    (
        re.compile(
            r"(?a)grade 3|bronchospasm|angio-?(?:o)?edema|laryng|adrenaline|epinephrine|3级|喉头水肿|支气管痉挛|呼吸困难"
        ),
        3.0,
    ),
    (re.compile(r"(?a)grade 2|2级"), 2.0),
    (re.compile(r"(?a)grade 1|1级"), 1.0),
)
