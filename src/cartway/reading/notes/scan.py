"""Scanned letters by the ``tesseract`` command, with how sure it was of each word."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cartway.errors import InputError

# Below this, in percent, a recognised word is held to be hardly legible.
LEGIBLE = 70.0
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Scan:
    """Recognised text with the confidence of its words.

    Attributes:
        starts, confidences: place in the text and confidence (0 to 100) of each word, in order.
    """

    text: str
    starts: tuple[int, ...]
    confidences: tuple[float, ...]

    def confidence(self, start: int, end: int) -> float:
        """The lowest confidence of the words that a stretch touches; 100 where there are none."""
        first = max(0, bisect_right(self.starts, start) - 1)
        held = []
        for index in range(first, len(self.starts)):
            if self.starts[index] >= end:
                break
            held.append(self.confidences[index])
        return min(held, default=100.0)


def tesseract_command() -> str:
    """Where the ``tesseract`` command is.

    Raises:
        InputError: it is not installed.
    """
    found = shutil.which("tesseract")
    if found is None:
        raise InputError(
            "this letter is a picture, and the text recognition program tesseract is not installed",
            expected="tesseract with the languages eng and chi_sim (Debian: tesseract-ocr "
            "tesseract-ocr-eng tesseract-ocr-chi-sim), or a PDF or text file with real text",
            code="F042",
        )
    return found


def installed_languages(command: str) -> str:
    """The languages to recognise: English and simplified Chinese, as far as installed."""
    listed = subprocess.run(
        [command, "--list-langs"], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    known = set((listed.stdout + listed.stderr).split())
    wanted = [one for one in ("chi_sim", "eng") if one in known]
    if not wanted:
        raise InputError(
            "tesseract has neither English nor simplified Chinese",
            expected="the language packs eng and chi_sim",
            code="F042",
        )
    return "+".join(wanted)


def recognise(pages: Sequence[str | bytes], name: str) -> Scan:
    """Recognise the text of pictures, page after page; pages of text are taken as they are.

    Raises:
        InputError: tesseract is missing, or a picture cannot be read.
    """
    command = tesseract_command()
    languages = installed_languages(command)
    text, starts, confidences = "", list[int](), list[float]()
    for given in pages:
        page = (
            Scan(given, (0,), (100.0,))
            if isinstance(given, str)
            else _recognise_page(command, languages, given, name)
        )
        if text:
            text += "\n\n"
        starts += [start + len(text) for start in page.starts]
        confidences += page.confidences
        text += page.text
    return Scan(text, tuple(starts), tuple(confidences))


def _recognise_page(command: str, languages: str, picture: bytes, name: str) -> Scan:
    """Nothing of a letter is written to disk: the picture goes in and the table comes out."""
    try:
        done = subprocess.run(
            [command, "stdin", "stdout", "-l", languages, "--psm", "4", "tsv"],
            input=picture,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(
            "text recognition took too long",
            where=name,
            expected="a smaller picture",
            code="F043",
        ) from error
    if done.returncode != 0:
        raise InputError(
            "this picture cannot be recognised",
            where=name,
            expected="a clear PNG, JPEG or TIFF picture of a page",
            code="F043",
        )
    return assemble(done.stdout.decode("utf-8", "replace"))


def assemble(table: str) -> Scan:
    """Put the words of tesseract's table back into lines.

    Chinese characters come as words of their own: no space stands between them.
    """
    text, starts, confidences = "", list[int](), list[float]()
    line: tuple[str, ...] | None = None
    reader = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        word = (row.get("text") or "").strip()
        if row.get("level") != "5" or not word:
            continue
        here = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        if line is not None and here != line:
            text += "\n\n" if here[:3] != line[:3] else "\n"
        elif text and not (_is_chinese(text[-1]) and _is_chinese(word[0])):
            text += " "
        line = here
        starts.append(len(text))
        confidences.append(float(row.get("conf") or 0.0))
        text += word
    return Scan(text, tuple(starts), tuple(confidences))


def _is_chinese(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"
