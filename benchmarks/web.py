"""How fast the pages answer: fifty people at once, each at the pace of a person.

Each visitor starts with an illness, answers questions, opens an option and goes back, with a pause
to read between. Printed: the 50th and 95th percentile of a page, first on SQLite, the default, and
beside it on PostgreSQL when its programs are installed. The pages of this part store nothing and so
ask no database; the second figure shows that the setting changes nothing.
"""

from __future__ import annotations

import argparse
import http.client
import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DISEASES = (
    "diffuse_large_b_cell_lymphoma", "multiple_myeloma", "b_cell_acute_lymphoblastic_leukaemia",
    "mantle_cell_lymphoma", "systemic_lupus_erythematosus", "gastric_cancer",
)  # fmt: skip
TARGET_MS = 150.0
READS_SECONDS = (1.0, 5.0)


@dataclass
class Times:
    """Milliseconds a page took, by kind."""

    held: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, milliseconds: float, status: int) -> None:
        """Note one page."""
        with self.lock:
            self.held.setdefault(kind, []).append(milliseconds)
            if status != 200:
                self.faults.append(f"{kind} {status}")


class Visitor(threading.Thread):
    """One person: starts, answers, looks at an option, goes back."""

    def __init__(self, port: int, times: Times, seed: int, until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.times, self.until = port, times, until
        self.draw = random.Random(seed)
        self.cookie = self.token = self.state = self.question = ""
        self.line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Visit again and again until the time is over."""
        time.sleep(self.draw.uniform(0, READS_SECONDS[1]))
        while time.monotonic() < self.until:
            self._visit()

    def _visit(self) -> None:
        self._page("start", "GET", "/en/")
        age = str(self.draw.randint(1, 85))
        self._page("first answer", "POST", "/en/", which=self.draw.choice(DISEASES), age=age)
        for _ in range(6):
            if time.monotonic() >= self.until or not self.question:
                return
            self._page("question", "POST", "/en/open/", step="unknown", question=self.question)
            if self.draw.random() < 0.3:
                value = str(self.draw.randint(0, 3))
                key = "ecog_performance_status|"
                self._page("answer", "POST", "/en/open/", step="answer", question=key, value=value)
        self._page("option", "POST", "/en/option/axi-cel/lbcl-3l/")
        self._page("back", "POST", "/en/open/")

    def _page(self, kind: str, method: str, path: str, **given: str) -> None:
        time.sleep(self.draw.uniform(*READS_SECONDS))
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if method == "POST":
            fields = {**given, "state": self.state, "csrfmiddlewaretoken": self.token}
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            if kind in ("question", "answer"):
                headers["HX-Request"] = "true"
        begun = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except OSError:
            self.times.add(kind, 60_000.0, 0)
            return
        finally:
            line.close()
        self.times.add(kind, 1000 * (time.perf_counter() - begun), answer.status)
        cookie = answer.getheader("Set-Cookie")
        self.cookie = cookie.split(";")[0] if cookie else self.cookie
        for name, pattern in (
            ("token", r'name="csrfmiddlewaretoken" value="([^"]+)"'),
            ("state", r'name="state" value="([^"]*)"'),
            ("question", r'name="question" value="([^"]+)"'),
        ):
            found = re.search(pattern, text)
            if found or name == "question":
                setattr(self, name, found[1] if found else "")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def server(workers: int, **environment: str) -> Iterator[int]:
    """The pages under gunicorn."""
    port = free_port()
    held = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "CARTWAY_FORMS_PER_MINUTE": "1000000",
        "CARTWAY_SECRET_KEY": "only for the benchmark", **environment,
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "cartway_web.wsgi:application", "--preload"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", "4"]
    command += ["--log-level", "critical"]
    process = subprocess.Popen(command, env=held, cwd=ROOT)
    try:
        for _ in range(240):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def postgresql() -> Iterator[dict[str, str] | None]:
    """A cluster of its own on loopback, thrown away afterwards; None where it cannot be."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    try:
        pwd.getpwnam(user)
    except KeyError:
        found = []
    if not found:
        yield None
        return
    programs, port = found[-1].parent, free_port()
    folder = Path(tempfile.mkdtemp(prefix="cartway-pg-"))
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        subprocess.run(
            [*as_user, programs / "initdb", "-D", data, "-U", "cartway", "-A", "trust"],
            check=True, **quiet,
        )  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "start"],
            check=True, **quiet,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(folder, ignore_errors=True)
        yield None
        return
    try:
        yield {
            "CARTWAY_POSTGRESQL": "postgres", "CARTWAY_POSTGRESQL_PORT": str(port),
            "CARTWAY_POSTGRESQL_USER": "cartway",
        }  # fmt: skip
    finally:
        subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "fast", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def measure(name: str, people: int, seconds: float, workers: int, **environment: str) -> float:
    """Let people visit for a time; print what a page took."""
    times = Times()
    with server(workers, **environment) as port:
        until = time.monotonic() + seconds
        visitors = [Visitor(port, times, seed, until) for seed in range(people)]
        for one in visitors:
            one.start()
        for one in visitors:
            one.join(timeout=seconds + 90)
    every = sorted(one for held in times.held.values() for one in held)
    print(f"{name}: {people} people, {len(every)} pages in {seconds:.0f} s, {workers} workers")
    for kind, held in [*times.held.items(), ("all pages", every)]:
        ranked = sorted(held)
        middle, high = ranked[len(ranked) // 2], ranked[int(0.95 * (len(ranked) - 1))]
        print(f"  {kind:13} p50 {middle:7.1f} ms   p95 {high:7.1f} ms   {len(ranked):5} pages")
    if times.faults:
        print(f"  FAULTS: {len(times.faults)}, such as {times.faults[:3]}")
    return every[int(0.95 * (len(every) - 1))]


def main() -> None:
    """Measure and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a shorter run")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    seconds = 25.0 if given.quick else 90.0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    with tempfile.TemporaryDirectory() as folder:
        held = {"CARTWAY_SQLITE": str(Path(folder) / "pages.sqlite3")}
        sqlite = measure("SQLite", given.people, seconds, given.workers, **held)
    print(f"p95 over the target of {TARGET_MS:.0f} ms: ratio {sqlite / TARGET_MS:.2f}")
    with postgresql() as environment:
        if environment is None:
            print("PostgreSQL: no server can be started here")
        else:
            other = measure("PostgreSQL", given.people, seconds, given.workers, **environment)
            print(f"p95 PostgreSQL to SQLite: ratio {other / sqlite:.2f}")


if __name__ == "__main__":
    main()
