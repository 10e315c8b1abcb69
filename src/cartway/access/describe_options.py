"""What belongs beside a verdict: by which lawful way, who may charge, evidence and cost."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from cartway.access.plain_data import as_plain
from cartway.criteria import Option
from cartway.errors import InputError
from cartway.knowledge.evidence import EvidenceRow, evidence
from cartway.knowledge.pathways import Pathway, pathways_reaching
from cartway.knowledge.regulations import regulation

Data = dict[str, Any]
_SAMPLES = 4_000
_OFF_LABEL = "off_label_use"


def ways_of(option: Option, as_of: date, verdict: str = "possible") -> tuple[str, ...]:
    """The pathways by which an option is reached, those with confirmed examples first.

    A product is used off its label only by someone whom the label leaves out.

    A trial sponsored by a company may be either registrational or investigator-initiated: the
    registry does not tell, so both are named.
    """
    if option.kind == "pathway":
        return (option.id,)
    academic = None
    if option.kind == "trial" and option.details.get("sponsor_class") not in (None, "INDUSTRY"):
        academic = True
    found = _ways(option.kind, as_of, academic)
    if option.kind != "product":
        return found
    outside = verdict == "excluded"
    return tuple(one for one in found if (one == _OFF_LABEL) is outside)


@lru_cache(maxsize=64)
def _ways(kind: Any, as_of: date, investigator_initiated: bool | None) -> tuple[str, ...]:
    found = pathways_reaching(kind, as_of, investigator_initiated=investigator_initiated)
    return tuple(one.id for one in found)


def pathway_data(pathway: Pathway, as_of: date) -> Data:
    """A pathway as it is shown: charge, oversight, documents, time, legal basis with states."""
    return {
        "id": pathway.id,
        "name": pathway.name.model_dump(),
        "one_line": pathway.one_line.model_dump(),
        "availability": pathway.availability,
        "availability_note": as_plain(pathway.availability_note),
        "foreign_nationals": as_plain(pathway.foreign_nationals),
        "hospital_may_charge": pathway.payment.hospital_may_charge,
        "who_pays": pathway.payment.who_pays.model_dump(),
        "charging_basis": pathway.payment.charging_basis.model_dump(),
        "oversight": as_plain(pathway.oversight),
        "documents": as_plain(pathway.documents),
        "weeks": [pathway.time_to_treatment.weeks_min, pathway.time_to_treatment.weeks_max],
        "weeks_basis": as_plain(pathway.time_to_treatment.basis),
        "red_flags": as_plain(pathway.red_flags),
        "legal_basis": [
            {
                "regulation": name,
                "title": regulation(name).title.model_dump(),
                "state": regulation(name).state(as_of),
            }
            for name in pathway.legal_basis
        ],
        "how": pathway.how,
        "confidence": pathway.confidence,
    }


def evidence_of(option: Option) -> list[Data]:
    """The published figures behind a product's indication; what is from memory says so."""
    product, _, indication = option.id.partition("/")
    return [_figure(one) for one in evidence(product, indication)]


def _figure(row: EvidenceRow) -> Data:
    share = row.share
    return {
        "study": row.study.name.model_dump(),
        "setting": row.study.setting,
        "measure": row.result.measure,
        "value": row.result.value,
        "at_months": row.result.at_months,
        "interval": None if share is None else [round(share.low, 1), round(share.high, 1)],
        "of": None if share is None else share.of,
        "how": row.result.how,
        "pending": row.result.pending,
        "sources": list(row.result.sources),
    }


def cost_of(option: Option, as_of: date) -> Data | None:
    """The range of what a course with the product may cost, in CNY; None where none is held.

    A public ward in Shanghai with a companion, before insurance: the settings of `cartway cost`.
    """
    from cartway.access.estimate_cost import estimate_cost

    try:
        estimate = estimate_cost(option.id.partition("/")[0], as_of=as_of, samples=_SAMPLES)
    except InputError:
        return None
    data = estimate.as_dict()
    if not data.get("estimated"):
        return {"estimated": False, "reason": data.get("reason")}
    return {
        "estimated": True,
        "currency": data["currency"],
        "setting": data["setting"],
        "city": data["city"],
        "product_price": data["product_price"],
        **{name: round(data["total"][name]) for name in ("p10", "p50", "p90")},
        "rests_on": data["rests_on"],
    }
