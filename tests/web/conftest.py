"""The pages without a browser: Django is set up once, each test has a client of its own."""

import os
import re
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartway_web.settings")
os.environ.setdefault("CARTWAY_SECRET_KEY", "only for tests, never for people")
os.environ.setdefault("CARTWAY_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")

import django
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

django.setup()

EXAMPLES = Path(__file__).parents[2] / "examples"
LANGUAGES = ("en", "zh")


class Visitor:
    """Somebody at the pages: keeps the state that the last page carried."""

    def __init__(self, language="en"):
        self.client = Client()
        self.language = language
        self.page = ""
        self.status = 0
        self.state = ""

    def start(self, disease="diffuse_large_b_cell_lymphoma", age="56", **more):
        return self.post("", which=disease, age=age, **more)

    def post(self, path, *, htmx=False, **given):
        given.setdefault("state", self.state)
        headers = {"HX-Request": "true"} if htmx else {}
        response = self.client.post(f"/{self.language}/{path}", given, headers=headers)
        return self._took(response)

    def get(self, path):
        return self._took(self.client.get(f"/{self.language}/{path}"))

    def hand_in(self, path, name=None):
        with path.open("rb") as opened:
            given = {"file": SimpleUploadedFile(name or path.name, opened.read())}
        return self._took(self.client.post(f"/{self.language}/letter/", given))

    def question(self):
        found = re.search(r'name="question" value="([^"]+)"', self.page)
        return found[1] if found else None

    def counts(self, kind="product"):
        """Open, possible, closed as the tiles say."""
        part = self.page[self.page.index(f'id="count-{kind}"') :]
        return [int(one) for one in re.findall(r"<b>(\d+)</b>", part)[:3]]

    def _took(self, response):
        self.status = response.status_code
        kind = response.headers.get("Content-Type", "")
        self.page = response.content.decode() if kind.startswith("text") else ""
        found = re.search(r'name="state" value="([^"]+)"', self.page)
        self.state = found[1] if found else self.state
        return response


@pytest.fixture
def visitor():
    return Visitor()


@pytest.fixture(params=LANGUAGES)
def visitor_of(request):
    return Visitor(request.param)


@pytest.fixture
def examples():
    return EXAMPLES
