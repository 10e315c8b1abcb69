"""What a line rests on, named only to say so: guidelines, criteria, methods, appendices."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Way(NamedTuple):
    """One way of naming a source.

    Attributes:
        needs: of each group one word, in small letters, stands in every text that it fits.
    """

    needs: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]


# Of two that fit at one place, the first counts.
_WAYS = tuple(
    _Way(needs, re.compile(source, re.IGNORECASE))
    for needs, source in (
        (
            (("《",),),
            r"《[^》\n]{0,80}》(?:\s?\(?\d{4}版?\)?)?",
        ),
        (
            (("guideline", "criteri", "classification", "consensus", "standard", "edition", "nomogram", "formula", "equation", "method", "manual", "recommendation",),),
            r"\b(?:according to|in accordance with|in line with|as per|per|based on|as defined (?:by|in)|as assessed by|as determined by"
            r"|defined by|using|as described in|following|with reference to|consistent with|meets?|meeting|fulfil\w*|satisfy\w*|comply with|by)\s+(?:the\s+)?"
            r"(?:[^.;:,()<>≥≤=\n]|\.\d|\([^()<>≥≤=\n]{0,50}\)){0,150}?\b(?:guidelines?|criteria|criterion|classifications?|consensus|standards?|edition|nomogram|formula|equation|method|manual|recommendations?)"
            r"(?:\s*(?:,\s*)?\(?(?:of|for|v(?:ersion)?\.?)?\s*\d{1,4}(?:\.\d{1,2})?\s*(?:edition|version)?\)?)?(?!\s*(?:for|of the following|listed|below|as follows))",
        ),
        (
            (("recist", "ctc", "lugano", "cheson", "imwg", "iwcll", "astct", "inrc", "rano",),),
            r"\b(?:RECIST|CTCAE|CTC|NCI-CTCAE|Lugano|Cheson|IMWG|iwCLL|ASTCT|INRC|RANO|irRECIST|NCI CTCAE)\s?(?:criteria\s?)?(?:version\s?|v\.?\s?)?(?:\d(?:\.\d)?|\d{4})?(?:\s?(?:criteria|version \d(?:\.\d)?))?",
        ),
        (
            (("version", "edition", "v ", "v\n", "v.", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9",),),
            r"\b(?:version|v\.?|edition)\s?\d(?:\.\d){0,2}\b",
        ),
        (
            (("echo", "muga", "ultrasound", "gated", "oximetry", "radionuclide",),),
            r"\b(?:as )?(?:confirmed|determined|assessed|measured|documented|demonstrated|evaluated|estimated|verified|evidenced|established|shown) (?:by|on|via|with|using|through)"
            r"(?:\s?(?:,|/|or|and|and/or|either|an?|the|2D|transthoracic|resting|screening|cardiac|doppler|color)\b){0,4}\s?(?:echocardiogra\w+|ECHO|MUGA|cardiac ultrasound|multi\w*(?:[- ]uptake)?[- ]gated acquisition|pulse oximetry|ultrasound(?:ography)?|radionuclide \w+)"
            r"(?:(?:\s?(?:,|/|\bor\b|\band\b|\ban?\b|\()){1,3}\s?(?:echocardiogra\w+|ECHO|MUGA|multi\w*(?:[- ]uptake)?[- ]gated acquisition|cardiac ultrasound|ultrasound(?:ography)?|radionuclide \w+)\)?)*(?: scans?)?",
        ),
        (
            (("reevaluated", "re-evaluated", "reassessed", "re-assessed", "retested", "re-tested", "rechecked", "re-checked", "repeated", "re-peated",),),
            r"\bre-?(?:evaluated|assessed|tested|checked|peated) (?:within|before|prior to|at|on)\b[^.;()]{0,90}",
        ),
        (
            (("no limit", "no restriction", "no preference",), ("gender", "sex", "race", "ethnicity",),),
            r"(?:with )?no (?:limit\w*|restriction\w*|preference) (?:on|of|to|in|for|as to|regarding) (?:patient )?(?:gender|sex|race|ethnicity)(?:(?:,| or| and) (?:gender|sex|race|ethnicity))*",
        ),
        (
            (("regardless of", "irrespective of",),),
            r"(?:regardless|irrespective) of (?:the )?(?:gender|sex|race|ethnic\w*|number of prior \w+|disease stage|histolog\w+)(?:(?:,| or| and|, or) (?:gender|sex|race|ethnic\w*))*",
        ),
        (
            (("local", "institutional", "central", "site", "hospital",), ("laborator", "institution", "standard", "practice", "assessment", "norm", "reference range",),),
            r"\b(?:per|by|according to|at|in) (?:the )?(?:local|institutional|central|site|hospital)(?:'s)? (?:laborator\w+|institution\w*|standards?|practice|assessment|norms?|reference ranges?)(?: (?:standards?|practice|ranges?|values?|assessment|tests?|testing|results?))?",
        ),
        (
            (("see ", "refer to ", "shown in ", "listed in ", "detailed in ", "described in ", "defined in ",), ("appendix", "section", "table", "annex",),),
            r"\b(?:see|refer to|shown in|listed in|detailed in|described in|defined in) (?:the )?(?:protocol )?(?:appendix|section|table|annex)\b[^.;()]{0,50}",
        ),
        (
            (("archiv", "fresh",), ("acceptable", "accepted", "allowed", "permitted",),),
            r"\b(?:archiv\w+|fresh\w*)(?: or (?:archiv\w+|fresh\w*))?(?: tumou?r)? (?:tissue|biops\w+|samples?|specimens?)[^.;,]{0,30}(?:acceptable|accepted|allowed|permitted)",
        ),
        (
            (("存档", "既往", "新鲜",), ("样本", "标本", "切片",),),
            r"(?:可)?(?:接受|提供)(?:存档|既往|新鲜)[^。;；]{0,24}?(?:样本|标本|切片)(?:\([^()]{0,24}\))?",
        ),
        (
            (("见",), ("附录", "附件", "方案", "章节", "表",),),
            r"(?:见|参见|详见)(?:附录|附件|方案|章节|表)[^。;；()()]{0,20}",
        ),
        (
            (("性别", "种族", "民族", "男女",),),
            r"(?:不限|不限制)(?:性别|种族|民族)|(?:性别|种族|民族|男女)(?:和种族|、种族)?(?:均)?不限|男女(?:均可|不拘|皆可)",
        ),
        (
            (("经", "过", "由",), ("超声", "彩超", "muga",),),
            r"(?:经|通过|由)(?:超声心动图|心脏彩超|心脏超声|超声|MUGA)(?:(?:或|和|、|/)(?:超声心动图|心脏彩超|MUGA|多门控\w{0,6}))?(?:检查|测定|评估|证实|显示|确认)?",
        ),
        (
            (("指南", "标准", "共识", "公式", "分类",),),
            r"(?:根据|按照?|依据|参照|参考|采用|符合|满足)[^，,。；;:()<>≥≤\n]{0,70}?(?:指南|标准|共识|公式|分类)(?:\s?\(?\d{4}年?版?\)?)?》?(?!之一|[:：]|中)",
        ),
    )
)  # fmt: skip


# The words of which each has to stand in a text before some way is tried.
NEEDED = tuple(dict.fromkeys(group for way in _WAYS for group in way.needs))
_PATTERNS = tuple(
    (sum(1 << NEEDED.index(group) for group in way.needs), way.pattern) for way in _WAYS
)


def find_references(text: str, start: int, stop: int, seen: int) -> list[re.Match[str]]:
    """Give the sources named in `text[start:stop]`, in order, none overlapping.

    Args:
        seen: of which groups of `NEEDED` a word stands in it, as bits.
    """
    if not seen:
        return []
    ways = [pattern for needed, pattern in _PATTERNS if seen & needed == needed]
    matches: list[re.Match[str]] = []
    waiting = [way.search(text, start, stop) for way in ways]
    while ahead := [match for match in waiting if match is not None]:
        first = min(ahead, key=re.Match.start)
        matches.append(first)
        for index, match in enumerate(waiting):
            if match is not None and match.start() < first.end():
                waiting[index] = ways[index].search(text, first.end(), stop)
    return matches
