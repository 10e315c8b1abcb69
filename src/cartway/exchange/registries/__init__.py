"""Registries of trials: fetched page by page, kept as dated snapshots, never half-written."""

from cartway.exchange.registries.ctgov_api import CTGOV_API, CTGOV_QUERY, CtgovApi
from cartway.exchange.registries.download import Download, download_ctgov
from cartway.exchange.registries.polite import PoliteClient
from cartway.exchange.registries.store import SnapshotStore, data_folder

__all__ = [
    "CTGOV_API",
    "CTGOV_QUERY",
    "CtgovApi",
    "Download",
    "PoliteClient",
    "SnapshotStore",
    "data_folder",
    "download_ctgov",
]
