"""Values with numbers: blood counts, chemistry, heart and lung tests, scores."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import FactDefinition
from cartway.reading.lexicon import Match, Sense
from cartway.reading.notes.measurement_units import (
    STRANGE_UNIT,
    fits,
    looks_per_volume,
    unwritten_unit,
    with_shared_units,
)
from cartway.reading.notes.note import Note
from cartway.reading.notes.oxygen import with_oxygen
from cartway.reading.notes.paired_values import find_pairs
from cartway.reading.notes.values import Number, number_at, with_limits
from cartway.values import PartialDate, Quantity

_GAP = re.compile(
    r"(?a)(?:,\s?total\b)?(?:\s?\((?:[A-Za-z][A-Za-z0-9+ -]{0,13}|[\u4e00-\u9fff]{1,6})\))?"
    r"(?:\s(?:(?:by|on|per|via) (?:flow|pcr|ngs|echo\w*|muga|tte|cmr|simpson\w*|biplane|teichholz)(?: cytometry| scan)?|(?:on )?(?:day|d|week|wk)\s?\+?\d{1,3})\b(?=[\s,:]))*"
    r"(?:[\s:=|#]|\b(?:was|is|of|at|about|approx|ca|now|count|level|score|class|grade|test|total|tot|serum|calc|calculated|value"
    r"|status|stage|index|currently|measured|estimated|predicted|preserved|maintained|around|still|only|dropped|fell|rose|to|up"
    r"|performance|gr|mean|type|result|titre|titer|resp|respectively|bone|marrow)\b\.?"
    r"|\(?(?:不吸氧|未吸氧|静息|室内空气)(?:状态|情况|时)?下?\)?|医生评|医生说|医生给|评(?!估)|约|为|评分|分级|指数|数值|水平|是|降至|升至|分期|大约|值|占|总分)*",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?a)(?:(?:went|gone|came|come|has|have|had|improved|fallen|falling|fell|dropped|decreased|declined|risen|rose|increased|recovered|down|up)\s){0,3}(?:from\s|由|从)\s?"
    r"[<>]?\d+(?:\.\d+)?\s?(?:[a-zμ%][a-z/%0-9^]{0,10})?\s?(?:to\s|->|→|降至|降到|升至|升到|(?:下降|升高|上升|恢复|回升|降低)[至到]|至)\s?",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"(?a)[\s:=(]*(?:(?:both|all|are|is|was|were|均|都|基本|大致|within|in)\s?){0,3}"
    r"(?P<word>normal(?: range| limits)?|正常|(?:slightly |mildly |markedly )?(?:elevated|raised|high|increased)|升高|增高|偏高)"
    r"(?!\s?(?:值|上限|范围|下限))",
    re.IGNORECASE,
)
_DAY_OR_RATIO = re.compile(r"(?a)/\d{1,2}(?!\d|\s?(?:g|mg|ml|u|l)\b)")
_ROMAN = re.compile(r"(?a)(?P<roman>IV|I{1,3}|V)(?P<letter>[ABCabc])?(?![A-Za-z])")
_ROMAN_RANGE = re.compile(r"(?a)\s?级?\s?(?:-|~|/|to|or|至|到)\s?(?P<high>IV|I{1,3}|V)(?![A-Za-z])")
_ROMAN_VALUE = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_NAMED = re.compile(r"(?a)(?:creatinine|肌酐|uln|of|limit|正常|上限)$", re.IGNORECASE)
_RANGED = re.compile(r"(?a)\s?[-~]\s?\d")


def read_measurements(note: Note) -> None:
    """Gather every value that stands behind its name."""
    found: list[tuple[Match, FactDefinition, Number]] = []
    pairs = find_pairs(note)
    paired = {place for one in pairs for place in range(one.start, one.end)}
    for pair in pairs:
        if note.sentence(pair.start).section not in ("family", "plan"):
            sense = Sense("fact", pair.definition.id, pair.definition.kind)
            match = Match(pair.start, pair.end, -1, -1, (sense,))
            _keep(note, match, pair.definition, pair.number)
    for match in note.matches:
        if match.start in paired:
            continue
        definition = _measured(note, match)
        if definition is None:
            continue
        scope_start, limit = _reach(note, match)
        if scope_start < 0:
            continue
        if definition.kind == "score":
            number = _score_at(note, match, definition, limit)
        else:
            number = _number_behind(note, match, limit)
        if number is None:
            _read_normal(note, match, definition, limit)
            continue
        if definition.id == "oxygen_saturation_room_air" and _UNDER_OXYGEN.search(
            note.lower, max(0, match.start - 20), match.start
        ):
            continue  # "nasal cannula 2 L/min, SpO2 96 %" is not on room air
        if definition.id == "weight_loss_percent" and number.unit != "%":
            continue  # "体重下降4kg": how much of the weight that is, is reckoned elsewhere
        if definition.id == "oxygen_saturation_room_air" and with_oxygen(
            note.lower, match.start, number.end
        ):
            continue
        if _is_condition(note, match, number):
            continue  # "stop aspirin if platelets < 50": no value of the patient
        number = _in_percent(definition, with_limits(note.plain, number, limit))
        found.append((match, definition, number))
        _keep_later(note, match, definition, number)
    for match, definition, number in with_shared_units(note, found):
        if not _keep_multiple(note, match, definition, number):
            _keep(note, match, definition, number)


def _in_percent(definition: FactDefinition, number: Number) -> Number:
    """*LVEF 0.61*: a share written as a part of one, where so small a share is no share at all."""
    lowest = definition.plausible[0] if definition.plausible else 0.0
    part = definition.unit == "%" and number.unit is None and 0 < number.value < 1 < lowest
    return replace(number, value=round(number.value * 100, 4), unit="%") if part else number


_UNDER_OXYGEN = re.compile(
    r"(?a)(?:鼻导管|面罩|(?<![未不])吸氧|nasal cannula|\bon o2|on oxygen|\d ?l/min)[^。;\n]{0,12}$"
)
_CONDITION_BEFORE = re.compile(
    r"(?a)(?:\b(?:if|when|once|until|unless|target|aim(?:ing)?(?: for| at)?|keep|maintain|should be|transfuse (?:if|for|below))|若|如果?|当|目标|维持|保持|要求|条件为|入组标准|标准为|需要|须|\brequir\w+|\bcriteri\w+)\s?(?:the |his |her )?$"
)
_CONDITION_BEHIND = re.compile(r"(?a)\s?(?:时|者|以下时|以上时)(?!间)")


def _is_condition(note: Note, match: Match, number: Number) -> bool:
    low = max(note.sentence(match.start).start, match.start - 20)
    return bool(
        _CONDITION_BEFORE.search(note.lower, low, match.start)
        or (number.comparator and _CONDITION_BEHIND.match(note.lower, number.end))
    )


# These have rules of their own, as the words around a bare number decide what it counts.
_READ_ELSEWHERE = frozenset(
    ("age", "prior_lines_of_therapy", "prior_relapses", "number_of_relapses_last_year",
     "bilag_grade_a_count", "bilag_grade_b_count", "central_nervous_system_grade", "life_expectancy_weeks",
     "red_blood_cell_count", "acute_gvhd_grade", "largest_lesion_diameter", "mgfa_class",
     "who_lupus_nephritis_class", "time_since_diagnosis", "bone_marrow_blasts",
     "duration_of_first_remission", "time_to_relapse_after_first_line", "dyspnoea_grade",
     "m_protein_urine", "urine_protein_24h")
)  # fmt: skip
_OTHER_NAME = re.compile(r"(?a)[A-Za-z]-$|输$|输注$")
_SPINAL = re.compile(r"(?a)(?:csf|脑脊液|腰穿|lumbar|spinal)[^.。;\n]{0,30}$")


_TIMES_LIMIT = re.compile(
    r"(?a)\s?(?:[x×*]|times|倍)?\s?(?:the )?(?:uln|upper limit|正常(?:值)?上限|uln)", re.IGNORECASE
)


# "ALT 410 U/L on 3 February, now 88 U/L": the value of today behind an older one.
_NOW_VALUE = re.compile(
    r"(?a)(?:\s?\(?(?:on|in|at)?\s?[^;.()\n]{0,20}\)?)??,?\s?(?:\b(?:now|currently|today)\b|目前|现为?(?!病)|已降至)\s?(?:is |at |down to )?(?=\d)"
)


def _keep_later(note: Note, match: Match, definition: FactDefinition, number: Number) -> None:
    if definition.kind != "quantity" or number.unit is None or note.letter is None:
        return
    limit = min(note.sentence(match.start).end, number.end + 60)
    words = _NOW_VALUE.match(note.lower, number.end, limit)
    if words is None:
        return
    later = number_at(note.plain, words.end(), limit)
    if later is None or later.unit not in (None, number.unit):
        return
    note.add_fact(
        definition.id, Quantity(later.value, number.unit, later.comparator), later.start, later.end,
        on=PartialDate.of(note.letter), limits=(number.lower, number.upper),
    )  # fmt: skip


def _keep_multiple(note: Note, match: Match, definition: FactDefinition, number: Number) -> bool:
    """*ALT 3 x ULN*: so many times a limit in common use, whatever the laboratory's was."""
    if definition.usual_upper_limit is None:
        return False
    if number.unit != "ULN" and not (
        number.unit is None and _TIMES_LIMIT.match(note.plain, number.end)
    ):
        return False
    limit = definition.usual_upper_limit[0]
    note.add_fact(
        definition.id, Quantity(number.value * limit, definition.unit, number.comparator),
        match.start, number.end, on=note.date_of_test(match.start, number.end), limits=(None, limit),
    )  # fmt: skip
    return True


_AT_THE_BEDSIDE = frozenset(
    ("ecog_performance_status", "karnofsky_performance_status", "lansky_performance_status",
     "body_temperature", "heart_rate", "body_weight", "body_height", "pain_score", "nyha_class",
     "oxygen_saturation_room_air", "sledai_score", "physician_global_assessment",
     "modified_rodnan_skin_score", "manual_muscle_test_8", "disease_activity_score_28",
     "expanded_disability_status_scale", "mg_adl_score", "qmg_score",
     "birmingham_vasculitis_activity_score", "essdai_score")
)  # fmt: skip


def _day_of(note: Note, definition: FactDefinition, start: int, end: int) -> PartialDate | None:
    if definition.id in ("deauville_score", "minimal_residual_disease_level"):
        return note.date_of_answer(start, end)
    if definition.id in _AT_THE_BEDSIDE:
        return note.date_of_state(start, end)
    return note.date_of_test(start, end)


def _measured(note: Note, match: Match) -> FactDefinition | None:
    before = note.plain[max(0, match.start - 4) : match.start]
    if _OTHER_NAME.search(before) or before.endswith(("肺动脉", "右室")):
        return None
    for sense in match.senses:
        if sense.kind == "fact" and sense.id not in _READ_ELSEWHERE:
            definition = note.vocabulary.facts[sense.id]
            if definition.kind in ("quantity", "score") and definition.argument is None:
                return definition
            if definition.kind == "result":
                level = note.vocabulary.facts.get(f"{definition.id}_level")
                if level is not None:
                    return level
                titre = note.vocabulary.facts.get(f"{definition.id}_titre")
                if titre is not None:
                    return titre
    return None


def _reach(note: Note, match: Match) -> tuple[int, int]:
    """How far a value may stand from its name; nothing for another person's values."""
    sentence = note.sentence(match.start)
    if sentence.section in ("family", "plan"):
        return -1, -1
    if note.scopes.covering("family", match.start, match.end):
        return -1, -1
    return sentence.start, min(len(note.plain), max(sentence.end, match.end + 60))


def _number_behind(note: Note, match: Match, limit: int) -> Number | None:
    plain = note.plain
    position = match.end
    gap = _GAP.match(plain, position, min(limit, position + 40))
    if gap is not None:
        position = gap.end()
    if plain[position : position + 1] in "[(" and position == match.end:
        return None
    before = _FROM.match(plain, position, limit)
    if before is not None:
        position = before.end()  # "creatinine went from 2.8 to 1.6": the later value
    number = number_at(plain, position, limit)
    if number is None:
        return None
    glued = number.start == match.end and plain[match.end - 1].isascii()
    if glued and number.unit is None and number.value == int(number.value):
        return None
    if any(
        one.start <= number.start < one.end for one in note.calendar.within(position, position + 3)
    ):
        return None
    if number.unit is None and _DAY_OR_RATIO.match(plain, number.end):
        return None  # "last platelets 30/7": a day, or a part of something
    ranged = _RANGED.match(plain, number.end)
    if ranged is not None and number.unit is None:
        high = number_at(plain, ranged.end() - 1, limit)
        if high is None or high.unit is None or high.value <= number.value:
            return None
        # "EF 55-60 %": at least the lower of the two.
        return replace(number, unit=high.unit, comparator=">=", end=high.end)
    # "1:640" is a titre: the second number counts.
    if number.value == 1 and plain[number.end : number.end + 1] == ":":
        return number_at(plain, number.end + 1, limit)
    return number


def _score_at(note: Note, match: Match, definition: FactDefinition, limit: int) -> Number | None:
    plain = note.plain
    gap = _GAP.match(plain, match.end, min(limit, match.end + 40))
    position = gap.end() if gap is not None else match.end
    while plain[position : position + 1] == " ":
        position += 1
    roman = _ROMAN.match(plain, position)
    if roman is not None:
        value = float(_ROMAN_VALUE[roman.group("roman")])
        further = _ROMAN_RANGE.match(plain, roman.end())
        if further is not None and _ROMAN_VALUE[further.group("high")] > value:
            # "NYHA II-III": the worse of the two bounds it.
            worse = float(_ROMAN_VALUE[further.group("high")])
            return Number(position, further.end(), worse, "<=")
        return Number(position, roman.end(), value)
    # "Child-Pugh B级7分": the class stands before the number of points.
    lettered = _LETTERED.match(plain, position, limit)
    if lettered is not None:
        position = lettered.end()
    if plain[position : position + 1] in _QUOTES:
        position += 1
    number = number_at(plain, position, limit)
    if definition.id == "child_pugh_score" and (number is None or not 5 <= number.value <= 15):
        return _by_class(plain, match)
    if number is None or number.value > 200:
        return None
    if any(
        one.start <= number.start < one.end for one in note.calendar.within(position, position + 3)
    ):
        return None
    ranged = _SCORE_RANGE.match(plain, number.end)
    if ranged is not None and number.value < float(ranged.group("high")) <= 200:
        # "ECOG 1-2": the worse of the two bounds it.
        worse_is_low = definition.id.startswith(("karnofsky", "lansky"))
        if not worse_is_low and plain[ranged.end() : ranged.end() + 1] == "%":
            return replace(number, unit=None)
        value = number.value if worse_is_low else float(ranged.group("high"))
        sign = ">=" if worse_is_low else "<="
        return replace(number, value=value, comparator=sign, unit=None, end=ranged.end())
    return replace(number, unit=None)


_LETTERED = re.compile(r"(?a)(?:[ABC]\s?)?级?\s?[,(]?\s?(?:score of |score |总分|评分)?")
_CLASS_LETTER = re.compile(
    r"(?:Pugh|Child)[^A-Za-z\d.;,。；，]{0,3}(?:\s?(?:class|grade|score|stage|分级|评分|肝功能)){0,2}\s?[:：(（]?\s?(?P<letter>[ABC])(?![A-Za-z])"
)
# A: 5 or 6 points, B: 7 to 9, C: 10 to 15. A bound holds one side of B, the one that excludes.
_CLASS_BOUNDS = {"A": ("<=", 6.0), "B": (">=", 7.0), "C": (">=", 10.0)}


def _by_class(plain: str, match: Match) -> Number | None:
    """*Child-Pugh class A* without points."""
    found = _CLASS_LETTER.search(plain, match.start, match.end + 14)
    if found is None:
        return None
    sign, value = _CLASS_BOUNDS[found.group("letter")]
    return Number(match.start, found.end(), value, comparator=sign)


_SCORE_RANGE = re.compile(
    r"(?a)\s?(?:分|级)?\s?[-~至到]\s?(?P<high>\d{1,3})(?!\d|\.\d|[-/年月])"
    r"(?!\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|cycles?|courses?|weeks?|days?|months?|周|天|次|个|程))",
    re.IGNORECASE,
)
_QUOTES = ('"', "'")


def _read_normal(note: Note, match: Match, definition: FactDefinition, limit: int) -> None:
    """*LDH normal*, *脂肪酶、淀粉酶正常*: a bound by a limit in common use."""
    if definition.kind != "quantity" or definition.usual_upper_limit is None:
        return
    text = note.plain
    position = match.end
    # Names joined by a comma or "and" share the word behind the last.
    for _ in range(4):
        word = _NORMAL.match(text, position, limit)
        if word is not None:
            break
        joined = re.compile(r"(?a)\s?(?:、|,|and|及|和|/)\s?").match(text, position, limit)
        following = note.matches_within(joined.end(), joined.end() + 2) if joined else []
        if not following:
            return
        position = following[0].end
    else:
        return
    upper = definition.usual_upper_limit[1]
    normal = word.group("word").lower().startswith(("normal", "正常"))
    sign = "<=" if normal else ">"
    low = definition.usual_upper_limit[0]
    note.add_fact(
        definition.id,
        Quantity(upper if normal else low, definition.unit, sign),
        match.start,
        word.end(),
        on=note.date_of_test(match.start, word.end()),
        limits=(None, upper if normal else low),
    )


def _keep(note: Note, match: Match, definition: FactDefinition, number: Number) -> None:
    if definition.kind == "score":
        value = Quantity(number.value, "1", number.comparator)
        if (
            definition.plausible
            and not definition.plausible[0] <= number.value <= definition.plausible[1]
        ):
            return
        on = _day_of(note, definition, match.start, number.end)
        note.add_fact(definition.id, value, match.start, number.end, on=on)
        return
    if definition.unit == "U/mL" and number.unit is None and _KILO.match(note.lower, number.end):
        number = replace(number, unit="U/mL")
    unit = number.unit
    readable = True
    if definition.unit == "mg/g" and _GRAMS.match(
        note.lower, number.end - 3 if unit else number.end
    ):
        number, unit = replace(number, value=number.value * 1000, unit="mg/g"), "mg/g"
    if definition.id == "white_blood_cell_count" and _SPINAL.search(
        note.lower, max(0, match.start - 40), match.start
    ):
        definition = note.vocabulary.facts.get("cerebrospinal_fluid_white_cell_count", definition)
    if unit is not None and not fits(unit, definition):
        if unit == "%" and definition.unit != "%":
            _keep_percent(note, match, definition, number)
            return
        unit = definition.unit if looks_per_volume(unit, definition) else None
    strange = number.unit is None and STRANGE_UNIT.match(note.lower, number.end)
    if unit is None and not strange:
        if definition.unit == "1" or number.unit in (None, "1"):
            unit = unwritten_unit(note, definition, number)
        if unit is None and definition.unit == "1":
            unit = "1"
        if unit is None:
            readable = False
            unit = definition.unit
    if unit is None:
        unit, readable = definition.unit, False
    on = _day_of(note, definition, match.start, number.end)
    if definition.id == "prothrombin_time" and number.upper is None:
        longer = _PROLONGED.match(note.lower, number.end)
        if longer is not None:
            note.add_fact(
                "prothrombin_time_prolongation",
                Quantity(float(longer.group(1)), "s"),
                match.start,
                longer.end(),
                on=on,
            )
            number = replace(number, upper=round(number.value - float(longer.group(1)), 3))
    note.add_fact(
        definition.id,
        Quantity(number.value, unit, number.comparator),
        match.start,
        number.end,
        on=on,
        limits=(number.lower, number.upper),
        readable=readable,
    )


_KILO = re.compile(r"(?a)\s?k(?:i?u)/l\b")
_GRAMS = re.compile(r"(?a)\s?g/g\b")
_PROLONGED = re.compile(r"(?a)\s?\(?(?:延长|prolonged by|\+)\s?(\d+(?:\.\d+)?)\s?(?:s|秒)")


def _keep_percent(note: Note, match: Match, definition: FactDefinition, number: Number) -> None:
    """*Lymphocytes 19 %* is the share, not the count."""
    shares = {
        "absolute_lymphocyte_count": "lymphocyte_percent",
        "absolute_neutrophil_count": "neutrophil_percent",
    }
    share = shares.get(definition.id)
    if share is not None:
        on = _day_of(note, definition, match.start, number.end)
        note.add_fact(share, Quantity(number.value, "%"), match.start, number.end, on=on)
