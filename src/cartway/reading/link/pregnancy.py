"""Pregnancy, lactation and contraception: asked only of those whom they can concern."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    Always,
    FactRef,
    Has,
    Implies,
    Is,
    Judgement,
    Never,
    Node,
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.values import Duration

_FACTS = frozenset(
    {"pregnant", "lactating", "pregnancy_test", "serum_pregnancy_test", "contraception_agreed",
     "pregnancy_planned"}
)  # fmt: skip
_NEEDED = (
    "pregnant",
    "lactating",
    "pregnancy_test",
    "serum_pregnancy_test",
    "childbearing_potential",
    "postmenopausal_or_sterile",
    "contraception_agreed",
    "sex",
)
_MEN = re.compile(r"\bmen\b|\bmales?\b|\bfathering\b|\bpartners?\b|男|配偶|伴侣", re.IGNORECASE)
_OF_MALES = re.compile(r"\bmen\b|\bmales?\b|男", re.IGNORECASE)
_WOMEN = re.compile(r"wom[ae]n|\bfemales?\b|child-?\s?bearing|女|育龄|妇", re.IGNORECASE)
# The partners of men: "males with female partners of childbearing potential".
_OF_PARTNERS = re.compile(
    r"(?:\b(?:whose|their|with|have|has|an?|fertile) )*(?:\b(?:wom[ae]n|females?)(?: sexual(?:ly active)?)? partners?|(?:wives|wife|partners?))(?: who)?(?: (?:are|is|with))?(?: (?:wom[ae]n|females?))?(?: (?:of|with|having|have) (?:non-?)?(?:child-?\s?bearing|reproductive) (?:potential|age|capacity))?"
    r"|(?:其|有|具有)?(?:育龄|有生育能力|具有生育能力)?(?:的)?(?:女性)?(?:性)?(?:伴侣|配偶)(?:为|是|处于)?(?:有生育能力|具有生育能力|育龄期?)?(?:的)?(?:女性|妇女)?",
    re.IGNORECASE,
)
# "Patients and their partners": said of both sexes.
_ANYBODY = re.compile(
    r"\b(?:patients?|subjects?|participants?)(?:,? and(?:/or)?| or| as well as) (?:his or her |his/her |their )?(?:sexual )?partners?\b"
    r"|(?:患者|受试者|参与者|参加者)(?:和/或|以及|和|及|与|或)(?:其)?(?:性)?(?:伴侣|配偶)",
    re.IGNORECASE,
)
_STERILE = re.compile(
    r"vasectom|(?:surgically|permanently) steril|steril(?:ised|ized|isation|ization)\b|hysterectom|输精管|绝育|结扎",
    re.IGNORECASE,
)
# Whoever is sterile need promise nothing: "…, or be vasectomised".
_OR_STERILE = re.compile(
    r"\bor (?:must |have |has |had |to )*(?:be |been |undergone |an? )*(?:vasectom|surgically steril|permanently steril|sterili[sz]ed)|或(?:已)?(?:行|经)?(?:输精管结扎|绝育)",
    re.IGNORECASE,
)
_SERUM = re.compile(r"\b(?:serum|blood|plasma|quantitative)\b|血", re.IGNORECASE)
_URINE = re.compile(r"\burin|\bhighly sensitive\b|尿", re.IGNORECASE)
_DEMANDED = re.compile(
    r"\b(?:must|should|shall|agree|willing|required?|use|practi[cs]e)\b|必须|须|应|同意|需",
    re.IGNORECASE,
)
# Who may have children: a definition, which asks nothing.
_WHO_MAY = re.compile(
    r"(?:child-?\s?bearing|reproductive) (?:potential|age|capacity)\W{0,2}(?:\([^()]*\)\W?)?(?:are|is|includes?|means|refers? to)(?: (?:those|any|all|a|the|defined|considered|women|females?|patients?|subjects?|participants?))+"
    r"|(?:post-?menopausal|amenorrh\w+)[^.;]{0,80}\b(?:to be considered|are considered|is considered|is defined as|are defined as|in order to be considered)\b"
    r"|(?:\bnot considered|\bconsidered (?:to be )?(?:not |non-?))\s?(?:of |to be of )?(?:child|repro)|(?:育龄期?(?:妇女|女性)?|有生育能力的?(?:妇女|女性)?|无生育能力的?(?:妇女|女性)?)(?:的)?(?:定义为?|是指|指)",
    re.IGNORECASE,
)
_PLANNING = re.compile(
    r"plan\w*(?: on| to)?(?: \w+){0,3} (?:pregnan\w*|conceiv\w*|father)|intend\w* to (?:become pregnant|conceive|father)|wish\w* to (?:become|conceive)"
    r"|desire to|pregnancy plan|计划[^,，;；。]{0,20}(?:怀孕|妊娠|生育)|妊娠计划|生育计划|备孕|(?:怀孕|妊娠|生育)(?:的)?计划",
    re.IGNORECASE,
)
_CONTRACEPTION = re.compile(r"contracept|birth control|abstinen|condom|避孕|禁欲", re.IGNORECASE)
_DONATED = re.compile(r"donat\w+|捐献?(?:精|卵)|冷冻精子", re.IGNORECASE)
_TEST = re.compile(r"pregnancy test|hcg|gonadotrop|妊娠(?:试验|检查|检测|测试)|孕检", re.IGNORECASE)
_MILK = re.compile(r"lactat|breast-?\s?feed|nursing|哺乳", re.IGNORECASE)
_PREGNANT = re.compile(
    r"pregnant|\bpregnancy\b|gravid|怀孕|妊娠(?!试验|检查|检测|测试|计划)|孕妇|孕期", re.IGNORECASE
)
_REFUSES = re.compile(
    r"unwilling|not willing|refus|do(?:es)? not agree|not agree|can ?not|(?:is|are) unable|not (?:use|using|practic)|unable to use|not able to|不愿|不同意|拒绝|不能采取|未采取|不采取|无法采取",
    re.IGNORECASE,
)
_OTHER = re.compile(r"life expectancy|ECOG|\bHIV\b|HBsAg|感染|预期生存", re.IGNORECASE)


def is_about_pregnancy(context: Context, elements: list[Element]) -> bool:
    """Whether a sentence is about nothing but pregnancy, lactation and contraception."""
    about = False
    for element in elements:
        if element.kind != "fact":
            about = about or (element.kind == "cue" and element.id == "contraception")
            continue
        if element.id in ("childbearing_potential", "postmenopausal_or_sterile") and _only_defines(
            context.words(elements)
        ):
            return True
        if any(s.id in _FACTS for s in element.facts()):
            about = True
        elif element.system in ("quantity", "score") and element.id != "age":
            return False
    if not about:
        return False
    diseases = [e for e in elements if e.kind == "concept" and e.system == "disease"]
    return not diseases and all(name in context.vocabulary.facts for name in _NEEDED)


def _guard() -> Node:
    return All((Is(FactRef("sex"), "female"), Has(FactRef("childbearing_potential"))))


def pregnancy_node(context: Context, text: str, elements: list[Element]) -> Node | None:
    """Give what a sentence asks of those who can become pregnant, and of partners."""
    if _OTHER.search(text):
        return None
    if _only_defines(text):
        return Never() if context.exclusion else Always()
    window = _test_window(elements)
    men = bool(_MEN.search(text))
    women = bool(_WOMEN.search(_OF_PARTNERS.sub("", text) if men else text))
    women = women or (not _OF_MALES.search(text) and bool(_ANYBODY.search(text)))
    if context.exclusion:
        return _excluding(context, text, men, women)
    asked: list[Node] = []
    if _TEST.search(text):
        asked += _tested(text, "negative", window)
    elif _PREGNANT.search(text) and re.search(
        r"\bnot\b|\bnon\b|\bneither\b|exclud|ineligible|不得|非|未|无|不能|negative|阴性|\bno\b",
        text,
        re.IGNORECASE,
    ):
        asked.append(Not(Has(FactRef("pregnant"))))
    if _MILK.search(text):
        asked.append(Not(Has(FactRef("lactating"))))
    parts: list[Node] = []
    double = re.search(
        r"(?:(?:at least|≥) ?)?\b(?:two|2|double)[- ](?:\w+ ){0,2}(?:forms?|methods?|barriers?|types?)",
        text,
        re.IGNORECASE,
    )
    contraception: Node = Has(FactRef("contraception_agreed"))
    if double is not None:
        contraception = all_nodes([contraception, Judgement(double.group())])
    if _CONTRACEPTION.search(text):
        if men or not women:
            if _STERILE.search(text):
                contraception = any_nodes(
                    [Has(FactRef("postmenopausal_or_sterile")), contraception]
                )
            parts.append(Implies(_whom(men, women), contraception))
        else:
            asked.append(contraception)
    if _DONATED.search(text):
        kept: Node = Has(FactRef("no_blood_or_sperm_donation_agreed"))
        if _OR_STERILE.search(text):
            kept = any_nodes([Has(FactRef("postmenopausal_or_sterile")), kept])
        parts.append(Implies(_whom(men, women), kept))
    if _PLANNING.search(text) and not _CONTRACEPTION.search(text):
        asked.append(Not(_planned(context)))
    if asked:
        parts.insert(0, Implies(_guard(), all_nodes(asked)))
    return all_nodes(parts) if parts else None


def _only_defines(text: str) -> bool:
    """ "Women of childbearing potential are those who …": said of whom, and nothing asked."""
    found = _WHO_MAY.search(text, 0, _LONGEST)
    return (
        found is not None
        and found.start() < _SOON
        and len(text) < _LONGEST
        and not (_CONTRACEPTION.search(text) or _TEST.search(text) or _MILK.search(text))
    )


# A definition begins with what it defines, and says nothing else.
_SOON, _LONGEST = 60, 400


def _whom(men: bool, women: bool) -> Node:
    """Those of whom contraception is asked."""
    male = Is(FactRef("sex"), "male")
    return male if men and not women else any_nodes([male, _guard()])


def _tested(text: str, result: str, window: Duration | None) -> list[Node]:
    """A test of blood where the line asks for one of blood, and of urine beside it."""
    serum, urine = _SERUM.search(text), _URINE.search(text)
    if serum is None:
        return [Is(FactRef("pregnancy_test"), result, window)]
    if urine is None:
        return [Is(FactRef("serum_pregnancy_test"), result, window)]
    between = text[min(serum.end(), urine.end()) : max(serum.start(), urine.start())]
    if result == "positive" or not _AND.search(between):
        return [Is(FactRef("pregnancy_test"), result, window)]
    return [
        Is(FactRef("serum_pregnancy_test"), result, window),
        Judgement("pregnancy test in urine"),
    ]


_AND = re.compile(r"\band\b(?!/or)|\bplus\b|followed by|且|和(?!/?或)|以及", re.IGNORECASE)


def _test_window(elements: list[Element]) -> Duration | None:
    for index, element in enumerate(elements):
        measure = element.measure
        if measure is None or not measure.is_duration or measure.unit is None:
            continue
        around = elements[max(0, index - 2) : index + 3]
        if measure.unit in ("d", "h", "wk") and any(
            e.is_cue("window", "window_after", "before") or e.kind == "anchor" for e in around
        ):
            return Duration(measure.value, measure.unit)
    return None


def _planned(context: Context) -> Node:
    if "pregnancy_planned" in context.vocabulary.facts:
        return Has(FactRef("pregnancy_planned"))
    return Judgement("plans to become pregnant")


def _excluding(context: Context, text: str, men: bool, of_women: bool) -> Node | None:
    women: list[Node] = []
    if _PREGNANT.search(_PLANNING.sub("", text)):
        women.append(Has(FactRef("pregnant")))
    if _MILK.search(text):
        women.append(Has(FactRef("lactating")))
    if _TEST.search(text):
        women += _tested(text, "positive", None)
    planned = bool(_PLANNING.search(text))
    refuses = bool(_CONTRACEPTION.search(text)) and bool(
        _REFUSES.search(text) or _DEMANDED.search(text)
    )
    unwilling = Not(Has(FactRef("contraception_agreed")))
    if planned and (of_women or not _OF_MALES.search(text)):
        women.append(_planned(context))
    parts: list[Node] = []
    if refuses:
        if men or not of_women:
            parts.append(all_nodes([_whom(men, of_women), unwilling]))
        else:
            women.append(unwilling)
    if planned and (men or _FATHERS.search(text)):
        parts.append(all_nodes([Is(FactRef("sex"), "male"), _planned(context)]))
    if women:
        parts.insert(0, all_nodes([_guard(), any_nodes(women)]))
    if not parts and _CONTRACEPTION.search(text) and not _PILLS.search(text):
        return Judgement(text)  # what of contraception shuts out is not said plainly
    return any_nodes(parts) if parts else None


_FATHERS = re.compile(
    r"\bfather\b|impregnat|partners? (?:to )?become pregnant|生育计划", re.IGNORECASE
)
_PILLS = re.compile(r"contraceptives|hormonal|避孕药", re.IGNORECASE)
