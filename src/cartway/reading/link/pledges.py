"""What a patient signs and promises, where a sentence says nothing else: consent, visits, follow-up."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Has, Node
from cartway.reading.link.context import Context

# A sentence of these words alone asks for nothing but signatures and promises.
_WORDS = """
    a ability able about abide adhere adherence afterwards agree agreement agrees all an and any appropriate
    are as assent at attend authorised authorized available be before being biopsies by can capable
    capacity clinical commit communicate complete completing completion compliance compliant comply
    complying conduct consent consented cooperate cooperation co-operate dated document documented
    documents during enrollment enrolment ensure ethics examinations follow follow-up follow-ups for
    form forms freely from fully give given good guardian guardians has have having he her his icf if
    in including individual individuals information informed instructions investigator is its
    laboratory legal legally long long-term lar may must necessary nature of on or other parent parents
    participant participants participate participation patient patients per perform performed period
    personally planned prior procedure procedures protocol protocol-specified provide provided
    providing purpose read regulations related remain representative representatives required
    requirement requirements restrictions return schedule scheduled schedules screening
    self self-assessment shall she should sign signature signed signing site specific staff
    strictly study study-related study-specific subject subjects take takes term test testing tests the
    their them they this those to treatment trial undergo understand understanding understands
    understood up visit visiting visits voluntarily voluntary volunteer volunteered volunteers well
    were which who will willing willingness with within witnessed written year years yr yrs
"""
_ENGLISH = frozenset(_WORDS.split())
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CHINESE = re.compile(
    r"(?:受试者|患者|病人|本人|参与者|监护人|法定|代理人|代表|家属|父母|其|他们|能够?|可以?|应|须|需|必须|愿意?|同意|自愿|充分|完全|理解|了解|知晓|知情|阅读"
    r"|签署|签字|书面|知情同意书?|并|且|和|或|及|与|以及|同时|者|的|地|对|本|该|此|项|参加|参与|加入|研究|试验|临床|方案|规定|要求|流程|程序|步骤|访视|随访|计划|安排|相关|所有|全部"
    r"|遵守|遵循|遵从|依从性?|良好|好|较好|强|配合|完成|接受|检查|治疗|评估|观察|进行|按照?|按时|定期|长期|整个|期间|沟通|交流|医生|研究者|研究人员|在|任何|之?前|开始|由|于|能力|意愿|有|具有|具备|预计|预期"
    r"|目的|内容|风险|性质|过程|\d{1,2}\s?年|[、,，。；;/()（）\s])+"
)
_CONSENT = re.compile(r"consent|\bICF\b|assent|知情同意|签署", re.IGNORECASE)
_FOLLOWED = re.compile(
    r"long[- ]term follow|follow[- ]?up.{0,30}\b\d+ ?years?|\d+ ?years?.{0,20}follow[- ]?up|长期随访",
    re.IGNORECASE,
)
_COMPLIES = re.compile(
    r"compl(?:y|ian|et)|adher|abide|attend|\bvisits?\b|participat|return|cooperat|co-operat|follow|schedule|遵守|遵循|遵从|依从|配合|完成|访视|随访|参加|参与",
    re.IGNORECASE,
)
_LONGEST = 400


def pledges(context: Context, text: str) -> list[Node] | None:
    """Give what a sentence of signatures and promises asks; None where it says anything else."""
    if context.exclusion or context.asking or len(text) > _LONGEST:
        return None
    small = text.lower()
    if small.isascii():
        if not set(_WORD.findall(small)) <= _ENGLISH or re.search(r"[<>≥≤%]", small):
            return None
    elif _CHINESE.fullmatch(text) is None:
        return None
    named: list[str] = []
    rest = text
    if _CONSENT.search(text):
        named.append("informed_consent_given")
        rest = _CONSENT.sub("", text)
    if _FOLLOWED.search(text):
        named.append("long_term_follow_up_agreed")
    if _COMPLIES.search(re.sub("(?:自愿|愿意|同意)(?:参加|参与)", "", rest) if named else rest):
        named.append("compliance_agreed")
    known = [one for one in named if one in context.vocabulary.facts]
    return [Has(FactRef(one)) for one in known] or None
