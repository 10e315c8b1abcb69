"""A bundle opened: its resources, the patients in it, and whose each resource is.

A resource of another subject is never taken; a bundle with two patients needs one to be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from cartway.errors import InputError
from cartway.exchange.fhir.findings import Findings

Resource = Mapping[str, Any]

_DEEPEST = 4  # bundles in bundles, as registries send them


Entry = tuple[str | None, dict[str, Any]]  # a resource with the address its bundle gives it


class Opened:
    """A bundle's resources, whose record it is, and how to find what is referred to.

    Attributes:
        patient: the patient's own resource.
        names: every form in which this patient is referred to.
        alone: no other patient is in the bundle.
        resources: all others, of whatever subject, in the bundle's order.
    """

    def __init__(
        self,
        patient: dict[str, Any],
        names: frozenset[str],
        alone: bool,
        resources: list[dict[str, Any]],
        by_identity: dict[str, dict[str, Any]],
    ) -> None:
        self.patient, self.names, self.alone = patient, names, alone
        self.resources = resources
        self._by_identity = by_identity

    def find(self, reference: str) -> dict[str, Any] | None:
        """The resource of an address or ``Type/id``; None if it is not here or stands twice."""
        plain = reference.split("/_history/", 1)[0]
        return self._by_identity.get(plain) or self._by_name.get(plain)

    @cached_property
    def _by_name(self) -> dict[str, dict[str, Any]]:
        """Made when the first reference is followed: most records refer to the patient only."""
        found: dict[str, dict[str, Any] | None] = {}
        for one in self.resources:
            name = _name_of(one)
            if name is not None:
                found[name] = None if name in found else one
        return {name: one for name, one in found.items() if one is not None}


def entries_of(bundle: object, depth: int = 0) -> list[Entry]:
    """Every resource of a bundle, of bundles inside it, of a list, or the lone resource itself."""
    if isinstance(bundle, list):
        return [entry for one in bundle for entry in entries_of(one, depth + 1)]
    if not isinstance(bundle, dict) or depth > _DEEPEST:
        return []
    if bundle.get("resourceType") != "Bundle":
        return [(None, bundle)] if isinstance(bundle.get("resourceType"), str) else []
    entries = bundle.get("entry")
    found: list[Entry] = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            resource = entry["resource"]
            kind = resource["resourceType"]
        except (KeyError, TypeError, IndexError):  # an entry that only asks, or is no object
            continue
        if kind == "Bundle":
            found += entries_of(resource, depth + 1)
        elif type(kind) is str:
            address = entry.get("fullUrl")
            found.append((address if type(address) is str else None, resource))
    return found


def _name_of(resource: Resource) -> str | None:
    identity = resource.get("id")
    return f"{resource['resourceType']}/{identity}" if isinstance(identity, str) else None


def _later(first: Resource, second: Resource) -> bool | None:
    """Whether the second is the later version of the first; None if nothing says so."""
    stamps = []
    for one in (first, second):
        meta = one.get("meta")
        stamp = meta.get("lastUpdated") if isinstance(meta, dict) else None
        if not isinstance(stamp, str):
            return None
        stamps.append(stamp)
    return None if stamps[0] == stamps[1] else stamps[1] > stamps[0]


def patients_in(bundle: object) -> tuple[str, ...]:
    """The names (``Patient/id``) of the patients in a bundle, each once."""
    found = {
        _name_of(resource) or address or "Patient": None
        for address, resource in entries_of(bundle)
        if resource["resourceType"] == "Patient"
    }
    return tuple(found)


def open_bundle(
    bundle: object, findings: Findings, document: str, patient: str | None = None
) -> Opened:
    """Open a bundle for one patient.

    Args:
        patient: ``Patient/id``, an id or a full address, when the bundle holds several.

    Raises:
        InputError: no patient, several and none named, or two that claim one identity.
    """
    index = _Index(findings, document)
    index.take_all(entries_of(bundle))
    patients: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for one in index.resources:
        (patients if one["resourceType"] == "Patient" else others).append(one)
    if not patients:
        raise InputError(
            "there is no Patient in it",
            where=document or None,
            expected="a FHIR R4 bundle with one Patient resource and the resources of that patient",
            code="F001",
        )
    by_name = [_name_of(one) for one in patients]
    chosen = _choose(patients, by_name, index.by_identity, document, patient)
    names = {key for key, one in index.by_identity.items() if one is chosen}
    names |= {key[key.rindex("Patient/") :] for key in names if "/Patient/" in key}
    own = _name_of(chosen)
    if own is not None and by_name.count(own) == 1:
        names.add(own)
    return Opened(chosen, frozenset(names), len(patients) == 1, others, index.by_identity)


class _Index:
    """The resources by identity: full address, or id where there is none; each once."""

    def __init__(self, findings: Findings, document: str) -> None:
        self.findings, self.document = findings, document
        self.by_identity: dict[str, dict[str, Any]] = {}
        self.resources: list[dict[str, Any]] = []

    def take_all(self, entries: Iterable[Entry]) -> None:
        held = self.by_identity
        for address, resource in entries:
            key = address or _name_of(resource)
            if key is not None:
                before = held.get(key)
                if before is not None and not self._replaces(before, resource):
                    continue
                held[key] = resource
            self.resources.append(resource)

    def _replaces(self, before: dict[str, Any], resource: dict[str, Any]) -> bool:
        """Whether a resource takes the place of one with its identity."""
        where = _name_of(resource) or "a resource"
        if before == resource:
            self.findings.add("doubled", "the same resource stands twice", where)
            return False
        later = _later(before, resource)
        if later is None:
            raise InputError(
                "two different resources have one identity, and nothing says which is later",
                where=_place(self.document, where),
                expected="each fullUrl or id once, or meta.lastUpdated to tell versions apart",
                code="F006",
            )
        self.findings.add("older_version", "an older version of a resource", where)
        if later:
            self.resources = [one for one in self.resources if one is not before]
        return later


def _choose(
    patients: list[dict[str, Any]],
    by_name: list[str | None],
    by_identity: Mapping[str, dict[str, Any]],
    document: str,
    named: str | None,
) -> dict[str, Any]:
    listed = ", ".join(_name_of(one) or "a Patient without id" for one in patients[:5])
    if named is None:
        if len(patients) > 1:
            raise InputError(
                f"it holds {len(patients)} patients and none is named",
                where=document or None,
                expected=f"one patient, or the name of one of them ({listed})",
                code="F002",
            )
        return patients[0]
    for key in (named, f"Patient/{named}"):
        if by_name.count(key) == 1:
            return patients[by_name.index(key)]
        found = by_identity.get(key)
        if found is not None and found["resourceType"] == "Patient":
            return found
    raise InputError(
        "the patient that was named is not in it",
        where=document or None,
        expected=f"one of {listed}",
        code="F003",
    )


def subject_of(resource: Resource) -> object:
    """The reference to whom a resource is about; None if it names nobody."""
    for field in ("subject", "patient"):
        reference = resource.get(field)
        if isinstance(reference, dict):
            return reference.get("reference") or reference.get("identifier") or reference
        if reference is not None:
            return reference
    return None


def is_about(resource: Resource, opened: Opened) -> bool | None:
    """Whether a resource is about the patient; None if it names nobody."""
    reference = subject_of(resource)
    if reference is None:
        return None
    if isinstance(reference, dict):
        return _same_identifier(reference, opened.patient)
    if not isinstance(reference, str):
        return False
    if reference in opened.names:
        return True
    plain = reference.split("/_history/", 1)[0]
    if plain in opened.names:
        return True
    if plain.startswith("#"):
        return _contained_patient(resource, plain[1:], opened)
    # An absolute address of the same server's patient; a different id is a different person.
    if "/Patient/" in plain and plain[plain.rindex("Patient/") :] in opened.names:
        return not any(name.startswith("http") for name in opened.names)
    return False


def _same_identifier(identifier: Mapping[str, Any], patient: Resource) -> bool:
    own = patient.get("identifier")
    value = identifier.get("value")
    return (
        bool(value)
        and isinstance(own, list)
        and any(
            isinstance(one, dict)
            and one.get("value") == value
            and one.get("system") == identifier.get("system")
            for one in own
        )
    )


def _contained_patient(resource: Resource, identity: str, opened: Opened) -> bool:
    contained = resource.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and one.get("id") == identity:
            identifiers = one.get("identifier")
            return isinstance(identifiers, list) and any(
                isinstance(known, dict) and _same_identifier(known, opened.patient)
                for known in identifiers
            )
    return False


def find_contained(resource: Resource, reference: str) -> dict[str, Any] | None:
    """The contained resource that ``#id`` means."""
    contained: Iterable[Any] = resource.get("contained") or ()
    for one in contained:
        if isinstance(one, dict) and one.get("id") == reference[1:]:
            return one
    return None


def _place(document: str, place: str) -> str:
    return f"{document}: {place}" if document else place
