"""The form of a product record: one CAR-T product approved in China, with its indications."""

from typing import Literal

from pydantic import Field, model_validator

from cartway.knowledge.evidence_records import Study
from cartway.knowledge.load import BothLanguages, Record, RuleBroken
from cartway.knowledge.stated import (
    CountOn,
    DatedNumber,
    Day,
    DayMonthOrYear,
    Stated,
    StatedList,
    StatedText,
    StatedWords,
)


class LineRecord(Stated):
    """One line of a population: our words for it, and its reading in the notation."""

    text: BothLanguages
    kind: Literal["inclusion", "exclusion"] = "inclusion"
    notation: str


class Approval(Stated):
    """The day of an approval, as exactly as it is known, with the days it lies between."""

    on: DayMonthOrYear
    not_before: Day | None = None
    not_after: Day | None = None


class ApprovalType(Stated):
    """Whether an approval is conditional on more data."""

    value: Literal["conditional", "full", "unknown"]


class Indication(Record):
    """One approved use: the lines of its wording, and apart from them those of its trial.

    Attributes:
        indication: what the approved wording asks; only these can exclude a person.
        trial: what the pivotal trial asked; shown, never excluding.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: BothLanguages
    approval: Approval
    approval_type: ApprovalType
    expedited_routes: tuple[BothLanguages, ...] = ()
    withdrawn: Approval | None = None
    indication: tuple[LineRecord, ...]
    trial: tuple[LineRecord, ...] = ()
    note: BothLanguages | None = None
    studies: tuple[Study, ...] = ()


class Use(Stated):
    """A use outside the approved wording, and where it stands."""

    use: BothLanguages
    status: BothLanguages
    trial: str | None = None


class Reimbursement(StatedWords):
    """Where a product stands in one payment scheme."""

    scheme: Literal[
        "basic_nrdl", "commercial_innovative_list_2025", "nrdl_2026", "supplementary_and_other"
    ]
    listed: bool | None = None


class Receptor(Record):
    """How the receptor is built and where the cells come from."""

    cell_source: Literal["autologous", "allogeneic"]
    scfv_origin: StatedWords
    costimulatory_domain: StatedText
    vector: StatedWords


class ProductExample(Record):
    """A day and what the record must give on it; tests run these."""

    on: Day
    indication: str
    gives: Literal["approved", "may_have_been_approved", "not_approved"]


class Product(Record):
    """A CAR-T product with a marketing approval in mainland China."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    checked: Day
    name: BothLanguages
    inn: StatedText
    generic_name_zh: str
    former_names_zh: tuple[str, ...] = ()
    brand: BothLanguages
    other_names: tuple[str, ...] = ()
    marketing_authorisation_holder: StatedWords
    makers: tuple[str, ...] = ()
    approval_number: StatedText | None = None
    developer_codes: tuple[str, ...] = ()
    target_antigens: tuple[str, ...]
    receptor: Receptor
    dose: StatedWords
    lymphodepletion: StatedWords
    administration: StatedWords
    indications: tuple[Indication, ...]
    not_approved_uses: tuple[Use, ...] = ()
    pending_indications: tuple[Use, ...] = ()
    contraindications: StatedWords
    boxed_warnings: StatedList
    list_price_cny: tuple[DatedNumber, ...] = ()
    list_price_unknown: StatedWords | None = None
    price_changes: StatedWords | None = None
    reimbursement: tuple[Reimbursement, ...] = ()
    vein_to_vein: StatedWords | None = None
    treatment_centres: tuple[CountOn, ...] = ()
    patients_treated: tuple[CountOn, ...] = ()
    elsewhere: StatedWords | None = None
    remarks: tuple[StatedWords, ...] = ()
    examples: tuple[ProductExample, ...]

    @model_validator(mode="after")
    def _examples_name_indications(self) -> "Product":
        known = {one.id for one in self.indications}
        for example in self.examples:
            if example.indication not in known:
                raise RuleBroken(
                    "K011",
                    f"An example names the indication '{example.indication}', which is not here.",
                    expected=", ".join(sorted(known)),
                )
        prices = [one.since.earliest for one in self.list_price_cny]
        if prices != sorted(prices):
            raise RuleBroken(
                "K018", "The prices are not in order of date.", expected="oldest first"
            )
        return self
