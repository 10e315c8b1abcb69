"""Who the patient is and how: age, sex, size, fertility, consent, veins, infection, oxygen."""

from __future__ import annotations

import re
from datetime import date

from cartway.reading.notes.fertility import of_other, read_fertility
from cartway.reading.notes.note import Note
from cartway.reading.notes.weight import FORMER_WEIGHT, read_weight_change
from cartway.values import PartialDate, Quantity

_AGE = re.compile(
    r"(?a)(?<![\d.])(?P<years>\d{1,3})\s?-?\s?(?:(?:years?|yrs?)[\s-]?(?:old|of age)|y/o|y\.?o\.?\b|yrs?\b|years?\b(?! ago| of| later| earlier| after| before| on| off| in| with| without| remission)"
    r"|y\b|岁|周岁)(?!\s?(?:绝经|时|起|前|后|发病|患|曾|开始|停经|行|ago|later))"
    r"|(?<![\d.])(?P<short>\d{1,3})\s?(?P<letter>[mf])(?=[\s,;.)-]|$)"
    r"|\b(?:mr|mrs|ms|miss)\.?\s[a-z.]{1,12},?\s(?P<named>\d{1,3})(?=[,.;\s](?!\s?(?:kg|cm|mg)))"
    r"|\b(?:father|mother|dad|daddy|mum|mom|husband|wife|patient|he|she|son|daughter|uncle|aunt|brother|sister)(?:'s age)? (?:is|turned|just turned)(?: now| already)? (?P<told>\d{1,3})(?=\s?[,.;)]|\s(?:and|now|with|who)\b)"
    r"|\b(?:(?:fe)?male,?|(?:wo)?man,|lady,|gentleman,)\s(?P<gendered>\d{1,3})(?=[,.;\s](?!\s?(?:kg|cm|mg|%|x)))"
    r"|\bage\s?/\s?(?:sex|gender)\s?[:=-]?\s?(?P<slashed>\d{1,3})\b"
    r"|\bage[d:]?\s{0,2}:?\s?(?P<aged>\d{1,3})\b|年龄\s?[:为]?\s?(?P<zh>\d{1,3})"
    r"|(?<![\d.])(?P<months>\d{1,2})[\s-]?(?:months?[\s-]old|月龄|个月大)"
    r"|(?:\b(?:girl|boy|infant|baby)\b,?\s|[男女][,，]\s?)(?P<infant>\d{1,2})\s?(?:months?\b(?! (?:ago|after|of))|mo\b|个月(?!前|来|余前))"
)
# "my father, 63, ...", "我爸今年63": the number right behind who the patient is.
_RELAYED_AGE = re.compile(
    r"(?a)(?:\s(?:mr|mrs|ms)?\.?\s?[a-z]{2,14}(?=,)){0,1}\s?[,(]?\s?(?:is |aged |age |今年|现年)?\s?(?P<age>\d{1,2})(?=[,.;)\s岁])(?!\s?(?:个?月|months|kg|年|公斤|天))"
)
_A_SPAN = re.compile(r"(?a)(?:\bx|×|\bfor|\bsince|\bpast|\blast|\bover|\bevery|\babout)\s?$")
_BORN = re.compile(
    r"(?a)(?:\bborn(?: on)?|(?<=[,(] )b\.|\bd\.?o\.?b\.?|birth ?date|date of birth|出生(?:日期|年月)?|生于)\s?[:(]?\s?$"
)
_BORN_IN = re.compile(
    r"(?a)(?:\bborn(?: in)?|\bd\.?o\.?b\.?:?|year of birth:?|出生(?:年份|于)?:?|生于)\s?(?P<year>19\d\d|20[0-2]\d)(?![\d./年-])"
)
_MALE = re.compile(
    r"(?a)\b(?:male|man|gentleman|boy|mr)\b|(?:^|[,\s(。:/者儿岁])男(?:性|童|孩|士)?(?=[,\s。)/0-9]|$)"
)
_NAMED_FEMALE = re.compile(
    r"(?a)(?<![我他其])[\u4e00-\u9fff某*x]{1,2}(?:女士|太太|小姐|老太太|大妈|阿婆)"
)
_NAMED_MALE = re.compile(
    r"(?a)(?<![我她其])[\u4e00-\u9fff某*x]{1,2}(?:先生|老先生|大爷|老大爷|老伯)"
)
_FEMALE = re.compile(
    r"(?a)\b(?:female|woman|lady|girl|mrs|miss)\b|(?<!\d)(?<!\d )\bms\b|(?:^|[,\s(。:/者儿岁])女(?:性|童|孩|士)?(?=[,\s。)/0-9]|$)"
)
_HE = re.compile(r"(?a)\b(?:he|his|him)\b")
_SHE = re.compile(r"(?a)\b(?:she|her|hers)\b")
_WEIGHT = re.compile(r"(?a)(?<![\d./])(?P<kg>\d{1,3}(?:\.\d+)?)\s?(?:kg|公斤|千克)(?!\s?/|[a-z])")
_NOT_WEIGHT = re.compile(
    r"(?a)(?:lost|loss of|gained|minus|plus|loss|by|over|about -|[-–]|减轻?|下降|增加|降|per|/|mg|x)\s?$"
)
_NOT_WEIGHT_BEHIND = re.compile(
    r"(?a)\s?(?:in (?:weight )?)?(?:of )?(?:weight[- ])?(?:loss|lost|lighter|less|over \d|in (?:the (?:last|past) )?\d)"
)
# "Height 168, weight 61": a number without its unit, beside the height.
_BARE_WEIGHT = re.compile(
    r"(?a)\b(?:body )?weight\s?[:=]?\s?(?P<kg>\d{2,3}(?:\.\d)?)(?=[\s,.;]|$)(?!\s?(?:kg|%|lb|pounds|g\b))"
)
_HEIGHT = re.compile(r"(?a)(?<![\d.])(?P<cm>1[0-9]{2}|20\d|[5-9]\d)\s?cm(?![a-z])(?!\s?[x×*])")
_PRESSURE = re.compile(
    r"(?a)(?:(?:\bbp\b|血压|\bblood pressure\b)(?:\s?(?:is|was|of|at|on|today|now|currently|well|controlled|around|about|控制|维持|波动|稳定|在|于|至|约|测|为|[:,]))*\s?"
    r"|\bhypertensi(?:on|ve),? (?:well controlled,? |controlled,? |currently |now |at )?(?=\d{2,3}/\d{2,3} (?:mmhg|today|now|on))|\b(?:hypertension|high blood pressure),? (?:home |office |with )?(?:readings?|values?|measurements?|pressures?) (?:around |about |of |at |mostly )?)(?P<high>\d{2,3})\s?/\s?(?P<low>\d{2,3})"
)
_PRESSURE_BEHIND = re.compile(
    r"(?a)(?:hypertension|hypertensive|高血压)[^.;。;\n]{0,60}?[\s(,](?P<high>[1-2]\d{2})\s?/\s?(?P<low>[4-9]\d|1[0-3]\d)(?:\s?mm\s?hg)?\s?[),.;]"
)
_AGREES = r"(?:willing|content|(?:ok|okay|fine|comfortable) with|agrees?|agreed|happy|consents|accepts|ready|prepared|同意|愿意|承诺|保证|愿)"
_CONTRACEPTION = re.compile(
    r"(?:"
    + _AGREES
    + r"|\bwill use\b|坚持|会继续|将继续)[^.;。;\n]{0,80}(?:contracepti|birth control|condoms?\b|避孕)"
)
_FOLLOW_UP = re.compile(_AGREES + r"[^.;。;\n]{0,60}(?:follow-?\s?up|\bfu\b|随访)")
_COMPLIANT = re.compile(
    r"(?a)\b(?:good|excellent|reliable|full) (?:compliance|adherence)|\b(?:very |fully )?(?:compliant|adherent) with (?:treatment|visits|therapy|follow|medication)|\bcompliance (?:is |has been |was )?(?:good|excellent)|依从性(?:良好|好|佳)|能?(?:够)?配合(?:治疗|随访|检查)"
    r"|(?:willing|agrees?|agreed|happy|wants|keen|ready) (?:and able )?to (?:attend|come|travel|comply|participate|take part|join|follow)|(?:自愿|愿意|同意)(?:参加|参与|入组|配合|按时|定期)"
)
_ALCOHOL = re.compile(_AGREES + r"[^.;。;\n]{0,12}(?:戒酒|abstain)")
_SIGNED = re.compile(
    r"(?a)(?:(?:has|have|he|she|patient|parents|family) (?:have |has )?(?:already )?signed (?:the |an? )?(?:study |trial |informed |written ){0,2}(?:consent(?: form)?|icf\b)(?! for (?:transfer|transport|travel|records|release|anaesth|surgery|data))|(?:parents?|patient|guardians?|he|she|family|husband|wife)(?: (?:has|have))? consented in writing|(?<!will be )(?:written |informed )*consent (?:was |has been )?(?:obtained|given|provided|signed)(?! for)|signed informed consent|consent (?:form )?(?:was |has been |is )?signed"
    r"|\b(?:written |informed |study ){1,2}consent (?:was |has been |is )?(?:obtained|given|signed|provided)(?! for (?:transfer|transport|travel|records|release|anaesth|surgery|data|publication))|\b(?:has |have )?(?:given|gave|provided) (?:(?:her|his|their|written|informed) ){1,3}consent(?! for (?:transfer|transport|travel|records|release|anaesth|surgery|data|publication))"
    r"|已(?:于\s?[\d年月日./-]{4,12}\s?)?签署?(?:了)?(?:本)?(?:项)?(?:研究|试验|临床|书面|的){0,4}知情同意|(?:[\d年月日./-]{4,12})\s?签署(?:了)?(?:书面)?知情同意书?(?!公开)|知情同意书?已(?:签|于[^,;。]{0,12}签))(?!.{0,6}(?:not|未))"
)
_UNSIGNED = re.compile(
    r"(?a)consent (?:form )?(?:is |was |has )?(?:not yet|not been|pending|awaited)|not (?:yet )?signed|知情同意书?(?:尚未|未|待)签?|尚未签|未签(?:署|字)"
)
_GOOD_VEINS = re.compile(
    r"(?a)(?:(?:good|adequate|excellent|sufficient|suitable)\s(?:\w+\s){0,3}(?:veins?|venous access)|veins?\s(?:\w+\s){0,2}(?:are |is |were )?(?:good|adequate|excellent|sufficient|suitable|accepted)"
    r"|(?:外周|双上肢|上肢|肘|血管|周围)?静脉(?:条件|通路|血管)?(?:尚可|良好|可|好|佳|通畅|充足)|静脉通路(?:良好|可|好)|venous access (?:is )?(?:good|adequate|sufficient))"
)
_POOR_VEINS = re.compile(
    r"(?a)(?:veins?(?:\s(?:are|is|were|remain))?:?\s(?:very |rather |quite |too )?(?:poor|bad|inadequate|difficult|fragile|thin|unsuitable)|(?:poor|difficult|inadequate|bad|limited)\s(?:\w+\s){0,2}(?:veins?\b|(?:venous|iv|vascular) access)"
    r"|(?:venous|vascular) access (?:is |was )?(?:poor|difficult|inadequate)|静脉(?:条件|血管|通路)?(?:较|很)?(?:差|不佳|不良|困难))"
)
# Poor veins may do with a line: only access that is judged to be too little is none.
_NO_ACCESS = re.compile(
    r"(?a)(?:inadequate|insufficient|unsuitable|no (?:adequate|suitable|sufficient)) (?:\w+ ){0,2}(?:venous |vascular )access|(?:venous|vascular) access (?:is |was |judged |felt )*(?:inadequate|insufficient|unsuitable|not (?:adequate|sufficient|suitable))"
    r"|(?:无法|不能)建立(?:有效)?静脉通[路道]|静脉通[路道](?:条件)?不(?:足|满足|符合)"
)
_OXYGEN = re.compile(
    r"(?a)(?:on \d(?:\.\d)? ?l(?:/min)?\b|\boxygen (?:at )?\d(?:\.\d)? ?(?:l\b|l/min|lit(?:er|re)s?)|\b\d(?:\.\d)? ?(?:l\b|l/min|lpm|lit(?:er|re)s?)(?: per minute)? (?:of )?(?:o2|oxygen)\b|on oxygen|home oxygen|supplemental oxygen|nasal cannula|吸氧中|(?<![未不非停])吸氧\s?\(?\d(?:\.\d)?\s?(?:l|升)|鼻导管|持续吸氧|低流量吸氧)"
)
# "医生评分1分(ECOG)": the number stands before the name of the scale.
_POINTS_BEFORE = re.compile(
    r"(?a)(?:(?<![\d.-])(?=[0-4]\s?分?\s?\(\s?(?:ecog|ps|zubrod)(?:评分|标准)?\s?\))|(?<!lansky )(?<!karnofsky )\bperformance status(?:\s|:|is|was|of|today|now){1,3})(?P<points>[0-4])(?![\d%/-]|\.\d|\s?(?:to|or|–|至)\s?[0-4])"
)
_OXYGEN_ENDED = re.compile(r"(?a)[^.,;。\n]{0,14}\b(?:until|till|up to|stopped|weaned)\b")
_NO_OXYGEN = re.compile(
    r"(?a)\b(?:no|without|off) (?:supplemental )?oxygen(?: needed| required| therapy| support)? since\b|\bno (?:oxygen requirement|need for oxygen|supplemental oxygen)\b|(?:不|未|无需|不需要?|没有?|脱离?)(?:用|使用)?(?:吸氧|氧疗|氧气)|不吸氧|\bwithout (?:supplemental |additional )?(?:oxygen|o2)\b|\bno (?:supplemental |home )?(?:oxygen|o2) (?:requirement|need\w*)"
)
_MEASURED = re.compile(
    r"(?a)(?:状态|情况|时|下)*[,:]?\s?(?:静息)?(?:指脉|指|血)?(?:氧饱和度|spo2|sao2|sat)"
)
_ROOM_AIR = re.compile(
    r"(?a)(?<![\d.])(?P<share>[89]\d|100)\s?%\s?(?:on |\(|@\s?)?(?:ra\b|room air)"
)
_RECOVERED = re.compile(
    r"(?a)\b(?:all|any|prior|previous|treatment-related)(?: \w+){0,3} (?:toxicit(?:y|ies)|side effects|adverse (?:events|effects))(?: of \w+ \w+)?[^.;\n,]{0,10} (?:have |has )?(?:fully |completely )?(?:recovered|resolved)(?! to grade [2-5])"
    r"|(?:毒性|不良反应|毒副反应|副作用)(?:均|都|全部|已)+(?:恢复|消失|缓解)(?!至[2-5])"
)
_SURVIVAL = re.compile(
    r"(?a)(?:life expectancy|expected survival|expected to (?:live|survive)|预计生存期?|预期生存期?|预计生存时间|预期寿命|prognosis[^.;]{0,30})"
    r"[^\d.;。]{0,24}?(?P<sign>>=|<=|[<>≥≤]|more than|at least|less than|over|under|大于|超过|小于|不足)?\s?(?P<number>\d{1,3}|one|two|three|four|five|six|nine|twelve)(?:\s?(?:-|–|to|至|~)\s?(?:\d{1,3}|one|two|three|four|five|six|nine|twelve|eighteen))?\s?(?P<unit>months?|weeks?|years?|个?月|周|年)"
)
_SURVIVAL_SIGN = {"more than": ">", "at least": ">=", "over": ">", "大于": ">", "超过": ">", "≥": ">=",
                  "less than": "<", "under": "<", "小于": "<", "不足": "<", "≤": "<="}  # fmt: skip


def read_patient(note: Note) -> None:
    """Gather what is said of the person."""
    _age(note)
    sex = _sex(note)
    _size(note)
    read_fertility(note, sex)
    _consent(note)
    _fitness(note)


# "My father is 66": the patient, as a relative speaks of him.
_RELAYED = re.compile(r"(?a)\b(?:my|our)\s$")


def _age(note: Note) -> None:
    for mention in note.calendar.mentions:
        if mention.start > 800:
            break
        if (
            _BORN.search(note.lower, max(0, mention.start - 24), mention.start)
            and mention.first.day
        ):
            note.add_fact("birth_date", mention.first, mention.start, mention.end)
            if note.letter is not None:
                years = full_years(mention.first.earliest, note.letter)
                note.add_fact("age", Quantity(float(years), "a"), mention.start, mention.end)
            return
    born = next(
        (
            one
            for one in note.calendar.mentions
            if one.start <= 800 and _BORN.search(note.lower, max(0, one.start - 24), one.start)
        ),
        None,
    )
    if (
        born is not None
        and born.first.month
        and note.letter
        and born.first.month != note.letter.month
    ):
        years = full_years(born.first.earliest, note.letter)
        note.add_fact("age", Quantity(float(years), "a"), born.start, born.end)
        return
    relayed = note.scopes.relayed
    if relayed is not None:
        told = _RELAYED_AGE.match(note.lower, relayed.end)
        if told is not None:
            years_told = Quantity(float(told.group("age")), "a")
            note.add_fact("age", years_told, told.start("age"), told.end("age"))
            return
    for match in _AGE.finditer(note.lower, 0, min(len(note.lower), 1500)):
        if of_other(note, match.start(), match.end()) and not (
            match.group("told")
            and _RELAYED.search(note.lower, max(0, match.start() - 5), match.start())
        ):
            continue
        months = match.group("months") or match.group("infant")
        if months:
            note.add_fact("age", Quantity(float(months), "mo"), *match.span())
            return
        text = (
            match.group("years")
            or match.group("short")
            or match.group("told")
            or match.group("aged")
            or match.group("slashed")
            or match.group("zh")
            or match.group("named")
            or match.group("gendered")
        )
        if _A_SPAN.search(note.lower, max(0, match.start() - 12), match.start()):
            continue  # "diabetes x 8 yrs", "smoker for 20 years"
        if match.group("letter") and note.plain[match.end() - 1] not in "MF":
            continue
        if 0 < int(text) < 112:
            note.add_fact("age", Quantity(float(text), "a"), *match.span())
            return
    year = _BORN_IN.search(note.lower, 0, min(len(note.lower), 800))
    if year is not None and note.letter is not None and not of_other(note, *year.span()):
        # Of the year alone: the birthday may still be to come.
        least = note.letter.year - int(year.group("year")) - 1
        if 0 < least < 112:
            note.add_fact("age", Quantity(float(least), "a", ">="), *year.span())


def full_years(born: date, on: date) -> int:
    """Completed years of life."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _sex(note: Note) -> str | None:
    head = min(len(note.lower), 900)
    relayed = note.scopes.relayed
    if relayed is not None and relayed.sex is not None:
        note.add_fact("sex", relayed.sex, relayed.start, relayed.end)
        return relayed.sex
    first: tuple[int, str, int] | None = None
    for pattern, value in (
        (_FEMALE, "female"), (_MALE, "male"), (_NAMED_FEMALE, "female"), (_NAMED_MALE, "male"),
    ):  # fmt: skip
        for match in pattern.finditer(note.lower, 0, head):
            if of_other(note, match.start(), match.end()):
                continue
            if first is None or match.start() < first[0]:
                first = (match.start(), value, match.end())
            break
    short = re.search(
        r"(?a)(?<![\d./])\d{1,3}\s?(?:y\.?\s?/?o\.?|yrs?\.?|years?|y)?\s?[,/]?\s?([MF])(?=[\s,;.)-]|$)",
        note.plain[:head],
    )
    if short is None:
        short = re.search(
            r"(?a)[,\s(/]([MF])(?=[,\s/]{1,2}\d{1,3}\s?(?:岁|y|,|$))", note.plain[:head]
        )
    if short is not None and (first is None or short.start() < first[0]):
        first = (short.start(), "female" if short.group(1) == "F" else "male", short.end())
    if first is None:
        he, she = len(_HE.findall(note.lower)), len(_SHE.findall(note.lower))
        if max(he, she) >= 2 and min(he, she) == 0:
            told = (_HE if he else _SHE).search(note.lower)
            if told is not None:
                first = (told.start(), "male" if he else "female", told.end())
    if first is None:
        return None
    note.add_fact("sex", first[1], first[0], first[2])
    return first[1]


def _size(note: Note) -> None:
    read_weight_change(note)
    for match in _WEIGHT.finditer(note.lower):
        before = note.lower[max(0, match.start() - 8) : match.start()]
        value = float(match.group("kg"))
        if _NOT_WEIGHT.search(before) or not 2 <= value <= 260 or of_other(note, *match.span()):
            continue
        if FORMER_WEIGHT.match(note.lower, match.end()) or _NOT_WEIGHT_BEHIND.match(
            note.lower, match.end()
        ):
            continue  # "from 62 kg to 57 kg": the second is the weight of today
        on = note.date_of_state(*match.span())
        note.add_fact("body_weight", Quantity(value, "kg"), *match.span(), on=on)
        break
    else:
        bare = _BARE_WEIGHT.search(note.lower)
        if bare is not None and 30 <= float(bare["kg"]) <= 200 and not of_other(note, *bare.span()):
            note.add_fact("body_weight", Quantity(float(bare["kg"]), "kg"), *bare.span())
    for match in _HEIGHT.finditer(note.lower):
        around = note.lower[max(0, match.start() - 30) : match.end() + 20]
        if re.search(r"(?a)kg|height|身高|cm\s?tall|身长", around):
            note.add_fact("body_height", Quantity(float(match.group("cm")), "cm"), *match.span())
            break
    behind = [m for m in _PRESSURE_BEHIND.finditer(note.lower) if not _PRESSURE.search(note.lower)]
    for match in (*_PRESSURE.finditer(note.lower), *behind):
        if of_other(note, *match.span()) or re.search(
            r"(?a)肺动脉|肺|pulmonary|右室", note.lower[max(0, match.start() - 10) : match.start()]
        ):
            continue
        on = note.date_of_state(*match.span())
        for fact, group in (
            ("systolic_blood_pressure", "high"),
            ("diastolic_blood_pressure", "low"),
        ):
            note.add_fact(fact, Quantity(float(match.group(group)), "mm[Hg]"), *match.span(), on=on)


def _consent(note: Note) -> None:
    for pattern, fact in (
        (_CONTRACEPTION, "contraception_agreed"),
        (_FOLLOW_UP, "long_term_follow_up_agreed"),
        (_FOLLOW_UP, "compliance_agreed"),
        (_COMPLIANT, "compliance_agreed"),
        (_SIGNED, "informed_consent_given"),
        (_ALCOHOL, "alcohol_abstinence_agreed"),
        (_RECOVERED, "prior_treatment_toxicity_recovered"),
    ):
        for match in pattern.finditer(note.lower):
            if re.search(
                r"(?a)(?:\bnot\b|不)\s?$", note.lower[max(0, match.start() - 5) : match.start()]
            ):
                continue
            if fact == "informed_consent_given" and _UNSIGNED.search(note.lower):
                continue
            if (
                fact == "informed_consent_given"
                and "病历" in note.lower[match.start() : match.end() + 6]
            ):
                continue
            note.add_fact(fact, True, *match.span())


def _fitness(note: Note) -> None:
    for match in _POINTS_BEFORE.finditer(note.lower):
        if not of_other(note, *match.span()):
            score = Quantity(float(match.group("points")), "1")
            on = note.date_of_state(*match.span())
            note.add_fact("ecog_performance_status", score, *match.span(), on=on)
    poor = _POOR_VEINS.search(note.lower)
    good = _GOOD_VEINS.search(note.lower)
    if good is not None and poor is None:
        on = PartialDate.of(note.letter) if note.letter else None
        note.add_fact("venous_access_adequate", True, *good.span(), on=on)
    lacking = _NO_ACCESS.search(note.lower)
    if lacking is not None:
        on = PartialDate.of(note.letter) if note.letter else None
        note.add_fact("venous_access_adequate", False, *lacking.span(), on=on)
    for match in _OXYGEN.finditer(note.lower):
        denied = note.scopes.covering("negated", *match.span()) is not None
        if denied and _MEASURED.match(note.lower, match.end()):
            continue  # "不吸氧SpO2 86%": how it was measured, not what is needed
        if denied and "未吸" not in note.lower[match.start() - 3 : match.end()]:
            note.add_fact("needs_supplemental_oxygen", False, *match.span())
        if _OXYGEN_ENDED.match(note.lower, match.end()):
            continue  # "oxygen 3 l/min until 29 September": it was needed then
        if not denied and "no " not in note.lower[max(0, match.start() - 4) : match.start()]:
            note.add_fact("needs_supplemental_oxygen", True, *match.span())
    if not any(one.fact == "oxygen_saturation_room_air" for one in note.gathered.facts):
        for match in _ROOM_AIR.finditer(note.lower):
            on = note.date_of_state(*match.span())
            share = Quantity(float(match.group("share")), "%")
            note.add_fact("oxygen_saturation_room_air", share, *match.span(), on=on)
    given = any(
        one.fact == "needs_supplemental_oxygen" and one.value is True for one in note.gathered.facts
    )
    for match in () if given else _NO_OXYGEN.finditer(note.lower):
        if _MEASURED.match(note.lower, match.end()):
            continue
        if note.sentence(match.start()).section not in ("family", "plan"):
            note.add_fact("needs_supplemental_oxygen", False, *match.span())
    _survival(note)
    _donor(note)
    _transplant(note)


_DONOR = re.compile(
    r"(?a)(?:brother|sister|sibling|father|mother|parents?|son|daughter)s?\b[^.;\n]{0,30}?(?:hla[- ]?(?:identical|matched)|haplo\w*|10/10|full(?:y)? match\w*|(?:available )?as (?:a )?(?:haploidentical )?donor|willing to donate)"
    r"|(?:同胞|妹妹?|弟弟?|哥哥?|姐姐?|父亲?|母亲?|子女|儿子|女儿)[^,;。\n]{0,8}?(?:hla)?(?:全相?合|半相?合|相合|单倍体)(?:供者)?(?!移植)|同胞hla全相?合|愿(?:再次)?捐献"
)
_NO_DONOR = re.compile(
    r"(?a)\bno (?:suitable |matched |fully matched |available |hla[- ]matched )*(?:sibling |unrelated )?donor\b|无(?:合适|全相?合|相合|同胞|血缘|匹配|可用)*(?:供者|供体)"
)


def _donor(note: Note) -> None:
    for match in _DONOR.finditer(note.lower):
        behind = note.lower[match.end() : match.end() + 24]
        if not re.search(r"(?a)transplant|hsct|移植|回输", behind) and not note.scopes.covering(
            "negated", *match.span()
        ):
            note.add_fact("stem_cell_donor_available", True, *match.span())
            return
    none = _NO_DONOR.search(note.lower)
    if none is not None and "全合" not in none.group():
        note.add_fact("stem_cell_donor_available", False, *none.span())


_NO_CANDIDATE = re.compile(
    r"(?a)\b(?:not (?:an? )?(?:\w+ )?(?:transplant|asct|hsct) candidate|not (?:an? )?(?:suitable |good )?candidate for (?:an? )?(?:high[- ]dose\b[^.;\n]{0,20}|auto\w*|allo\w*|stem[- ]cell|asct|hsct|transplant)[^.;\n]{0,24}"
    r"|(?:transplant|asct)[- ]ineligible|ineligible for (?:auto\w*|stem[- ]cell|high[- ]dose|asct|hsct|transplant)|not eligible for (?:an? )?(?:auto\w*|stem[- ]cell|asct|hsct|transplant)|\bnot taken to (?:auto\w*|allo\w*|asct|hsct|transplant\w*)\b|\bno (?:allo\w*|auto\w*|stem cell )?transplant(?:ation)? (?:because|as|since|due)\b|not fit for (?:an? )?(?:auto\w*|asct|transplant|stem[- ]cell))"
    r"|(?:不适合|不宜|不符合|无法耐受|不能耐受)(?:进行|行|接受)?(?:自体)?(?:造血)?(?:干细胞)?移植"
)
_CANDIDATE = re.compile(
    r"(?a)\b(?:(?<!not )(?:transplant|asct)[- ]eligible|(?<!not )(?<!not a )(?:an? )?(?:transplant|asct) candidate|(?<!not )eligible for (?:an? )?(?:auto\w*|asct|stem[- ]cell) transplant\w*)|(?<!不)适合(?:行|接受)?(?:自体)(?:造血)?(?:干细胞)?移植"
)


def _transplant(note: Note) -> None:
    for pattern, held in ((_NO_CANDIDATE, False), (_CANDIDATE, True)):
        match = pattern.search(note.lower)
        if match is not None and note.scopes.covering("family", *match.span()) is None:
            note.add_fact("transplant_eligible", held, *match.span())
            return


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12,
          "eighteen": 18}  # fmt: skip


def _number(written: str) -> float:
    return float(_WORDS.get(written, 0) or written)


def _survival(note: Note) -> None:
    found = []
    for match in _SURVIVAL.finditer(note.lower):
        clause = note.lower[match.end() : note.sentence(match.start()).end]
        if re.search(
            r"(?a)\b(?:with|without|if)\b|若|如", note.lower[match.start() : match.end()]
        ) or (re.search(r"(?a)\bwith an? (?:effective )?(?:bridge|treatment)", clause)):
            return  # a forecast under a condition is no forecast
        unit = match.group("unit")
        each = (
            1.0
            if unit.startswith(("week", "周"))
            else 52.0
            if unit.startswith(("year", "年"))
            else 4.348
        )
        # "Four to six months" counts as the shorter: nobody is promised the longer.
        weeks = each * _number(match.group("number"))
        sign = match.group("sign")
        found.append((match, weeks, _SURVIVAL_SIGN.get(sign, sign) if sign else None))
    if len(found) > 1:
        # "Prognosis: median survival 11 months from diagnosis; expected survival now > 3 months."
        found = [one for one in found if not one[0].group().startswith("prognosis")]
    if len(found) == 1:
        match, weeks, sign = found[0]
        note.add_fact("life_expectancy_weeks", Quantity(round(weeks, 1), "wk", sign), *match.span())
