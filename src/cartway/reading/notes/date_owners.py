"""Which group of treatments a date between two of them speaks of."""

from __future__ import annotations

import re

from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import Group

STOP_BEFORE = re.compile(
    r"(?a)(?:\b(?:tapered |weaned )?off by|\b(?:tapered|weaned) off(?: completely)?|\b(?:off|stopped|discontinued)(?: (?:all |any )?(?:steroids?|immuno-?suppress\w+|treatment|therapy|drugs?))? since|\boff (?:it |this )?from|\bstopped|\buntil|\btill|\bto|\bfinish\w*|\bcompleted|\bended|\blast(?: (?:dose|given|infusion|course|cycle|administration|injection|session))?|末次|最后一次|最后|停|至|到|止于|停药|结束|\bno [a-z ]{3,20} since)[ :(]{0,2}(?:in |on |dose |at |是|为|在|于)?$"
)


# "2026.2.18行同胞全相合异基因移植": a date with the verb of giving belongs to what was given.
_GIVEN_ON = re.compile(
    r"(?a)\)?\s?(?:[在于][^,;。()\n]{1,8}?|外院|当地|本院|我院|我科)?(?:先后|再次|继续)?(?:行|予|给予|接受|起予|开始)[^,;。.()\n]{0,12}"
)
_OTHER_THAN_GIVING = re.compile(
    r"(?a)[:(;,]|relaps|复发|diagnos|确诊|进展|复查|缓解|progress|活检|穿刺|病理|示|停|\d(?:\.\d)?\s?(?:%|g|u|x10)"
)
_NEXT_PART = re.compile(r"(?a)\)?\s?(?:至今|起|开始|以来)?\s?[,;、]")
_LEFT_BRACKET = re.compile(r"(?a)[^()\n]{0,40}\)\s?[,;、]")
_OPENS_PART = re.compile(r"(?a)(?:[,;。、:)\n]|^)\s?(?:于|在|自|从)?\s?$")


_BIRTH = re.compile(r"(?a)(?:\bborn|\bdob|d\.o\.b\.?|birth|出生|生于)[^.;,\n]{0,10}$")
_OF_DONOR = re.compile(
    r"(?a)\((?:hla)?\s?(?:\d{1,2}/\d{1,2}|[父母兄弟姐妹子女哥]{1,2}[^()]{0,6})\)"
)


def _leads(note: Note, mention: DateMention, group: Group) -> bool:
    """Whether a date opens the very part that names the drugs: *；2025年10月全相合移植*."""
    gap = _OF_DONOR.sub("", note.lower[mention.end : group.start])
    return (
        mention.end <= group.start
        and len(gap) <= 24
        and not _OTHER_THAN_GIVING.search(gap)
        and "." not in gap
        and _OPENS_PART.search(note.lower, max(0, mention.start - 4), mention.start) is not None
    )


def _opens_bracket(note: Note, low: int, high: int) -> bool:
    """Whether a bracket that opened between two places is still open."""
    text = note.plain[low:high]
    return text.rfind("(") > text.rfind(")") and "\n" not in text


_LINE_BEGINS = re.compile(r"(?a)(?:^|\n)[ \t•*·\-–—>]{0,6}(?:\(?\d{1,2}[.)、][ \t]{0,2})?$")
_LINE_GOES_ON = re.compile(r"(?a)[ \t]?(?:[:|—]|[-–][ \t]|\t)")
_OTHER_MATTER = re.compile(r"(?a)\n|;|。|\.\s|diagnos|确诊")


def opens_line(note: Note, mention: DateMention) -> bool:
    """Whether a date leads an entry of a list that is ordered by dates."""
    return (
        _LINE_GOES_ON.match(note.lower, mention.end) is not None
        and _LINE_BEGINS.search(note.lower, max(0, mention.start - 14), mention.start) is not None
    )


_PARTED = re.compile(r"(?a)[,;.。、:]|->|后")


def _leads_sentence(note: Note, group: Group, before: Group, mention: DateMention) -> bool:
    """In Chinese a day leads the sentence: "9月18日出现水疱，予伐昔洛韦口服10天"."""
    return (
        note.document.language == "zh"
        and before.start < note.sentence(mention.start).start
        and any(note.is_a(one, "anti_infective_drug") for one in group.concepts)
    )


_NEXT_ENTRY = re.compile(r"(?a)\)?\s[-–—>→]{1,2}\s")
_RIGHT_BEHIND = 12
_SINCE = re.compile(r"(?a)\b(?:since|diagnosed(?: in)?|dx)\W{0,2}$")


def _dates_illness(note: Note, mention: DateMention) -> bool:
    """ "rheumatoid arthritis since 2011, methotrexate": the date is that of the illness."""
    since = _SINCE.search(note.lower, max(0, mention.start - 14), mention.start)
    if since is None:
        return False
    beside = note.matches_within(max(0, since.start() - 40), since.start())
    named = [one for one in beside if since.start() - one.end <= 2]
    return any(sense.system == "disease" for one in named for sense in one.senses)


def belongs(
    note: Note, mention: DateMention, group: Group, before: Group | None, after: Group | None
) -> bool:
    """Whether a date between two groups of drugs is this group's."""
    if _BIRTH.search(note.lower, max(0, mention.start - 18), mention.start):
        return False
    if _leads(note, mention, group):
        return True
    if mention.start >= group.end and after is not None and _leads(note, mention, after):
        return False
    if opens_line(note, mention):
        if mention.start >= group.end:
            return False  # "02/2024: BEAM" on its own line speaks of what follows it
        gap = note.lower[mention.end : group.start]
        if mention.end <= group.start and len(gap) < 60 and not _OTHER_MATTER.search(gap):
            return True
    if (
        mention.start >= group.end
        and ";" in note.lower[group.end : mention.start]
        and (
            not _opens_bracket(note, group.end, mention.start)
            and not STOP_BEFORE.search(
                note.lower, max(group.end, mention.start - 20), mention.start
            )
        )
    ):
        return False  # the next part speaks of something else
    if mention.start >= group.end and _LEFT_BRACKET.match(note.lower, group.end, mention.start):
        return False  # "糖尿病(二甲双胍),肺结核(2009年)": the drug's bracket was closed
    if mention.start >= group.end and _opens_bracket(note, group.end, mention.start):
        return True  # "nelarabine x2 (Jan-Feb 2025); HSCT": a bracket speaks of what stands before
    if mention.end <= group.start and before is not None:
        if _opens_bracket(note, before.end, mention.start):
            return False
        if _GIVEN_ON.fullmatch(note.lower, mention.end, group.start):
            return True
        led = note.lower[before.end : mention.start].rstrip()[-1:]
        if led not in tuple(",;、。:(") and _NEXT_PART.match(note.lower, mention.end):
            return False  # "last vincristine 22 July, prednisone until ...": it stands by the first
    if (
        mention.start >= group.end
        and after is not None
        and _GIVEN_ON.fullmatch(note.lower, mention.end, after.start)
    ):
        return False
    if mention.start >= group.end and after is not None:
        gap = note.lower[mention.end : after.start]
        joined = re.fullmatch(
            r"(?a)\)?\s?(?:行|予|于|起|:|,)?\s?(?:\d{1,2}/\d{1,2}\s)?(?:使用|接受|换|改|父供子|再)?\S{0,3}\s?",
            gap,
        )
        behind = note.lower[group.end : mention.start]
        split = re.search(r"(?a)[.。;\n]", gap)
        if (
            joined is not None
            and split is None
            and re.search(r"(?a)[,;。.]", behind)
            and "(" not in behind[-2:]
        ):
            return False
    if (
        mention.end <= group.start
        and before is not None
        and not _leads_sentence(note, group, before, mention)
    ):
        gap = note.lower[mention.end : group.start]
        if _NEXT_ENTRY.fullmatch(gap) and mention.start - before.end <= _RIGHT_BEHIND:
            return False  # "elranatamab Oct 2023 to June 2026 - SVd from July"
        if re.search(r"(?a)[;。\n]|\.\s", gap):
            return False  # the date closes what stands before it
        alone = before.end <= note.sentence(group.start).start and len(gap) < 40
        if alone and not _OTHER_THAN_GIVING.search(gap):
            return True  # "2025-02至2025-06在外院予R-CHOP" dates the R-CHOP
        if gap.startswith(",") and not _PARTED.search(note.lower, before.end, mention.start):
            return False  # "cyclophosphamide 2018, mycophenolate since 2019"
        return (
            re.fullmatch(
                r"(?a)\)?\s?(?:行|予|于|起|:|,)?\s?(?:\d{1,2}/\d{1,2}\s)?(?:使用|接受|换|改|父供子|再)?\S{0,3}\s?",
                gap,
            )
            is not None
        )
    if mention.end <= group.start:
        gap = note.lower[mention.end : group.start]
        if ";" in gap:
            return False
        if gap.startswith(",") and _dates_illness(note, mention):
            return False
        return len(gap) < 60 and not re.search(
            r"(?a)relaps|复发|diagnos|确诊|诊断(?!.{0,30}予$)", gap
        )
    return True
