"""How the disease answered a treatment, in the words of a note."""

from __future__ import annotations

import re

_RESPONSES = (
    ("stringent_complete_response", r"\bscr\b|严格意义的完全缓解"),
    ("complete_response", r"\bcr[12i]?\b|\bcmr\b|complete (?:metabolic )?(?:response|remission)|完全缓解|excellent response"),
    ("very_good_partial_response", r"\bvgpr\b|非常好的部分缓解"),
    ("partial_response", r"\bpr\b|partial (?:metabolic )?(?:response|remission)|部分缓解"),
    ("minimal_response", r"\bmr\b|minimal response|微小缓解"),
    ("stable_disease", r"\bsd\b|stable disease|疾病稳定"),
    ("progressive_disease", r"\bpd\b(?![-\s]?l?[12]\b(?!/))|progressive disease|progress(?:ed|ion|ing)\b(?![- ]free)|(?<![无未])进展|新长了|又长了|长大了|较前增大"),
    ("no_response", r"(?:疗效|效果|反应|应答)(?:不佳|欠佳|差(?!异)|不好|不理想)|没效果|没什么效|不管用|没缓解|没有缓解|\bnr\b|no response|no remission|no significant response|little response|without (?:sustained |durable |lasting |adequate )?(?:remission|response|benefit|improvement)|未缓解|无效|no lasting benefit|lack of effect|refractory"),
)  # fmt: skip


RESPONSE = [(name, re.compile("(?a)" + pattern)) for name, pattern in _RESPONSES]


FAILED_BEFORE = re.compile(
    r"(?a)(?:refractory to|failed|progress\w* (?:on|after|through|despite)|resistant to|did not respond to|难治于|耐药)\s(?:\w+\s){0,2}$"
)
