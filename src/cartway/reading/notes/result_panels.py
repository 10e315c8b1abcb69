"""Results told for several tests at once: panels, screens, and what is left of them."""

from __future__ import annotations

import re

from cartway.reading.notes.infection_screens import read_screens
from cartway.reading.notes.note import Note
from cartway.reading.notes.result_keeping import keep_result

_PANELS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(
            r"(?a)(?:(?:乙肝|hbv)(?:病毒)?(?:血清)?(?:学)?(?:两对半|五项|5项|标志物|三系|系列|全套|指标)|(?:病毒性)?肝炎(?:病毒)?(?:系列|标志物|全套|指标|筛查|八项)|hbv markers|hepatitis b markers|hbv serology|hepatitis b serology)"
            r"(?:其余|余)?(?:检测|结果|is|was|were|are|all|全部|全|均|\s|:)*(?:\(-\)|阴性|阴|negative|neg\b)"
        ),
        ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody", "hepatitis_b_e_antigen"),
    ),
    (
        re.compile(
            r"(?a)(?:\bhbv|hepatitis b|hep b|乙肝)(?:,|、|\s|/|and|hcv|hiv|hepatitis c|hep c|丙肝|梅毒|syphilis|&|、)*"
            r"(?:serology|screen|筛查)?(?:均|all|both|\s|:|were|are|was|is)*(?:negative|neg\b|阴性|\(-\)|-(?=\s?(?:[,;.)\n]|$)))"
        ),
        ("hepatitis_b_surface_antigen",),
    ),
    (
        re.compile(
            r"(?a)(?:\bhepatitis c|hep c|\bhcv|丙肝|(?:病毒性)?肝炎(?:病毒)?(?:系列|标志物|全套|指标|筛查|八项)(?:结果|检测)?)(?:,|、|\s|/|and|hiv|梅毒|syphilis|&)*(?:serology|screen|抗体|筛查)?"
            r"(?:均|all|both|\s|:|were|are|was|is)*(?:negative|neg\b|阴性|\(-\)|-(?=\s?(?:[,;.)\n]|$)))"
        ),
        ("hepatitis_c_antibody",),
    ),
    (
        re.compile(
            r"(?a)\b(?:hbv|hep b|hepatitis b)\s(?:sag|s ag|surface ag\w*)\s?(?:/|and|&|,)\s?(?:anti-?)?(?:hb)?c\s?(?:ab)?(?:ore)?(?: ab| antibody)?"
            r"(?:both|\s|:|were|are)*(?:negative|neg\b)"
        ),
        ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody"),
    ),
    (
        re.compile(
            r"(?a)\b(?:hbv|hep b|hepatitis b)\s?(?:s-?ag|surface ag\w*)\s?(?:-|neg\w*)\s?[,/]\s?(?:anti-?)?(?:hb)?c-?\s?(?:ab|ore\b)\s?(?:-(?=\s?(?:[,;.)\n]|$))|neg)"
        ),
        ("hepatitis_b_core_antibody",),
    ),
    (
        re.compile(r"(?a)(?:core antibody|core ab|\bhbc)(?:\s|:|was|is)*(?:negative|neg\b)"),
        ("hepatitis_b_core_antibody",),
    ),
)


_HBV_PARTS = re.compile(
    r"(?a)(?:\bhbv|hep(?:atitis)? ?b|乙肝)[^.;。\n]{0,50}?\b(?P<part>sag|s ag|dna)\b(?:\s|:|was|is)*(?P<value>neg\w*|not detected|tnd\b|undetect\w*|pos\w*|阴性|阳性|[-+](?=\W|$))"
)


_REST = re.compile(
    r"(?a)(?:乙肝(?:病毒)?(?:五项|两对半|系列|检查)?|hbsab|抗-?hbs|hepatitis b (?:panel|serology))[^;。\n]{0,40}?(?:余|其余|其他|其它|otherwise|rest)(?:均|项|都|全|是|all|\s)*(?:阴性?|-(?=[;,。\n]|$)|\(-\)|negative|neg\b)"
)


# "Tests for HIV and hepatitis B and C were negative": what such a screen tests is no question.
_SCREENED = re.compile(
    r"(?a)\b(?:tests?|serolog(?:y|ies)|screen(?:ing|s)?) (?:for|of) (?:(?:hiv|hepatitis|syphilis|hbv|hcv|virus(?:es)?|b|c|and|or)[ ,/]{1,2}){1,10}"
    r"(?:(?:was|were|is|are|all|both) ){0,2}(?:negative|non-?reactive)"
)


_B_AND_C = re.compile(
    r"(?a)\bhep(?:atitis)?\.? b\s?(?:and|&|/|,|or)\s?c\b[^.,;\n\d]{0,24}?(?:negative|neg\b|non-?reactive)"
)
# "No hepatitis B or C (tested Dec 2025 negative)"
_NO_HEPATITIS = re.compile(
    r"(?a)\bno hepatitis (?P<first>[bc])(?:\s?(?:or|and|/|,)\s?(?:hepatitis )?(?P<second>[bc]))?\s?\((?:[^()]{0,24}\s)?(?:tested|test|negative)[^()]{0,24}\)"
)
_METHYLATED = re.compile(
    r"(?a)mgmt[ -]?(?:(?:promoter|gene|status|启动子|基因)[ :]?){0,2}(?P<not>un|non-?|not |未|无|非)?(?:methylat(?:ed|ion)(?! (?:negative|not|unknown|pending))|甲基化(?!阴性|状态|未|待))"
)


_NO_HIT = re.compile(
    r"(?a)\bno (?:myc|bcl-?2|bcl-?6)[a-z0-9, /-]{0,24} rearrangements?|\bmyc[^.;。;\n]{0,20}(?:均无|均未见|未见|无)(?:基因)?(?:重排|易位)"
)


_RNA = re.compile(
    r"(?a)(?:hcv|hepatitis c|丙肝)[^.;。\n]{0,30}?/?\s?\brna\b(?:\s|:|was|is|pcr)*(?P<neg>not detected|negative|neg\b|undetect\w*)?(?P<pos>positive|pos\b|detected|\d)?"
)


_VIRUS = r"(?:anti-?)?(?:hiv(?:[- ]?(?:1/2|ab))?|hbv|hcv(?:[- ]?ab)?|hep(?:atitis)?\.? ?[bc]|syphilis|tp(?:pa|ha)?|rpr|乙肝|丙肝|艾滋(?:病)?|梅毒)(?:抗体)?"
_SEVERAL = re.compile(
    rf"(?a)(?<![a-z])(?:{_VIRUS}(?:\s?(?:/|,|、|and|&|\+|及|和|与|;)\s?(?:and\s)?|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff]))){{1,5}}{_VIRUS}\s?也?(?:(?:都|均|全)?(?:检?查过?了?|做过?了?|化验过?了?)[,:]?)?(?:(?:screen(?:ing)?|serolog(?:y|ies)|tests?|markers|panel|viruses|抗体|筛查|检测|检查|标志物)\s?)?"
    r"(?:\([^()]{0,16}\)\s?)?[\s:]?(?:(?:均|全部|全|皆|都|为|是|呈|all|both|were|are|was|is)\s?){0,3}(?:negative|neg\b|non-?reactive|nr\b|阴性|阴(?![道部茎])|\(-\)|没有|没事|正常)"
)
_ONLY_SURFACE_ANTIBODY = re.compile(
    r"(?a)(?:乙肝(?:五项|两对半|标志物)|hep(?:atitis)? b (?:panel|markers|serology)|hbv (?:panel|markers|serology))[^;。\n]{0,12}?(?:仅|只有|only)\s?(?:hbsab|表面抗体|anti-?hbs|surface antibody)\s?(?:is |was )?(?:\(\+\)|阳性|\+|positive)"
)
_TREPONEMAL = re.compile(
    r"(?a)(?<![a-z])tp(?:-?ab)?\s?(?:[:(]\s?)?(?P<sign>\+|-|阴性?|阳性?)(?=[\s,;.。)、]|$)"
)


def _read_several(note: Note, known: set[str]) -> None:
    """*HIV/HBV/HCV screen negative*, *丙肝、艾滋、梅毒均阴性*."""
    for match in _SEVERAL.finditer(note.lower):
        if note.sentence(match.start()).section in ("family", "plan"):
            continue
        text = match.group()
        for fact, named in (
            ("hiv_antibody", "hiv" in text or "艾滋" in text),
            ("hepatitis_b_surface_antigen", re.search(r"(?a)hbv|hep(?:atitis)?\.? ?b|乙肝", text)),
            ("hepatitis_c_antibody", re.search(r"(?a)hcv|hep(?:atitis)?\.? ?c|丙肝", text)),
            ("syphilis_treponemal_antibody", re.search(r"(?a)syphilis|\btp|梅毒", text)),
        ):
            definition = note.vocabulary.facts.get(fact)
            if named and definition is not None and fact not in known:
                keep_result(note, definition, "negative", *match.span())
    for match in _ONLY_SURFACE_ANTIBODY.finditer(note.lower):
        for fact, value in (
            ("hepatitis_b_surface_antigen", "negative"),
            ("hepatitis_b_e_antigen", "negative"),
            ("hepatitis_b_core_antibody", "negative"),
            ("hepatitis_b_surface_antibody", "positive"),
        ):
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and (fact not in known or value == "positive"):
                keep_result(note, definition, value, *match.span())
    definition = note.vocabulary.facts.get("syphilis_treponemal_antibody")
    if note.document.language == "zh" and definition is not None and definition.id not in known:
        for match in _TREPONEMAL.finditer(note.lower):
            value = "negative" if match.group("sign")[0] in "-阴" else "positive"
            keep_result(note, definition, value, *match.span())


# 大三阳: surface antigen, e antigen and core antibody; 小三阳: e antibody in place of e antigen.
_THREE_POSITIVE = re.compile(
    r"(?a)(?P<kind>[大小])三阳(?!(?:[、/或]?[大小]三阳)?(?:都|均)?(?:不是|没有|无|否|\(-\)))"
)


def _read_three_positive(note: Note, known: set[str]) -> None:
    for match in _THREE_POSITIVE.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        before = note.lower[max(0, match.start() - 3) : match.start()]
        if not scope.of_patient_now or before.endswith(("不是", "非", "转")):
            continue
        antigen = "positive" if match.group("kind") == "大" else "negative"
        for fact, value in (
            ("hepatitis_b_surface_antigen", "positive"), ("hepatitis_b_core_antibody", "positive"),
            ("hepatitis_b_e_antigen", antigen),
        ):  # fmt: skip
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and fact not in known:
                keep_result(note, definition, value, *match.span())


def read_panels(note: Note, known: set[str]) -> None:
    """Gather the results that a panel or screen tells for several tests."""
    read_screens(note, known)
    _read_three_positive(note, known)
    _read_several(note, known)
    for pattern, facts in _PANELS:
        for match in pattern.finditer(note.lower):
            for fact in facts:
                definition = note.vocabulary.facts.get(fact)
                if definition is not None and fact not in known:
                    keep_result(note, definition, "negative", match.start(), match.end())
    for match in _REST.finditer(note.lower):
        for fact in (
            "hepatitis_b_surface_antigen",
            "hepatitis_b_core_antibody",
            "hepatitis_b_e_antigen",
        ):
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and fact not in known:
                keep_result(note, definition, "negative", match.start(), match.end())
    for match in _HBV_PARTS.finditer(note.lower):
        fact = (
            "hepatitis_b_virus_dna"
            if match.group("part") == "dna"
            else "hepatitis_b_surface_antigen"
        )
        definition = note.vocabulary.facts.get(fact)
        if definition is not None and fact not in known:
            value = (
                "positive"
                if match.group("value")[:1] in "p阳+" and match.group("value") != "阴性"
                else "negative"
            )
            keep_result(note, definition, value, match.start(), match.end())
    for match in _SCREENED.finditer(note.lower):
        text = match.group()
        for fact, named in (
            ("hiv_antibody", "hiv" in text),
            ("hepatitis_b_surface_antigen", re.search(r"(?a)\bb\b|hbv", text)),
            ("hepatitis_c_antibody", re.search(r"(?a)\bc\b|hcv", text)),
            ("syphilis_treponemal_antibody", "syphilis" in text),
        ):
            definition = note.vocabulary.facts.get(fact)
            if named and definition is not None and fact not in known:
                keep_result(note, definition, "negative", *match.span())
    for match in _B_AND_C.finditer(note.lower):
        for fact in ("hepatitis_b_surface_antigen", "hepatitis_c_antibody"):
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and fact not in known:
                keep_result(note, definition, "negative", *match.span())
    for match in _NO_HEPATITIS.finditer(note.lower):
        for kind in filter(None, match.groups()):
            fact = "hepatitis_b_surface_antigen" if kind == "b" else "hepatitis_c_antibody"
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and fact not in known:
                keep_result(note, definition, "negative", *match.span())
    for match in _METHYLATED.finditer(note.lower):
        definition = note.vocabulary.facts.get("mgmt_promoter_methylated")
        if definition is not None and definition.id not in known:
            keep_result(
                note, definition, "negative" if match.group("not") else "positive", *match.span()
            )
    for match in _NO_HIT.finditer(note.lower):
        definition = note.vocabulary.facts.get("double_hit_rearrangement")
        if definition is not None and definition.id not in known:
            keep_result(note, definition, "negative", *match.span())
    if "hepatitis_c_virus_rna" not in known:
        for match in _RNA.finditer(note.lower):
            definition = note.vocabulary.facts.get("hepatitis_c_virus_rna")
            found = "negative" if match.group("neg") else "positive" if match.group("pos") else None
            if definition is not None and found is not None:
                keep_result(note, definition, found, match.start(), match.end())
