"""A whole download: every page once, counted against what the registry says, then one snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cartway.errors import InputError
from cartway.exchange.registries.ctgov_api import CtgovApi, study_number
from cartway.exchange.registries.store import PagesUnderWay, SnapshotStore

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Download:
    """What a download gave.

    Attributes:
        place: the snapshot.
        resumed: pages that an earlier, broken download had left.
    """

    place: Path
    studies: int
    pages: int
    resumed: int


def download_ctgov(
    api: CtgovApi,
    store: SnapshotStore,
    taken_on: date,
    progress: Progress = lambda done, total: None,
) -> Download:
    """Fetch every study that the question finds, and write the snapshot of a day.

    Pages are kept as they come: a download that breaks goes on where it stopped when it is asked
    again on the same day.

    Args:
        taken_on: the day that the snapshot shows.
        progress: told how many studies are there, and of how many.

    Raises:
        InputError: the registry does not answer, answers no studies, repeats itself or gives
            another number of studies than it says; no snapshot is written then.
    """
    under_way = PagesUnderWay.of(store, taken_on, f"{api.base} {api.query} {api.page_size}")
    kept = under_way.pages()
    studies: dict[str, dict[str, Any]] = {}
    tokens: set[str] = set()
    total: int | None = None
    number, token, resumed = 0, None, len(kept)
    while True:
        if number < len(kept):
            page = kept[number]
        else:
            page = _fetched(api, token)
            under_way.keep(number + 1, page)
        number += 1
        before = len(studies)
        studies |= {study_number(one): one for one in page["studies"]}
        total = page["total"] if total is None else total
        progress(len(studies), total or 0)
        token = page["following"]
        if token is None:
            break
        if token in tokens or len(studies) == before:
            under_way.discard()
            raise _unsound("the registry repeats a page", api, "each page of studies once")
        tokens.add(token)
    if not studies:
        under_way.discard()
        raise _unsound("the registry found no study", api, "at least one study; see --query")
    if total is not None and total != len(studies):
        under_way.discard()
        raise _unsound(
            f"the registry says {total} studies and gave {len(studies)}",
            api,
            "as many studies as it says; it may have changed on the way, so ask again",
        )
    place = store.write(taken_on, (studies[one] for one in sorted(studies)))
    under_way.discard()
    return Download(place, len(studies), number, resumed)


def _fetched(api: CtgovApi, token: str | None) -> dict[str, Any]:
    page = api.page(token)
    return {"studies": list(page.studies), "following": page.following, "total": page.total}


def _unsound(what: str, api: CtgovApi, expected: str) -> InputError:
    return InputError(what, where=api.base, expected=expected, code="F052")
