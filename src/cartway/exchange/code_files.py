"""The form of the code maps in `cartway_knowledge/codes`: what codes mean beyond the vocabulary.

One file per code system. The vocabulary holds one code for one fact or concept; here stand the
answers of questionnaires, codes that say two things at once, and prefixes of classifications.
"""

from __future__ import annotations

from pydantic import Field

from cartway.knowledge.load import Record


class CodeEntry(Record):
    """What one code means.

    Attributes:
        facts: facts an observation of this code records; ``antigen_expression(cd19)`` is allowed.
        concepts: concepts the code names.
        score: the number an answer stands for.
        holds: yes-or-no facts that are yes where the code is recorded of the patient.
        denies: yes-or-no facts that are no.
    """

    facts: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    score: float | None = None
    holds: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    note: str | None = None


class CodeFile(Record):
    """The map of one code system.

    Attributes:
        system: our short name of it.
        addresses: the URIs it goes by in FHIR.
        narrows: a longer code is narrower than its beginning, as in ICD-10.
    """

    system: str
    addresses: tuple[str, ...] = ()
    narrows: bool = False
    codes: dict[str, CodeEntry] = Field(default_factory=dict)


class UnitFile(Record):
    """Printed units to UCUM codes, in small letters."""

    words: dict[str, str]


class RoleFile(Record):
    """Which branches of the hierarchies play which part when a record is taken in.

    Attributes:
        diagnoses: diseases a patient is treated for; others are only conditions.
        prior_therapy: treatments that belong to the list of prior therapy.
        procedures: treatments that belong to the list of procedures.
        both: treatments of prior therapy and medication alike; all others are medication.
        unread_resources: kinds of resource that hold nothing cartway asks about.
        salts: words that end a drug's name without changing the drug.
        stages: the fact of a staging system to the beginning of its stages' ids.
        added_oxygen: codes of oxygen given, to the amount that is still room air.
    """

    diagnoses: tuple[str, ...]
    prior_therapy: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    unread_resources: tuple[str, ...] = ()
    salts: tuple[str, ...] = ()
    stages: dict[str, str] = Field(default_factory=dict)
    added_oxygen: dict[str, float] = Field(default_factory=dict)


class ConditionWords(Record):
    """How registries write conditions.

    Attributes:
        names: other names of diseases, as registries write them, to concepts.
        set_aside: words that do not change which disease it is (patterns).
        no_disease: what stands among conditions and is no disease (patterns).
    """

    names: dict[str, str] = Field(default_factory=dict)
    set_aside: tuple[str, ...]
    no_disease: tuple[str, ...]


class ProductNames(Record):
    """Names of products, as patterns, and the antigens they are aimed at."""

    targets: tuple[str, ...]
    names: tuple[str, ...]


class AroundTarget(Record):
    """What stands beside the name of an antigen; patterns that end or begin at the name.

    Attributes:
        antibody_after: the name is an antibody's target.
        marker_after: the name is a mark of the disease.
        history_before: the name is what an earlier treatment was aimed at.
        construct_before, construct_after: the name is what the product is aimed at.
        joined_by: what may stand between names of one list.
    """

    antibody_after: str
    marker_after: str
    history_before: str
    construct_before: str
    construct_after: str
    joined_by: str


class TrialWords(Record):
    """Words that tell what a trial gives; every pattern is tried without regard to case.

    Attributes:
        named_only: antigens that are targets only where `spellings` says so.
        spellings: antigen to other ways of writing it.
        around_target: what stands beside the name of an antigen.
        products: names of products with their antigens.
        product_types: kind of product to a pattern; the first that is found counts.
        told_in_summary: the same for summaries, which speak of much beside the product.
        transplant: transplants of blood stem cells, whose donors are not those of the product.
        allogeneic, autologous: whose cells.
        receptor: cells with a chimeric receptor are given at all.
        cells: living cells are given at all.
        code_name: a developer's code for a product.
        generations: what is new about a product.
        disease_groups: group to the words that show it; the first claims its words.
        no_group: words that look like a group's and are none.
        vague_group: conditions too wide to tell a group while another does.
    """

    named_only: tuple[str, ...]
    spellings: dict[str, str]
    around_target: AroundTarget
    products: tuple[ProductNames, ...]
    product_types: dict[str, str]
    told_in_summary: dict[str, str]
    transplant: str
    allogeneic: str
    autologous: str
    receptor: str
    cells: str
    code_name: str
    generations: dict[str, str]
    disease_groups: dict[str, str]
    no_group: str
    vague_group: str
