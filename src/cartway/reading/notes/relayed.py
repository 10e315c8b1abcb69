"""Letters that a relative writes: which relative is the patient, *my father, 63, has myeloma*."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every word for the same person, and what the word tells of the sex.
_PERSONS: tuple[tuple[str | None, tuple[str, ...]], ...] = (
    ("male", ("父亲", "爸爸", "老爸", "老父亲", "爸", "father", "dad", "daddy")),
    ("female", ("母亲", "妈妈", "老妈", "老母亲", "妈", "mother", "mum", "mom")),
    ("male", ("丈夫", "老公", "husband")),
    ("female", ("妻子", "老婆", "媳妇", "wife")),
    (None, ("爱人", "配偶", "partner", "spouse")),
    ("male", ("儿子", "son", "小儿子", "大儿子")),
    ("female", ("女儿", "闺女", "daughter", "小女儿", "大女儿")),
    (None, ("孩子", "小孩", "宝宝", "child", "kid")),
    ("male", ("哥哥", "弟弟", "大哥", "二哥", "哥", "弟", "brother")),
    ("female", ("姐姐", "妹妹", "大姐", "二姐", "姐", "妹", "sister")),
    ("male", ("爷爷", "外公", "姥爷", "祖父", "外祖父", "岳父", "公公", "grandfather", "grandpa")),
    ("female", ("奶奶", "外婆", "姥姥", "祖母", "外祖母", "岳母", "婆婆", "grandmother", "grandma")),
    ("male", ("叔叔", "舅舅", "伯伯", "姑父", "姨父", "uncle", "nephew")),
    ("female", ("阿姨", "姨妈", "姑姑", "舅妈", "婶婶", "aunt", "niece")),
)  # fmt: skip
_WORDS = {word: (sex, words) for sex, words in _PERSONS for word in words}
_ZH = "|".join(sorted((one for one in _WORDS if one[0] > "z"), key=len, reverse=True))
_EN = "|".join(sorted((one for one in _WORDS if one[0] <= "z"), key=len, reverse=True))
_ILL = r"\d{1,3}\s?岁|今年\s?\d|确诊|查出|诊断|患(?!者)|得了|得的|病了|生病|的(?:病情|情况|病历)"
_PATIENT = re.compile(
    rf"(?a)(?:患者|病人)(?:是|为|系)我(?:的|家)?(?P<is>{_ZH})"
    rf"|(?:帮|替|给|代|为)我?(?:的|家)?(?P<asked>{_ZH})(?:问|咨询|找|看|求)"
    rf"|我(?:的|家|们家)?(?P<my>{_ZH})(?![\u4e00-\u9fff]?(?:去世|过世|因))(?=[^。\n]{{0,24}}?(?:{_ILL}))"
    rf"|(?:^|[,。!\n:])\s?(?P<plain>{_ZH})(?=今年\s?\d{{1,3}}|[,:]?\s?\d{{1,3}}\s?岁)"
    rf"|\bon behalf of my (?P<behalf>{_EN})\b"
    rf"|\bmy (?P<own>{_EN})\b(?=[^.\n]{{0,40}}?(?:\b\d{{1,3}}\b|diagnos|\bhas (?!died|passed)|suffer))"
    rf"(?![^.\n]{{0,30}}(?:died|passed away|deceased))"
)
_TOLD_BEFORE = re.compile(r"(?a)\d{1,3}\s?(?:岁|周岁)|年龄|患者|病人|姓名|性别")
# The words stand at the beginning, where a relative says for whom they write.
_OPENING = 400


@dataclass(frozen=True, slots=True)
class Relayed:
    """The patient of a letter that a relative wrote: the words for them, and their sex if told."""

    words: frozenset[str]
    sex: str | None
    start: int
    end: int


def patient_of_relative(lower: str) -> Relayed | None:
    """Who of the writer's relatives is the patient; None where no relative writes."""
    match = _PATIENT.search(lower, 0, min(len(lower), _OPENING))
    if match is None:
        return None
    name = match.lastgroup or ""
    if name == "plain" and _TOLD_BEFORE.search(lower, 0, match.start()):
        return None  # "孙某，女，38岁 … 儿子6岁": the patient was told before, and has a son
    sex, words = _WORDS[match.group(name)]
    return Relayed(frozenset(words), sex, match.start(name), match.end(name))


_OF_PATIENT = re.compile(r"(?a)(?:[他她其]|\b(?:his|her|the patient's)\s)(?:的|本人的)?$")


def is_patient(relayed: Relayed | None, lower: str, start: int, end: int) -> bool:
    """Whether a word for a relative means the patient: *my father* does, *his father* does not."""
    if relayed is None or lower[start:end] not in relayed.words:
        return False
    return _OF_PATIENT.search(lower, max(0, start - 14), start) is None
