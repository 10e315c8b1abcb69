"""When a treatment began and ended, and how the disease answered."""

from __future__ import annotations

import re

from cartway.reading.notes.date_owners import STOP_BEFORE, belongs, opens_line
from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.doses_now import dose_now
from cartway.reading.notes.drug_courses import end_by_length
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_answers import FAILED_BEFORE, RESPONSE
from cartway.reading.notes.therapy_groups import ONE_DAY, Group, is_one_day
from cartway.reading.notes.timing import item_around, part_around
from cartway.values import PartialDate

_START_BEFORE = re.compile(
    r"(?a)(?:\bfrom|\bsince|\bstart\w*|\bbegan|\bcommenced|\badded|自|从|于)\W{0,2}(?:in |on )?$"
)


_START_AFTER = re.compile(r"(?a)\s?\)?(?:起|开始|始|onward)")


_STOP_AFTER = re.compile(
    r"(?a)\s?\)?(?:(?:逐渐|逐步|已|自行)?(?:减量?)?(?:后)?停|止|因[^,;。\n]{1,10}停)"
)


# Progressive disease ends a treatment that is only said to have begun.
_PD = re.compile(r"(?a)\bpd\b(?![-\s]?l?[12]\b(?!/))")
_STILL = re.compile(
    r"(?a)\b(?:still|continu\w+|ongoing|current(?:ly)?|now|restarted|to date)\b|仍|至今|继续|目前|现"
)
_SINCE_BEFORE = re.compile(
    r"(?a)(?:\b(?:since|from|started(?: in| on)?|begun(?: in| on)?|began(?: in| on)?|commenced(?: in| on)?)|自|从)\s?$"
)
_BESIDE = 24


_OUTCOME_AFTER = re.compile(
    r"(?a)\s?\)?(?:[^\w.。]{0,2}|\.(?=\S))(?:(?:首次|再次)?复发|已?结痂|痊愈|治愈|已?吸收|消退|resolved|sterile|negative|healed|cleared|达|relaps|cr\b|pd\b|sd\b|pr\b|复查|触及|示|生化)"
)


_PROGRESS_AFTER = re.compile(
    r"(?a)\s?\)?[^\w.。]{0,2}(?:治疗中)?(?:疾病)?(?:进展|progress|pd\b(?![-\s]?l?[12]\b(?!/)))"
)


_OUTCOME_BEFORE = re.compile(
    r"(?a)(?:relaps\w*|progress\w*|\bpd|\bpet(?:[/-]ct)?|\bct|\bcr|复发|进展|复查|达)\W{0,3}(?:in |on )?$"
)


_ONGOING = re.compile(
    r"(?a)\bongoing\b|\bqd\b|恢复(?:用药|使用|服用|治疗|口服|原)|继续|重新|\brestarted\b|\bongoing\b|\bcontinu\w+|\bnow\b|\bcurrent(?:ly)?\b|\bstill\b|\bunchanged\b|\bto date\b|\bat present\b|\bgoes on\b|\b(?:tapered|reduced|weaned|down) to \d|减(?:量)?至\s?\d|\bsince\b(?!\s?(?:[.;,)\n]|then\b|$))|\bbid\b|\bbd\b|\bbackground\b|至今|治疗中|维持中|口服中|目前|现|仍"
)


_OVER = re.compile(
    r"(?a)\boff (?:it |all |any )?(?:treatments?|therapy|drugs?|steroids?)?\s?since\b|\bstopp?ed\b|\bdiscontinued\b|\bceased\b|\bwithdrawn\b|\bfinished\b|\bcompleted\b|\blast\b|停药|停用|停服|末次|已停|无效|未缓解|\bno response\b|\b(?:none|not|nothing|never) (?:again )?since\b|\bno (?:\w+ ){1,4}since\b|此后未|其后未|之后未|->|\bprogress|进展"
)


def date_groups(note: Note, groups: list[Group]) -> None:
    """Give each group of treatments the dates that stand beside it."""
    _date_each(note, groups)
    for one, following in zip(groups[-2::-1], groups[:0:-1], strict=True):
        undated = one.first is None and one.last is None and not one.ongoing
        if undated and _JOINED.fullmatch(note.lower, one.end, following.start):
            # "cyclophosphamide 500 mg weekly + dexamethasone 20 mg since 10 September, ongoing"
            one.first, one.ongoing = following.first, following.ongoing
            one.last = None if following.ongoing or following.opened else following.last


_JOINED = re.compile(
    r"(?a)\s?\d+(?:\.\d+)?\s?(?:mg|g)[^.;,\n]{0,18}(?:\+|\band\b|\bplus\b|\bwith\b|联合|加用?)\s?"
)


def _date_each(note: Note, groups: list[Group]) -> None:
    for index, group in enumerate(groups):
        sentence = note.sentence(group.start)
        before = groups[index - 1] if index else None
        after = groups[index + 1] if index + 1 < len(groups) else None
        low = sentence.start
        if before is not None and before.end > low:
            low = before.end
        high = _segment_end(note, group, after)
        group.text = note.lower[group.start : high]
        marks = [
            one
            for one in note.calendar.within(low, min(high, sentence.end))
            if belongs(note, one, group, before, after)
        ]
        earlier = _EARLIER_DOSE.match(note.lower, group.end, min(high, sentence.end))
        if earlier is not None:
            marks = [one for one in marks if not earlier.start() < one.start < earlier.end()]
        if any(note.is_a(one, name) for one in group.concepts for name in ONE_DAY):
            marks = [
                one
                for one in marks
                if one.start < group.end or not _is_of_outcome(note, one, group)
            ]
            nearest = min(marks, key=lambda one: _distance(one, group), default=None)
            if nearest is not None and -1 <= _distance(nearest, group) < 40:
                group.first = group.last = nearest.first
        else:
            _read_dates(note, group, marks, low)
            if group.last is None:
                _read_later_stop(note, group, sentence.end, high)
        sentence_text = _OF_NEXT.sub("", note.lower[group.start : min(high, sentence.end)])
        if (
            group.last is None
            and (
                _ONGOING.search(sentence_text)
                or _NOW_BEFORE.search(note.lower, max(low, group.start - 24), group.start)
            )
            and not _OVER.search(sentence_text)
            and not (_PD.search(sentence_text) and not _STILL.search(sentence_text))
        ):
            group.ongoing = True
        if (
            group.first is not None
            and group.last is not None
            and group.last.latest < group.first.earliest
        ):
            group.last = None
        if _AGAIN.search(note.lower, group.end, high) and not is_one_day(note, group.concepts[0]):
            group.ongoing, group.last = True, None
        if group.first is not None and group.last is None and _is_being_taken(note, group):
            group.ongoing = True
        if (
            group.opened
            and group.last is None
            and not _OVER.search(sentence_text)
            and not any(
                note.is_a(one, "anticancer_therapy") and not note.is_a(one, "jak_inhibitor")
                for one in group.concepts
            )
        ):
            group.ongoing = True  # "巴瑞替尼4mg（2026-05起）"
        if len(group.concepts) == 1 and dose_now(note, group.start, group.end) is not None:
            group.ongoing, group.last = True, None
        if group.last is None and group.first is not None and _NIL_SINCE.search(group.text[:80]):
            group.last, group.ongoing = group.first, False
        if earlier is not None and group.last is None:
            group.ongoing = True
        elif group.section == "medication":
            low_part, high_part = item_around(note, group.start, group.end)
            past = _NOT_NOW.search(note.lower, low_part, high_part) or re.search(
                r"(?a)\blast\b|末次", note.lower[low_part:high_part]
            )
            past = past or _ONE_DOSE.search(note.lower, group.end, max(high_part, group.end))
            group.ongoing = group.last is None and past is None
        elif (
            group.last is None
            and _ON_BEFORE.search(note.lower, max(low, group.start - 5), group.start)
            and not _is_anticancer(note, group)
        ) or (
            group.first is None
            and group.last is None
            and group.section not in ("treatment", "plan", "diagnosis")
            and _is_taken_now(note, group)
        ):
            group.ongoing = True
        once = any(
            note.is_a(one, name) and not note.is_a(one, "thrombopoietin_receptor_agonist")
            for one in group.concepts
            for name in _GIVEN_ONCE
        )
        if group.last is None and group.first is not None and not group.ongoing:
            near = note.lower[group.start : min(high, group.end + 26)]
            if once or _ONE_DOSE.search(near):
                group.last = group.first
        if any(is_one_day(note, one) for one in group.concepts):
            group.ongoing = False
        if once:
            group.ongoing = False
            if group.first is None and "at birth" in note.lower[group.end : group.end + 12]:
                group.first = group.last = _birth(note)
        if not once and group.section != "medication":
            end_by_length(note, group)
        for name, pattern in RESPONSE:
            if pattern.search(group.text):
                group.responses.append(name)
        if FAILED_BEFORE.search(note.lower, max(low, group.start - 30), group.start):
            group.responses.append("no_response")


# "prednisone 12.5 mg daily (was 40 mg in August)": taken now, in another dose than then.
_EARLIER_DOSE = re.compile(
    r"(?a)(?:[^.;,()\n]|\.\d){0,30}\((?:(?:was|were|previously|formerly|earlier|down from|reduced from|from|原|曾|此前|之前|由|on)\s?(?:为|用)?\s?){1,2}\d+(?:\.\d+)?\s?mg[^()\n]{0,60}\)"
)
# What begins the drug behind: "methylprednisolone on 10 Nov, now prednisone".
_OF_NEXT = re.compile(r"(?a)[,;.]?\s?(?:and )?(?:now|currently|then|目前|现)(?: on)?[\s:,]*$")


def _read_later_stop(note: Note, group: Group, start: int, end: int) -> None:
    """*... maintenance. Stopped March 2025.*: the end told in the next sentence, with no other drug."""
    for mention in note.calendar.within(start, min(end, start + 60)):
        before = note.lower[max(start, mention.start - 18) : mention.start]
        if STOP_BEFORE.search(before) or re.match(
            r"(?a)\s?\)?(?:停药|停止治疗|结束(?:化疗|治疗)|完成(?:化疗|治疗))",
            note.lower[mention.end : mention.end + 8],
        ):
            group.last = mention.first
            return


_ON_BEFORE = re.compile(
    r"(?a)(?<![a-z])(?<!resolved )(?<!improved )(?<!responded )(?<!settled )(?<!recovered )on\s$"
)
_NOW_BEFORE = re.compile(
    r"(?a)(?:\b(?:now|currently|presently)(?: on| receiving| taking)?|\bcontinues (?:on|with)|\bremains on|\b(?:he|she|patient|and) (?:takes|is taking|is on|is maintained on|uses)(?: (?:only|also|daily|regular))?|目前|现予|现用|现|正在|口服)[\s:,]{0,2}$"
)


_AGAIN = re.compile(
    r"(?a)\b(?:again|restarted|resumed|re-started)(?: (?:since|from|in) (?:[a-z]{3,9}\.? )?\d{4}[^.;\n]{0,20}\b(?:currently|now|ongoing|to date|continu\w+)|,? (?:currently|now|ongoing))|再用至今|恢复(?:使用|服用)?至今|重新(?:使用|服用)[^,;。]{0,6}至今"
)
_NOT_NOW = re.compile(
    r"(?a)\b(?:was|were|had|previous|prior|past|treated with|resolved|stopped|after|history|completed|finished|failed|helped|ineffective|without effect|no effect|day \d+)\b|不耐受|用了|用过|打了|打过|吃过|曾|既往|已(?!稳定|连续|规律|口服|服用|使用|用药|维持|坚持)|术后|愈|停药|停用"
)


def _birth(note: Note) -> PartialDate | None:
    for fact in note.gathered.facts:
        if fact.fact == "birth_date" and isinstance(fact.value, PartialDate):
            return fact.value
    return None


def _is_taken_now(note: Note, group: Group) -> bool:
    """*Hydrocortisone 15+5 mg replacement*: a drug named without a date, in the present."""
    if any(note.is_a(one, name) for one in group.concepts for name in _ONCE):
        return False
    if _with_transplant(note, group):
        return False
    low, high = part_around(note, group.start, group.end)
    return _NOT_NOW.search(note.lower, low, high) is None


def _with_transplant(note: Note, group: Group) -> bool:
    """*Haploidentical SCT on January 15 with PTCy, tacrolimus, MMF*: given with it, and then."""
    sentence = note.sentence(group.start)
    return any(
        note.is_a(sense.id, "haematopoietic_stem_cell_transplantation")
        for match in note.matches_within(sentence.start, group.start)
        for sense in match.senses
        if sense.system == "treatment"
    )


_ONCE = ("anticancer_therapy", "vaccine", "transfusion", "blood_product", "haematopoietic_growth_factor",
         "haematopoietic_stem_cell_transplantation", "procedure", "surgery")  # fmt: skip


_GIVEN_ONCE = (
    "vaccine",
    "transfusion",
    "haematopoietic_growth_factor",
    "colony_stimulating_factor",
    "stereotactic_radiotherapy",
    "local_ablative_therapy",
    "surgery",
    "splenectomy",
)


_ONE_DOSE = re.compile(
    r"(?a)\bonce\b(?! (?:daily|weekly|a |per |every|each|monthly))|(?<![\d.])[x×]\s?1(?![\d.])|\b1 (?:dose|cycle|course)\b|\b(?:one|single) (?:dose|fraction|application)\b|\bsingle \d+ ?gy\b|单次|(?<!每周)(?<!每日)(?<!每天)(?<!每月)(?<!后)(?<!每)(?:1次|一次)(?!/)"
)


def _distance(mention: DateMention, group: Group) -> int:
    return group.start - mention.end if mention.end <= group.start else mention.start - group.end


def _segment_end(note: Note, group: Group, after: Group | None) -> int:
    """Up to the next drugs; into the following sentence only where that holds no drugs of its own."""
    sentence = note.sentence(group.start)
    line_end = note.plain.find("\n", group.end)
    line_end = len(note.plain) if line_end < 0 else line_end
    if group.section not in ("treatment", "") and sentence.section != "treatment":
        line_end = sentence.end
    limit = min(line_end, after.start if after is not None else line_end)
    return max(limit, group.end)


_TAKING = re.compile(
    r"(?a)\b(?:was|is|were) (?:still |currently |now )?(?:taking|maintained on)\b[^.;]{0,120}$"
)


def _is_being_taken(note: Note, group: Group) -> bool:
    """*At referral in May 2026 she was taking prednisone 15 mg daily*: taken when the letter was written."""
    start = note.sentence(group.start).start
    return (
        group.first is not None
        and note.letter is not None
        and (note.letter - group.first.latest).days <= 45
        and _TAKING.search(note.lower, start, group.start) is not None
    )


_NIL_SINCE = re.compile(
    r"(?a)\b(?:nil|none|no more|nothing) since\b|\bfor (?:\d{1,2}|two|three|four|five|a few) days\b|此后未再?用|之后未再?用"
)
_STOP_NAME = re.compile(
    r"(?a)(?:停用?|停服|完成|结束|\bstopped|\bdiscontinued|\bceased|\bstop|\bfinished|\bcompleted|\bcame off|\bended)\s?(?:the |his |her |all )?(?:(?:last|\d(?:st|nd|rd|th)) (?:cycle|course|dose) of )?$"
)


def _end_of(note: Note, mention: DateMention) -> int:
    """Where a date ends; the full stop of "6 Nov. PD again" is that of the sentence."""
    return mention.end - note.lower.endswith(".", 0, mention.end)


def _read_dates(note: Note, group: Group, marks: list[DateMention], low: int) -> None:
    listed = False  # "R-CHOP x3 (20 July, 12 August, 3 September)": the last of the list counts
    for mention in marks:
        own = max(low, part_around(note, mention.start, mention.end)[0])
        before = note.lower[max(own, mention.start - 32) : mention.start]
        if mention.first != mention.last:
            if (
                group.first is None
                or mention.start < group.start
                or (mention.start > group.end and note.plain[mention.start - 1] == "(")
            ):
                group.first, group.last = mention.first, mention.last
            else:
                group.last = mention.last
        elif (
            STOP_BEFORE.search(before)
            or _STOP_AFTER.match(note.lower, mention.end)
            or (
                mention.end <= group.start
                and _STOP_NAME.search(note.lower, max(mention.end, group.start - 14), group.start)
            )
            or (
                0 <= mention.start - group.end <= 12
                and _STOP_NAME.search(note.lower, max(low, group.start - 34), group.start)
            )
        ):
            group.last = _later(group.last, mention.first)
        elif (
            group.first is None
            and 0 <= mention.start - group.end <= _BESIDE
            and _SINCE_BEFORE.search(before)
        ):
            group.first, group.opened = mention.first, True  # "ibrutinib since 12/2024, PR"
        elif (
            _PROGRESS_AFTER.match(note.lower, _end_of(note, mention)) and mention.start > group.end
        ):
            if (
                "停" in note.lower[mention.end : mention.end + 8]
                or "治疗中" in note.lower[mention.end : mention.end + 4]
            ):
                group.last = group.last or mention.first
        elif (
            (
                _OUTCOME_AFTER.match(note.lower, _end_of(note, mention))
                and not (mention.end <= group.start and opens_line(note, mention))
            )
            or _OUTCOME_BEFORE.search(before)
            or (mention.start > group.end and _is_of_outcome(note, mention, group))
        ):
            continue
        elif _START_BEFORE.search(before) or _START_AFTER.match(note.lower, mention.end):
            group.first = group.first or mention.first
            group.opened = True
        elif group.first is None:
            group.first = mention.first
            if re.search(r"(?a)\blast\b", note.lower[max(low, group.start - 10) : group.start]):
                group.last = mention.last
        elif (
            (group.last is None or listed)
            and mention.first.earliest > (group.last or group.first).earliest
            and _NEXT_DAY.search(before)
            and not _is_of_outcome(note, mention, group)
        ):
            listed = True
            group.last = mention.first  # "x2 (28 May, 18 June)", "on 17 November and 1 December"
        elif (
            group.last is None
            and re.search(r"(?a)\d\s?[,)]\s?$|,\s?$", before)
            and mention.first.earliest > group.first.earliest
            and ("doses" in note.lower[group.end : mention.start])
        ):
            group.last = mention.first
    if (
        re.search(
            r"(?a)(?:\blast\b|末次)\W{0,2}$", note.lower[max(0, group.start - 8) : group.start]
        )
        and group.last is None
    ):
        group.last = group.first
    if (
        re.match(r"(?a)\s?末次\W{0,2}(?=\d)", note.lower[group.end : group.end + 8])
        and group.last is None
    ):
        group.last = group.first


_NEXT_DAY = re.compile(
    r"(?a)(?:\d|[a-z]{3,9})\s?(?:(?:,|and|、|及|和|&)|(?:,? ?(?:and )?(?:again|repeated|retreated|re-treated)(?: in| on)?))\s?$"
)
_OUTCOME_PART = re.compile(
    r"(?a)\bbm\b|blasts|marrow|骨髓|relaps|recur|progress|imaging|\bpet\b|\bct\b|\bmri\b|biops|showed|respon|remission|复发|进展|复查|缓解|穿刺|活检|影像"
)


def _is_of_outcome(note: Note, mention: DateMention, group: Group) -> bool:
    """Whether a date tells when a relapse or an examination was, not the treatment."""
    low, high = part_around(note, mention.start, mention.end)
    return low > group.end and _OUTCOME_PART.search(note.lower, low, high) is not None


def _later(one: PartialDate | None, other: PartialDate) -> PartialDate:
    return other if one is None or other.earliest > one.earliest else one


def _is_anticancer(note: Note, group: Group) -> bool:
    return any(note.is_a(one, "anticancer_therapy") for one in group.concepts)


def close_lines(note: Note, groups: list[Group]) -> None:
    """A line of treatment was over, at the latest, when the next began, or ended."""
    for group in groups:
        group.ended = group.last is not None  # stated, not concluded
    for index, group in enumerate(groups):
        if (
            group.last is not None
            or group.ongoing
            or group.section not in ("treatment", "", "diagnosis")
            or (group.opened and not _is_anticancer(note, group))
        ):
            continue
        later = [
            day
            for one in groups[index + 1 : index + 61]  # far enough for any history
            if (day := one.first or one.last) is not None
            and (group.first is None or day.earliest > group.first.earliest)
        ]
        if later:
            group.last = min(later, key=lambda one: one.earliest)
