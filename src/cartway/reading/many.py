"""Many eligibility texts read at once, over the cores of this machine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from cartway.criteria.nodes import Node
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.criteria import ReadLine, read_criteria
from cartway.reading.lex import criteria_lexicon
from cartway.reading.processes import cores, spread

# Below so many characters, to start another process takes longer than to read them.
WORTH_A_PROCESS = 60_000
# Parts of about this many characters are handed out: small enough that no core waits at the end.
_PART = 15_000


def read_many(
    texts: Sequence[str],
    *,
    vocabulary: Vocabulary,
    overrides: Mapping[str, Node] | None = None,
    workers: int | None = None,
) -> Iterator[list[ReadLine]]:
    """Read many whole eligibility texts: for each, in order, what `read_criteria` gives.

    Args:
        texts: the texts as the registry gives them.
        overrides: reviewed readings by `text_hash` of the line.
        workers: most processes to use; as many as the cores allow and the texts are worth.
    """
    criteria_lexicon(vocabulary)  # built once, before there are several processes

    def read(part: Sequence[str]) -> list[list[ReadLine]]:
        return [read_criteria(one, vocabulary=vocabulary, overrides=overrides) for one in part]

    most = workers or min(cores(), max(1, sum(map(len, texts)) // WORTH_A_PROCESS))
    for found in spread(read, _parts(texts), workers=most):
        yield from found


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    ends = list(itertools.accumulate(map(len, texts)))
    numbers = [end // _PART for end in ends]
    return [
        texts[group[0] : group[-1] + 1]
        for _, held in itertools.groupby(range(len(texts)), numbers.__getitem__)
        if (group := list(held))
    ]
