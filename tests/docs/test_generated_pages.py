"""Generated pages are as their programs would write them today."""

from tools.write_manual import PAGE, manual


def test_the_manual_of_the_language_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), "run: make knowledge"
