"""Everything that was on offer on a day: approved products, and the trials of the snapshot."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from cartway.access.load_trials import load_trials
from cartway.access.panel import OwnLines, Panel, lay_out, settle_own_lines
from cartway.criteria import Always, Line, Option, Pending
from cartway.facts import Vocabulary
from cartway.knowledge.load import knowledge_release
from cartway.knowledge.pathways import pathway_options
from cartway.knowledge.products import product_options
from cartway.knowledge.words import say


@dataclass(frozen=True)
class Offer:
    """The options of a day, and which knowledge they come from.

    Attributes:
        own: the lines about the options themselves, already judged.
        panel: the options laid out for judging.
    """

    options: tuple[Option, ...]
    own: OwnLines
    panel: Panel
    release: str
    snapshot: str


@lru_cache(maxsize=8)
def gather_options(as_of: date, vocabulary: Vocabulary) -> Offer:
    """Gather the options of a day.

    A product counts from the day its approval is certain. A registry snapshot tells how trials
    stood on its own day; for an earlier day their status then is unknown.
    """
    trials = load_trials(vocabulary)
    products = tuple(_with_approval(one) for one in product_options(as_of))
    later = as_of >= trials.taken_on
    options = trials.options if later else _as_before(trials.options, as_of)
    pathways = tuple(_with_availability(one) for one in pathway_options(as_of))
    every = (*products, *options, *pathways)
    unsettled = (*products, *pathways) if later else every
    own = (trials.own if later else {}) | settle_own_lines(unsettled, vocabulary, as_of)
    panel = lay_out(every, own)
    # Options live as long as the process: without this the collector walks all of their nodes
    # again and again while a patient is judged, which doubled the time of an answer.
    gc.freeze()
    return Offer(every, own, panel, knowledge_release(), trials.snapshot)


def _with_approval(option: Option) -> Option:
    """State the approval as a line of its own: uncertain between the bounds of its date."""
    certain = option.details.get("state") == "approved"
    fields = {"date": option.details.get("approved_on")}
    line = Line(
        text=say("match", "approval_line", "en", **fields),
        translation=say("match", "approval_line", "zh", **fields),
        kind="inclusion",
        node=Always() if certain else Pending(Always()),
        source=f"products/{option.id.split('/')[0]}.yaml",
        about="option",
        group="approval",
    )
    status = "approved" if certain else "may_have_been_approved"
    return replace(
        option, lines=(line, *option.lines), details={**option.details, "status": status}
    )


def _with_availability(option: Option) -> Option:
    """A pathway without a confirmed example is shown as empty, never as open."""
    availability = str(option.details["availability"])
    line = Line(
        text=say("match", f"availability_{availability}", "en"),
        translation=say("match", f"availability_{availability}", "zh"),
        kind="inclusion",
        node=Always() if availability == "open" else Pending(Always()),
        source=f"pathways/{option.id}.yaml",
        about="option",
        group="availability",
    )
    details = {**option.details, "status": f"pathway_{availability}"}
    return replace(option, lines=(line, *option.lines), details=details)


def _as_before(options: tuple[Option, ...], as_of: date) -> tuple[Option, ...]:
    """The trials that had been started by an earlier day, their status then unknown."""
    return tuple(
        replace(
            one,
            facts=tuple(fact for fact in one.facts if fact.fact != "recruitment_status"),
            details={**one.details, "status": "unknown_status"},
        )
        for one in options
        if str(one.details.get("started_on") or "0") <= as_of.isoformat()
    )
