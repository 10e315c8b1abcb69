"""Where answers go: a terminal, a pipe or a file, whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from cartway.errors import InputError


def write_answer(content: str | bytes, output: Path | None) -> None:
    """Write to a file, or to standard output when none is named.

    The file appears whole: it is written beside its place and moved there.

    Raises:
        InputError: the place cannot be written to.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.flush()
        return
    if output.is_dir():
        raise InputError(
            "a folder stands where the answer should go",
            where=str(output),
            expected="the name of a file",
            code="I010",
        )
    try:
        handle, draft = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError:
        raise InputError(
            "nothing can be written there",
            where=str(output),
            expected="a folder that exists and that you may write to",
            code="I010",
        ) from None
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(output)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def day_asked(text: str | None, flag: str = "--as-of") -> date:
    """The day of ``--as-of``; today when none is given. Only the command line knows a clock.

    Raises:
        InputError: the text is not a day.
    """
    if text is None:
        return date.today()  # noqa: DTZ011  # the user's own calendar day is what is meant
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "this is not a day", where=flag, expected="a day such as 2026-11-22", code="I011"
        ) from None


def choice(value: str, allowed: tuple[str, ...], flag: str) -> str:
    """One of the allowed words.

    Raises:
        InputError: it is none of them.
    """
    if value in allowed:
        return value
    from cartway.errors import nearest_name

    raise InputError(
        f"{value!r} is not one of the choices",
        where=flag,
        expected=", ".join(allowed),
        nearest=nearest_name(value, allowed),
        code="I012",
    )
