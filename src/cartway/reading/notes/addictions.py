"""Whether alcohol or drugs are misused, as a note tells it among the habits."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note

_NO_ALCOHOL = re.compile(
    r"(?a)\bteetotal\w*|\bnon-?drinker|\b(?:does not|doesn't|do not|never) (?:drink|drinks|drank)\b|\b(?:no|denies|nil|rare|occasional|social|minimal) (?:\w+ )?(?:alcohol|etoh)\b"
    r"|\b(?:alcohol|etoh)\W{1,3}(?:none|nil|no\b|rare\w*|occasional\w*|social\w*|minimal)|\bdrinks (?:rarely|occasionally|socially)|\b(?:a|one|1-2|two) glass(?:es)? of (?:wine|beer) (?:at|on|a|per|every) (?:the )?week\w*|\bno tobacco,? (?:or )?alcohol"
    r"|(?:无|不|否认|未)[^,;。\n]{0,8}(?:饮酒|酗酒|嗜酒|烟酒)|已?戒酒"
)
_NO_DRUGS = re.compile(
    r"(?a)\b(?:no|denies|never|nil|non)[ -](?:\w+ ){0,3}?(?:(?:illicit|recreational|intravenous|iv|street|injecting|injection) drugs?(?: use)?|(?:drug|substance) (?:abuse|misuse|use|dependence|addiction)|drug user)\b"
    r"|\b(?:alcohol|tobacco|smok\w+|etoh)[^.;\n]{0,24}\b(?:no|or|nor|and)\s(?:illicit |recreational )?drugs?\b(?! allerg| reaction)|(?:无|否认|不)[^,;。\n]{0,10}(?:吸毒|毒品|药物滥用|药物依赖)"
)
_DENIED = re.compile(r"(?a)\b(?:no|not|never|denies|without|nil)\b|无|否认")


def read_addictions(note: Note) -> None:
    """Gather whether alcohol and other drugs are misused."""
    for pattern, fact in ((_NO_ALCOHOL, "alcohol_abuse"), (_NO_DRUGS, "substance_abuse")):
        for match in pattern.finditer(note.lower):
            if note.sentence(match.start()).section != "family" and not _denies_nothing(match):
                note.add_fact(fact, False, *match.span())
                break


def _denies_nothing(match: re.Match[str]) -> bool:
    """ "Smoker, alcohol and drugs": a row in which nothing is denied."""
    text = match.group()
    return text.startswith(("alcohol", "tobacco", "smok", "etoh")) and not (
        _DENIED.search(text) or re.search(r"(?a)none|nil|rare|occasion|social|minimal", text)
    )
