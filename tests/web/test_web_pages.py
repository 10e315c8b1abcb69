"""Privacy, components, and pages that do not exist."""


def test_privacy_says_how_long_what_is_held(visitor_of):
    visitor_of.get("privacy/")
    assert visitor_of.status == 200
    assert "12" in visitor_of.page
    assert "10" in visitor_of.page


def test_components_shows_every_badge(visitor_of):
    visitor_of.get("components/")
    for one in ("eligible", "possible", "excluded"):
        assert f'class="badge {one}"' in visitor_of.page


def test_a_page_that_does_not_exist_says_so(visitor_of):
    visitor_of.get("nothing-here/")
    assert visitor_of.status == 404
    assert f'href="/{visitor_of.language}/"' in visitor_of.page


def test_a_language_that_is_not_offered_has_no_pages(visitor):
    assert visitor.client.get("/ar/").status_code == 404


def test_every_page_says_how_old_its_knowledge_is(visitor_of):
    for path in ("", "privacy/", "compare/"):
        visitor_of.get(path)
        assert "ctgov-" in visitor_of.page
