"""Pages of studies from ClinicalTrials.gov, version 2 of its API.

Source: https://clinicaltrials.gov/data-api/api, `GET /studies`: `query.term`, `pageSize` up to 1000,
`pageToken` from `nextPageToken` of the page before, `countTotal` for `totalCount`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cartway.errors import InputError
from cartway.exchange.ctgov import read_study
from cartway.exchange.registries.polite import PoliteClient

CTGOV_API = "https://clinicaltrials.gov/api/v2"
CTGOV_QUERY = (
    '"chimeric antigen receptor" OR "CAR-T" OR "CAR T" OR CART OR "CAR-NK" OR "CAR NK"'
    ' OR "CAR macrophage"'
)
_NUMBER = re.compile(r"NCT\d{8}")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of studies.

    Attributes:
        studies: each with its `protocolSection` alone.
        following: the token of the next page; None on the last.
        total: how many studies the registry says there are, where it says so.
    """

    studies: tuple[dict[str, Any], ...]
    following: str | None
    total: int | None


@dataclass
class CtgovApi:
    """The API of ClinicalTrials.gov.

    Attributes:
        base: its address, to be replaced in tests.
        query: what is searched for, in the registry's own search language.
    """

    base: str = CTGOV_API
    query: str = CTGOV_QUERY
    page_size: int = 200
    client: PoliteClient = field(default_factory=PoliteClient)

    def page(self, token: str | None) -> Page:
        """One page, every study of it checked.

        Raises:
            InputError: the registry does not answer, or what it answers is not a page of studies.
        """
        asked = {
            "format": "json",
            "query.term": self.query,
            "pageSize": str(self.page_size),
            "countTotal": "true",
            "fields": "ProtocolSection",
        }
        if token is not None:
            asked["pageToken"] = token
        address = f"{self.base.rstrip('/')}/studies"
        answer = self.client.json(address, asked)
        if not isinstance(answer, dict) or not isinstance(answer.get("studies"), list):
            raise InputError(
                "the registry answered something that is no page of studies",
                where=address,
                expected="an object with a list `studies`",
                code="F051",
            )
        following, total = answer.get("nextPageToken"), answer.get("totalCount")
        return Page(
            tuple(_checked(one, address) for one in answer["studies"]),
            following if isinstance(following, str) and following else None,
            total if isinstance(total, int) else None,
        )


def study_number(study: dict[str, Any]) -> str:
    """The NCT number of a study."""
    return str(study["protocolSection"]["identificationModule"]["nctId"])


def _checked(study: Any, address: str) -> dict[str, Any]:
    try:
        number = read_study(study).nct_id
    except InputError:
        number = ""
    if not _NUMBER.fullmatch(number):
        raise InputError(
            "the registry sent a study that cannot be read",
            where=address,
            expected="a version 2 study with protocolSection.identificationModule.nctId",
            code="F051",
        )
    return {"protocolSection": study["protocolSection"]}
