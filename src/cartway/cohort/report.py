"""A screening as tables: by option, by line, by reason, by hospital, by question.

Only these tables leave; every count in them has passed `disclosure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cartway.cohort.disclosure import Shown, shown, shown_parts, shown_within
from cartway.criteria import Option
from cartway.engines.columnar import Plan
from cartway.engines.columnar.tally import Tally

Row = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """The tables of a screening.

    Args:
        options: in the order of the plan.
        below: counts under this are left out.
    """

    plan: Plan
    options: Sequence[Option]
    tally: Tally
    below: int = 5

    @property
    def patients(self) -> Shown:
        """The size of the cohort."""
        return shown(self.tally.patients, self.below)

    @property
    def _too_few(self) -> bool:
        return self.tally.patients < self.below

    def _parts(self, *parts: int) -> tuple[Shown, ...]:
        if self._too_few:
            return (None,) * len(parts)
        return shown_parts(parts, self.below)

    def by_option(self) -> list[Row]:
        """One row an option: how many are eligible, possible, excluded."""
        tally, rows = self.tally, []
        for place, option in enumerate(self.options):
            eligible, possible, excluded = self._parts(
                int(tally.eligible[place]), int(tally.possible[place]), int(tally.excluded[place])
            )
            rows.append(
                {
                    "option": option.id,
                    "kind": option.kind,
                    "title_en": option.title.get("en", ""),
                    "title_zh": option.title.get("zh", ""),
                    "status": str(option.details.get("status") or ""),
                    "eligible": eligible,
                    "possible": possible,
                    "excluded": excluded,
                }
            )
        return rows

    def by_line(self) -> list[Row]:
        """One row a line of an option: how it stands, and whom it alone excludes."""
        at_step = {step: at for at, step in enumerate(self.plan.line_steps)}
        tally, rows = self.tally, []
        for place, (option, planned) in enumerate(
            zip(self.options, self.plan.options, strict=True)
        ):
            for number, (line, one) in enumerate(zip(option.lines, planned.lines, strict=True)):
                at = at_step[one.step]
                not_met = int(tally.not_met[at])
                met, unknown, closed = self._parts(
                    int(tally.met[at]), int(tally.unknown[at]), not_met
                )
                alone = tally.alone.get((place, number))
                hide = alone is None or closed is None
                rows.append(
                    {
                        "option": option.id,
                        "line": number,
                        "kind": line.kind,
                        "text": line.text,
                        "about": line.about,
                        "decides": line.decides,
                        "met": met,
                        "unknown": unknown,
                        "not_met": closed,
                        "excluded_by_this_alone": None
                        if hide
                        else shown_within(alone or 0, not_met, self.below),
                    }
                )
        return rows

    def by_reason(self) -> list[Row]:
        """One row a line and reason: for how many the line is unknown for this reason."""
        lines = {
            planned.step: (option.id, number)
            for option, one in reversed(list(zip(self.options, self.plan.options, strict=True)))
            for number, planned in reversed(list(enumerate(one.lines)))
        }
        found: dict[int, list[tuple[Any, int]]] = {}
        for (place, why), size in self.tally.whys.items():
            found.setdefault(place, []).append((why, size))
        rows = []
        for at, step in enumerate(self.plan.line_steps):
            option, number = lines[step]
            held = sorted(found.get(at, []), key=lambda one: (-one[1], str(one[0])))
            for (why, _), count in zip(held, self._reasons(at, held), strict=True):
                rows.append(
                    {
                        "first_option": option,
                        "line": number,
                        "reason": why.reason,
                        "fact": why.fact,
                        "argument": why.argument,
                        "patients": count,
                    }
                )
        return rows

    def _reasons(self, at: int, held: list[tuple[Any, int]]) -> list[Shown]:
        """Most patients have one reason, so that the reasons nearly add up to the unknown."""
        tally = self.tally
        _, unknown, _ = self._parts(
            int(tally.met[at]), int(tally.unknown[at]), int(tally.not_met[at])
        )
        if unknown is None:
            return [None] * len(held)
        return list(shown_parts([count for _, count in held], self.below))

    def by_group(self, names: Mapping[str, Mapping[str, str]]) -> list[Row]:
        """One row a hospital: how many have an eligible, or at least a possible, option there."""
        rows = []
        for group, reached in self.tally.possible_groups.items():
            certain = self.tally.open_groups[group]
            eligible, possible, _ = self._parts(
                certain, reached - certain, self.tally.patients - reached
            )
            rows.append(
                {
                    "hospital": group,
                    "name_en": names.get(group, {}).get("en", group),
                    "name_zh": names.get(group, {}).get("zh", group),
                    "eligible": eligible,
                    "possible": possible,
                }
            )
        return sorted(rows, key=lambda row: (-(row["eligible"] or 0), -(row["possible"] or 0)))

    def by_question(self) -> list[Row]:
        """One row a question: whom the answer would help to settle an option."""
        rows = []
        for (fact, argument), pairs in self.tally.settles.most_common():
            patients = self.tally.askers[fact, argument]
            count = (
                None if self._too_few else shown_within(patients, self.tally.patients, self.below)
            )
            rows.append(
                {
                    "fact": fact,
                    "argument": argument,
                    "patients": count,
                    "settles": None if count is None else pairs,
                }
            )
        return rows
