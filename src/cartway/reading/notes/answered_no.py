"""Treatments that the words behind their name deny: *CAR-T: none*, *移植史：无*, *CAR-T naive*."""

from __future__ import annotations

import re

_END = r"(?=\s?(?:[.,;)\n/。、]|$))"
# What may still belong to the name: "CAR-T治疗史", "stem cell transplant (auto or allo)".
_REST_OF_NAME = (
    r"(?:(?:治疗|细胞|疗法|移植|输注|病|历)*史?|\s?(?:cells?|t[- ]cells?|therap(?:y|ies)|treatments?|transplant\w*|infusions?|history|exposure|products?))"
    r"(?:\s?\([^()\n]{0,30}\))?"
)
_OTHERS = r"(?:[、/及和或][^,;。、:\n]{1,8}){0,3}"
_NO_ZH = r"(?:否认?|无|没有|从无|(?:均|都|从|尚|暂)?未(?:曾)?(?:做|行|用|使用|接受|进行|给予)?过?|没(?:做|用|打|输)过?)"
_NO_EN = (
    r"(?:never|none|nil|no(?: (?:prior|previous|earlier|history))?|not (?:yet )?(?:given|done|received|performed|used|applicable|to date|so far)|n/a|denied|denies|absent|0)"
    r"(?: (?:to date|so far|ever|yet|received|given|done|performed))?"
)

DENIED_BEHIND = re.compile(
    r"(?a)(?:"
    rf"{_REST_OF_NAME}\s?[:=–-]\s?(?:{_NO_ZH}{_END}|{_NO_EN}{_END})"
    rf"|{_REST_OF_NAME}{_OTHERS}(?:均|都|从|尚)?未(?:曾)?(?:做|行|用|使用|接受|进行|给予)(?!过敏)"
    rf"|{_REST_OF_NAME}{_OTHERS}(?:均|都)?(?:没|没有)(?:做|用|打|输|接受)过?{_END}"
    r"|\)?\s?(?:暂)?(?:不可及|无法获得|买不到|未获批)"
    rf"|\s?(?:never|none){_END}"
    rf"|{_REST_OF_NAME}\s(?:(?:was|were|has been|have been|had been|is) )?(?:never|not) (?:yet )?(?:been )?(?:given|used|received|done|tried|administered|performed|undertaken|carried out)\b"
    r"|\s(?:was |were |had been |has been )?(?:omitted|withheld|left out|not included)\b"
    r"|(?: cells?| therapy)?[- ]na[iï]ve\b"
    r")"
)
