"""How the disease stands: stages, marrow and blood, light chains, scores, relapse and refractoriness."""

from __future__ import annotations

import re

from cartway.reading.notes.disease_extent import (
    ours,
    read_further_shares,
    read_light_chains,
    read_marrow_shares,
    read_scores,
    read_shares,
    read_stages,
)
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near
from cartway.values import PartialDate, Quantity

_RELAPSE = re.compile(
    r"(?a)relaps\w*|recurr\w*|\b(?:came|comes?|has come) back\b(?! to| for| negative| normal| positive| clear| with| in \d)|又长出来|复发|\br/r\b"
)
_NOT_THIS = re.compile(
    r"(?a)(?:no|without|无|未见?|未再|至今无)\W{0,2}(?:\w+\W){0,1}$|risk of|prevent|预防"
)
_REFRACTORY = re.compile(
    r"(?a)\brefractory\b|\br/r\b|难治|\bprimary (?:resistan\w+|refractory)|no (?:remission|response|significant response)|未缓解|无效|无应答|without (?:remission|response)|progress\w* (?:on|through|under|during)|治疗中(?:疾病)?进展|(?<!抗生素)(?:均|已|产生)+耐药|\bnr\b|little response|failed|(?:induction|treatment|therapy|chemotherapy) failure|治疗(?:再次|均|又|后|仍|已)?失败|not come in remission|persistent disease|persist\b"
)
_PRIMARY = re.compile(
    r"(?a)primary(?:ly)? (?:refractory|resistan\w+|progressive)|原发(?:性)?难治|原发耐药"
)
_PROGRESS = re.compile(
    r"(?a)\bpd\b(?![-\s]?l?[12]\b(?!/))|\b(?:showed|shows|shown) (?:\w+ ){0,2}growth\b|\b(?:tumou?rs?|lymphoma|nodes?|disease|it) (?:has |have |is |are )?(?:grew|grown|growing)\b|progressive disease|progress(?:ed|ion|ing)\b(?![- ]free)|(?<![无未])进展"
)
_REMISSION = re.compile(
    r"(?a)\b(?:remission|cr[12i]?|cmr|complete (?:metabolic )?(?:response|remission))\b|完全缓解|缓解"
)
_NEW = re.compile(
    r"(?a)newly diagnosed|treatment[- ]na[iï]ve|untreated (?:lymphoma|leuk|myeloma|disease)|初诊(?:初治|未治)|初治(?!后|方案)|新诊断"
)
_RELAPSE_COUNT = re.compile(
    r"(?a)\b(?P<word>first|second|third|1st|2nd|3rd)\s(?:\w+\s){0,2}relapse|(?P<zh>首次|第?一次|第?二次|第?三次|第[123]次|两次|多次|再次|再度)(?:\w{2,4})?复发|\brelapse\s?(?:#|no\.?\s?|number )\s?(?P<number>[1-5])\b|\b(?P<again>relapsed again|again relapsed|re-relaps\w+)"
)
_COUNTS = {"first": 1, "1st": 1, "首次": 1, "一次": 1, "第一次": 1, "second": 2, "2nd": 2, "第二次": 2, "二次": 2,
           "两次": 2, "第1次": 1, "第2次": 2, "第3次": 3, "third": 3, "3rd": 3, "第三次": 3, "三次": 3, "多次": 2}  # fmt: skip


def read_course(note: Note, treated: tuple[str, ...]) -> None:
    """Gather how the disease stands."""
    read_stages(note, treated)
    read_shares(note)
    read_marrow_shares(note)
    read_light_chains(note)
    read_scores(note)
    read_further_shares(note)
    _status(note)


_SEROLOGY_BEFORE = re.compile(
    r"(?a)(?:hbsag|hbs ?ag|hbcab|anti-?hbc|anti-?hcv|hcv|hiv|rpr|vdrl|tppa|tpha|ag|ab|antibod(?:y|ies)|syphilis|hepatitis|hep [bc]|serolog(?:y|ies)|gen)\b[^.;,\n]{0,14}[\s:(]$"
)


_INTERMEDIATE = re.compile(
    r"(?a)\beln(?:\s?20\d\d|\b)[^.;,\n]{0,24}?\bintermediate\b|\beln(?:\s?20\d\d|\b)[^。;,\n]{0,12}?中(?:危|等)|\beln\s?20\d\d\s?[^。;,\n]{0,8}?中危|预后中等组"
)
_FAVOURABLE = re.compile(
    r"(?a)\beln(?:\s?20\d\d|\b)[^.;,\n]{0,24}?\bfavou?rable\b|\beln(?:\s?20\d\d|\b)[^。;,\n]{0,12}?(?:低危|良好)|预后良好组"
)
_ADVERSE = re.compile(
    r"(?a)\badverse[- ]?risk\b|\beln(?:\s?20\d\d|\b)[^.;,\n]{0,24}?\b(?:adverse|poor|unfavou?rable)\b|\beln(?:\s?20\d\d|\b)[^。;,\n]{0,12}?(?:不良|高危)|(?:预后不良|高危)组"
)


def _status(note: Note) -> None:
    day = PartialDate.of(note.letter) if note.letter else None

    def say(name: str, at: tuple[int, int]) -> None:
        if name in note.vocabulary.concepts:
            note.add_fact("disease_status", name, *at, on=day)

    relapse = _first(note, _RELAPSE, plans=True)
    refractory = _first(note, _REFRACTORY, plans=True)
    new = _first(note, _NEW)
    _transformation(note)
    _yearly_relapses(note)
    for pattern, name in (
        (_RELAPSE, "relapsed"),
        (_REFRACTORY, "refractory"),
        (_PRIMARY, "primary_refractory"),
        (_AFTER_ALLOGENEIC, "relapsed_after_allogeneic_transplant"),
        (_AFTER_AUTOLOGOUS, "relapsed_after_autologous_transplant"),
        (_ADVANCED, "advanced"),
        (_ADVERSE, "high_risk"),
        (_INTERMEDIATE, "intermediate_risk"),
        (_FAVOURABLE, "favourable_risk"),
    ):
        at = _first(note, pattern, plans=pattern in (_RELAPSE, _REFRACTORY, _PRIMARY))
        if at is not None:
            say(name, at)
    if any(note.is_a(one, "ovarian_cancer") for one in _diagnoses(note)):
        resistant = _last(note, _PLATINUM)
        if resistant is not None:
            say("platinum_resistant", resistant)
    progress = _last(note, _PROGRESS)
    if progress is not None and not _remission_after(note, progress[1]):
        say("progressive", progress)
    if new is not None and relapse is None and refractory is None:
        say("newly_diagnosed", new)
    counts = []
    for match in _RELAPSE_COUNT.finditer(note.lower):
        if ours(note, *match.span()) and not note.scopes.covering("negated", *match.span()):
            word = match.group("word") or match.group("zh") or match.group("again")
            numbered = match.group("number")
            counts.append((int(numbered) if numbered else _COUNTS.get(word, 2), match))
    told = _dated_relapses(note)
    if told >= 2 and not any(count >= told for count, _ in counts) and relapse is not None:
        note.add_fact("prior_relapses", Quantity(float(told), "1", ">="), *relapse)
        say("second_or_later_relapse", relapse)
        counts = [one for one in counts if one[0] >= told]
        note.gathered.facts[:] = [
            one for one in note.gathered.facts
            if not (one.fact == "disease_status" and one.value == "relapsed")
        ]  # fmt: skip
    if counts:
        count, match = max(counts, key=lambda one: one[0])
        sign = (
            ">=" if match.group("zh") in ("多次", "再次", "再度") or match.group("again") else None
        )
        if sign is None and _relapsed_later(note, match):
            count, sign = count + 1, ">="
        note.add_fact("prior_relapses", Quantity(float(count), "1", sign), *match.span())
        say("first_relapse" if count == 1 else "second_or_later_relapse", match.span())
        # How many there were says more than that there was one.
        note.gathered.facts[:] = [
            one for one in note.gathered.facts
            if not (one.fact == "disease_status" and one.value == "relapsed")
        ]  # fmt: skip


def _relapsed_later(note: Note, counted: re.Match[str]) -> bool:
    """*2025-05 first relapse ... 2026-06-28 marrow relapse*: another, told with a day of its own."""
    told = note.date_before(counted.start())
    if told is None:
        return False
    for match in _RELAPSE.finditer(note.lower, counted.end()):
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if not ours(note, *match.span()) or _NOT_THIS.search(before):
            continue
        if note.scopes.covering("negated", *match.span()):
            continue
        near = note.date_before(match.start(), same_clause=True)
        if near is not None and (near.first.earliest - told.last.latest).days > 60:
            return True
    return False


_EVENT_OF_RELAPSE = re.compile(
    r"(?a)\b(?:relapse|relapsed|recurrence|recurred)\b(?!\s?(?:/|or|and) ?refract|[- ](?:free|refract))|复发(?!难治|性|或|/|、|率|风险|后|危险)"
)


def _dated_relapses(note: Note) -> int:
    """How many relapses have a day of their own, four months or more apart."""
    days: list[tuple[PartialDate, int]] = []
    for match in _EVENT_OF_RELAPSE.finditer(note.lower):
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if not ours(note, *match.span()) or _NOT_THIS.search(before):
            continue
        if note.scopes.covering("negated", *match.span()):
            continue
        near = date_near(note, *match.span())
        beside = (
            near is not None
            and min(abs(near.start - match.end()), abs(match.start() - near.end)) <= 30
        )
        if near is None or not beside or (note.letter and near.first.earliest == note.letter):
            continue
        days.append((near.first, match.start()))
        if len(days) >= 40:
            break  # no history has more; keeps the work small on any text
    count, last, place = 0, None, 0
    for day, start in sorted(days, key=lambda one: one[0].earliest):
        treated = any(
            sense.system == "treatment"
            for match in note.matches_within(min(place, start), max(place, start))
            for sense in match.senses
        )
        if last is None or (day.earliest - last.latest).days > (60 if treated else 120):
            count, last, place = count + 1, day, start
    return count


_TRANSFORMED = re.compile(
    r"(?a)\b(?:has |have |had )?transformed\b|\btransformation (?:to|into)\b|richter(?:'s)? transformation|\b(?:no|without)(?: evidence of| signs? of)? (?:histolog\w+ |large[- ]cell )?transformation\b|(?:未见|无)(?:大细胞)?转化|未(?:发生)?转化|转化为|转化型|向[^,;。]{0,12}转化|发生转化"
)
_YEARLY = re.compile(
    r"(?a)(?:近|过去|最近)(?:一|1)年(?:内)?[^,;。\n]{0,6}?(?:复发|发作)\s?(?P<zh>[一两二三四五\d])次|(?P<en>\d|one|two|three|four|five) (?:relapses|attacks|flares) (?:in|over|during|within) the (?:past|last|previous) (?:year|12 months|twelve months)"
)
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "one": 1, "two": 2, "three": 3, "four": 4,
            "five": 5}  # fmt: skip


# Back within six months of the last platinum (GCIG).
_PLATINUM = re.compile(
    r"(?a)platinum[- ](?:resistant|refractory)|(?:progress\w*|relaps\w*|recurr\w*)[^.;\n]{0,50}?(?<![\d.])[1-5] months? (?:after|from|since) (?:the |her |completing |completion of )*(?:last |end of )?(?:dose of )?(?:platinum|carboplatin|cisplatin)|铂(?:类)?(?:耐药|难治)"
)


def _diagnoses(note: Note) -> list[str]:
    return [str(one.value) for one in note.gathered.facts if one.fact == "diagnosis"]


def _transformation(note: Note) -> None:
    if any(one.fact == "histological_transformation" for one in note.gathered.facts):
        return
    for match in _TRANSFORMED.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        if ours(note, *match.span()) and not (scope.planned or scope.uncertain):
            near = date_near(note, *match.span())
            note.add_fact(
                "histological_transformation",
                not (scope.negated or match.group()[0] in "未无" or match.group().startswith(("no", "without"))),
                *match.span(),
                on=near.first if near else None,
            )  # fmt: skip
            return


def _quiet_since(note: Note) -> None:
    """*No relapse since 2021*: none in the past year."""
    for match in re.finditer(
        r"(?a)\bno (?:further |more |clinical )?(?:relapses?|attacks?|flares?) (?:since|after) (?:in )?",
        note.lower,
    ):
        near = note.calendar.within(match.end(), match.end() + 2)
        if near and note.letter is not None and (note.letter - near[0].last.latest).days > 300:
            year = (note.letter - near[0].last.latest).days
            months = round(year / 30.44, 1)
            note.add_fact("time_since_last_relapse", Quantity(months, "mo", ">="), *match.span())
            if year > 365:
                note.add_fact("number_of_relapses_last_year", Quantity(0.0, "1"), *match.span())
            return


def _yearly_relapses(note: Note) -> None:
    _quiet_since(note)
    for match in _YEARLY.finditer(note.lower):
        word = match.group("zh") or match.group("en")
        number = _NUMBERS.get(word) or int(word)
        if ours(note, *match.span()):
            note.add_fact(
                "number_of_relapses_last_year", Quantity(float(number), "1"), *match.span()
            )


_AFTER_ALLOGENEIC = re.compile(
    r"(?a)relaps\w* (?:\d+ \w+ )?(?:after|following|post)[- ](?:an? )?(?:allo\w*|haplo\w*|matched)|(?:allo-?hsct|单倍体移植|异基因移植|单倍体造血干细胞移植)\S{0,3}后\S{0,4}复发"
)
_AFTER_AUTOLOGOUS = re.compile(
    r"(?a)relaps\w* (?:\d+ \w+ )?(?:after|following|post)[- ](?:an? )?(?:auto\w*|asct)|(?:自体移植|asct|自体造血干细胞移植)\S{0,3}后\S{0,4}(?:复发|进展)"
)
_ADVANCED = re.compile(
    r"(?a)\badvanced\b|\bmetasta(?:tic|ses)\b|晚期|(?:肝|肺|骨|腹膜|脑|远处)转移|stage (?:iv|4)[ab]?\b|iv[ab]?期"
)


def _last(note: Note, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    found = None
    for match in pattern.finditer(note.lower):
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if ours(note, *match.span()) and not _NOT_THIS.search(before):
            found = match.span()
    return found


def _remission_after(note: Note, position: int) -> bool:
    for match in _REMISSION.finditer(note.lower, position):
        before = note.lower[max(0, match.start() - 10) : match.start()]
        if ours(note, *match.span()) and not re.search(r"(?a)no |未|without |in $", before):
            return True
    return False


_OTHER_ILLNESSES = ("infection", "fever_episode", "thromboembolism", "bleeding", "pancreatitis", "seizure", "headache")  # fmt: skip


def _of_other_illness(note: Note, end: int) -> bool:
    """*Recurrent UTI*: what comes back is not the disease to be treated."""
    return any(
        sense.kind == "concept" and any(note.is_a(sense.id, one) for one in _OTHER_ILLNESSES)
        for match in note.matches_within(end, end + 16)
        for sense in match.senses
    )


def _first(note: Note, pattern: re.Pattern[str], *, plans: bool = False) -> tuple[int, int] | None:
    """The first place where a state is said; *plans* tell it, too: *A/P: refractory DLBCL, refer*."""
    for match in pattern.finditer(note.lower):
        told = (
            plans
            and note.sentence(match.start()).section in ("plan", "opinion")
            and not note.scopes.covering("planned", *match.span())
            and not note.scopes.covering("family", *match.span())
        )
        if not ours(note, *match.span()) and not told:
            continue
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if pattern is _RELAPSE and _of_other_illness(note, match.end()):
            continue
        if match.group() == "nr" and _SEROLOGY_BEFORE.search(before):
            continue  # "HBsAg NR": non-reactive, no answer to a treatment
        if _NOT_THIS.search(before) or note.scopes.covering("negated", *match.span()):
            continue
        return match.span()
    return None
