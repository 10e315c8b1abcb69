"""Records as plain data, for JSON and for pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from cartway.values import PartialDate

_PLAIN = frozenset({str, int, float, bool})


def as_plain(value: Any) -> Any:
    """A record as plain data: dates as text, models as mappings."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, BaseModel):
        return {name: as_plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {str(name): as_plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_plain(one) for one in value]
    return str(value) if isinstance(value, date | PartialDate) else value
