"""Chromosomes and genes of the tumour: what a report finds, rules out, or names bare as found."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note

# A finding named bare in a report is there: "FISH: t(4;14), gain 1q".
_CHANGES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("deletion_17p", r"(?a)\bdel\s?\(?17p?(?:13)?(?:\.1)?\)?|17p(?:13)?(?:\.1)?\s?(?:deletion|del\b|loss|-(?!\d)|缺失)|(?:tp|p)53\s?(?:基因)?(?:缺失|deletion|loss)"),
        ("deletion_13q", r"(?a)\bdel\s?\(?13q?(?:14)?\)?|13q(?:14)?\s?(?:deletion|del\b|loss|-(?!\d)|缺失)|rb1\s?(?:基因)?(?:缺失|deletion)"),
        ("gain_1q", r"(?a)\b(?:gain|amp)\w*\s?(?:of )?\(?1q(?:21)?\)?|\b\+1q|(?<![\d.])1q(?:21)?\s?(?:gain\w*|amp\w*|\+|扩增|获得)"),
        ("translocation_4_14", r"(?a)t\s?\(4;14\)"),
        ("translocation_14_16", r"(?a)t\s?\(14;16\)"),
        ("translocation_14_20", r"(?a)t\s?\(14;20\)"),
        ("translocation_11_14", r"(?a)t\s?\(11;14\)"),
        ("philadelphia_chromosome", r"(?a)t\s?\(9;22\)|\bph(?:iladelphia)?(?:[- ]chromosome)?(?=[- ]?(?:negative|neg\b|positive|pos\b|阴性|阳性|染色体|\+|-(?=\s|[,;)]|b-)))|bcr\s?(?:::|-|/)\s?abl1?"),
    )
)  # fmt: skip
_NEGATIVE = re.compile(
    r"(?a)[\s:-]{0,3}(?:(?:gene|fusion|基因|融合基因|易位|重排|染色体|transcript|p190|p210|\(p\d{3}\)|(?:by|on) (?:rt-?|q|qrt-?)?(?:pcr|fish|ngs|karyotyp\w+))\s?){0,3}[\s:]?"
    r"(?:\(-\)|-(?=[\s,;)、]|$)|negative|neg\b|(?:were |was |are )?not (?:detected|found|present|seen|rearranged|identified)|absent|阴性|未检出|未见|未检测到|wild[- ]?type|\bwt\b|野生型?|normal)"
)
_POSITIVE_SHARE = re.compile(r"(?a)\s?\(?\s?(?:in )?\d{1,3}(?:\.\d+)?\s?%")
_DENIED_BEFORE = re.compile(
    r"(?a)(?:\b(?:no|without|negative for|neg for|absence of|not)\s(?:[a-z0-9]+[ ,/]{1,2}(?:or |and )?){0,4}|(?:无|未见|未检出|未发现|阴性:)[^,;。]{0,16})$"
)
_JOINED = re.compile(r"(?a)[\s,、/&]*(?:and|or|及|和|或|与)?[\s,、]*")
_ALL = re.compile(r"(?a)\s?(?:均|都|both|all)")
_PENDING = re.compile(
    r"(?a)\s?(?:pending|awaited|待回|未回|not done|not tested|failed|未做|未查|status)"
)

# These names stand for proteins, too; only a word of change makes them genes.
_PROTEINS = frozenset(
    ("gene_myc", "gene_bcl2", "gene_bcl6", "gene_sox11", "gene_ccnd1", "gene_cd79b_mutation",
     "gene_egfr_mutation", "gene_alk_rearrangement", "gene_ros1", "gene_met", "gene_kit", "gene_ret",
     "gene_tp53", "gene_pten", "gene_her2_amplification", "gene_ezh2", "gene_ntrk")
)  # fmt: skip
# A variant is its own finding: it need not be called positive.
_VARIANTS = frozenset(
    ("gene_abl1_t315i", "gene_btk_c481", "gene_myd88_l265p", "gene_braf_v600e", "gene_h3_k27m",
     "gene_flt3_itd")
)  # fmt: skip
_CHANGED = r"(?:突变型?|mutat\w*|mut\b|mutant|断裂(?:重排|分离)?|分离重排|break-?apart(?: probe)?|重排|rearrang\w*|易位|translocat\w*|扩增|amplif\w*|融合|fusion|缺失|deletion|deleted|variant|r\b|改变|异常)"
_GENE_BEHIND = re.compile(
    r"(?a)[\s-]?(?:(?:gene|status|基因|promoter|exon \d+|\((?![+-]\))[^()]{0,18}\))\s?)*(?P<variant>[a-z]\d{2,5}[a-z*]?\b\s?)?"
    r"(?P<word>" + _CHANGED + r")?\s?:?\s?(?:was |is )?"
    r"(?:(?P<neg>\(-\)|(?<!\s)-(?=[\s,;)、]|$)|negative|neg\b|not (?:detected|found|mutated|present)|absent|阴性|未检出|未见|wild[- ]?type|\bwt\b|野生型?|un(?:mutated|rearranged)|未突变|无突变)"
    r"|(?P<pos>\(\+\)|\+(?!\w)|positive|pos\b|阳性|detected|检出|mutated|rearranged|amplified))?"
)
_GENE_BEFORE = re.compile(
    r"(?a)(?:突变(?:基因)?|mutations? (?:of|in)|mutated|mutations?|ngs|基因突变|rearrange\w* of|重排)[\s::(]{1,3}$"
)


def read_genetics(note: Note) -> None:
    """Gather what is said of chromosomes and genes."""
    _read_changes(note)
    _read_genes(note)
    _read_heavy_chain(note)
    _read_origin(note)
    _read_double_expression(note)
    _read_isotype(note)
    _conclude(note)


def _usable(note: Note, start: int, end: int) -> bool:
    section = note.sentence(start).section
    scope = note.scopes.of(start, end)
    return not (
        section in ("family", "plan") or scope.family or scope.not_done or scope.pending
    ) and not _PENDING.match(note.lower, end)


def _keep(note: Note, fact: str, value: str, start: int, end: int, gene: str | None = None) -> None:
    if not any(
        one.fact == fact
        and one.argument == gene
        and one.origin.start == note.origin(start, end).start
        for one in note.gathered.facts
    ):
        note.add_fact(fact, value, start, end, on=note.date_of_test(start, end), argument=gene)


def _read_changes(note: Note) -> None:
    found = sorted(
        ((match, name) for name, pattern in _CHANGES for match in pattern.finditer(note.lower)),
        key=lambda one: one[0].start(),
    )
    following: str | None = None  # what the next one lends to those joined to it
    listed = False  # whether an "and" has joined the list: "A, B and C negative"
    for index in range(len(found) - 1, -1, -1):
        match, name = found[index]
        start, end = match.span()
        value = _value_of_change(note, start, end)
        lent = value if value == "negative" else None
        if value is None and following is not None and index + 1 < len(found):
            gap = note.lower[end : found[index + 1][0].start()]
            worded = _AND.search(gap) is not None
            if _lends(note, gap, match.group(), found[index + 1][0].end()) or (
                listed and gap.strip() == ","
            ):
                value = lent = following
            listed = lent is not None and (listed or worded)
        else:
            listed = False
        following = lent
        if _usable(note, start, end):
            _keep(note, name, value or "positive", start, end)


_AND = re.compile(r"(?a)\b(?:and|or)\b|及|和|或|与")
_CHANGE_NAMED = re.compile(r"(?a)del|gain|amp|loss|缺失|扩增|获得|-$|\+$")


_WITH_GENES = re.compile(
    r"(?a)\s?(?:,|、|and|or|及|和|/)\s?[a-z0-9]{3,8}(?:\s?(?:::|-|/)\s?[a-z0-9]{3,8})?\s?(?:(?:were|was|are|均|都|all|both)\s?){0,2}(?:not (?:rearranged|detected|found|present)|negative|阴性|未检出)"
)


def _lends(note: Note, gap: str, name: str, end: int) -> bool:
    """*t(4;14)、t(14;16)均阴性*: the result behind holds for both; a change named is its own finding."""
    if not _JOINED.fullmatch(gap) or gap.strip() in (",", ";", ""):
        return False
    if _CHANGE_NAMED.search(name) is None or _AND.search(gap):
        return True
    return _ALL.match(note.lower, end) is not None


def _value_of_change(note: Note, start: int, end: int) -> str | None:
    lower = note.lower
    if _POSITIVE_SHARE.match(lower, end):
        return "positive"
    behind = _ALL.match(lower, end)
    if _NEGATIVE.match(lower, behind.end() if behind else end):
        return "negative"
    if re.match(
        r"(?a)[\s:-]{0,2}(?:\([^()]{0,12}\))?\s?(?:\(\+\)|\+|positive|pos\b|阳性|detected|检出)",
        lower[end : end + 30],
    ):
        return "positive"
    if _WITH_GENES.match(lower, end):
        return "negative"  # "BCR::ABL1 and ETV6::RUNX1 were not rearranged"
    clause = note.document.clause_at(start)[0]
    if _DENIED_BEFORE.search(lower, max(clause, start - 44), start):
        return "negative"
    if note.scopes.covering("negated", start, end) is not None:
        return "negative"
    return None


def _gene_of(match: Match) -> str | None:
    return next(
        (one.id for one in match.senses if one.kind == "concept" and one.system == "gene"), None
    )


def _read_genes(note: Note) -> None:
    named = [(match, gene) for match in note.matches if (gene := _gene_of(match)) is not None]
    value: str | None = None
    worded = False
    for index in range(len(named) - 1, -1, -1):
        match, gene = named[index]
        joined = index + 1 < len(named) and _JOINED.fullmatch(
            note.lower, match.end, named[index + 1][0].start
        )
        behind = _GENE_BEHIND.match(note.lower, match.end)
        own = _value_of_gene(note, match, behind)
        word = _is_worded(note, match, behind)
        if own is not None or word or not joined:
            value, worded = own, word
        if value is None and worded:
            value = "positive"
        if not _usable(note, match.start, match.end):
            continue
        said = value or ("positive" if gene in _VARIANTS else None)
        denied = _is_denied(note, match)
        if (said is None and not denied) or (gene in _PROTEINS and not worded):
            continue
        said = "negative" if denied or said is None else said
        _keep(note, "gene_alteration", said, match.start, match.end, gene)


def _is_denied(note: Note, match: Match) -> bool:
    clause = note.document.clause_at(match.start)[0]
    before = _DENIED_BEFORE.search(note.lower, max(clause, match.start - 44), match.start)
    return before is not None or note.scopes.covering("negated", match.start, match.end) is not None


def _value_of_gene(note: Note, match: Match, behind: re.Match[str] | None) -> str | None:
    if behind is None:
        return None
    if behind.group("neg"):
        return "negative"
    if behind.group("pos") or behind.group("variant"):
        return "positive"
    return None


def _is_worded(note: Note, match: Match, behind: re.Match[str] | None) -> bool:
    text = note.lower[match.start : match.end]
    clause = note.document.clause_at(match.start)[0]
    return bool(
        (behind is not None and (behind.group("word") or behind.group("variant")))
        or re.search("(?a)" + _CHANGED, text)
        or _GENE_BEFORE.search(note.lower, max(clause, match.start - 18), match.start)
        or re.search(
            r"(?a)fish[^.;。\n]{0,50}$", note.lower[max(clause, match.start - 60) : match.start]
        )
        or (behind is not None and behind.group("neg") and behind.group("neg")[0] in "w野u")
    )


_HEAVY = re.compile(
    r"(?a)ighv[\s:-]{0,2}(?:gene |status |基因)?[\s:]?(?P<not>un-?mutated|non-?mutated|not mutated|未突变|无突变|野生)?(?P<yes>mutated|突变|hypermutated)?"
)
_ORIGIN = re.compile(
    r"(?a)(?P<non>non-?\s?gcb|non-?\s?germinal[- ]cent|非\s?gcb|非生发中心|\babc[- ](?:type|subtype|dlbcl)|\babc型|activated b)|(?P<gcb>(?<![a-z])gcb(?![a-z])|germinal[- ]cent(?:re|er)|生发中心)"
)
_SHARE_OF = re.compile(
    r"(?a)(?P<name>c?-?\s?myc|bcl-?2)\s?(?:expression\s)?[:(]?\s?(?:\+\s?)?[(,]?\s?(?:约|about |>|≥)?\s?(?P<share>\d{1,3})\s?%"
)


def _read_heavy_chain(note: Note) -> None:
    for match in _HEAVY.finditer(note.lower):
        if (match.group("not") or match.group("yes")) and _usable(note, *match.span()):
            value = "negative" if match.group("not") else "positive"
            _keep(note, "immunoglobulin_heavy_chain_mutated", value, *match.span())


_ISOTYPE = re.compile(
    r"(?a)(?<![a-z])ig(?P<heavy>[gadme])[\s,-]{0,2}(?:kappa|lambda|κ|λ|[kl]\b)|ig(?P<typed>[gadme])(?:[\s-]?(?:κ|λ|kappa|lambda))?\s?(?:型|type\b|(?:multiple )?myeloma)|(?P<light>(?:kappa|lambda|κ|λ)?[\s-]?(?:light[\s-]chain(?: only)? (?:multiple )?(?:myeloma|disease\b(?! deposition))|myeloma,? (?:kappa|lambda|κ|λ)[\s-]light[\s-]chain|轻链型))"
)


def _read_isotype(note: Note) -> None:
    """*IgA lambda myeloma*, *IgG-κ型*: what the plasma cells make; of two kinds none is told."""
    if "myeloma" not in note.lower and "骨髓瘤" not in note.lower:
        return
    found: dict[str, re.Match[str]] = {}
    for match in _ISOTYPE.finditer(note.lower):
        if not _usable(note, *match.span()):
            continue
        heavy = match.group("heavy") or match.group("typed")
        found.setdefault(f"isotype_ig{heavy}" if heavy else "isotype_light_chain_only", match)
    if len(found) == 1:
        code, match = next(iter(found.items()))
        note.add_fact("m_protein_isotype", code, *match.span())


def _read_origin(note: Note) -> None:
    for match in _ORIGIN.finditer(note.lower):
        if _usable(note, *match.span()):
            code = "non_germinal_centre_type" if match.group("non") else "germinal_centre_type"
            note.add_fact("cell_of_origin", code, *match.span())
            return


def _read_double_expression(note: Note) -> None:
    """MYC on 40 % and BCL2 on 50 % of the cells or more: a double expressor (WHO 2017)."""
    shares = {}
    for match in _SHARE_OF.finditer(note.lower):
        name = "bcl2" if "bcl" in match.group("name") else "myc"
        shares[name] = (float(match.group("share")), match)
    if len(shares) == 2 and "双表达" not in note.lower and "double" not in note.lower:
        held = shares["myc"][0] >= 40 and shares["bcl2"][0] >= 50
        note.add_fact(
            "double_expressor", held, *shares["myc"][1].span(), certainty=Certainty.DERIVED
        )


# "FISH 13q- only": what else the usual probes look for was not there.
_ONLY_FOUND = re.compile(
    r"(?a)\bfish\b:?\s(?:showed |shows )?(?:isolated |sole )?(?:del\s?\(?)?(?:13q|11q|12|trisomy 12)[^.;,\n]{0,16}\b(?:only|alone)\b|fish[^。;,\n]{0,8}仅(?:见)?(?:13q|11q|12)"
)
_HIGH_RISK = ("deletion_17p", "translocation_4_14", "translocation_14_16", "translocation_14_20")


def _conclude(note: Note) -> None:
    genes = {
        one.argument: one
        for one in note.gathered.facts
        if one.fact == "gene_alteration" and one.argument
    }
    myc = genes.get("gene_myc")
    told = any(one.fact == "double_hit_rearrangement" for one in note.gathered.facts)
    if myc is not None and not told:
        start, end = myc.origin.start or 0, myc.origin.end or 0
        others = [genes[one].value for one in ("gene_bcl2", "gene_bcl6") if one in genes]
        if myc.value == "negative":
            _add_derived(note, "double_hit_rearrangement", "negative", start, end)
        elif "positive" in others:
            _add_derived(note, "double_hit_rearrangement", "positive", start, end)
    only = _ONLY_FOUND.search(note.lower)
    if only is not None and not any(one.fact == "deletion_17p" for one in note.gathered.facts):
        _add_derived(note, "deletion_17p", "negative", *only.span())
    for fact in note.gathered.facts:
        high = fact.fact in _HIGH_RISK
        if high and fact.value == "positive" and fact.certainty is not Certainty.PENDING:
            # High risk by the International Myeloma Working Group.
            note.add_fact(
                "high_risk_cytogenetics", True, 0, 0, on=fact.on, certainty=Certainty.DERIVED
            )
            return


def _add_derived(note: Note, fact: str, value: str, start: int, end: int) -> None:
    note.add_fact(fact, value, start, end, certainty=Certainty.DERIVED)
