"""The loader guesses nothing, and its cache is keyed by content."""

import contextlib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.knowledge.load import KnowledgeError, Record, parse_marked, read_record
from cartway.knowledge.load.cache import cache_folder, kept


class Sample(Record):
    words: tuple[str, ...] = ()
    number: float | None = None
    yes: bool = False


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("NO", "NO"),
        ("12:30", "12:30"),
        ("1.10", "1.10"),
        ("0x10", "0x10"),
        ("2026-11-22", "2026-11-22"),
        ("1_000", "1_000"),
        ("yes", "yes"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ('"~"', "~"),
    ],
)
def test_scalars_stay_text(written: str, held: str | None) -> None:
    assert parse_marked(f"key: {written}", "a.yaml").values == {"key": held}


def test_declared_types_decide() -> None:
    record = read_record(parse_marked("words: [NO, 1.10]\nnumber: 1.10\nyes: true", "a"), Sample)
    assert record == Sample(words=("NO", "1.10"), number=1.1, yes=True)


def test_all_problems_come_together() -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_record(parse_marked("words: no\nnumbr: 1\nnumber: many\nyes: perhaps", "a"), Sample)
    assert [(one.line, one.code) for one in caught.value.problems] == [
        (1, "K006"),
        (2, "K004"),
        (3, "K006"),
        (4, "K006"),
    ]


def test_the_caret_stands_under_the_place_after_chinese_text() -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_record(parse_marked("{words: [中文], numbr: 1}", "a"), Sample)
    line, caret = str(caught.value.problems[0]).splitlines()[1:3]
    assert caret.index("^") == line.index("numbr") + len("中文")


@given(st.text(max_size=60))
def test_no_text_breaks_the_loader(text: str) -> None:
    with contextlib.suppress(KnowledgeError):
        assert isinstance(read_record(parse_marked(text, "a.yaml"), Sample), Sample)


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, '{"a":' * 3000 + "1" + "}" * 3000])
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_marked(text, "a.yaml")
    assert [one.code for one in caught.value.problems] == ["K002"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CARTWAY_CACHE_DIR", str(folder))
    return folder


def test_a_changed_file_is_read_again(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1", encoding="utf-8")
    reads: list[str] = []

    def read() -> str:
        reads.append(file.read_text(encoding="utf-8"))
        return reads[-1]

    state = file.stat()
    assert [kept("a", [file], read) for _ in range(2)] == ["a: 1", "a: 1"]
    file.write_text("a: 2", encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert kept("a", [file], read) == "a: 2"
    assert reads == ["a: 1", "a: 2"]


@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_a_damaged_cache_is_passed_over(cache: Path, tmp_path: Path, damage: bytes | None) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1", encoding="utf-8")
    assert kept("a", [file], lambda: [1]) == [1]
    place = cache / "a.pickle"
    content = place.read_bytes()
    place.write_bytes(content[:-3] + b"abc" if damage is None else damage)
    assert kept("a", [file], lambda: [2]) == [2]
    assert kept("a", [file], lambda: [3]) == [2]


def test_the_cache_belongs_to_one_user(cache: Path) -> None:
    assert cache_folder() == cache
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    cache.chmod(0o777)
    assert cache_folder() is None


def test_a_cache_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTWAY_CACHE_DIR", "")
    assert cache_folder() is None
