"""The first page."""

import pytest


def test_it_asks_for_illness_and_age_in_both_languages(visitor_of):
    response = visitor_of.get("")
    assert response.status_code == 200
    assert 'name="disease"' in visitor_of.page
    assert 'name="age"' in visitor_of.page
    assert 'type="file"' in visitor_of.page


def test_the_root_sends_a_visitor_to_the_language_the_browser_asks_for(visitor):
    response = visitor.client.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert response.headers["Location"] == "/zh/"
    assert visitor.client.get("/").headers["Location"] == "/en/"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dlbcl", "diffuse_large_b_cell_lymphoma"),
        ("difuse large b cell lymfoma", "diffuse_large_b_cell_lymphoma"),
        ("弥漫大B细胞淋巴瘤", "diffuse_large_b_cell_lymphoma"),
        ("multipel mieloma", "multiple_myeloma"),
        ("lupus", "systemic_lupus_erythematosus"),
        ("childhood leukemia", "leukaemia"),
        ("胃癌", "gastric_cancer"),
    ],
)
def test_suggestions_survive_slips_of_the_pen(visitor, words, found):
    visitor.post("suggest/", disease=words)
    assert f'value="{found}"' in visitor.page


def test_an_illness_that_is_clear_leads_straight_to_the_answer(visitor):
    visitor.post("", disease="DLBCL", age="56")
    assert 'id="answer"' in visitor.page


def test_one_that_is_not_clear_is_asked_back(visitor):
    visitor.post("", disease="difuse large b cell lymfoma", age="56")
    assert 'id="answer"' not in visitor.page
    assert 'name="which"' in visitor.page
    assert 'value="56"' in visitor.page


def test_words_that_name_nothing_are_said_to_name_nothing(visitor_of):
    visitor_of.post("", disease="qqqq zzzz", age="56")
    assert visitor_of.status == 200
    assert 'role="alert"' in visitor_of.page


@pytest.mark.parametrize("age", ["abc", "-3", "500", "nan", "inf"])
def test_an_age_that_is_none_is_asked_again(visitor, age):
    visitor.start(age=age)
    assert 'id="age-error"' in visitor.page
    assert 'id="answer"' not in visitor.page


def test_without_an_age_the_answer_comes_all_the_same(visitor):
    visitor.start(age="")
    assert 'id="answer"' in visitor.page


def test_what_a_visitor_types_is_escaped(visitor):
    visitor.post("", disease='"><script>alert(1)</script>', age="5")
    assert "<script>alert" not in visitor.page
