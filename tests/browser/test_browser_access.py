"""Everybody can use every page: axe, small screens, zoom, in both languages, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STILL = ["", "privacy/", "components/", "compare/", "compare/?option=axi-cel/lbcl-3l",
         "option/axi-cel/lbcl-3l/", "option/NCT02259556/", "no-such-page/"]  # fmt: skip


def checked(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary", "")[:200])
        for one in found.response["violations"]
    ]


def fits(page):
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_without_answers(open_page, language, scheme):
    page = open_page(f"/{language}/", color_scheme=scheme, bypass_csp=True)
    for path in STILL:
        page.goto(f"/{language}/{path}")
        assert (path, checked(page)) == (path, [])


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
def test_pages_with_answers(started, examples, language, scheme):
    page = started(
        language, "diffuse_large_b_cell_lymphoma", "56", color_scheme=scheme, bypass_csp=True
    )
    assert checked(page) == []
    page.click("button[name=step][value=answer]")
    page.wait_for_selector(".question [role=alert]")
    assert checked(page) == []
    page.locator(".option-card button").first.click()
    page.wait_for_selector("#lines")
    assert checked(page) == []
    page.locator("button[form=carry][formaction$='/report/']").click()
    page.wait_for_selector(".report")
    assert checked(page) == []
    page.goto(f"/{language}/")
    page.set_input_files("#file", examples / "lymphoma_letter_en.txt")
    page.locator("form").nth(1).locator("button").click()
    page.wait_for_selector(".review")
    assert checked(page) == []


@pytest.mark.parametrize(
    ("language", "settings"),
    [
        ("en", {"viewport": {"width": 320, "height": 640}}),
        ("zh", {"viewport": {"width": 320, "height": 640}}),
        # 200 % zoom on a screen of 1280: half the width at twice the density.
        ("en", {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}),
    ],
)
def test_nothing_runs_off_a_small_screen(started, examples, language, settings):
    page = started(language, "diffuse_large_b_cell_lymphoma", "56", **settings)
    assert fits(page)
    page.locator(".option-card button").first.click()
    page.wait_for_selector("#lines")
    assert fits(page)
    page.locator("button[form=carry][formaction$='/report/']").click()
    page.wait_for_selector(".report")
    assert fits(page)
    for path in STILL:
        page.goto(f"/{language}/{path}")
        assert (path, fits(page)) == (path, True)
    page.goto(f"/{language}/")
    page.set_input_files("#file", examples / "myeloma_letter_zh.txt")
    page.locator("form").nth(1).locator("button").click()
    page.wait_for_selector(".review")
    assert fits(page)


def test_what_a_finger_must_hit_is_large_enough(started):
    page = started(
        "en", "diffuse_large_b_cell_lymphoma", "56", viewport={"width": 390, "height": 800}
    )
    small = page.eval_on_selector_all(
        "main button, main select, main input:not([type=hidden])",
        """every => every.filter(one => {
            const target = one.closest('label') || one;
            const box = target.getBoundingClientRect();
            return box.width > 0 && (box.height < 24 || box.width < 24);
        }).map(one => one.outerHTML.slice(0, 120))""",
    )
    assert small == []
