"""An outline of China with dots: where trials or hospitals are. Works without any network.

The outline is for orientation and says nothing about borders. Projection: Albers' equal-area conic
with standard parallels 25 and 47 degrees north (J. P. Snyder, USGS Professional Paper 1395, p. 98).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from math import cos, radians, sin, sqrt

from cartway.knowledge.load import knowledge_root

_WIDTH, _HEIGHT = 760, 640
_MERIDIAN, _PARALLEL = radians(105.0), radians(35.0)
_FIRST, _SECOND = radians(25.0), radians(47.0)
_CONE = (sin(_FIRST) + sin(_SECOND)) / 2
_SQUARE = cos(_FIRST) ** 2 + 2 * _CONE * sin(_FIRST)
_RADIUS_AT_CENTRE = sqrt(_SQUARE - 2 * _CONE * sin(_PARALLEL)) / _CONE
_SCALE = 900.0
_CENTRE = (385.0, 345.0)
_LABELLED = 11


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A place on the picture.

    Units: degrees in, picture units out, y downwards.
    """
    radius = sqrt(_SQUARE - 2 * _CONE * sin(radians(latitude))) / _CONE
    angle = _CONE * (radians(longitude) - _MERIDIAN)
    x = radius * sin(angle)
    y = _RADIUS_AT_CENTRE - radius * cos(angle)
    return _CENTRE[0] + _SCALE * x, _CENTRE[1] - _SCALE * y


def draw_map(
    dots: Iterable[tuple[str, float, float, int]],
    title: str,
    note: str,
    *,
    text_scale: float = 1.0,
) -> bytes:
    """The picture.

    Args:
        dots: label, latitude, longitude and number; the area of a dot follows the number.
        title: what the picture shows, in words.
        note: what it does not say.
        text_scale: larger words, and fewer of them, for a picture that is shown small.
    """
    held = sorted(dots, key=lambda dot: -dot[3])
    most = max((number for *_, number in held), default=1)
    circles, labels = [], []
    taken: list[tuple[float, float, float, float]] = []
    for at, (label, latitude, longitude, number) in enumerate(held):
        x, y = project(longitude, latitude)
        size = max(3.0, 22.0 * sqrt(number / most))
        words = f"{label} {number}"
        circles.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#0072B2" fill-opacity="0.55"'
            f' stroke="#00405f"><title>{escape(words)}</title></circle>'
        )
        if at < _LABELLED:
            labels += _label(words, x, y, size, taken, text_scale)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' width="{_WIDTH}" height="{_HEIGHT}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<path d="{_outline()}" fill="#eceff0" stroke="#7a868c" stroke-width="1"/>'
        f"{''.join(circles)}{''.join(labels)}"
        f'<text x="12" y="{_HEIGHT - 12}" font-size="{12 * text_scale:g}" fill="#444"'
        f' font-family="{_FONT}">{escape(note)}</text></svg>'
    ).encode()


_FONT = "Noto Sans, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"


def _label(
    words: str,
    x: float,
    y: float,
    size: float,
    taken: list[tuple[float, float, float, float]],
    scale: float,
) -> list[str]:
    """The words beside a dot where they cover no others; otherwise none, the table has them."""
    width = scale * sum(13.0 if sign >= "\u3400" else 7.2 for sign in words)
    high = 14 * scale
    for left, top in (
        (x + size + 3, y - high / 2),
        (x - size - 3 - width, y - high / 2),
        (x - width / 2, y - size - high - 2),
        (x - width / 2, y + size + 2),
    ):
        box = (left, top, left + width, top + high)
        if (
            left >= 0
            and box[2] <= _WIDTH
            and all(
                box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3]
                for other in taken
            )
        ):
            taken.append(box)
            return [
                f'<text x="{left:.1f}" y="{top + 11 * scale:.1f}" font-size="{13 * scale:g}" fill="#111"'
                f' font-family="{_FONT}" stroke="#fff" stroke-width="3" paint-order="stroke">'
                f"{escape(words)}</text>"
            ]
    return []


@lru_cache(maxsize=1)
def _outline() -> str:
    path = knowledge_root() / "maps" / "china_outline.json"
    rings = json.loads(path.read_text(encoding="utf-8"))["rings"]
    parts = []
    for ring in rings:
        points = [project(longitude, latitude) for longitude, latitude in ring]
        parts.append("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points) + "Z")
    return "".join(parts)
