"""A real server on loopback and Debian's Chromium, started once and stopped at the end."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Every test here drives the one browser, so one worker runs them all."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def address():
    """The address of a server that lives as long as the tests."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "cartway_web.settings",
        "CARTWAY_SECRET_KEY": "only for tests, never for people",
        "CARTWAY_FORMS_PER_MINUTE": "100000",
    }
    command = [sys.executable, "-m", "gunicorn", "cartway_web.wsgi:application"]
    command += ["--bind", "127.0.0.1:0", "--workers", "1", "--threads", "4", "--timeout", "120"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        port = _port_of(server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stderr.close()


def _port_of(server):
    """The port the system gave, once the server answers on it."""
    said = []
    for line in server.stderr:
        said.append(line)
        found = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line)
        if found:
            break
    else:
        pytest.fail("the server did not start: " + "".join(said)[-2000:])
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{found[1]}/robots.txt", timeout=30).close()
        except OSError:
            time.sleep(0.25)
        else:
            return found[1]
    return pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, address):
    """Open a page of a language; with what a context may be given (JavaScript off, width)."""
    contexts = []

    def opened(path, **settings):
        context = browser.new_context(base_url=address, **settings)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.foreign = []
        page.on(
            "request",
            lambda one: (
                None if one.url.startswith((address, "data:")) else page.foreign.append(one.url)
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def started(open_page):
    """Begin with an illness and an age."""

    def begun(language, disease, age, **settings):
        page = open_page(f"/{language}/", **settings)
        page.select_option("#common", disease)
        page.fill("#age", age)
        page.locator("form").first.locator("button").last.click()
        page.wait_for_selector("#answer")
        return page

    return begun


@pytest.fixture
def examples():
    return ROOT / "examples"
