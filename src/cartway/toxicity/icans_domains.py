"""The four domains that the adult and the child table of ICANS share.

Tremor and myoclonus do not move the grade; intracranial haemorrhage is not graded as ICANS.

Source: S_LEE2019, ICANS tables (as in S_PN_BMJ_T2, with footnotes).
"""

from __future__ import annotations

from cartway.toxicity.inputs import Choice, Input, Several, Values, YesNo, unasked

CONSCIOUSNESS = {
    "alert": 0,
    "awakens_spontaneously": 1,
    "voice": 2,
    "tactile": 3,
    "unarousable": 4,
}
SEIZURE = {"none": 0, "resolves": 3, "prolonged_or_repetitive": 4}
MOTOR = {"none": 0, "deep_focal": 4}
RAISED_PRESSURE = {
    "none": 0,
    "focal_oedema": 3,
    "diffuse_oedema": 4,
    "posturing": 4,
    "cn6_palsy": 4,
    "papilloedema": 4,
    "cushing_triad": 4,
}
_DOMAINS = {
    "consciousness": CONSCIOUSNESS,
    "seizure": SEIZURE,
    "motor": MOTOR,
    "icp": RAISED_PRESSURE,
}


def domain_inputs(assessment: str) -> tuple[Input, ...]:
    """The shared inputs, beside an assessment (ICE or CAPD) that may have another cause too."""
    return (
        *(
            Choice(
                name=name,
                choices=tuple(answers),
                ends=(next(iter(answers)), next(reversed(answers))),
                asked=counts(name),
            )
            for name, answers in _DOMAINS.items()
        ),
        YesNo(name="death_from_icans", optional=True, default=False, asked=unasked),
        Several(name="other_cause", choices=(assessment, *_DOMAINS), optional=True, default=()),
    )


class counts:  # noqa: N801  # reads as a predicate where it is used
    """Whether a domain counts: it is not put down to another cause."""

    def __init__(self, domain: str) -> None:
        self.domain = domain

    def __call__(self, v: Values) -> bool:
        return self.domain not in (v["other_cause"] or ())


def gravest(v: Values, assessment: str, component: int) -> int:
    """The gravest component that is not put down to another cause."""
    components = {assessment: component}
    components |= {name: answers[v[name]] for name, answers in _DOMAINS.items()}
    return max((grade for name, grade in components.items() if counts(name)(v)), default=0)


def died(v: Values) -> bool:
    """Whether death settles the grade."""
    return bool(v["death_from_icans"])
