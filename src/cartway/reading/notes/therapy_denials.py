"""Treatments that the note says were never given, or not since a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cartway.facts import Event
from cartway.reading.lexicon import Match
from cartway.reading.notes.dating import back_from
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_SPAN = re.compile(
    r"(?a)(?:近|(?:in|within|for|over) (?:the )?(?:last|past)?\s?)(?P<n>\d{1,2}|一|两|二|三|四|六|半|one|two|three|four|five|six|eight|ten|twelve)?\s?(?P<unit>天|日|周|个?月|年|days?|weeks?|months?|years?)"
)


_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "六": 6, "半": 6, "one": 1, "two": 2, "three": 3,
          "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12}  # fmt: skip


AGAINST = (
    "anticancer_therapy",
    "haematopoietic_stem_cell_transplantation",
    "gene_therapy",
    "solid_organ_transplantation",
)


def deny(note: Note, match: Match, concept: str) -> None:
    """*No CAR-T so far*; *no steroids since 13 Sep*; *近3月未用激素*."""
    stretch = note.scopes.covering("negated", match.start, match.end)
    start = stretch.cue_start if stretch is not None else match.start
    sentence = note.sentence(match.start)
    since = _denied_since(note, start, match, sentence.end)
    against = any(note.is_a(concept, one) for one in AGAINST)
    if concept == "targeted_therapy" and re.search(
        r"(?a)(?:cd\d+|bcma|her-?2|claudin ?18\.2|cldn18\.2|egfr|gpc3)[- ]?(?:的)?$",
        note.lower[max(0, match.start - 14) : match.start],
    ):
        return  # "no CLDN18.2-targeted drug": other targets are not spoken of
    whole = concept in _WHOLE
    other = (
        re.search(
            r"(?a)(?<!or )(?<!any )\bother\b|(?<![或及和、])(?:其他|其它)|另外",
            lower_between(note, start, match.start),
        )
        is not None
    )
    if whole and since is None:
        # "No other treatment" closes the list; "never systemic treatment" may be of another disease.
        if other:
            note.gathered.complete.add("prior_therapy")
        return
    if concept == "granulocyte_colony_stimulating_factor" and re.search(
        r"(?a)transfus|输血|blood",
        note.lower[max(sentence.start, match.start - 60) : match.end + 40],
    ):
        # "No transfusion or G-CSF for 6 weeks": no support of the blood of any kind.
        for events in ("medication", "prior_therapy"):
            note.add_absence(events, "haematopoietic_growth_factor", start, match.end, since=since)
    if since is None and note.letter is not None and _CHILDHOOD.match(note.lower, match.end):
        since = PartialDate(note.letter.year - 5)
    if other and against and since is None:
        return  # "no other chemotherapy": some was given
    event = since is None and _SINCE_EVENT.match(note.lower, match.end)
    if event:
        # "No steroids since his CAR-T": the day of what is named, or nothing.
        since = _day_of_event(note, event.end(), sentence.end)
        if since is None:
            return
    if since is None and note.letter is not None and _says_now(note, start, match, sentence.end):
        since = days_of_now(note.letter)  # "no steroids now": of last month nothing is said
    if note.is_a(concept, "surgery"):
        for operation in ("surgery", "major_surgery"):
            if operation in note.vocabulary.concepts and note.is_a(operation, concept):
                note.add_absence("procedure", operation, start, match.end, since=since)
    for events in ("prior_therapy", "medication"):
        note.add_absence(events, concept, start, match.end, since=since)


_AT_PRESENT = re.compile(
    r"(?a)\b(?:now|currently|at present|presently|at the moment)\b|目前|现(?:已)?[无未]"
)
_NOT_ON = re.compile(
    r"(?a)\b(?:n[o']t (?:on|taking|receiving|using|take|use)|(?:is|currently) off)\b"
)
_NOT_EVER = re.compile(r"(?a)\b(?:never|ever|history|prior|previous)|从未|既往|史|曾")


def _says_now(note: Note, start: int, match: Match, limit: int) -> bool:
    low = max(note.lower.rfind(sign, max(0, start - 24), start) for sign in ",;.。，；\n") + 1
    behind = re.split(r"(?a)[,;.。\n]", note.lower[match.end : min(limit, match.end + 60)])[0]
    said = note.lower[max(low, start - 24) : match.end] + behind
    on = _NOT_ON.search(note.lower, start, match.start) is not None
    return (on or _AT_PRESENT.search(said) is not None) and _NOT_EVER.search(said) is None


def days_of_now(letter: date) -> PartialDate:
    """What is so now has been so for the last days."""
    return PartialDate.of(letter - timedelta(days=3))


def date_denials(note: Note) -> None:
    """*Tacrolimus stopped in January; no immunosuppressants now*: none since January."""
    if note.letter is None:
        return
    today = days_of_now(note.letter)
    concepts = {
        one.concept
        for one in note.gathered.absences
        if one.events == "medication" and one.since == today and one.concept is not None
    }
    for concept in sorted(concepts):
        held = [
            one
            for one in note.gathered.events
            if one.events in ("medication", "prior_therapy")
            and any(
                isinstance(agent, str) and note.is_a(agent, concept)
                for agent in one.attributes.get("agent", ())
            )
        ]
        ends = [_end_of(note, one, today) for one in held if not one.ongoing]
        told = [one for one in ends if one is not None]
        if held and len(told) == len(held):
            last = max(told, key=lambda day: day.latest)
            for events in ("medication", "prior_therapy"):
                note.add_absence(events, concept, 0, 0, since=last)


def _end_of(note: Note, event: Event, today: PartialDate) -> PartialDate | None:
    """When a drug ended: *prednisone in April; off steroids since August*."""
    if event.end is not None:
        return event.end
    agents = [one for one in event.attributes.get("agent", ()) if isinstance(one, str)]
    days = [
        one.since
        for one in note.gathered.absences
        if one.since not in (None, today)
        and one.concept is not None
        and any(note.is_a(agent, one.concept) for agent in agents)
    ]
    return max((day for day in days if day is not None), key=lambda day: day.latest, default=None)


_CHILDHOOD = re.compile(r"(?a)s?\s(?:given )?since (?:early )?(?:childhood|infancy|birth|school)")
_SINCE_EVENT = re.compile(r"(?a)\s?(?:treatment |therapy |drugs? )?since\b")


def _day_of_event(note: Note, start: int, limit: int) -> PartialDate | None:
    """The day of the treatment or the relapse that *since* names, where the note tells one."""
    near = note.calendar.within(start, min(limit, start + 80))
    if near:
        return near[0].last
    if _DIAGNOSIS.match(note.lower, start):
        return _day_of_diagnosis(note)
    for named in note.matches_within(start, min(limit, start + 40)):
        concepts = {one.id for one in named.senses if one.system == "treatment"}
        if not concepts:
            continue
        for other in note.matches:
            held = {one.id for one in other.senses if one.system == "treatment"}
            same = any(
                note.is_a(one, two) or note.is_a(two, one) for one in held for two in concepts
            )
            if not same or other.start == named.start:
                continue
            sentence = note.sentence(other.start)
            days = note.calendar.within(sentence.start, other.start) or note.calendar.within(
                other.end, min(sentence.end, other.end + 60)
            )
            if days:
                return days[-1 if days[0].start < other.start else 0].last
    return None


_DIAGNOSIS = re.compile(
    r"(?a)\W{0,2}(?:the |his |her |initial |first )?(?:diagnosis|dx\b)|确诊|诊断"
)
_DIAGNOSED = re.compile(r"(?a)\bdiagnos(?:ed|is)\b|\bdx\b|确诊")


def _day_of_diagnosis(note: Note) -> PartialDate | None:
    """The first day that the note gives for a diagnosis."""
    for match in _DIAGNOSED.finditer(note.lower):
        sentence = note.sentence(match.start())
        days = note.calendar.within(match.end(), min(sentence.end, match.end() + 40))
        days = days or note.calendar.within(max(sentence.start, match.start() - 16), match.start())
        if days and sentence.section not in ("family", "past"):
            return days[0].last
    return None


_WHOLE = ("anticancer_therapy", "systemic_anticancer_therapy")


def lower_between(note: Note, start: int, end: int) -> str:
    """The text between two places, in lower case."""
    return note.lower[start:end]


_STOPPED_CUE = re.compile(r"(?a)\boff\b|已停|停用")
_HOW_LONG = re.compile(r"(?a)[^,;。.]{0,6}?(?P<n>\d{1,2})\s?个?(?P<unit>天|周|月|年)")


def _denied_since(note: Note, cue: int, match: Match, limit: int) -> PartialDate | None:
    lower = note.lower
    comma = re.compile(r"(?a)[;。]|\.\s").search(lower, match.end, limit)
    high = comma.start() if comma is not None else limit
    for mention in note.calendar.within(match.end, high):
        if re.search(
            r"(?a)\bsince\W{0,2}$|\bafter\W{0,2}$", lower[max(0, mention.start - 8) : mention.start]
        ):
            return mention.last
    before = lower[max(note.sentence(cue).start, cue - 14) : match.end]
    part = re.split(r"(?a)[,;.。]", lower[match.end : min(high, match.end + 64)])[0]
    spans = [*_SPAN.finditer(before)] or [*_SPAN.finditer(part)]
    span = spans[-1] if spans else None
    if span is not None and note.letter is not None:
        word = span.group("n") or "1"
        number = _COUNT.get(word) or (int(word) if word.isdigit() else 1)
        unit = span.group("unit")
        if word == "半":
            unit = "月"
        exact = back_from(note.letter, number, unit)
        if exact is not None and exact.day is None:
            # Counted in months: the day of the month of the letter.
            try:
                return PartialDate(
                    exact.year, exact.month or note.letter.month, min(note.letter.day, 28)
                )
            except Exception:  # a day that its month lacks: the month will do
                return exact
        return exact
    if _STOPPED_CUE.search(lower, max(0, cue - 1), match.start):
        # "Off steroids", "已停免疫抑制剂2月": since some day up to the letter.
        span = _HOW_LONG.match(lower, match.end)
        if note.letter is not None:
            if span is not None:
                return back_from(note.letter, int(span.group("n")), span.group("unit"))
            return PartialDate.of(note.letter)
    if "this year" in lower[match.end : high] and note.letter is not None:
        return PartialDate(note.letter.year, 1, 1)
    if re.search(
        r"(?a)此后|之后|since then|thereafter|复发后", lower[max(0, cue - 8) : match.start]
    ):
        told = [one for one in note.calendar.mentions if one.end <= cue]
        if told:
            return told[-1].last
    return None


_NONE_SINCE = re.compile(
    r"(?a)(?:\bno (?:further |other |more )?(?:anti-?\s?(?:myeloma|lymphoma|leuk\w+|tumou?r|cancer|neoplastic)|systemic|active|disease-directed) (?:therapy|treatment|drugs?)|\boff (?:all )?(?:therapy|treatment)"
    r"|(?:此后|之后|其后)?(?:未再?用|无|未再?接受|未再?行|未再?予|未再使用)(?:任何|其他|激素(?:及|和|、)|[^,;。\n]{1,6}(?:及|和|、))?抗\S{1,4}(?:药物?|治疗))"
)


# "R-GDP on 20 August; no treatment since."
_NOTHING_SINCE = re.compile(
    r"(?a)\bno (?:further |other |more |anticancer |systemic )?(?:treatments?|therapy|chemotherapy) (?:since|thereafter)(?: then)?(?=\s?[.;,)\n]|$)"
    r"|(?:此后|之后|其后)(?:未再?|没有?再?)(?:进行|接受|行|做)?(?:任何)?(?:抗肿瘤)?治疗(?=[。;,\n]|$)"
)
_NEVER_IRRADIATED = re.compile(r"(?a)\b(?:never|not)(?: been)? irradiated\b|\bno irradiation\b")
_NO_TRANSPLANT = re.compile(
    r"(?a)(?:(?:从|尚|暂|仍)?(?:未|没有?)(?:曾|能|及)?(?:行|做|接受|进行)?(?:过)?|无)(?:造血)?(?:干细胞)?(?:(?:自体|异基因|半相合)(?:或|及|和|/|、)){0,2}(?:自体|异基因)?移植(?!后|物|失败|肾|肝|史不)"
    r"|(?:自体|异基因)[^,;。\n]{0,8}移植[^,;。\n]{0,2}(?:均|都)?未(?:做|行|进行|接受)"
    r"|\b(?:has|have|had|was|been|is) (?:not|never) (?:yet )?(?:been )?transplanted\b|\btransplant[- ]na[iï]ve\b|\bnot (?:yet )?transplanted\b|\bno (?:history of |prior |previous )?(?:[a-z ]{2,32}, ){1,6}(?:or|nor) transplantation\b|\bno history of (?:[a-z ]{2,32}, ){1,6}[a-z]{2,20} or transplantation\b|\bno allo(?:geneic)?(?:[- ](?:sct|hsct|transplant\w*))?\b(?!.{0,12}donor)"
    r"|\bnever (?:received|had|underwent|undergone|been given)[^.;\n]{0,40}\b(?:or|nor|an?|any)(?: any| an?)? (?:previous |prior )?(?:stem cell |bone marrow )?transplant(?:s|ation|ations)?\b|\bno (?:sct|hsct|bmt|stem[- ]cell transplant\w*)\b"
    r"|\bno (?:history of |prior |previous ){1,2}(?:any )?transplant(?:s|ation|ations)?\b|\bno transplant(?:s|ation|ations)?\b(?= (?:to date|so far|ever|history)|[.;,])"
    r"|\bnever (?:been )?transplanted\b|\b(?:(?:stem[- ]cell|bone marrow) )?transplant(?:s|ation|ations)?(?: history)?\s?[:=–-]\s?(?:none|nil|no|never|not (?:done|performed|received))(?=\s?(?:[.,;)\n]|$))|\b(?:transplant(?:ation)?|[as]?[bs]ct|hsct|bmt) (?:was |has been |were )?(?:not|never) (?:yet )?(?:been )?(?:done|performed|undertaken|carried out|received)\b"
    r"|移植(?:治疗)?(?:病)?史?\s?:\s?(?:无|否认?|没有|未(?:行|做))(?=[。;,\n]|$)"
    r"|\b(?:no|never had an?|(?:has|have|had) not (?:received|had|undergone)[a-z ,-]{0,34}?\b(?:or an?|a|any|or)) (?:previous |prior )?transplant(?:s|ation|ations)?\b"
)


def read_transplant_denials(note: Note) -> None:
    """*No transplant so far*, *未行移植*: neither of blood cells nor of an organ."""
    for match in _NO_TRANSPLANT.finditer(note.lower):
        planned = note.scopes.covering("planned", *match.span())
        if note.scopes.covering("family", *match.span()) or (
            planned and not match.group().startswith(("尚未", "暂未", "仍未"))
        ):
            continue
        if re.search(
            r"(?a)\b(?:no|without)\s$", note.lower[max(0, match.start() - 4) : match.start()]
        ):
            continue
        found = match.group()
        names = ["haematopoietic_stem_cell_transplantation"]
        if not re.search(r"(?a)stem|marrow|\b[ash]?[bs]ct\b|hsct|bmt|造血|骨髓|干细胞", found):
            names.append("solid_organ_transplantation")
        if re.search(r"(?a)no allo", found):
            names = ["allogeneic_stem_cell_transplantation"]
        if "自体" in found or "异基因" in found:
            names = [
                name
                for word, name in (
                    ("自体", "autologous_stem_cell_transplantation"),
                    ("异基因", "allogeneic_stem_cell_transplantation"),
                )
                if word in found
            ]
        for name in names:
            note.add_absence("prior_therapy", name, *match.span())


def _of_other_illness(note: Note, start: int) -> bool:
    """*Rheumatoid arthritis, in remission off treatment since 2016*: not the disease to be treated."""
    low = note.sentence(start).start
    for other in reversed(note.matches_within(low, start)):
        for sense in other.senses:
            if sense.kind == "concept" and sense.system == "disease":
                return not note.is_a(sense.id, "malignant_neoplasm")
    return False


_SINCE_NONE = re.compile(
    r"(?a)(?:\bsince |自从?)(?P<day>[^.;,。\n]{4,16}?)\s?(?:起|以来|后)?,?\s?(?:(?:she|he|they) has (?:had|received) |(?:has|have) been )?(?:no (?:further )?(?:treatment|therapy)|without (?:any )?(?:treatment|therapy)|off (?:all )?(?:treatment|therapy)|未再?(?:接受|用)(?:任何)?(?:抗肿瘤)?(?:治疗|药)|没有?(?:再)?(?:治疗|用药))\b"
)


def read_pauses(note: Note) -> None:
    """*No antimyeloma therapy since 8/19*: nothing against the disease from that day on."""
    for match in _NOTHING_SINCE.finditer(note.lower):
        sentence = note.sentence(match.start())
        days = note.calendar.within(sentence.start, match.start())
        if days and sentence.section not in ("past", "family"):
            note.add_absence(
                "prior_therapy", "anticancer_therapy", *match.span(), since=days[-1].last
            )
    for match in _NEVER_IRRADIATED.finditer(note.lower):
        note.add_absence("prior_therapy", "radiotherapy", *match.span())
    for match in _SINCE_NONE.finditer(note.lower):
        days = note.calendar.within(*match.span("day"))
        if days and note.sentence(match.start()).section not in ("past", "family"):
            note.add_absence(
                "prior_therapy", "anticancer_therapy", *match.span(), since=days[-1].last
            )
    for match in _NONE_SINCE.finditer(note.lower):
        sentence = note.sentence(match.start())
        if sentence.section in ("past", "family") or _of_other_illness(note, match.start()):
            continue
        since: PartialDate | None = None
        for mention in note.calendar.within(match.end(), sentence.end):
            if re.search(
                r"(?a)\bsince\W{0,2}$", note.lower[max(0, mention.start - 8) : mention.start]
            ):
                since = mention.last
                break
        if since is None and match.group().startswith(("此后", "之后", "其后")):
            told = [one for one in note.calendar.mentions if one.end <= match.start()]
            since = told[-1].last if told else None
        if since is not None:
            note.add_absence("prior_therapy", "anticancer_therapy", *match.span(), since=since)
