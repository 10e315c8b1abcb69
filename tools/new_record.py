"""Lay down a new record with each field explained: `python tools/new_record.py product ID`.

The files load at once; every text to be replaced says TODO, and the tests refuse a TODO.
"""

import argparse
import re
import sys
from pathlib import Path

KNOWLEDGE = Path(__file__).parent.parent / "src" / "cartway_knowledge"

SOURCE = """\
# The document that the record rests on. One file a document; name it after its publisher and date.
id: {id}_source
title: TODO the title as the document gives it
url: https://example.org/TODO
# publisher: TODO
# published: 2026-11-22          # 2026, 2026-11 or 2026-11-22
kind: official                   # official, journal, registry, repository, web_page, memory
read_as: whole                   # whole, excerpt, abstract, second_hand, pointer (address only), title
checked: {today}
"""

PRODUCT = """\
# One CAR-T product with a marketing approval in mainland China.
# Each value says how we know it: read, derived, recall, ours or not_found, how sure we are, and the
# sources. What is recalled, or of low confidence, is shown as pending and excludes nobody.
id: {id}
checked: {today}                 # the day a person last compared all of it with its sources
name: {{en: TODO, zh: TODO}}     # as shown everywhere: generic name (brand)
inn: {{value: TODO, how: read, confidence: high, sources: [{id}_source]}}
generic_name_zh: TODO注射液
brand: {{en: TODO, zh: TODO}}
other_names: []                  # other names and spellings by which people ask for it
marketing_authorisation_holder:
  value: {{en: TODO, zh: TODO}}
  how: read
  confidence: high
  sources: [{id}_source]
makers: []                       # names of the companies as quotes write them
developer_codes: []
target_antigens: [cd19]          # ids from vocabulary/concepts/antigen
receptor:
  cell_source: autologous
  scfv_origin: {{value: null, how: not_found, confidence: low}}
  costimulatory_domain: {{value: null, how: not_found, confidence: low}}
  vector: {{value: null, how: not_found, confidence: low}}
dose: {{value: null, how: not_found, confidence: low}}
lymphodepletion: {{value: null, how: not_found, confidence: low}}
administration: {{value: null, how: not_found, confidence: low}}
indications:
  - id: lbcl-3l                  # the option will be called {id}/lbcl-3l
    title: {{en: TODO, zh: TODO}}
    approval:
      on: 2026-11                # as exactly as it is known; not_before and not_after narrow it
      how: read
      confidence: high
      sources: [{id}_source]
    approval_type: {{value: unknown, how: not_found, confidence: low}}
    indication:                  # what the approved wording asks; only these can exclude
      - text: {{en: Adult (18 years or older), zh: 成人（18岁及以上）}}
        notation: age >= 18 'a'
        how: read
        confidence: high
        sources: [{id}_source]
      - text: {{en: Large B-cell lymphoma, zh: 大B细胞淋巴瘤}}
        notation: diagnosis is large_b_cell_lymphoma
        how: read
        confidence: high
        sources: [{id}_source]
    trial: []                    # what the pivotal trial asked; shown, never excluding
    studies: []                  # name, setting, results: see any other product
contraindications: {{value: null, how: not_found, confidence: low}}
boxed_warnings: {{value: null, how: not_found, confidence: low}}
list_price_cny: []               # - {{from: 2026-11, value: 1200000, how: read, confidence: high, sources: [..]}}
reimbursement: []
# A day and what the record must give on it: approved, may_have_been_approved or not_approved.
examples:
  - {{on: 2026-10-31, indication: lbcl-3l, gives: not_approved}}
  - {{on: 2026-11-01, indication: lbcl-3l, gives: may_have_been_approved}}
  - {{on: 2026-11-30, indication: lbcl-3l, gives: approved}}
"""

REGULATION = """\
# One law, rule, guideline or policy. When it changes, the old record keeps its dates and gets
# superseded_by, and the new one names it under supersedes.
id: {id}
checked: {today}                 # the day a person last compared all of it with its sources
title: {{en: TODO, zh: TODO}}
jurisdiction: CN                 # CN, CN-HI (Hainan), CN-SH, CN-BJ, CN-GD, HK, MO
issuers: [{{en: TODO, zh: TODO}}]
# document_number: TODO
type: departmental_rule          # law, administrative_regulation, departmental_rule,
                                 # technical_guideline, policy_notice, pharmacopoeia, local_regulation
status: in_force                 # in_force, in_progress, partly_superseded, superseded, repealed, draft
promulgated: {today}
effective_from: {today}          # the first day in force
# effective_to: 2027-12-31       # the last day in force
# superseded_by: another-rule
supersedes: []
stages: [clinical_trial]         # see docs/reference/generated/schemas/regulations.json
binds: [hospital]                # patient, hospital, sponsor, other
effect: {{en: TODO in our own words, zh: TODO}}
consequences:                    # what it means for each role; None. / 无。 when nothing
  patient: {{en: TODO, zh: TODO}}
  hospital: {{en: TODO, zh: TODO}}
  sponsor: {{en: TODO, zh: TODO}}
# draft: true                    # a draft is shown as pending and never supports a finding
relevance: supporting            # core, supporting, background
how: read
confidence: high                 # high needs a passage that was read
sources:
  - {{id: {id}_source, basis: excerpt}}   # excerpt, pointer (address only), compilation, recall
# A day and the state on it: not_yet, draft, may_be_in_force, in_force or no_longer.
examples:
  - {{on: {today}, gives: in_force}}
"""

TEMPLATES = {"product": ("products", PRODUCT), "regulation": ("regulations", REGULATION)}


def lay_down(kind: str, name: str, today: str, root: Path = KNOWLEDGE) -> list[Path]:
    """Write the record and its source; nothing is written when one of them exists.

    Returns:
        the files written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise SystemExit(f"'{name}' is no id: use small letters, digits and '-'.")
    folder, template = TEMPLATES[kind]
    files = {
        root / folder / f"{name}.yaml": template,
        root / "sources" / f"{name}_source.yaml": SOURCE,
    }
    for path in files:
        if path.exists():
            raise SystemExit(f"{path.name} exists already; nothing was written.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(id=name, today=today), encoding="utf-8")
    return list(files)


def main() -> None:
    """Read the arguments and lay the files down."""
    from datetime import date

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(TEMPLATES))
    parser.add_argument("id")
    parser.add_argument("--today", default=date.today().isoformat())  # noqa: DTZ011 # a local day
    given = parser.parse_args()
    for path in lay_down(given.kind, given.id, given.today):
        print(path.relative_to(KNOWLEDGE.parent.parent))
    print("Replace every TODO, then run: make test")


if __name__ == "__main__":
    sys.exit(main())
