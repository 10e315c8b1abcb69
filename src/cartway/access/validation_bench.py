"""Draws courses and bills of named situations, to be compared with what is published."""

from __future__ import annotations

import datetime as dt

import numpy as np

from cartway.access.estimate_cost import arrays_of, price_on, tocilizumab_share
from cartway.access.plan_course import draw_courses
from cartway.costs.engine import Bill, draw_bill
from cartway.costs.knowledge import CostKnowledge
from cartway.costs.situation import CourseArrays, Situation, Supply
from cartway.course.covariates import Covariates
from cartway.course.knowledge import CourseKnowledge

PRICED_ON = dt.date(2026, 6, 30)
"""The month of the newest exchange rate, in which every list price of the file was quoted."""


class Bench:
    """Draws bills of named situations."""

    def __init__(
        self, knowledge: CostKnowledge, course: CourseKnowledge, seed: int, samples: int
    ) -> None:
        self.knowledge, self.course = knowledge, course
        self.seed, self.samples = seed, samples

    def situation(
        self,
        product: str,
        setting: str,
        country: str | None = None,
        facilitator: bool = False,
        supply: Supply = "commercial",
        rate: float | None = None,
    ) -> Situation:
        """The situation of one comparison."""
        places = self.knowledge
        return Situation(
            product=product,
            product_price=price_on(product, PRICED_ON),
            setting=next(one.id for one in places.settings.settings if one.id == setting),
            city=next(one for one in places.cities.cities if one.name == "Beijing"),
            rate=rate or places.currencies.average_2026_first_half,
            supply=supply,
            country=next((one for one in places.countries.countries if one.code == country), None),
            local=country is None,
            facilitator=facilitator,
        )

    def arrays(self, product: str) -> CourseArrays:
        """The simulated courses of a product, as the bill needs them."""
        record = self.course.products[product]
        assumptions, course = draw_courses(
            self.course, record, record.populations[0], Covariates(), self.seed, self.samples
        )
        return arrays_of(assumptions, course, tocilizumab_share(assumptions))

    def bill(self, situation: Situation, arrays: CourseArrays) -> Bill:
        """The simulated bill of a situation."""
        generator = np.random.default_rng([self.seed, 2])
        return draw_bill(self.knowledge, situation, arrays, generator)

    def published(self, study: str, figure: str) -> float:
        """A figure of a published study."""
        return self.knowledge.published.figure(study, figure)
