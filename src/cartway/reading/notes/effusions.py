"""Fluid around heart and lungs and in the belly, and whether it matters."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_EFFUSION = re.compile(
    r"(?a)(?P<size>trace|trivial|physiological|small|minimal|mild|tiny|slight|moderate|large|massive|significant|大量|中量|中等量|少量|微量|少许)?\s?(?:amount of |of )?"
    r"(?P<place>pericardial|pleural|心包|胸腔|双侧胸腔)?(?P<within>少量|微量|少许|中量|大量)?(?P<what>\s?effusion|(?<=pericardial)\s?fluid|积液|ascites|(?:water|fluid) in (?:the|his|her|my|dad's|mum's) (?:belly|abdomen|stomach|tummy)|腹水|腹腔积液|胸水)"
)


_SMALL = (
    "trace",
    "trivial",
    "physiological",
    "small",
    "minimal",
    "mild",
    "tiny",
    "slight",
    "少量",
    "微量",
    "少许",
)


_LARGE = ("moderate", "large", "massive", "大量", "中量", "中等量")


_HARMLESS = re.compile(
    r"(?a)no (?:ha?emodynamic|clinical) (?:relevance|significance|compromise)|not (?:ha?emodynamically )?(?:relevant|significant)"
    r"|(?:no|without) (?:need (?:for|of) )?drainage|无需引流|无血流动力学|无临床意义|不需引流"
)


_HEART = re.compile(r"(?a)(?:echo|tte|lvef|\bef\b|ucg|心超|心脏彩超|超声心动|heart)[^\n]{0,90}$")


_NONE_SEEN = re.compile(
    r"(?a)(?P<place>心包|胸腔|腹腔)(?:腔)?(?:内)?(?:未见|无|未探及)(?:明显)?(?:异常)?积液"
)


def read_effusions(note: Note) -> None:
    """Gather effusions; a small one of unstated meaning stays uncertain."""
    for match in _NONE_SEEN.finditer(note.lower):
        fact = {"心包": "pericardial_effusion", "胸腔": "pleural_effusion"}.get(
            match.group("place"), "ascites_present"
        )
        _add_none(note, fact, match, note.date_of_test(*match.span()))
    for match in _EFFUSION.finditer(note.lower):
        place, what = match.group("place") or "", match.group("what").strip()
        if "腹" in what or what == "ascites" or what.startswith(("water in", "fluid in")):
            name = "ascites_present"
        elif place in ("pleural", "胸腔", "双侧胸腔") or what == "胸水":
            name = "pleural_effusion"
        elif place in ("pericardial", "心包") or (
            what == "effusion"
            and _HEART.search(note.lower, max(0, match.start() - 100), match.start())
        ):
            name = "pericardial_effusion"
        else:
            continue
        scope = note.scopes.of(*match.span())
        if scope.family or scope.planned:
            continue
        on = note.date_of_test(*match.span())
        if scope.negated:
            _add_none(note, name, match, on)
            continue
        behind = note.lower[match.end() : match.end() + 50]
        small = (match.group("size") or match.group("within")) in _SMALL
        if _HARMLESS.search(behind):
            _add_none(note, name, match, on)
        elif small and name == "ascites_present":
            note.add_fact(name, False, *match.span(), on=on)  # asked for as moderate or relevant
        elif small and name != "pericardial_effusion":
            # A small effusion of unstated meaning is neither "no effusion" nor a relevant one.
            note.add_fact(name, True, *match.span(), on=on, certainty=Certainty.UNCERTAIN)
        elif "has gone" not in behind:
            note.add_fact(name, True, *match.span(), on=on)
            if (match.group("size") or match.group("within")) in _LARGE:
                note.add_fact(f"large_{name}", True, *match.span(), on=on)


def _add_none(note: Note, name: str, match: re.Match[str], on: PartialDate | None) -> None:
    """Where there is none, there is no large one."""
    note.add_fact(name, False, *match.span(), on=on)
    note.add_fact(f"large_{name}", False, *match.span(), on=on)
