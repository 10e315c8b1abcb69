"""``cartway serve``: the web application on this machine."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes.", min=1, max=64)] = 2,
) -> None:
    """Start the web application; it stores nothing about a visitor."""
    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("CARTWAY_ALLOWED_HOSTS", host)
    typer.echo(f"cartway is at http://{host}:{port}/ (Ctrl-C stops it)", err=True)
    command = [sys.executable, "-m", "gunicorn", "cartway_web.wsgi:application"]
    command += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    command += ["--workers", str(workers), "--threads", "4", "--timeout", "60"]
    # One load of the knowledge, shared by all workers; requests are not logged.
    command += ["--preload", "--log-level", "warning"]
    os.execv(sys.executable, command)
