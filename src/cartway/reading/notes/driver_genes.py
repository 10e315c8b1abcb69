"""Driver genes of solid tumours, their repair of mismatches: *EGFR L858R, ALK and ROS1 negative, MSS*."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note

_GENES = {
    "egfr": "gene_egfr_mutation", "alk": "gene_alk_rearrangement", "ros1": "gene_ros1", "ros-1": "gene_ros1",
    "kras": "gene_kras", "nras": "gene_nras", "braf": "gene_braf_v600e", "mycn": "gene_mycn",
    "n-myc": "gene_mycn", "ret": "gene_ret", "met": "gene_met", "ntrk": "gene_ntrk", "brca1": "gene_brca1",
    "brca2": "gene_brca2", "brca": "gene_brca1", "idh1": "gene_idh1", "idh2": "gene_idh2",
    "idh": "gene_idh1",
}  # fmt: skip
_NAME = r"(?:egfr|alk|ros-?1|kras|nras|braf|mycn|n-myc|ret|met|ntrk|brca1|brca2|brca|idh1|idh2|idh)"
_LIST = re.compile(
    rf"(?a)(?<![a-z0-9-])(?P<names>{_NAME}(?:(?:\s?(?:/|,|、|and|&|\+|及|和)\s?(?:and\s)?){_NAME}){{0,7}}(?:1/2)?)(?![a-z0-9])"
)
_VARIANT = re.compile(
    r"(?a)[\s:(-]{0,3}(?:(?:gene|exon|ex|status|第|基因|外显子|号)\s?){0,2}(?:\d{2}\s?)?\(?"
    r"(?:[a-z]\d{2,4}[a-z*]\b|del(?:etion)?\s?(?:19|746)?|19\s?del\w*|ins(?:ertion)?|exon ?(?:14|19|20|21)(?: (?:skipping|deletion|insertion))?|ex14|v600e?|g12[cdvras]\b|缺失突变|插入突变|跳跃)"
)
_CHANGED = re.compile(
    r"(?a)[\s:(-]{0,3}(?:(?:gene|status|somatic|germline|sensiti[sz]ing|activating|driver|pathogenic|promoter|基因|敏感)\s?){0,3}"
    r"(?:(?:mutations?|mutated|mutant|mut\b|rearrange\w*|fusions?|amplif\w*|alterations?|variant|突变|重排|融合|扩增)(?!\s?(?:status|test|analysis|检测))\s?(?:was |were |is )?)?"
    r"(?P<value>(?:not (?:detected|found|present|amplified)|negative|neg\b|absent|none|wild[- ]?type|wt\b|unmutated|non-?amplified|no (?:mutation|rearrangement|amplification)s?|阴性|野生型?|未检出|未见|未突变|无突变|未扩增|\(-\)|-(?=[\s,;.)]))|(?:detected|positive|pos\b|found|present|amplified|阳性|检出|\(\+\)|\+))?"
)
_WORD = re.compile(
    r"(?a)mutat|mutant|\bmut\b|rearrange|fusion|amplif|alteration|variant|突变|重排|融合|扩增"
)
_NEGATIVE = re.compile(
    r"(?a)not |neg|absent|none|wild|\bwt\b|unmut|non-?ampl|no |阴性|野生|未|无|\(-\)|^-"
)
_NON_AMPLIFIED = re.compile(r"(?a)(?:non-?amplified|without amplification of) (?P<name>mycn|n-myc)")
_STABLE = re.compile(
    r"(?a)\b(?:mss|pmmr|mmr[- ]?proficient|microsatellite[- ]stable|proficient mismatch repair)\b|微卫星稳定|错配修复(?:功能)?(?:完整|正常)"
)
_INSTABLE = re.compile(
    r"(?a)\b(?:msi[- ]?h(?:igh)?|dmmr|mmr[- ]?deficient|microsatellite instability[- ]high|deficient mismatch repair)\b(?! (?:negative|not|excluded))(?!\s?(?:未见|未检出|阴性|\(-\)|:\s?否))|微卫星高度不稳定|错配修复缺陷"
)


def read_driver_genes(note: Note) -> None:
    """Gather the genes that solid tumours are tested for."""
    for match in _LIST.finditer(note.lower):
        if not _usable(note, *match.span()):
            continue
        names = re.findall(_NAME, match.group("names"))
        value = _value(note, match, single=len(names) == 1)
        if value is None:
            continue
        for name in dict.fromkeys(names):
            _keep(note, _GENES[name], value, match.start(), match.end())
            if name == "idh":
                _keep(note, "gene_idh2", value, match.start(), match.end())
    for match in _NON_AMPLIFIED.finditer(note.lower):
        if _usable(note, *match.span()):
            _keep(note, _GENES[match.group("name")], "negative", *match.span())
    for pattern, value in ((_STABLE, "negative"), (_INSTABLE, "positive")):
        for match in pattern.finditer(note.lower):
            denied = note.scopes.covering("negated", *match.span()) is not None
            if _usable(note, *match.span()) and not denied:
                note.add_fact(
                    "microsatellite_instability_high", value, *match.span(),
                    on=note.date_of_specimen(*match.span()),
                )  # fmt: skip
                break


def _value(note: Note, match: re.Match[str], *, single: bool) -> str | None:
    lower = note.lower
    if single and _VARIANT.match(lower, match.end()):
        return "positive"
    changed = _CHANGED.match(lower, match.end())
    if changed is None:
        return None
    told = changed.group("value")
    worded = _WORD.search(changed.group()) is not None
    if told:
        # "EGFR positive" alone may be a stain of the protein; a list of genes is one of genes.
        sure = not single or worded or match.group("names") not in ("egfr", "met", "ret", "alk")
        if _NEGATIVE.search(told):
            return "negative"
        return "positive" if sure or match.group("names") in ("alk",) else None
    if worded:
        denied = note.scopes.covering("negated", *match.span()) is not None
        return "negative" if denied else "positive"
    return None


def _usable(note: Note, start: int, end: int) -> bool:
    scope = note.scopes.of(start, end)
    return not (
        note.sentence(start).section in ("family", "plan", "medication")
        or scope.family or scope.not_done or scope.pending
    )  # fmt: skip


def _keep(note: Note, gene: str, value: str, start: int, end: int) -> None:
    told = any(
        one.fact == "gene_alteration" and one.argument == gene for one in note.gathered.facts
    )
    if gene in note.vocabulary.concepts and not told:
        note.add_fact(
            "gene_alteration",
            value,
            start,
            end,
            on=note.date_of_specimen(start, end),
            argument=gene,
        )
