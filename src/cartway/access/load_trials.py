"""Every trial of the shipped snapshot as an option: registry fields and criteria as lines.

Compiled once and kept by content: the snapshot, the vocabulary, the words and the code that read
them. Equal lines and equal nodes are one object across all trials, so that a patient is judged on
each of them once.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cartway
from cartway.access.panel import OwnLines, settle_own_lines
from cartway.criteria import Line, Node, Option, Unread
from cartway.criteria.sharing import share
from cartway.errors import InputError, InternalError
from cartway.exchange.code_files import ConditionWords, TrialWords
from cartway.exchange.ctgov import Trial, read_studies, registry_facts, registry_lines
from cartway.exchange.ctgov.conditions import ConditionNames
from cartway.exchange.ctgov.groups import DiseaseGroups
from cartway.exchange.ctgov.products import Development, ProductWords
from cartway.exchange.registries import SnapshotStore, data_folder
from cartway.facts import Fact, Vocabulary
from cartway.knowledge.load import files_of, knowledge_root, read_marked, read_record, shown_path
from cartway.knowledge.load.cache import kept
from cartway.knowledge.readings import overrides

if TYPE_CHECKING:
    from cartway.reading.criteria import ReadLine

FOLDER = "trials"
_CODE = (
    "engines/reference",
    "access/panel.py",
    "exchange/ctgov",
    "exchange/code_files.py",
    "access/load_trials.py",
    "reading",
)


@dataclass(frozen=True)
class Trials:
    """The trials of a snapshot.

    Attributes:
        options: one a trial, in the order of their numbers.
        snapshot: id of the snapshot, such as ``ctgov-2026-08-22``.
        taken_on: the day it shows.
        own: the lines about the trials themselves, judged as of that day or any later one.
    """

    options: tuple[Option, ...]
    snapshot: str
    taken_on: date
    own: OwnLines


@lru_cache(maxsize=1)
def load_trials(vocabulary: Vocabulary) -> Trials:
    """The trials of the newest snapshot that came with this installation."""
    path = snapshot_file()
    files = [
        path,
        *files_of("vocabulary"),
        *files_of("codes"),
        *files_of("reading"),
        *files_of("readings"),
        *_code_files(),
    ]
    taken_on = date.fromisoformat(_id(path).split("-", 1)[1])

    def compiled() -> tuple[tuple[Option, ...], OwnLines]:
        options = compile_trials(read_snapshot(path), vocabulary, _id(path))
        return options, settle_own_lines(options, vocabulary, taken_on)

    options, own = kept(FOLDER, files, compiled)
    return Trials(options, _id(path), taken_on, own)


def snapshot_file() -> Path:
    """The newest snapshot file: the shipped one, or one that `cartway sync` fetched since."""
    shipped = SnapshotStore(knowledge_root() / FOLDER).newest()
    if shipped is None:
        raise InternalError("no trial snapshot came with this installation", code="X010")
    fetched = SnapshotStore(data_folder()).newest()
    return fetched if fetched is not None and fetched.name > shipped.name else shipped


def read_snapshot(path: Path) -> tuple[Trial, ...]:
    """The trials of a snapshot file, whose checksum must be the one shipped beside it.

    Raises:
        InternalError: the file is not the one that was shipped.
        InputError: the file is not the one that was fetched.
    """
    content = path.read_bytes()
    sums = path.with_name("SHA256SUMS")
    if sums.exists():
        rows = (line.split() for line in sums.read_text(encoding="utf-8").splitlines() if line)
        wanted = {name: digest for digest, name in rows}.get(path.name)
        whole = wanted is None or wanted == hashlib.sha256(content).hexdigest()
        if not whole and path.parent == data_folder():
            raise InputError(
                "this snapshot is damaged",
                where=str(path),
                expected="the file as `cartway sync` wrote it; remove it and sync again",
                code="F054",
            )
        if not whole:
            raise InternalError("the trial snapshot is not the one that was shipped", code="X011")
    return tuple(read_studies(gzip.decompress(content), path.name))


def compile_trials(
    trials: Iterable[Trial], vocabulary: Vocabulary, source: str
) -> tuple[Option, ...]:
    """Make an option of each trial."""
    held = tuple(trials)
    texts = (one.criteria_text for one in held if one.criteria_text is not None)
    compiler = _Compiler(vocabulary, source, _read_texts(texts, vocabulary))
    return tuple(compiler.option(one) for one in held)


def _id(path: Path) -> str:
    return path.name.removesuffix(".jsonl.gz")


def _code_files() -> list[Path]:
    root = Path(next(iter(cartway.__path__)))
    return [
        path
        for part in _CODE
        for path in ([root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py")))
    ]


class _Compiler:
    def __init__(
        self, vocabulary: Vocabulary, source: str, read: Mapping[str, list[ReadLine]]
    ) -> None:
        words = {path.stem: path for path in files_of("codes")}
        marked = read_marked(words["conditions"], shown_path(words["conditions"]))
        self._names = ConditionNames(read_record(marked, ConditionWords), vocabulary)
        marked = read_marked(words["trial_words"], shown_path(words["trial_words"]))
        trial_words = read_record(marked, TrialWords)
        self._products = ProductWords(trial_words, vocabulary)
        self._groups = DiseaseGroups(trial_words, self._names, vocabulary)
        self._vocabulary, self._source, self._read = vocabulary, source, read
        self._lines: dict[Line, Line] = {}
        self._nodes: dict[Node, Node] = {}
        self._facts: dict[Fact, Fact] = {}

    def option(self, trial: Trial) -> Option:
        development = self._products.development(trial)
        lines = (
            *registry_lines(trial, self._names, self._vocabulary, self._source),
            *self._criteria(trial),
        )
        return Option(
            kind="trial",
            id=trial.nct_id,
            title=self._title(trial, development),
            lines=tuple(map(self._shared, lines)),
            facts=tuple(
                self._facts.setdefault(one, one)
                for one in registry_facts(trial, self._vocabulary, self._source)
            ),
            details=self._details(trial, development),
        )

    def _shared(self, line: Line) -> Line:
        node = share(line.node, self._nodes)
        line = line if node is line.node else replace(line, node=node)
        return self._lines.setdefault(line, line)

    def _criteria(self, trial: Trial) -> Iterator[Line]:
        place = f"{self._source} eligibilityModule.eligibilityCriteria"
        if trial.criteria_text is None:
            yield _unread_line(
                "The full eligibility criteria are not in this snapshot; the registry page has them.",
                "本快照未收录完整的入选与排除标准，请查看登记页面。",
                place,
            )
            return
        yield from (_as_line(one, place) for one in self._read[trial.criteria_text])
        if trial.criteria_truncated:
            yield _unread_line(
                "The end of the eligibility criteria is missing in this snapshot.",
                "本快照中的入选与排除标准不完整，末尾缺失。",
                place,
            )

    def _title(self, trial: Trial, development: Development) -> dict[str, str]:
        """The registry's title; in Chinese one made of target and disease, where both are known."""
        targets = development.targets
        diseases = self._groups.diseases(trial)[:3]
        if not targets or not diseases:
            return {"en": trial.title, "zh": trial.title}
        aimed = "/".join(self._vocabulary.label(one, "zh") for one in targets[:3])
        treated = "、".join(self._vocabulary.label(one, "zh") for one in diseases)
        kinds = {"nk": "CAR-NK细胞", "tcr_t": "TCR-T细胞", "other": "细胞治疗产品"}
        kind = kinds.get(development.product_type, "CAR-T细胞")
        return {"en": trial.title, "zh": f"靶向{aimed}的{kind}治疗{treated}"}

    def _details(self, trial: Trial, development: Development) -> dict[str, object]:
        in_china = [one for one in trial.locations if one.country in _CHINESE]
        elsewhere = [one for one in trial.locations if one.country not in _CHINESE]
        return {
            "status": "unknown_status" if trial.status == "UNKNOWN" else trial.status.lower(),
            "status_on": trial.updated_on,
            "started_on": trial.started_on,
            "phase": "/".join(trial.phases),
            "sponsor": trial.sponsor,
            "sponsor_type": _SPONSORS.get(trial.sponsor_class, "other"),
            "cities": list(dict.fromkeys(one.city for one in in_china if one.city)),
            "cities_elsewhere": list(
                dict.fromkeys(one.city for one in elsewhere if one.city)
            ),
            "provinces": list(dict.fromkeys(one.state for one in in_china if one.state)),
            "sites": list(dict.fromkeys(one.facility for one in in_china if one.facility)),
            "countries": list(trial.countries),
            "conditions": list(trial.conditions),
            "targets": list(development.targets),
            "targets_how": development.targets_how,
            "product_type": development.product_type,
            "product_type_how": development.product_type_how,
            "allogeneic": development.allogeneic,
            "generations": list(development.generations),
            "disease_groups": list(self._groups.groups(trial)),
            "diseases": list(self._groups.diseases(trial)),
            "criteria": "none" if trial.criteria_text is None
            else "cut" if trial.criteria_truncated else "whole",
            "url": trial.address,
        }  # fmt: skip


_SPONSORS = {
    "INDUSTRY": "company",
    "NIH": "government",
    "FED": "government",
    "OTHER_GOV": "government",
    "NETWORK": "network",
    "INDIV": "person",
    "OTHER": "hospital_or_university",
}
_CHINESE = frozenset(("China", "Hong Kong", "Macau", "Macao"))


def _unread_line(text: str, translation: str, place: str) -> Line:
    return Line(
        text=text, kind="inclusion", node=Unread(text), source=place, translation=translation
    )


def _read_texts(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, list[ReadLine]]:
    """The lines of every criteria text."""
    from cartway.reading.many import read_many  # here: kept options need no reader

    texts = list(dict.fromkeys(texts))
    read = read_many(texts, vocabulary=vocabulary, overrides=overrides(vocabulary))
    return dict(zip(texts, read, strict=True))


def _as_line(read: ReadLine, place: str) -> Line:
    return Line(
        text=read.text,
        kind=read.kind,
        node=read.node,
        source=place,
        start=read.start,
        end=read.end,
    )
