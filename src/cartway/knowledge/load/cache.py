"""Read knowledge kept from the last time, so that a command starts quickly.

The key is the content: every file that was read, the code that read it, and the versions of the
interpreter and the libraries. A cache that is missing, foreign, cut short or older than its files
is passed over in silence, and losing it costs only time. The files are pickles, so the folder must
belong to this user and to nobody else.
"""

import contextlib
import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar, cast

import pydantic

import cartway
from cartway.knowledge.load.pickled import from_bytes, to_bytes
from cartway.knowledge.load.places import shown_path

ReadT = TypeVar("ReadT")

_CODE_FOLDERS = ("values", "facts", "criteria", "knowledge")


def kept(name: str, files: Iterable[Path], read: Callable[[], ReadT]) -> ReadT:
    """What `read` gives, from the cache when the same files gave it before.

    Args:
        name: a short name for what is kept, one file in the cache.
        files: every file that `read` reads.
        read: the slow way.
    """
    key = _key(name, files)
    folder = cache_folder()
    if folder is None:
        return read()
    place = folder / f"{name}.pickle"
    found = _load(place, key)
    if found is not None:
        return cast("ReadT", found[0])
    value = read()
    _store(place, key, value)
    return value


def cache_folder() -> Path | None:
    """The folder of the cache, made when missing; None when it cannot be used safely."""
    named = os.environ.get("CARTWAY_CACHE_DIR")
    if named is None:
        base = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(base) if base else Path("~/.cache").expanduser()) / "cartway"
    elif named == "":
        return None
    else:
        folder = Path(named)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        return None
    return folder


def _key(name: str, files: Iterable[Path]) -> bytes:
    digest = hashlib.sha256(_code_digest())
    digest.update(name.encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"\0{shown_path(path)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


@functools.lru_cache(maxsize=1)
def _code_digest() -> bytes:
    root = Path(next(iter(cartway.__path__)))
    versions = f"{sys.version}|{pydantic.VERSION}|{version('PyYAML')}"
    digest = hashlib.sha256(versions.encode())
    for folder in _CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".lark"}:
                digest.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _load(place: Path, key: bytes) -> tuple[object] | None:
    try:
        content = place.read_bytes()
    except OSError:
        return None
    start = len(key)
    body = content[start + 32 :]
    if content[:start] != key or hashlib.sha256(body).digest() != content[start : start + 32]:
        return None
    try:
        return (from_bytes(body),)
    except Exception:  # whatever a stale pickle raises, reading anew is right
        return None


def _store(place: Path, key: bytes, value: object) -> None:
    body = to_bytes(value)
    with contextlib.suppress(OSError):
        handle, draft = tempfile.mkstemp(dir=place.parent, prefix=place.name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(key + hashlib.sha256(body).digest() + body)
            Path(draft).replace(place)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
