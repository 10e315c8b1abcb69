"""After an answer was read again: write the digests of its records anew.

`python tools/refresh_answers.py ID …` for the answers that were read; without an id it lists those
whose records changed, and writes nothing.
"""

import re
import sys

from cartway.knowledge.answers import FOLDER, answer, answers, changed_records, record_digest
from cartway.knowledge.load import knowledge_root


def refresh(name: str) -> None:
    """Write the digests of one answer anew."""
    path = knowledge_root() / FOLDER / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for record in answer(name).rests_on:
        digest = record_digest(record)
        if digest is None:
            sys.exit(f"{name} rests on {record}, which does not exist.")
        text = re.sub(rf"({re.escape(record)}): '?[0-9a-f]{{12}}'?", rf"\g<1>: '{digest}'", text)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Refresh the named answers, or list those to read."""
    names = sys.argv[1:]
    if not names:
        for one in answers().values():
            for record in changed_records(one):
                print(f"{one.id}: {record} changed; read the answer again")
        return
    for name in answers() if names == ["--all"] else names:
        refresh(name)


if __name__ == "__main__":
    main()
