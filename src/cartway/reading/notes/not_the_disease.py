"""A disease named without the patient having it: guarded against, looked for, of a test, denied behind."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note

# "PJP prophylaxis", "TB contact", "stroke-like", "HLH workup", "Hepatitis B: surface antigen".
_BEHIND = re.compile(
    r"(?a)\s?(?:/\s?[a-z]{2,6}\s?)?(?:proph\w*|ppx\b|contacts?\b|exposure|work-?\s?up|screen\w*|risk\b|like\b|-like|mimic|score\b|index\b|(?:was |is |were |has been )?(?:not (?:yet )?(?:been )?(?:tested|checked|screened|assessed|examined|excluded|looked for)|untested)|未(?:查|检|做|测)|smear|film\b|rdt\b|swab|cultures?\b|antigen|antibod|serolog"
    r"|immun(?:e|ity)\b|free\b|-free|naive|independen\w*|clinic\b|unit\b|ward\b|team\b|referral|nurse|society|foundation|guideline\w*|protocol|criteria|trial\b|study\b|vaccin\w*|immuni[sz]ation"
    r"|接触史?|暴露|预防|筛查|风险|疫苗|样发作)"
    r"|\s?[:：]?\s?(?:serolog|marker)|\s?[:：]\s?(?:immun|vaccin|h?bs|sag\b|s\s?ag\b|surface|core|anti|antibod|antigen|ab\b|ag\b|serolog|pcr|rna|dna|vaccin|表面|核心|抗体|抗原)"
    r"|(?:\s?(?:&|/|,|and|or)\s?(?:hiv|hbv|hcv|hep(?:atitis)? ?[bc]|syphilis|[bc]))+(?:\s?(?:serolog\w*|screen\w*|tests?|ab|antibod\w+))?\s?(?:all |both )?[:=]?\s?(?:neg\b|negative|nr\b|non-?reactive|-ve)"
)
# "prophylaxis against VOD", "at risk of TLS", "contact with tuberculosis", "to prevent GVHD".
_BEFORE = re.compile(
    r"(?a)(?:prophylaxis (?:for|of|against|vs\.?)|prevention of|prevent(?:ing)?|protect(?:ion)? (?:from|against)|risk (?:of|for)|risks? (?:such as|including)|"
    r"contact (?:with|to|of)|exposed to|exposure to|screen(?:ed|ing)? for|tested for|test(?:s|ing)? for|vaccinated (?:against|for)|immuni[sz]ed against|immune to|watch(?:ing)? for|monitor(?:ed|ing)? for|"
    r"evaluated for|work-?\s?up for|mimicking|resembling|预防|接触过?|筛查|警惕|防止?|避免)\s?(?:the |an? |any |possible |active |open |pulmonary )*$"
)
# "Epilepsy no.", "Psychosis: none", "HTN -, DM -", "Asthma (no)": denied behind the name.
DENIED_BEHIND = re.compile(
    r"(?a)\s?(?:[:=?(]|\s[-–])?\s?(?:no|none|nil|never|denied|denies|absent|neg|negative|-ve|n)(?=\s?(?:[.,;)\n/]|$))"
    r"|\s?(?:-|–|\(-\)|neg)(?=\s?(?:[.,;\n]|$))"
    r"|(?:\s?(?:,|/|and\b|or\b)\s?[a-z][a-z -]{2,24}){0,6}\s?(?:[-:–]\s?)?(?:denies|denied|are denied|negated)(?=\s?(?:[.;\n]|$))"
)


def is_not_the_disease(note: Note, start: int, end: int) -> bool:
    """Whether a name of a disease only names what is guarded against, looked for or tested."""
    return (
        _BEHIND.match(note.lower, end) is not None
        or _BEFORE.search(note.lower, max(0, start - 48), start) is not None
    )
