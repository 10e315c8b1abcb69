"""What people come for, in a real browser: given, when, then."""

import re

import pytest
from playwright.sync_api import expect


def counts(page, kind="product"):
    tiles = page.locator(f".counts[aria-labelledby=count-{kind}] .tile b")
    return [int(tiles.nth(at).inner_text()) for at in range(3)]


def answer(page, value=None, on=None):
    """Answer the question on the page, or say that one does not know; wait for the next."""
    before = page.locator("input[name=question]").input_value()
    if value is None:
        page.click("button[name=step][value=unknown]")
    else:
        radio = page.locator(f'.question input[type=radio][value="{value}"]')
        if radio.count():
            radio.check()
        elif page.locator("select#value").count():
            page.select_option("#value", value)
        else:
            page.fill("#value", value)
        if on:
            page.fill("#on", on)
        page.click("button[name=step][value=answer]")
    expect(page.locator(f'input[name=question][value="{before}"]')).to_have_count(0)


def question(page):
    return page.locator("input[name=question]").input_value()


def test_a_patient_with_lymphoma(open_page):
    """Given words with slips, when questions are answered, then products open and say why."""
    page = open_page("/en/")
    page.fill("#disease", "difuse larg b cell lymfoma")
    page.locator("#suggestions input").first.check()
    page.fill("#age", "56")
    page.get_by_role("button", name="Show what may be open").click()
    assert counts(page)[0] == 0
    answer(page, "relapsed")
    assert question(page) == "prior_lines_of_therapy|"
    answer(page, "2")
    assert counts(page)[0] >= 2
    expect(page.locator("#said")).to_contain_text("open")

    page.locator(".option-card", has_text="axi-cel/lbcl-3l").get_by_role("button").click()
    expect(page.locator("h1")).to_contain_text("axicabtagene")
    expect(page.locator(".badge").first).to_have_text("open")
    expect(page.locator("#lines ~ table, .lines").first).to_contain_text(
        "Prior lines of therapy: 2"
    )
    page.get_by_label("Beijing", exact=True).check()
    expect(page.locator("img.chart[src*='city=Beijing']")).to_have_count(1)
    page.get_by_label("private hospital").check()
    expect(page.locator("img.chart[src*='setting=private']")).to_have_count(1)
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/cost/" in one.url else None)
    slider = page.get_by_label("People who come along")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("output[for=companions]")).to_have_text("2 with the patient")
    expect(page.locator("img.chart[src*='companions=2']")).to_have_count(1)
    expect(page.locator("#companions")).to_be_focused()
    expect(page.locator("#cost-said")).to_contain_text("if the cells are infused")
    expect(page.locator("#other-city")).to_be_hidden()
    page.get_by_label("another city").check()
    page.select_option("#other-city", "Harbin")
    assert asked
    assert not [one for one in asked if "state" in one or "csrf" in one]
    expect(page.locator("img.chart[src*='city=Harbin']")).to_have_count(1)
    expect(page.locator(".map img")).to_have_attribute("alt", re.compile("Shanghai 1"))
    page.locator(".map img").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.map img').naturalWidth > 100")
    with page.context.expect_page() as opened:
        page.locator(".map-beside th a").first.click()
    expect(opened.value.locator("h1")).to_contain_text("Hospital")

    page.get_by_role("button", name="Back to all options").first.click()
    for name in ("axi-cel/lbcl-3l", "relma-cel/lbcl-3l"):
        page.locator(".option-card", has_text=name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare the chosen ones").click()
    expect(page.locator(".side-by-side thead th")).to_have_count(2)
    page.get_by_role("button", name="Back to all options").click()
    page.select_option("#languages", "both")
    page.get_by_role("button", name="Open as a page").click()
    expect(page.locator(".report code").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    expect(page.locator(".report h1")).to_contain_text("逐条报告")
    assert page.foreign == []


def test_a_parent_of_a_child_with_b_all(started):
    """Given a child of eight, then products for adults are closed by age and nothing by a guess."""
    page = started("en", "b_cell_acute_lymphoblastic_leukaemia", "8")
    page.locator("details", has_text="Closed products").locator("summary").first.click()
    adult = page.locator(".option-card", has_text="inati-cel/ball-adult")
    expect(adult).to_contain_text("Age: 8")
    child = page.locator(".option-card", has_text="pcar-19b/ball-ped")
    expect(child.locator(".badge")).not_to_have_text("closed")
    before = counts(page)
    answer(page)
    answer(page)
    assert counts(page) == before
    expect(child).to_have_count(1)


def test_a_myeloma_patient_whose_record_lacks_three_facts(open_page, examples, tmp_path):
    """Given a record without three facts, when each is answered, then each is no longer asked."""
    import json

    bundle = json.loads((examples / "myeloma.json").read_text(encoding="utf-8"))
    kept = [
        one
        for one in bundle["entry"]
        if not re.search(r'"(751-8|777-3|89247-1)"', json.dumps(one["resource"]))
    ]
    assert len(bundle["entry"]) - len(kept) == 3
    lacking = tmp_path / "record.json"
    lacking.write_text(json.dumps({**bundle, "entry": kept}), encoding="utf-8")

    page = open_page("/en/")
    page.set_input_files("#file", lacking)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("#answer")
    assert sum(counts(page)) > 10
    wanted = {
        "ecog_performance_status|": "1",
        "absolute_neutrophil_count|": "1.8",
        "platelet_count|": "120",
    }
    seen = []
    while set(wanted) - set(seen) and page.locator("input[name=question]").count():
        seen.append(question(page))
        answer(page, wanted.get(seen[-1]))
    assert set(wanted) <= set(seen)
    assert len(seen) == len(set(seen))
    page.locator(".facts summary").click()
    expect(page.locator(".fact-list")).to_contain_text("1.8 10⁹/L")


def test_a_chinese_letter(open_page, examples):
    """Given a letter in Chinese, when a fact is dropped and one corrected, then that is used."""
    page = open_page("/zh/")
    page.set_input_files("#file", examples / "myeloma_letter_zh.txt")
    page.get_by_role("button", name="读取").click()
    expect(page.locator("h1")).to_have_text("读得对吗？")
    assert page.locator("mark").count() > 10
    row = page.locator(".review-row", has_text="血小板").first
    number = row.locator("input[inputmode=decimal]")
    expect(number).to_be_hidden()
    row.get_by_label("更正").check()
    number.fill("41")
    diagnosis = page.locator(".review-row", has_text="诊断：").first
    diagnosis.get_by_label("更正").check()
    diagnosis.locator("input[list]").fill("浆细胞白血")
    page.locator(".review-row").last.get_by_label("删去").check()
    total = page.locator(".review-row").count()
    page.get_by_role("button", name="使用这些内容").click()
    expect(page.get_by_role("alert")).to_contain_text("尚未使用")
    diagnosis = page.locator(".review-row", has_text="诊断：").first
    expect(diagnosis.locator(".error")).to_contain_text("您是指“浆细胞白血病”吗")
    diagnosis.locator("input[list]").fill("浆细胞白血病")
    page.get_by_role("button", name="使用这些内容").click()
    page.wait_for_selector("#answer")
    expect(page.locator(".facts summary")).to_contain_text(f"{total - 1}项")
    page.locator(".facts summary").click()
    expect(page.locator(".fact-list")).to_contain_text("41 10⁹/L")
    expect(page.locator(".fact-list")).to_contain_text("诊断：浆细胞白血病")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("What may be open to you")
    expect(page.locator(".facts summary")).to_contain_text(f"{total - 1} entries")


def test_a_letter_without_javascript(open_page, examples):
    """Given JavaScript is off, then a birth date can still be corrected, and its slip is said."""
    page = open_page("/en/", java_script_enabled=False)
    page.set_input_files("#file", examples / "lymphoma_letter_en.txt")
    page.get_by_role("button", name="Read it").click()
    row = page.locator(".review-row", has_text="Date of birth")
    row.get_by_label("Correct it").check()
    row.locator("input[type=text]").fill("5 August 1967")
    page.get_by_role("button", name="Use these facts").click()
    expect(page.locator(".review-row .error")).to_have_count(1)
    row = page.locator(".review-row", has_text="Date of birth")
    expect(row.locator("input[type=text]")).to_have_value("5 August 1967"[:10])
    row.locator("input[type=text]").fill("1967-08")
    page.get_by_role("button", name="Use these facts").click()
    page.locator(".facts summary").click()
    expect(page.locator(".fact-list")).to_contain_text("Date of birth: 1967-08")
    expect(page.locator(".fact-list")).not_to_contain_text("Age: 69")


def test_a_place_in_the_letter_leads_to_its_fact_and_back(open_page, examples):
    page = open_page("/en/")
    page.set_input_files("#file", examples / "lymphoma_letter_en.txt")
    page.get_by_role("button", name="Read it").click()
    page.locator("mark a.ref").first.click()
    row = page.locator(":target")
    expect(row).to_have_class("review-row")
    row.locator("a.ref").click()
    expect(page.locator("mark :target")).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_wrong_file(open_page, tmp_path, language):
    """Given a file of another kind, then the page says what can be read, and leads back."""
    wrong = tmp_path / "scan.docx"
    wrong.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    page = open_page(f"/{language}/")
    page.set_input_files("#file", wrong)
    page.locator("form").nth(1).locator("button").click()
    expect(page.get_by_role("alert")).to_contain_text("FHIR")
    page.locator("main a.button").click()
    expect(page.locator("#disease")).to_be_visible()


def test_without_javascript(started):
    """Given JavaScript is off, then every step still works."""
    page = started("en", "diffuse_large_b_cell_lymphoma", "56", java_script_enabled=False)
    page.select_option("#value", "relapsed")
    page.get_by_role("button", name="Answer", exact=True).click()
    page.fill("#value", "2")
    page.get_by_role("button", name="Answer", exact=True).click()
    assert counts(page)[0] >= 2
    page.get_by_role("button", name="I don't know").click()
    page.locator(".option-card").first.get_by_role("button").click()
    expect(page.locator("#lines")).to_be_visible()
    page.get_by_label("Beijing", exact=True).check()
    page.locator("#extra-days").fill("30")
    page.get_by_role("button", name="Reckon").click()
    expect(page.get_by_label("Beijing", exact=True)).to_be_checked()
    expect(page.locator("output[for=extra-days]")).to_have_text("30 days")
    expect(page.locator(".badge").first).to_have_text("open")
    expect(page.locator("img.chart[src*='extra-days=30']")).to_have_count(1)


def test_without_javascript_words_that_are_not_clear_are_asked_back(open_page):
    page = open_page("/zh/", java_script_enabled=False)
    page.fill("#disease", "骨髓")
    page.get_by_role("button", name="查看可能的选择").click()
    page.locator("#suggestions input").first.check()
    page.get_by_role("button", name="查看可能的选择").click()
    expect(page.locator("#answer")).to_be_visible()


def test_on_a_slow_network(started):
    """Given each answer takes long, then the page says that it works and takes one answer once."""
    page = started("en", "diffuse_large_b_cell_lymphoma", "56")
    sent = []

    def slowly(route):
        sent.append(route.request.url)
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/open/", slowly)
    page.select_option("#value", "relapsed")
    button = page.get_by_role("button", name="Answer", exact=True)
    button.click(no_wait_after=True)
    expect(page.locator("input[name=question][value='prior_lines_of_therapy|']")).to_have_count(1)
    assert len(sent) == 1


def test_with_the_keyboard_alone(open_page):
    """Given no mouse, then the first answer is reached with Tab, Space and Enter."""
    page = open_page("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "disease":
            break
    page.keyboard.type("DLBCL")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "age":
            break
    page.keyboard.type("56")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    page.locator("#value").focus()
    page.keyboard.type("Relapsed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=question][value='prior_lines_of_therapy|']")).to_have_count(1)
    assert page.evaluate("() => document.activeElement.id") == "asked"
