"""A bundle opened: its resources, the patients in it, and whose each resource is.

A resource of another subject is never taken; a bundle with two patients needs one to be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cartway.errors import InputError
from cartway.exchange.fhir.findings import Findings

Resource = Mapping[str, Any]

_DEEPEST = 4  # bundles in bundles, as registries send them


class Entry(NamedTuple):
    """A resource with the address its bundle gives it."""

    address: str | None
    resource: dict[str, Any]


class Opened(NamedTuple):
    """A bundle's resources of one patient's record, and how to find them.

    Attributes:
        patient: the patient's own resource.
        names: every form in which this patient is referred to.
        resources: all others, of whatever subject, in the bundle's order.
        by_reference: resource by ``Type/id`` and by full address.
    """

    patient: dict[str, Any]
    names: frozenset[str]
    alone: bool
    resources: list[dict[str, Any]]
    by_reference: dict[str, dict[str, Any]]


def entries_of(bundle: object, depth: int = 0) -> Iterator[Entry]:
    """Every resource of a bundle, of bundles inside it, of a list, or the lone resource itself."""
    if isinstance(bundle, list):
        for one in bundle:
            yield from entries_of(one, depth + 1)
        return
    if not isinstance(bundle, dict) or depth > _DEEPEST:
        return
    if bundle.get("resourceType") != "Bundle":
        if isinstance(bundle.get("resourceType"), str):
            yield Entry(None, bundle)
        return
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            continue
        kind = resource.get("resourceType")
        if kind == "Bundle":
            yield from entries_of(resource, depth + 1)
        elif isinstance(kind, str):
            address = entry.get("fullUrl")
            yield Entry(address if isinstance(address, str) else None, resource)


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
        _name_of(entry.resource) or entry.address or "Patient": None
        for entry in entries_of(bundle)
        if entry.resource.get("resourceType") == "Patient"
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
    by_reference: dict[str, dict[str, Any]] = {}
    held: dict[int, dict[str, Any]] = {}
    shared: set[str] = set()  # an id under two addresses means neither
    for address, resource in entries_of(bundle):
        name = _name_of(resource)
        identity = address or name
        before = by_reference.get(identity) if identity else None
        if before is not None and before is not resource:
            where = name or "a resource"
            if before == resource:
                findings.add("doubled", "the same resource stands twice", where)
                continue
            later = _later(before, resource)
            if later is None:
                raise InputError(
                    "two different resources have one identity, and nothing says which is later",
                    where=_place(document, where),
                    expected="each fullUrl or id once, or meta.lastUpdated to tell versions apart",
                    code="F006",
                )
            findings.add("older_version", "an older version of a resource", where)
            if not later:
                continue
            held.pop(id(before), None)
        elif address and name and name in by_reference:
            shared.add(name)
        for key in (address, name):
            if key:
                by_reference[key] = resource
        held[id(resource)] = resource
    for name in shared:
        findings.add("shared_id", "one id under two addresses", name)
        del by_reference[name]
    resources = list(held.values())
    patients = [one for one in resources if one.get("resourceType") == "Patient"]
    if not patients:
        raise InputError(
            "there is no Patient in it",
            where=document or None,
            expected="a FHIR R4 bundle with one Patient resource and the resources of that patient",
            code="F001",
        )
    chosen = _choose(patients, by_reference, document, patient)
    names = {key for key, one in by_reference.items() if one is chosen}
    for key in tuple(names):
        if "/Patient/" in key:
            names.add(key[key.rindex("Patient/") :])
    others = [one for one in resources if one.get("resourceType") != "Patient"]
    return Opened(chosen, frozenset(names), len(patients) == 1, others, by_reference)


def _choose(
    patients: list[dict[str, Any]],
    by_reference: Mapping[str, dict[str, Any]],
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
        found = by_reference.get(key)
        if found is not None and found.get("resourceType") == "Patient":
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
