"""Statements that close a list: after them, what the list does not name was not there.

A closing statement has three forms: it denies anything further ("no other treatment was given"), it
says that what was named is all ("the therapies above are all she has had"), or it answers a heading
("Past history: none"). The forms are built here from the words of each list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cartway.reading.notes.note import Note

_KINDS_OF_TREATMENT = (
    r"(?:(?:prior|previous|earlier|current|systemic|specific|active|oncolog\w+|medical|drug|disease|"
    r"cancer|tumou?r|lymphoma|myeloma|leuka?emi[ac]|cll|lupus|immunosuppressive|immunomodulatory|"
    r"anti-?\s?(?:cancer|tumou?r|neoplastic|lymphoma|myeloma|leuka?emi[ac])|[\w.]+[- ](?:directed|specific|targeted))[\s,/-]*"
    r"(?:or |and )?){0,4}"
)
_TREATMENT = (
    r"(?:treatments?|therap(?:y|ies)|lines?(?: of (?:treatment|therapy|chemotherapy))?|regimens?|"
    r"chemotherap(?:y|ies)|anti-?\s?(?:cancer|tumou?r|neoplastics?|lymphoma|myeloma|leuka?emi[ac])(?: drugs?| agents?)?|"
    r"drugs? (?:against|for) (?:the |her |his |this )?(?:disease|lymphoma|myeloma|leuka?emia|cancer|tumou?r|lupus))\b"
)
# What is possible, needed, planned, or of another time closes nothing.
_ONLY_OF_CHOICE = (
    r"(?![\s-]*(?:options?|choices?|modalit\w+|strateg\w+|lines?\b|available|possible|planned|needed|required|necessary|indicated|"
    r"recommended|offered|left|remain\w*|related|free|naive|response|changes?|complications?|side|toxicit\w+|failures?|"
    r"(?:is|was|were|has been|have been|will|can|could|would|may|should|to) (?:be )?(?:available|possible|planned|needed|required|"
    r"necessary|indicated|recommended|offered|left|felt|thought|discussed|decided|considered|advised)|"
    r"(?:since|after|during|before|between|until|prior to|thereafter|at (?:this|the) (?:time|moment|present)|for now|today|now)\b))"
)
_FURTHER = r"(?:other|further|additional|more)"
_BESIDES = r"(?:apart from|besides|beside|other than|except(?:ing)?(?: for)?|beyond|aside from|outside|in addition to)"
_THESE = r"(?:the (?:above|foregoing|two|three|four|listed|therapies|treatments|regimens|lines|drugs)|this|that|these|those|it|listed)"
_NUMBER = r"(?:\d|one|two|three|four|five|six|a single)"
_NEGATED = r"\b(?:no|not|never|without|nor|nil|n't|neither)\b"

_TREATMENTS_CLOSED = re.compile(
    "(?a)"
    + "|".join(
        (
            # "never received any other drugs against the lymphoma"
            rf"{_NEGATED}[^.;:\n]{{0,36}}?\b{_FURTHER} {_KINDS_OF_TREATMENT}{_TREATMENT}{_ONLY_OF_CHOICE}",
            # "not been given anything else for the lymphoma"
            r"\bn[o']t (?:\w+ ){0,3}(?:given|had|received|tried) anything else\b",
            # "apart from these she has received no anticancer treatment", "beyond that, nothing"
            rf"\b{_BESIDES} {_THESE}\b[^.;:\n]{{0,50}}?(?:\bno\b (?:\w+ )?{_KINDS_OF_TREATMENT}{_TREATMENT}{_ONLY_OF_CHOICE}|\bnothing\b)",
            rf"{_NEGATED} (?:any )?{_KINDS_OF_TREATMENT}{_TREATMENT}(?: (?:has been|have been|had been|was|were))?(?: (?:ever|given|received|tried|used|administered))* {_BESIDES} (?!in\b|at\b)",
            # "the therapies listed above are all she has had"
            rf"\b(?:{_THESE}|here)\b[^.;:\n]{{0,40}}?\b(?:are|is|was|were|make up|represents?|constitutes?) (?:all|the (?:only|complete|full|entire|whole|sole)|(?:her|his|their) (?:only|entire|complete|full)|exhaustive)\b(?! (?:resolved|negative|normal|well|stable|within|good|improv\w+|not|refractory|failed))",
            rf"\b(?:had|has had|received|has received|has been given|was given)\b [^.;:\n]{{0,12}}?(?:{_THESE} )?(?:{_NUMBER} )?(?:lines?|regimens?|treatments?|therapies)(?: of (?:treatment|therapy))? only\b",
            rf"\bonly (?:{_THESE} )?{_NUMBER} (?:\w+ )?(?:lines?|regimens?)(?: of (?:treatment|therapy|chemotherapy))?(?: (?:so far|to date|in all|in total|altogether|were given|was given|have been given)|, as (?:listed|above))",
            r"\btreatments?\b[^.;:\n]{0,40}?\bconsist(?:s|ed) (?:solely|only|exclusively|entirely) of",
            r"\bonly (?:one|1|a single) (?:prior |previous )?(?:line|regimen)\b(?! (?:of|was|is|left|remains) (?:iv|access|possible))|\b(?:one|1|a single) (?:prior |previous )?(?:line|regimen)(?: of (?:treatment|therapy))?(?:\s?\([^()\n]{1,40}\))? only\b",
            # "treatment history is complete as above", "prior therapy (complete):"
            r"\b(?:treatment|therapy|therapeutic|oncolog\w+|chemotherapy|line)s? (?:history|list|record)(?: as)?(?: above| listed)?,? (?:is|are) (?:complete|exhaustive)\b",
            r"\b(?:complete|full|entire|exhaustive) (?:treatment|therapy|therapeutic|oncolog\w+|anti-?cancer) (?:history|list|record)\b(?! (?:is |was )?(?:not|un|awaited|pending|requested|to follow|will))",
            r"\b(?:treatments?|therap(?:y|ies)|rx|tx|lines of (?:treatment|therapy))(?: history| given| so far| to date)?\s?\((?:complete|full|all|exhaustive|entire)\b[^()\n]{0,60}\)",
            # "other therapies: none"
            rf"\b{_FURTHER} {_KINDS_OF_TREATMENT}{_TREATMENT}\s?[:–-]\s?(?:none|nil|no|never)\b",
        )
    )
)

_ILLNESS = (
    r"(?:history|illness(?:es)?|diseases?|(?:co-?\s?)?morbidit(?:y|ies)|conditions?|problems?|diagnos[ei]s|ailments?)\b"
    r"(?!\s*(?:site|lesion|manifest|progress|activit|related|relapse|outside|elsewhere|seen|found|visible|left|of (?:tb|tuberculosis|seizure|stroke|\w+ (?:disease|infection))|on\b|in\b(?! the past)|at\b|for\b|was (?:seen|found)|with\b|requir|that|during|since|of travel|of (?:contact|exposure|transfusion|surgery)))"
)
_KINDS_OF_ILLNESS = r"(?:(?:other|further|additional|known|chronic|significant|relevant|major|serious|previous|past|prior|medical|systemic|internal|concomitant|concurrent|coexisting|co-existing|pre-existing|underlying|general|health|of note)[\s,]*(?:or |and )?)"
_HISTORY_HEADING = (
    r"\b(?:pmhx?|(?:past |previous )?(?:medical )history|past history|(?:other )?(?:co-?morbidit(?:y|ies)|illnesses|diseases|medical conditions|diagnoses)|"
    r"(?:concomitant|concurrent|chronic|underlying|coexisting) (?:diseases?|illness(?:es)?|conditions?)|past illnesses)"
)
_NOTHING = r"(?:none(?: (?:relevant|known|significant|of note|reported|else))?|nil(?: (?:else|of note|relevant|significant|known))?|no|negative|unremarkable|non-?contributory|n/a)(?=\s?(?:[.;,\n]|$))"

_CONDITIONS_CLOSED = re.compile(
    "(?a)"
    + "|".join(
        (
            rf"\b(?:no|nil|without|denies(?: any)?) (?:other|further|additional) {_KINDS_OF_ILLNESS}{{0,3}}(?:past |medical )?{_ILLNESS}",
            r"\b(?:no|nil|without)(?: any)? (?:(?:known|significant|relevant|major|other|serious)[\s,]*){0,2}(?:chronic|concomitant|concurrent|co-?existing|pre-?existing|underlying)(?: or (?:past|chronic|concomitant))? (?:illness(?:es)?|diseases?|(?:medical )?conditions?|(?:health )?problems?)\b(?! (?:of|requir|that|on|in)\b)",
            r"\b(?:no|nil|without) (?:(?:known|significant|relevant|major|other|serious)[\s,]*){0,2}co-?\s?morbidit(?:y|ies)\b",
            r"\b(?:no|nil) (?:(?:known|significant|relevant|other)[\s,]*){0,2}(?:past (?:medical )?history|pmhx?|previous medical history|medical history)\b(?! of\b)",
            rf"{_HISTORY_HEADING}(?: history)?\s?[:–-]\s?{_NOTHING}",
            r"\b(?:past|medical|previous) history (?:is |was )?otherwise (?:unremarkable|nil|negative|clear|non-?contributory)\b",
            rf"{_HISTORY_HEADING}\s?[:–-]\s?[^.:\n]{{2,90}}?(?:\bonly(?=\s?(?:[.\n]|$))|[.;,] (?:otherwise|else|rest|remainder) {_NOTHING}|[.;,] (?:none|nil|nothing) else\b|[.;] otherwise (?:well|healthy|fit)\b)",
            rf"\b(?:apart from|other than|besides|except for|aside from) [^.;\n]{{1,60}}?,? (?:s?he |they |the patient )?(?:has |had |have |is |was |has been )?(?:no {_KINDS_OF_ILLNESS}{{1,3}}{_ILLNESS}|(?:otherwise |previously )?(?:healthy|fit and well))",
        )
    )
)

_DRUGS = r"(?:meds?|medications?|medicines?|drugs?|tablets?|pills|prescriptions?)\b(?! (?:allerg|reaction|intoleran|related|level|abuse|use\b|misuse|users?|for\b|against\b|that|list))"
_DRUG_HEADING = r"\b(?:(?:current|regular|home|concomitant|present|other|long[- ]term|usual)\s){0,2}(?:meds?|medications?|medicines|drugs)"
_DRUGS_CLOSED = re.compile(
    "(?a)"
    + "|".join(
        (
            rf"\b(?:no|nil|without(?: any)?) (?:(?:other|further|additional|regular|current|long[- ]term|chronic|concomitant|home|usual|daily)[\s,]*){{1,3}}{_DRUGS}",
            rf"{_DRUG_HEADING}\s?[:–-]\s?{_NOTHING}",
            rf"{_DRUG_HEADING}\s?[:–-]\s?[^.:\n]{{2,90}}?\bonly(?=\s?(?:[.\n]|$))",
            rf"\b(?:takes?|taking|uses) nothing\b(?! (?:by|orally|before|after|from|solid))|\b(?:takes?|taking|(?:is |now |currently )on|uses) (?:no {_DRUGS})(?! (?:for|against)\b)",
            rf"\bnot (?:taking|on) (?:any )?(?:(?:other|regular|current)\s)?{_DRUGS}",
        )
    )
)

_ALLERGIES_CLOSED = re.compile(
    r"(?a)\bnot allergic to (?:any(?:thing)?\b|drugs|medicines|medications?)|\b(?:has|have|had) (?:no|never had(?: any)?) allerg(?:y|ies|ic reactions?)\b(?! to (?!drugs|medic))"
    rf"|\ballerg(?:y|ies)\s?[:–-]\s?{_NOTHING}"
    r"|对(?:什么|任何|所有)(?:的)?(?:药物?|东西)?(?:都|均)?(?:不|没有?)过敏|无(?:已知|明确|明显)?(?:的)?(?:药物|食物)(?:、|及|和|或)?(?:药物|食物)?过敏"
)

_ZH_NOT = r"(?:无|没有?|未|未曾|从未|否认)"
_ZH_OTHER = r"(?:其[他它]|别的|其余|另外|更多|余下)"
_ZH_KINDS = r"(?:的|任何|抗肿瘤|抗淋巴瘤|抗骨髓瘤|抗白血病|抗癌|系统性?|全身|专科|特殊|相关|正规|针对[^,。;\n]{1,6})*"
_ZH_TREATMENT = r"(?:药物治疗|治疗(?!选择|手段|方法|机会|指征|计划|措施|意愿|相关|反应|后|期间|前|中)|化疗|方案|放化疗)"
_ZH_TREATMENTS_CLOSED = re.compile(
    "(?a)"
    + "|".join(
        (
            rf"(?<!复发后){_ZH_NOT}(?:再|曾|有|行|做|用|接受|使用|进行|采用|给予|过|经|于外院)*{_ZH_OTHER}{_ZH_KINDS}{_ZH_TREATMENT}(?!期)",
            rf"除(?:了)?(?:上述|以上|上面|这些|此|前述|所述)[^。;\n]{{0,14}}?(?:外|之外|以外),?[^,。;\n]{{0,6}}?{_ZH_NOT}[^,。;\n]{{0,12}}?(?:治疗|方案|化疗|抗肿瘤药)",
            rf"(?:以上|上述|如上|这些|前述|上面)[^,。;\n]{{0,8}}?(?:即|就|便)?(?:是|为|系)(?:其|他|她|患者|病人)?(?:接受过?)?(?:的)?(?:全部|所有|完整)(?:的)?{_ZH_KINDS}(?:治疗|方案|化疗|用药)",
            r"治疗(?:史|经过|情况|过程)?\s?\((?:全|全部|完整|详尽|齐全)[^()\n]{0,8}\)",
            r"(?:全部|完整|所有)(?:的)?(?:抗\w{1,4})?治疗(?:史|经过|方案|情况)?(?:均)?(?:如上|如下|见上|已列)",
            r"(?:仅|只|就|总共就?|一共就?)(?:接受|行|做|用|进行|使用|给予)过?(?:了)?(?:(?:上述|以上|该)(?:[一二两三四五六\d]?(?:种|线|个|次|套))?|这[一二两三四五六几\d](?:种|线|个|次|套))(?:的)?(?:[一二两三四五六\d]线)?(?:治疗|方案|化疗)",
            r"(?:仅|只)(?:接受|行|做|用)过?一线(?:治疗|化疗|方案)",
            r"治疗(?:史)?(?:仅|只)(?:限于|有|包括)(?:上述|以上)?",
            r"(?:治疗|方案|化疗)[,，](?:别无|再无|无|没有)其[他它](?=[。;,\n]|$)",
            r"(?:别的|其[他它](?:的)?)(?:治疗|方案|疗法)?(?:都|均|也)?(?:没有?|未|从没)(?:再)?(?:做|用|接受|治)过?(?!药)",
        )
    )
)
_ZH_CONDITIONS_CLOSED = re.compile(
    r"(?a)既往(?:病)?史\s?:?\s?(?:无|没有)(?=[。;,\n]|$)"
    r"|(?:无|没有?|否认)(?:(?:明确|重大|任何|既往|其[他它]|特殊|的))*(?:其[他它]|别的|特殊|基础)(?:(?:慢性|内科|重大|系统|既往|明确|基础|的))*(?:病史|疾病史?|慢性病史?|病(?!灶|变|情|毒|原|理)|既往史|合并症|合并疾病)(?!进展|治疗)"
    r"|(?:无|没有)(?:任何|明确)?(?:合并症|合并疾病|慢性病(?:史)?|慢性疾病(?:史)?)(?=[。;,\n]|$)"
    r"|(?:没有?|无)(?:什么)?(?:别的|其[他它])(?:的)?(?:毛)?病(?=[。;,\n了]|$)"
    r"|除[^。;\n]{1,24}?(?:外|之外|以外),?(?:患者)?(?:既往)?(?:均)?(?:无|没有)(?:其[他它]|别的|任何)(?:慢性|基础|内科)?(?:疾病|病史?|合并症)(?!灶|变)"
)
_ZH_DRUGS_CLOSED = re.compile(
    r"(?a)(?:未|没有?|无|不)(?:再)?(?:长期|规律|另外)?(?:服用?|使用|口服|应用|吃|用)(?:任何|其[他它]|别的)(?:的)?(?:药物?|用药|西药|中药)(?!过敏)"
    r"|(?:长期|目前|合并|现|日常|规律)(?:口服|服用)?(?:用药|药物|服药)\s?:\s?(?:无|没有)(?=[。;,\n]|$)"
    r"|(?:无|没有)(?:长期|规律|日常)(?:口服|服用|使用)?(?:的)?(?:药物?|用药|服药)(?!过敏)(?=[。;,\n]|$)"
    r"|(?:别的|其[他它](?:的)?)药物?(?:都|均|也)?(?:没有?|无|未)(?:吃|用|服)?(?=[。;,\n了]|$)"
)

_LISTS = (
    ("prior_therapy", _TREATMENTS_CLOSED),
    ("prior_therapy", _ZH_TREATMENTS_CLOSED),
    ("condition", _CONDITIONS_CLOSED),
    ("condition", _ZH_CONDITIONS_CLOSED),
    ("medication", _DRUGS_CLOSED),
    ("medication", _ZH_DRUGS_CLOSED),
    ("allergy", _ALLERGIES_CLOSED),
)
# Said of the past history, it closes it; of an examination it says nothing.
_REST_OF_HISTORY = re.compile(
    r"(?a)余无(?:特殊|殊)|\botherwise (?:unremarkable|nil|none|negative)\b|余\(-\)"
)
_OF_A_TIME = re.compile(
    r"(?a)(?:期间|此间|其间|近期|之间|复发后|入院后|住院|出院后)[^,。;\n]{0,4}$"
    r"|\b(?:since|during|between|after (?:the )?(?:relapse|progression))\b[^.;\n]{0,50}$"
)
# "Nothing else": of the list that the treatment named last belongs to.
_NOTHING_ELSE = re.compile(
    r"(?a)"
    r"\bnothing (?:has been |was )?(?:ever )?(?:given |received |tried )?(?:since or |before or )?(?:besides|otherwise|else|further|omitted)\b(?! (?:of note|to (?:report|add)|abnormal|remarkable|focal|was (?:found|seen)|(?:on|in) (?:exam|the|her|his)))"
)
_HEDGED = re.compile(
    r"(?a)\b(?:if|unless|until|whether|unclear|unknown|unsure|probably|presumably|as far as (?:i|we) know)\b|如果?|若|不详|不清楚|不明|可能"
)


def closed_lists(note: Note) -> Iterator[tuple[str, int, int]]:
    """The lists that a note closes, and where it does."""
    for name, closing in _LISTS:
        for match in closing.finditer(note.lower):
            sentence = note.sentence(match.start())
            if sentence.section in ("family", "plan"):
                continue
            if _HEDGED.search(note.lower, sentence.start, match.end()):
                continue
            if _OF_A_TIME.search(note.lower, sentence.start, match.start()):
                continue
            if name == "prior_therapy" and _of_other_illness(note, sentence.start, *match.span()):
                continue
            in_drugs = sentence.section == "medication" and sentence.start < match.start() - 2
            yield ("medication" if name == "prior_therapy" and in_drugs else name), *match.span()
    for match in _NOTHING_ELSE.finditer(note.lower):
        named = _list_of_the_last(note, match.start())
        if named is not None and not _HEDGED.search(note.lower, match.start() - 30, match.end()):
            yield named, *match.span()
    for match in _REST_OF_HISTORY.finditer(note.lower):
        if note.sentence(match.start()).section == "past":
            yield "condition", *match.span()


def _list_of_the_last(note: Note, end: int) -> str | None:
    """The list that the treatment named last, shortly before a place, stands in."""
    section = note.sentence(end).section
    if section in ("family", "plan", "allergy", "past", "examination"):
        return None
    for match in reversed(note.matches_within(max(0, end - _SHORTLY), end)):
        for sense in match.senses:
            if sense.kind == "concept" and sense.system == "treatment":
                treats = any(note.is_a(sense.id, kind) for kind in _TREATS)
                return (
                    "prior_therapy" if treats else "medication" if section == "medication" else None
                )
    return None


_SHORTLY = 200
_TREATS = (
    "anticancer_therapy", "radiotherapy", "haematopoietic_stem_cell_transplantation",
    "cellular_therapy", "immunosuppressive_agent", "b_cell_depleting_therapy",
)  # fmt: skip


def _of_other_illness(note: Note, sentence: int, start: int, end: int) -> bool:
    """*Vitiligo, no other treatment*, *no other drugs for gout*: not what the letter is about."""
    for low, high, said in ((end, end + 40, _FOR), (sentence, start, None)):
        if said is not None and said.match(note.lower, low) is None:
            continue
        named = [
            sense
            for match in note.matches_within(low, min(high, len(note.lower)))
            for sense in match.senses
            if sense.kind == "concept" and sense.system == "disease"
        ]
        if named:
            return not any(note.is_a(s.id, kind) for s in named for kind in _TREATED_DISEASES)
    return note.sentence(start).section == "past" and start > sentence + 2


_FOR = re.compile(r"\s(?:for|of|against)\s")
_TREATED_DISEASES = ("malignant_neoplasm", "autoimmune_disease")
