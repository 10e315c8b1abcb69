"""Random criteria and random patients over the small vocabulary of the tables."""

from datetime import date

from hypothesis import strategies as st

from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, FactRef, Node
from cartway.facts import Absence, Certainty, Event, Fact, Record
from cartway.facts.normalise import normalise
from cartway.values import Duration, PartialDate, Quantity
from tests.spec.language_tables import table_vocabulary

AS_OF = date(2026, 11, 22)
_VOCABULARY = table_vocabulary()
_FACTS = list(_VOCABULARY.facts.values())
_EVENTS = list(_VOCABULARY.events.values())
_OPERATORS = st.sampled_from(["<=", ">=", "<", ">", "=", "!="])
_UNITS = {
    "a": ["a", "mo"],
    "10*9/L": ["10*9/L", "/uL"],
    "umol/L": ["umol/L", "mg/dL", "ULN"],
    "U/L": ["U/L", "ULN"],
    "1": ["1"],
    "[IU]/mL": ["[IU]/mL"],
    "mg": ["mg", "g"],
}
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)

windows = st.none() | st.builds(
    Duration, st.integers(1, 40).map(float), st.sampled_from(["d", "wk", "mo", "a"])
)
numbers = st.sampled_from([0.0, 0.4, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0, 18.0, 40.0, 75.0, 120.0])


def _refs(*kinds: str) -> st.SearchStrategy[FactRef]:
    found = [one for one in _FACTS if one.kind in kinds]
    return st.sampled_from(found).flatmap(
        lambda one: (
            st.just(FactRef(one.id))
            if one.argument is None
            else st.sampled_from(_VOCABULARY.in_system(one.argument)).map(
                lambda argument: FactRef(one.id, argument)
            )
        )
    )


def _limits(unit: str) -> st.SearchStrategy[Quantity]:
    return st.builds(Quantity, numbers, st.sampled_from(_UNITS[unit]))


compares = _refs("quantity", "score").flatmap(
    lambda ref: st.builds(
        nodes.Compare, st.just(ref), _OPERATORS, _limits(_VOCABULARY.fact(ref.name).unit), windows
    )
)
is_nodes = _refs("code", "result").flatmap(
    lambda ref: st.builds(
        nodes.Is,
        st.just(ref),
        st.sampled_from(_VOCABULARY.in_system(_VOCABULARY.fact(ref.name).system or "result")),
        windows,
    )
)
has_nodes = st.builds(nodes.Has, _refs("presence"), windows)
recorded_nodes = st.builds(nodes.Recorded, _refs("quantity", "presence", "result"), windows)


def _where_atoms(events: str) -> st.SearchStrategy[Node]:
    atoms: list[st.SearchStrategy[Node]] = []
    for name, attribute in _VOCABULARY.event_list(events).attributes.items():
        if attribute.system:
            concepts = st.sampled_from(_VOCABULARY.in_system(attribute.system))
            atoms.append(st.builds(nodes.Is, st.just(Attribute(name)), concepts))
        else:
            limits = _limits(attribute.unit)
            atoms.append(st.builds(nodes.Compare, st.just(Attribute(name)), _OPERATORS, limits))
    return st.one_of(*atoms, *atoms, st.builds(nodes.Judgement, _WORDS), st.just(nodes.Never()))


def _joins(inner: st.SearchStrategy[Node]) -> dict[type[Node], st.SearchStrategy[Node]]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return {
        nodes.All: st.builds(nodes.All, several),
        nodes.AnyOf: st.builds(nodes.AnyOf, several),
        nodes.Not: st.builds(nodes.Not, inner),
        nodes.AtLeast: several.flatmap(
            lambda held: st.builds(nodes.AtLeast, st.integers(1, len(held)), st.just(held))
        ),
        nodes.Unless: st.builds(nodes.Unless, inner, inner),
        nodes.Implies: st.builds(nodes.Implies, inner, inner),
        nodes.Pending: st.builds(nodes.Pending, inner),
    }


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    joins = _joins(inner)
    return st.one_of(one for kind, one in joins.items() if kind is not nodes.Pending)


def _wheres(events: str) -> st.SearchStrategy[Node | None]:
    return st.none() | st.recursive(_where_atoms(events), _joined, max_leaves=4)


_event_names = st.sampled_from([one.id for one in _EVENTS])
any_events = _event_names.flatmap(
    lambda name: st.builds(nodes.AnyEvent, st.just(name), _wheres(name), windows)
)
counts = _event_names.flatmap(
    lambda name: st.builds(
        nodes.CountEvents, st.just(name), _wheres(name), _OPERATORS, st.integers(0, 3), windows
    )
)
LEAVES: dict[type[Node], st.SearchStrategy[Node]] = {
    nodes.Compare: compares,
    nodes.Is: is_nodes,
    nodes.Has: has_nodes,
    nodes.Recorded: recorded_nodes,
    nodes.AnyEvent: any_events,
    nodes.CountEvents: counts,
    nodes.Unread: st.builds(nodes.Unread, _WORDS),
    nodes.Judgement: st.builds(nodes.Judgement, _WORDS),
    nodes.Administrative: st.builds(nodes.Administrative, _WORDS),
    nodes.Always: st.just(nodes.Always()),
    nodes.Never: st.just(nodes.Never()),
}
criteria: st.SearchStrategy[Node] = st.recursive(
    st.one_of(LEAVES.values()),
    lambda inner: st.one_of(_joins(inner).values()),
    max_leaves=8,
)
GENERATED = frozenset(LEAVES) | frozenset(_joins(st.nothing()))

days = st.dates(date(2024, 6, 1), date(2026, 12, 31))
partial_dates = st.one_of(
    days.map(PartialDate.of),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
)
_certainties = st.sampled_from([Certainty.STATED] * 6 + list(Certainty))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    definition = draw(st.sampled_from([one for one in _FACTS if one.kind != "text"]))
    argument = None
    if definition.argument:
        argument = draw(st.sampled_from(_VOCABULARY.in_system(definition.argument)))
    upper = None
    if definition.kind in ("quantity", "score"):
        units = [one for one in _UNITS[definition.unit] if one != "ULN"]
        unit = draw(st.sampled_from([*units, "g/kg"]))
        comparator = draw(st.sampled_from([None, None, None, "<", ">", "<=", ">="]))
        if definition.id == "age":
            unit, comparator = draw(st.sampled_from(["a", "mo"])), None
        value = Quantity(draw(numbers), unit, comparator)
        upper = draw(st.none() | st.sampled_from([35.0, 40.0, 104.0]))
    elif definition.kind == "presence":
        value = draw(st.booleans())
    elif definition.kind == "date":
        value = draw(partial_dates)
    else:
        value = draw(st.sampled_from(_VOCABULARY.in_system(definition.system or "result")))
    return Fact(
        definition.id,
        value,
        draw(st.none() | partial_dates),
        argument,
        certainty=draw(_certainties),
        upper_limit=upper,
        readable=draw(st.sampled_from([True] * 5 + [False])),
    )


@st.composite
def events(draw: st.DrawFn) -> Event:
    definition = draw(st.sampled_from(_EVENTS))
    attributes = {}
    for name, attribute in definition.attributes.items():
        if draw(st.booleans()):
            continue
        if attribute.system:
            found = st.sampled_from(_VOCABULARY.in_system(attribute.system))
            most = 2 if attribute.many else 1
            attributes[name] = tuple(draw(st.lists(found, min_size=1, max_size=most)))
        else:
            attributes[name] = (Quantity(draw(numbers), attribute.unit),)
    start = draw(st.none() | partial_dates)
    end = draw(st.none() | partial_dates)
    if start and end and end.latest < start.earliest:
        start, end = end, start
    return Event(
        definition.id, attributes, start, end, draw(st.booleans()), certainty=draw(_certainties)
    )


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    definition = draw(st.sampled_from(_EVENTS))
    system = definition.attributes[definition.main].system
    return Absence(
        definition.id,
        draw(st.sampled_from(_VOCABULARY.in_system(system or ""))),
        draw(st.none() | partial_dates),
        status=draw(st.sampled_from([None, None, "active"])),
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    complete = draw(st.sets(_event_names))
    record = Record(
        tuple(draw(st.lists(facts(), max_size=6))),
        tuple(draw(st.lists(events(), max_size=4))),
        tuple(draw(st.lists(absences(), max_size=2))),
        frozenset(complete),
    )
    return normalise(record, _VOCABULARY)
