"""A picture file carries its own words."""

import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from cartway.access.picture_text import SIGNATURE, with_description
from cartway.access.plan_course import plan_course
from cartway.access.show_forecast import show_course
from cartway.course.picture_words import alt_text

FORECAST = plan_course("satri-cel", samples=500)


def chunks_of(png):
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(name + body)
        yield name, body
        at += length + 12


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_png_holds_its_description(language):
    chunks = list(chunks_of(show_course(FORECAST, "png", language)))
    texts = [body for name, body in chunks if name == b"iTXt"]
    assert [text.split(b"\0")[-1].decode() for text in texts] == [alt_text(FORECAST, language)]
    assert chunks[0][0] == b"IHDR"
    assert chunks[-1][0] == b"IEND"


def test_an_svg_holds_its_description():
    root = ElementTree.fromstring(show_course(FORECAST, "svg", "zh"))
    assert root.get("role") == "img"
    assert root.find("{http://www.w3.org/2000/svg}desc").text == alt_text(FORECAST, "zh")


def test_anything_else_is_left_alone():
    assert with_description(b"GIF89a", "words") == b"GIF89a"
