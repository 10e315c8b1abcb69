"""The pages to explore in a real browser: usable by everybody, on a phone at the bedside too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["explore/", "explore/products/", "explore/products/axi-cel/", "explore/countries/",
         "explore/trials/", "explore/trials/map/", "explore/trials/NCT03391466/",
         "explore/developments/", "explore/hospitals/?product=axi-cel", "explore/hospitals/fahzu/",
         "explore/regulations/?stage=payment", "explore/regulations/decree-818/",
         "explore/pathways/", "explore/pathways/expanded_access/",
         "explore/costs/?product=axi-cel", "side-effects/", "side-effects/crs_astct_2019/",
         "side-effects/icans/", "quote/", "explore/answers/", "search/?q=lupus",
         "explore/changes/", "records/sources/zuma1_5y/", "records/products/axi-cel/"]  # fmt: skip


def checked(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary", "")[:200])
        for one in found.response["violations"]
    ]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
def test_every_page_can_be_used_by_everybody(open_page, language, scheme):
    page = open_page(f"/{language}/explore/", color_scheme=scheme, bypass_csp=True)
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        assert (path, checked(page)) == (path, [])
    assert page.foreign == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_fits_a_narrow_screen(open_page, language):
    page = open_page(f"/{language}/explore/", viewport={"width": 320, "height": 640})
    refused = []
    page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert (path, wide <= 321) == (path, True)
    assert refused == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_nurse_grades_at_the_bedside(open_page, javascript):
    page = open_page(
        "/en/side-effects/", viewport={"width": 360, "height": 740}, java_script_enabled=javascript,
        has_touch=True,
    )  # fmt: skip
    page.get_by_role("link", name="Cytokine release syndrome (CRS), ASTCT 2019").tap()
    page.fill("#v-temp_c", "39.2")
    boxes = page.locator(".bedside .choices label")
    assert boxes.count() > 5
    assert all(boxes.nth(at).bounding_box()["height"] >= 48 for at in range(boxes.count()))
    with page.expect_navigation():
        page.locator(".bedside button").tap()
    assert page.locator(".bounds").inner_text() == "Grade 1 to 4"
    assert "39.2" not in page.url
    narrowing = page.locator(".result a").first
    target = narrowing.get_attribute("href")
    assert page.locator(target).count() == 1
    for name, value in (("hypotension", "no"), ("pressors_n", "0"), ("o2", "none")):
        page.locator(f"[name={name}][value='{value}']").check()
    with page.expect_navigation():
        page.locator(".bedside button").tap()
    assert page.locator(".bounds").inner_text() == "Grade 1: mild"


def test_a_result_can_be_used_by_everybody(open_page):
    page = open_page("/en/side-effects/crs_astct_2019/", bypass_csp=True)
    page.fill("#v-temp_c", "39.2")
    page.locator("form[method=post] button").click()
    page.wait_for_selector(".bounds")
    assert checked(page) == []
    page.goto("/zh/quote/")
    page.fill("#text", "奕凯达，全包60000美元，治愈所有癌症")
    page.locator("form[method=post] button").click()
    page.wait_for_selector("#answer")
    assert checked(page) == []


def test_trials_are_narrowed_from_the_keyboard(open_page):
    page = open_page("/en/explore/trials/", java_script_enabled=False)
    before = page.locator("p[role=status] strong").inner_text()
    page.locator("#f-target").focus()
    page.locator("#f-target").select_option("bcma")
    page.locator("form[role=search] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**target=bcma**")
    after = page.locator("p[role=status] strong").inner_text()
    assert 0 < int(after) < int(before)
    page.get_by_role("link", name="Show on a map").press("Enter")
    page.wait_for_selector("figure img")
    assert page.locator("figure img").is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_law_is_moved_through_time(open_page, javascript):
    page = open_page("/en/explore/regulations/", java_script_enabled=javascript)
    held = page.locator("#held [role=status] strong")
    today = int(held.inner_text())
    page.locator("#turn").focus()
    page.keyboard.press("Home")
    if not javascript:
        page.get_by_role("button", name="Show that day").click()
    page.wait_for_url("**as-of=2009**")
    page.wait_for_function(
        "most => Number(document.querySelector('#held strong').innerText) < most", arg=today
    )
    assert page.locator("output[for=turn]").inner_text().startswith("2009")


def test_pictures_are_really_drawn(open_page):
    page = open_page("/zh/explore/products/axi-cel/")
    for path in ("explore/products/axi-cel/", "explore/developments/", "explore/trials/map/"):
        page.goto(f"/zh/{path}")
        page.evaluate(
            "() => document.querySelectorAll('figure img').forEach(one => one.loading = 'eager')"
        )
        page.wait_for_function(
            "() => [...document.querySelectorAll('figure img')].every(one => one.complete)"
        )
        wide = page.eval_on_selector_all("figure img", "all => all.map(one => one.naturalWidth)")
        assert wide
        assert all(one > 100 for one in wide)
