"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cartway.errors import InputError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a draft beside the place; it is moved there when all went well, else removed.

    Raises:
        InputError: nothing can be written there.
    """
    if path.is_dir():
        raise InputError("a folder stands where the file should go", where=str(path), code="I010")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError:
        raise InputError(
            "nothing can be written there",
            where=str(path),
            expected="a folder that exists and that you may write to",
            code="I010",
        ) from None
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
