"""Draw the layers of the library from pyproject.toml, where the linter reads them too.

`python tools/draw_layers.py` writes docs/images/layers.svg; a test fails when it is stale.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/images/layers.svg"
_WORDS = {
    "cli": "commands",
    "access": "one module per question people ask",
    "cohort": "patients by the million",
    "costs": "the bill",
    "course": "the months",
    "exchange": "FHIR, registries",
    "reading": "texts",
    "toxicity": "grades",
    "knowledge": "dated files, as of a day",
    "engines": "reference defines, columnar screens",
    "criteria": "the language",
    "facts": "the vocabulary, a patient's record",
    "values": "units, quantities, dates",
    "truth": "true, false, unknown",
    "errors": "what, where, what was expected",
}
_WIDTH, _ROW, _GAP, _SIDE = 860, 46, 8, 20
_INK, _LINE = "#1b2a32", "#3c6e71"
_FILLS = ("#d9e8e6", "#eef5f4")


def layers() -> list[list[str]]:
    """The layers from the top, each with its neighbours."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = held["tool"]["importlinter"]["contracts"]
    listed = next(one for one in contracts if one["id"] == "layers")["layers"]
    return [[name.strip() for name in row.split("|")] for row in listed]


def picture() -> str:
    """The drawing, as SVG."""
    rows = layers()
    inner = _WIDTH - 2 * _SIDE
    top = _SIDE
    parts: list[str] = [*_package("cartway_web", "pages and API, no rules", top)]
    top += _ROW + 2 * _GAP
    first = top
    for number, row in enumerate(rows):
        width = (inner - 24 - (len(row) - 1) * _GAP) / len(row)
        for at, name in enumerate(row):
            left = _SIDE + 12 + at * (width + _GAP)
            parts += _box(left, top + 12, width, name, _FILLS[number % 2], len(row) > 1)
        top += _ROW + _GAP
    frame = (
        f'<rect x="{_SIDE}" y="{first}" width="{inner}" height="{top - first + 16}" rx="8" '
        f'fill="none" stroke="{_LINE}" stroke-width="2"/>'
    )
    top += 16 + 2 * _GAP
    parts += [frame, *_package("cartway_knowledge", "dated YAML, no code", top)]
    height = top + _ROW + _SIDE + 20
    note = (
        f'<text x="{_WIDTH / 2:g}" y="{height - 14:g}" text-anchor="middle" font-size="13">'
        "Imports go down only. Neighbours in a row do not import one another.</text>"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            f'role="img" aria-labelledby="title" font-family="system-ui, sans-serif" '
            f'fill="{_INK}">',
            f'<title id="title">The layers of cartway from the top: {_spoken(rows)}</title>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            *parts,
            note,
            "</svg>\n",
        ]
    )


def _spoken(rows: list[list[str]]) -> str:
    return "; ".join(" beside ".join(row) for row in rows)


def _package(name: str, words: str, top: float) -> list[str]:
    return [
        f'<rect x="{_SIDE}" y="{top}" width="{_WIDTH - 2 * _SIDE}" height="{_ROW}" rx="8" '
        f'fill="#fdf6e3" stroke="{_LINE}"/>',
        f'<text x="{_WIDTH / 2:g}" y="{top + 28:g}" text-anchor="middle" font-size="15">'
        f'<tspan font-weight="600">{name}</tspan><tspan dx="10" font-size="13">{words}</tspan>'
        "</text>",
    ]


def _box(left: float, top: float, width: float, name: str, fill: str, narrow: bool) -> list[str]:
    middle = left + width / 2
    box = (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{_ROW}" rx="6" fill="{fill}" '
        f'stroke="{_LINE}"/>'
    )
    words = _WORDS.get(name, "")
    if narrow:
        return [
            box,
            f'<text x="{middle:g}" y="{top + 20:g}" text-anchor="middle" font-size="15" '
            f'font-weight="600">{name}</text>',
            f'<text x="{middle:g}" y="{top + 37:g}" text-anchor="middle" font-size="12">'
            f"{words}</text>",
        ]
    return [
        box,
        f'<text x="{middle:g}" y="{top + 28:g}" text-anchor="middle" font-size="15">'
        f'<tspan font-weight="600">{name}</tspan><tspan dx="10" font-size="13">{words}</tspan>'
        "</text>",
    ]


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
