"""Rebuild everything that programs derive from the knowledge and the tables. `make knowledge`."""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parent
STEPS = [
    "write_manual.py",
    "write_schemas.py",
    "write_knowledge_pages.py",
    "write_cli_page.py",
    "write_error_pages.py",
    "write_decisions_index.py",
    "draw_layers.py",
]

for step in STEPS:
    if (TOOLS / step).exists():
        print(f"{step} …", flush=True)
        subprocess.run([sys.executable, TOOLS / step], check=True)
