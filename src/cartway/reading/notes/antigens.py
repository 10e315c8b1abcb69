"""Immunophenotypes: ``CD19+ (72 % of blasts, dim)``, ``CD20-``, ``HER2(1+)``, ``GPC3(+),阳性细胞40%``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.facts import Fact
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_ALIAS = re.compile(
    r"(?a)\s?\((?:[A-Z][A-Za-z0-9-]{1,9}|CD\d{1,3}|(?:clone\s)?[A-Z0-9]{1,4}-?\d[A-Z0-9-]{1,6}|by (?:flow|ihc)|flow|ihc|by ihc and flow)\)\s?",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"(?a)(?:\s?\(?(?:ihc|immunohistochemistry|免疫组化)\)?[^.;:\n]{0,32}:)?\s?[:(]?\s?(?:ihc|intensity|强度|染色)?\s?(?P<low>[0-3])\+(?:\s?[-~到至/]\s?(?P<high>[0-3])\+)?\)?",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(?a)\s?(?:\(?(?:ihc|by ihc|staining|expression|immunohistochemistry)\)?\s(?:score |staining |expression )?(?:is |was |were )?)?(?:局灶|部分|散在|灶性|少量|\(局灶)?(?:aberrant(?:ly)? )?(?:still |remains? |retained,? )?(?P<plus>-positive\b|\(\+{1,3}(?:\)|(?=\s?[,;]))|\(?(?:弱|强|中等|弥漫|弥漫强|均一)\+{1,3}(?![0-9])\)?|\+{1,3}(?![0-9])|\(?\b(?:strongly |weakly |uniformly |diffusely )?pos(?:itive)?\b\.?|\((?:弱|中等|强|局灶|部分)\+{1,3}(?=[,)])|\(?(?:弱|强|均|全)?阳(?!离)性?|\(?表达(?!阴)"
    r"|(?:bright|dim|strong|weak|partial|retained|uniform|弱表达|强表达|部分)(?![a-z])|(?:\b(?:strong|weak|uniform|diffuse|homogeneous)(?:ly)? (?:and )?){0,2}expressed(?= (?:on|in|by)|[,;.)])|\(bright\)|\(dim\)|dim\+|bri\+)"
    r"|\s?(?P<minus>-negative\b|\(-\)|\(-(?=[,;])|\(0\)|(?:ihc )?(?:score )?0(?=[,;)]|\.\s|\.?$)|-(?=$|[\s,;.、)/。\n]|CD|c?CD|c[A-Z]|[A-Z]{2,}\d?[+-])|\(?\bneg(?:ative)?\b\.?|\(?阴性|absent|\blost\b(?! on)|not expressed|未表达|不表达|缺失|没有了|没了|unexpressed)",
    re.IGNORECASE,
)
_LOST_PART = re.compile(
    r"(?a)\s?(?:was |is )?(?:lost|absent|negative|缺失|阴性) (?:on|in|于)\s?(?:about |approximately |around |约)?(?P<share>\d{1,3}(?:\.\d+)?)\s?%",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?a)[\s,:]{0,2}(?:\(|（)?\s?(?:(?:阳性细胞|阳性率|阳性比例|表达率|表达|率|比例|占|约|about|approximately|approx\.?|ca\.?|bright|dim|strong|weak|partial"
    r"|有|大概|大约|弱|中等|强度|强|弥漫|局灶|灶性|散在|大部分|多数|部分|均一|in|on|of|all|the|tumou?r|cells?|blasts|肿瘤细胞|原始细胞|positive|pos|阳性|expression|pct|percent|:|,|~)\s?){0,8}"
    r"(?P<sign>[<>≥≤]|>=|<=)?\s?(?P<share>\d{1,3}(?:\.\d+)?)\s?%(?:\+|阳性)?",
    re.IGNORECASE,
)
_THROUGHOUT = re.compile(
    r"(?a)[\s,(]{0,2}(?:in|on)?\s?(?:all|every|uniform\w*|throughout|100\s?%)(?:\s(?:of )?(?:the )?(?:tumou?r|lymphoma|leukaemi\w|malignant|plasma)?\s?(?:cells|blasts))?",
    re.IGNORECASE,
)
_INTENSITY_BEHIND = re.compile(
    r"(?a)[^.;。;]{0,24}?(?:强度|intensity)(?: of| 为)?\s?(?P<score>[0-3])\+"
    r"|[^.;。;%]{0,12}%(?:[ a-z]{0,24}|的?(?:肿瘤)?细胞)[\s,(]{1,3}(?P<behind>[0-3])\+"
)
_OTHER_USE = re.compile(
    r"(?a)[+-]?\s?(?:[-/]\s?)?(?:car\b|car-|directed|targeted|target\b|based|specific|bispecific|b[- ]cells?|t[- ]cells?|t细胞|b细胞|cells?/|靶向|靶点|单抗|antibod|\bx\s?cd\d|/kg|淋巴细胞计数)",
    re.IGNORECASE,
)
_UNTESTED = re.compile(
    r"(?a)[^.;。;]{0,30}?(?:未检测|未检|未做|未查|未测|not tested|not done|untested|not performed)"
)


_DONOR_BEHIND = re.compile(r"(?a)\s?\+?\s?(?:fraction|cells)?\s?\d{1,3}(?:\.\d+)?\s?%\s?donor")
_COUNT_BEHIND = re.compile(
    r"(?a)\s?\+?\s?(?:b|t)?\s?(?:cells?|细胞|淋巴细胞)?\s?(?:计数|count)?\s?[:=]?\s?(?:<|>)?\s?\d+(?:\.\d+)?\s?(?:个|cells)?\s?/\s?(?:ul|mm3|mcl|l\b)"
)
_CHIMERISM = re.compile(r"(?a)chimerism[^.;。\n]*$|嵌合[^.;。\n]*$")


@dataclass(frozen=True, slots=True)
class _Expression:
    positive: bool | None
    end: int
    share: float | None = None
    sign: str | None = None
    score: int | None = None
    uniform: bool = False


def read_antigens(note: Note) -> None:
    """Gather which antigens the tumour carries, on what share of cells and how strongly."""
    _read_losses(note)
    named = [
        (match, antigen) for match in note.matches if (antigen := _antigen_of(match)) is not None
    ]
    for index, (match, antigen) in enumerate(named):
        sentence = note.sentence(match.start)
        if sentence.section in ("family", "plan", "allergy", "medication"):
            continue
        following = named[index + 1][0].start if index + 1 < len(named) else len(note.plain)
        if index + 1 < len(named) and named[index + 1][1] == antigen and following - match.end <= 2:
            # "CLL1(CD371) 91 %": the same under its other name
            following = named[index + 2][0].start if index + 2 < len(named) else len(note.plain)
        limit = min(following, sentence.end)
        if _several_specimens(note, match, antigen, limit):
            continue
        scored = _keep_h_score(note, match, antigen, limit)
        read = _read(note, match, limit) or _read_shared(note, named, index)
        if read is None and scored:
            read = _Expression(True, match.end)
        if read is None:
            continue
        if read.share is None and read.positive and index + 1 < len(named):
            read = _with_shared_percent(note, read, named[index + 1][0], sentence.end)
        _keep(note, antigen, read, match.start)
    _keep_latest(note)


_AND = re.compile(r"(?a)\s?(?:、|/|and|及|和|&)\s?")
_BOTH = re.compile(
    r"(?a)\s?(?:双|均|都|both|all)?\s?(?P<value>阴性|阳性|\(-\)|\(\+\)|negative|positive|neg\b|pos\b)"
)


def _read_shared(note: Note, named: list[tuple[Match, str]], index: int) -> _Expression | None:
    """*CD4、CD8双阴性*, *CD19 and CD20 negative*: the word behind the last holds for each."""
    last = index
    while last + 1 < len(named) and last - index < 6:
        if not _AND.fullmatch(note.lower, named[last][0].end, named[last + 1][0].start):
            break
        last += 1
    if last == index:
        return None
    word = _BOTH.match(note.lower, named[last][0].end)
    if word is None:
        return None
    return _Expression(
        word.group("value")[0] in "p阳" or "+" in word.group("value"), named[index][0].end
    )


_LOSS = re.compile(r"(?a)(?P<antigen>cd\d{1,3}|bcma|gprc5d)[- ]?(?:neg|loss|阴性)")


_AGAIN = re.compile(
    r"(?a)\b(?:repeat(?:ed)?|re-?bio\w*|new biops\w*|at (?:this |the )?relapse|relapse biops\w*|post[- ]car)\b|复查|再次|再活检|重新活检|复发时|复发后"
)


def _keep_latest(note: Note) -> None:
    """*CD19+ at diagnosis ... a repeat biopsy was CD19-negative*: of one day, the repeat holds."""
    told: dict[str, list[Fact]] = {}
    for one in note.gathered.facts:
        if one.fact == "antigen_expression" and one.argument and one.origin.start is not None:
            told.setdefault(one.argument, []).append(one)
    for antigen, facts in told.items():
        last = max(facts, key=lambda one: one.origin.start or 0)
        others = [one for one in facts if one.value != last.value and one.on == last.on]
        start = last.origin.start or 0
        if not others or not _AGAIN.search(note.lower, max(0, start - 90), start):
            continue
        places = {one.origin.start for one in others}
        note.gathered.facts[:] = [
            one
            for one in note.gathered.facts
            if not (one.argument == antigen and one.origin.start in places)
        ]


def _read_losses(note: Note) -> None:
    """*CD19-negative relapse*: the antigen is gone."""
    for match in note.matches:
        if not any(sense.id == "antigen_loss_after_therapy" for sense in match.senses):
            continue
        lost = _LOSS.search(note.lower, match.start, match.end)
        if lost is None or lost.group("antigen") not in note.vocabulary.concepts:
            continue
        if not note.scope(match).of_patient_now:
            continue
        read = _Expression(False, match.end)
        _keep(note, lost.group("antigen"), read, match.start)


def _antigen_of(match: Match) -> str | None:
    for sense in match.senses:
        if sense.kind == "concept" and sense.system == "antigen":
            return sense.id
    return None


_H_SCORE = re.compile(
    r"(?a)[^.;:\n]{0,30}?(?:h-?\s?score|histo-?score|h评分)(?: of| was| is|:|=|为|\s)*(?P<score>\d{1,3})(?!\d|\.\d|\s?%)"
)


def _keep_h_score(note: Note, match: Match, antigen: str, limit: int) -> bool:
    """*B7-H3 H-score 180*: cells by strength of staining, out of 300."""
    found = _H_SCORE.match(note.lower, match.end, limit)
    if found is None or int(found.group("score")) > _HIGHEST_H_SCORE:
        return False
    score = float(found.group("score"))
    day = note.date_of_specimen(match.start, found.end())
    note.add_fact(
        "antigen_expression_h_score", Quantity(score, "1"), match.start, found.end(), on=day,
        argument=antigen,
    )  # fmt: skip
    return score > 0


_HIGHEST_H_SCORE = 300


def _read(note: Note, match: Match, limit: int) -> _Expression | None:
    plain = note.plain
    position = match.end
    opened = "(" in plain[match.start : match.end] or plain[match.start - 1 : match.start] == "("
    if plain[position : position + 1] == ")" and opened:
        position += 1  # the name was found with its alias: "ILT3(LILRB4"
    alias = _ALIAS.match(plain, position, limit)
    if alias is not None:
        position = alias.end()
    if _OTHER_USE.match(plain, position, min(len(plain), position + 30)):
        return None
    if _COUNT_BEHIND.match(note.lower, position):
        return None  # "CD19+ B cells 84/uL": how many lymphocytes, not what the tumour carries
    if _DONOR_BEHIND.match(note.lower, position) or _CHIMERISM.search(
        note.lower, max(note.sentence(match.start).start, match.start - 60), match.start
    ):
        return None  # "CD3 99 % donor" counts whose cells they are
    lost = _LOST_PART.match(plain, position, limit)
    if lost is not None:
        left = max(0.0, 100.0 - float(lost.group("share")))
        return _Expression(left > 0, lost.end(), left)
    score = _SCORE.match(plain, position, limit)
    if score is not None:
        low = int(score.group("low"))
        percent = _PERCENT.match(plain, score.end(), limit)
        return _Expression(low > 0, score.end(), _share(percent), _sign_of(percent), low)
    sign = _SIGN.match(plain, position, limit)
    if sign is not None:
        return _after_sign(note, sign, limit)
    percent = _PERCENT.match(plain, position, limit)
    if percent is not None and not re.search(
        r"(?a)[.;。;]", plain[position : percent.start("share")]
    ):
        share = float(percent.group("share"))
        few = percent.group("sign") in ("<", "<=", "≤") and share <= 5
        return _Expression(share > 0 and not few, percent.end(), share, percent.group("sign"))
    if _UNTESTED.match(plain, position, min(limit + 30, len(plain))):
        return None
    named = _named_expressed(note, match)
    if named is False:
        return _Expression(False, match.end)
    if named and not note.scopes.covering("negated", match.start, match.end):
        return _Expression(True, match.end)
    return None


_VERB = re.compile(
    r"(?a)(?P<not>不表达|未表达|negative for|neg for|\black(?:s|ing)?(?: expression of)?|without expression of|(?:does|do) not express|\bno expression of|\bloss of(?: expression of)?)"
    r"|(?P<yes>\b(?:co-?)?express(?:es|ing)?\b|positive for|expression of|表达)"
)
_LIST_END = re.compile(r"(?a)[;。\n]|\.\s|[\u4e00-\u9fff]{5,}|\b(?:but|with|after|while)\b")


def _named_expressed(note: Note, match: Match) -> bool | None:
    """Whether a list that opens with *expressing* or *not expressing* holds the name."""
    low = max(note.sentence(match.start).start, match.start - 90)
    verb = None
    for one in _VERB.finditer(note.lower, low, match.start):
        verb = one
    if verb is None or _LIST_END.search(note.lower, verb.end(), match.start):
        return None
    return verb.group("not") is None


def _after_sign(note: Note, sign: re.Match[str], limit: int) -> _Expression:
    plain, end = note.plain, sign.end()
    if sign.group("minus"):
        return _Expression(False, end)
    throughout = _THROUGHOUT.match(plain, end, limit)
    percent = _PERCENT.match(plain, end, min(limit + 1, len(plain)))
    if percent is not None and re.search(r"(?a)[.;。;]", plain[end : percent.start("share")]):
        percent = None
    if throughout is not None and percent is None:
        return _Expression(True, throughout.end(), 100.0, None, None, uniform=True)
    detail = _BRACKET.match(plain, percent.end() if percent is not None else end)
    if detail is not None and (levels := _LEVEL.findall(detail.group("inside"))):
        lowest = min(int(one) for one in levels)
        shares = [float(one) for one in _SHARES.findall(detail.group("inside"))]
        share = _share(percent)
        if share is None and shares and lowest > 0:
            share = shares[0] if len(shares) == 1 else min(100.0, sum(shares))
        return _Expression(True, detail.end(), share, _sign_of(percent), lowest)
    score = _INTENSITY_BEHIND.match(plain, end, limit)
    level = (score.group("score") or score.group("behind")) if score else None
    return _Expression(
        True, percent.end() if percent else end, _share(percent), _sign_of(percent),
        int(level) if level else None,
    )  # fmt: skip


# "positive (IHC 2+/3+ in 80 % of tumour cells)", "85 % (3+ 50 %, 2+ 35 %)"
_BRACKET = re.compile(r"(?a)[\s,:]{0,2}\((?P<inside>[^()\n]{2,70})\)")
_LEVEL = re.compile(r"(?a)(?<!\d)([0-3])\+")
_SHARES = re.compile(r"(?a)(\d{1,3}(?:\.\d+)?)\s?%")


def _share(percent: re.Match[str] | None) -> float | None:
    return float(percent.group("share")) if percent is not None else None


def _sign_of(percent: re.Match[str] | None) -> str | None:
    return percent.group("sign") if percent is not None else None


def _with_shared_percent(
    note: Note, read: _Expression, following: Match, limit: int
) -> _Expression:
    """*CD19+ and CD20+ in >95 % of cells*: the share holds for both."""
    gap = note.lower[read.end : following.start]
    if gap.strip() not in ("and", "及", "和", "&"):
        return read
    other = _read(note, following, limit)
    if other is None or other.share is None or not other.positive:
        return read
    return _Expression(read.positive, read.end, other.share, other.sign, read.score)


_SPECIMEN = re.compile(
    r"(?a)(?P<low>[0-3])\+(?:\s?[-~至/]\s?[0-3]\+)?[\s,(]{0,2}(?P<share>\d{1,3}(?:\.\d+)?)?\s?%?"
)


def _several_specimens(note: Note, match: Match, antigen: str, limit: int) -> bool:
    """``CLDN18.2: 2025-04 … 2+~3+ 85%; 2026-09-18 … 2+ 70%``: one value for each dated specimen."""
    if not re.match(r"(?a)\s?:", note.plain[match.end : match.end + 2]):
        return False
    read = 0
    for mention in note.calendar.within(match.end, limit):
        specimen = _SPECIMEN.search(note.plain, mention.end, min(limit, mention.end + 50))
        if specimen is None:
            continue
        share = specimen.group("share")
        expression = _Expression(
            int(specimen.group("low")) > 0, specimen.end(), float(share) if share else None, None,
            int(specimen.group("low")),
        )  # fmt: skip
        _keep(note, antigen, expression, specimen.start(), on=mention)
        read += 1
    return read > 0


# "HER-2(2+)，FISH无扩增": the gene decides what the stain leaves open.
_AMPLIFIED = re.compile(
    r"(?a)[\s,;(]{0,3}(?:her-?2)?\s?(?:fish|ish|原位杂交)(?:检测)?\s?[:(]?\s?(?:(?P<not>无扩增|未扩增|未见扩增|阴性|\(-\)|-|neg\w*|not amplified|non-?amplified)|有?扩增|阳性|\(\+\)|\+|pos\w*|amplified)"
)


def _keep(note: Note, antigen: str, read: _Expression, start: int, on: object = None) -> None:
    from cartway.reading.notes.dating import DateMention

    day = on.first if isinstance(on, DateMention) else note.date_of_specimen(start, read.end)
    value = "positive" if read.positive else "negative"
    if antigen == "her2" and read.score is not None:
        # ASCO/CAP: 0 and 1+ are negative, 2+ needs in-situ hybridisation, 3+ is positive.
        value = ("negative", "negative", "indeterminate", "positive")[read.score]
        gene = _AMPLIFIED.match(note.lower, read.end) if read.score == 2 else None
        if gene is not None:
            value = "negative" if gene.group("not") else "positive"
    note.add_fact("antigen_expression", value, start, read.end, on=day, argument=antigen)
    if read.share is not None and 0 <= read.share <= 100:
        sign = {"≥": ">=", "≤": "<="}.get(read.sign or "", read.sign)
        note.add_fact(
            "antigen_expression_percent", Quantity(read.share, "%", sign), start, read.end, on=day,
            argument=antigen,
        )  # fmt: skip
    elif not read.positive:
        note.add_fact(
            "antigen_expression_percent",
            Quantity(0.0, "%"),
            start,
            read.end,
            on=day,
            argument=antigen,
        )
    if read.score is not None:
        note.add_fact(
            "antigen_expression_intensity", Quantity(float(read.score), "1"), start, read.end, on=day,
            argument=antigen,
        )  # fmt: skip
