"""Write the JSON Schemas of the knowledge files, for editors that check while one types.

`python tools/write_schemas.py` writes them; with `--check` it fails when one is stale.
"""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from cartway.knowledge.answers import Answer
from cartway.knowledge.hospitals import Hospital, SiteTable
from cartway.knowledge.load.vocabulary_files import VocabularyFile
from cartway.knowledge.neighbours import (
    Candidate,
    ClassFact,
    Comparator,
    Conflict,
    Correction,
    Gaps,
)
from cartway.knowledge.pathways import Pathway
from cartway.knowledge.product_records import Product
from cartway.knowledge.regulations import FalseClaim, Regulation, Timeline
from cartway.knowledge.shelf_lives import ShelfLives
from cartway.knowledge.sources import Source
from cartway.knowledge.warnings import Currencies, QuotePart, WarningRule

FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "generated" / "schemas"
MODELS: dict[str, type[BaseModel]] = {
    "answers": Answer,
    "class_facts": ClassFact,
    "comparators": Comparator,
    "conflicts": Conflict,
    "corrections": Correction,
    "currencies": Currencies,
    "false_claims": FalseClaim,
    "gaps": Gaps,
    "hospitals": Hospital,
    "pathways": Pathway,
    "pipeline": Candidate,
    "products": Product,
    "quote_parts": QuotePart,
    "regulations": Regulation,
    "shelf_lives": ShelfLives,
    "site_names": SiteTable,
    "sources": Source,
    "timeline": Timeline,
    "vocabulary": VocabularyFile,
    "warnings": WarningRule,
}


def schema_text(name: str) -> str:
    """The schema of one folder of the knowledge."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Written by tools/write_schemas.py from the record classes; do not edit.",
        **MODELS[name].model_json_schema(by_alias=True),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stale() -> list[str]:
    """The schemas that are missing or differ from the record classes."""
    return [
        name
        for name in MODELS
        if not (FOLDER / f"{name}.json").exists()
        or (FOLDER / f"{name}.json").read_text(encoding="utf-8") != schema_text(name)
    ]


def main() -> None:
    """Write the schemas, or with --check name the stale ones."""
    if "--check" in sys.argv[1:]:
        found = stale()
        if found:
            sys.exit(f"Stale: {', '.join(found)}. Run tools/write_schemas.py.")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        (FOLDER / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
    print(f"{len(MODELS)} schemas written.")


if __name__ == "__main__":
    main()
