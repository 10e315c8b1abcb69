"""Which products, makers and diseases a text names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cartway.criteria import Is, parse
from cartway.criteria.nodes import walk
from cartway.facts import Vocabulary
from cartway.knowledge.neighbours import comparators, pipeline
from cartway.knowledge.product_records import Indication, Product
from cartway.knowledge.products import approved, products
from cartway.truth import FALSE

_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: of what, which words, and where."""

    id: str
    words: str
    start: int
    end: int


def products_named(text: str) -> tuple[Named, ...]:
    """The products with a record here that a text names, in order of place."""
    return _found(text, _product_words())


def unapproved_named(text: str, as_of: date) -> tuple[Named, ...]:
    """The products named in a text that had no approval in mainland China on a day."""
    on_offer = {one.product.id for one in approved(as_of)}
    own = [one for one in products_named(text) if one.id not in on_offer]
    taken = [(one.start, one.end) for one in products_named(text)]
    others = [
        one
        for one in _found(text, _other_words())
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return tuple(sorted([*own, *others], key=lambda one: one.start))


def makers_named(text: str) -> tuple[Named, ...]:
    """The makers of products that a text names; the id is the maker's word."""
    makers = {maker for one in products().values() for maker in one.makers}
    return _found(text, {maker: (maker,) for maker in makers})


def approved_diseases(indication: Indication) -> frozenset[str]:
    """The disease concepts that an indication names in its wording."""
    return frozenset(
        node.concept
        for line in indication.indication
        if line.kind == "inclusion"
        for node in walk(parse(line.notation))
        if isinstance(node, Is) and getattr(node.subject, "name", "") == "diagnosis"
    )


def diseases_named(text: str, vocabulary: Vocabulary) -> tuple[Named, ...]:
    """The diseases that a text names, the longest words first where they overlap."""
    return _found(text, _disease_words(vocabulary))


def may_treat(disease: str, of: Product, as_of: date, vocabulary: Vocabulary) -> bool:
    """Whether an indication of a product on a day covers, or may cover, a disease."""
    return any(
        vocabulary.hierarchy.is_a(disease, target) is not FALSE
        for one in approved(as_of)
        if one.product.id == of.id
        for target in approved_diseases(one.indication)
    )


_SHORT_CAPITALS = 4


@lru_cache(maxsize=1)
def _product_words() -> dict[str, tuple[str, ...]]:
    found = {}
    for one in products().values():
        zh = one.generic_name_zh.removesuffix("注射液")
        names = [
            *((one.inn.value, one.inn.value.split()[0]) if one.inn.value else ()),
            one.brand.en,
            one.brand.zh,
            zh,
            *(name.removesuffix("注射液") for name in one.former_names_zh),
            *one.other_names,
            *one.developer_codes,
        ]
        found[one.id] = tuple(dict.fromkeys(names))
    return found


@lru_cache(maxsize=1)
def _other_words() -> dict[str, tuple[str, ...]]:
    mine = {word.casefold() for words in _product_words().values() for word in words}
    words: dict[str, tuple[str, ...]] = {}
    for one in comparators().values():
        names = (one.brand, one.inn, one.inn.split()[0])
        words[one.id] = tuple(name for name in names if name and name.casefold() not in mine)
    for candidate in pipeline().values():
        if candidate.stage == "nothing_found":
            continue
        given = (candidate.inn, candidate.generic_name_zh, candidate.id)
        shorter = [name.removesuffix("注射液") for name in given if name]
        words[candidate.id] = tuple(name for name in shorter if name.casefold() not in mine)
    return words


@lru_cache(maxsize=2)
def _disease_words(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in vocabulary.in_system("disease"):
        concept = vocabulary.concept(name)
        words = [*concept.label.values()]
        for table in (concept.aliases, concept.abbreviations):
            words += [word for one in table.values() for word in one]
        found[name] = tuple(
            word for word in words if not word.isascii() or len(word) >= _SHORTEST_WORD - 1
        )
    return found


def _found(text: str, words: Mapping[str, tuple[str, ...]]) -> tuple[Named, ...]:
    """Names in a text from left to right, at each place the longest."""
    owner, starts, capitals = _index(tuple(sorted(words.items())))
    plain = text.lower()
    if len(plain) != len(text):  # a sign whose small form is longer would shift the places
        plain = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    found = []
    at = 0
    while at < len(plain):
        for name in starts.get(plain[at : at + 2], ()):
            end = at + len(name)
            if not plain.startswith(name, at) or _inside_word(plain, at, end, name):
                continue
            if name not in capitals or text[at:end].isupper():
                found.append(Named(owner[name], text[at:end], at, end))
                at = end - 1
                break
        at += 1
    return tuple(found)


def _inside_word(plain: str, start: int, end: int, name: str) -> bool:
    """Whether a Latin name is only a part of a longer word there."""
    before = plain[start - 1] if start else " "
    after = plain[end] if end < len(plain) else " "
    return (_is_latin(name[0]) and _is_latin(before)) or (_is_latin(name[-1]) and _is_latin(after))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


@lru_cache(maxsize=16)
def _index(
    words: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], frozenset[str]]:
    """Small name to its owner, the first two signs to the names that begin so, and short capitals.

    A short name in capitals counts only in capitals: *ALL* is a leukaemia, *all cancers* is not.
    """
    owner: dict[str, str] = {}
    capitals: set[str] = set()
    for key, names in words:
        for name in names:
            if len(name) > 1:
                owner.setdefault(name.lower(), key)
                if len(name) <= _SHORT_CAPITALS and name.isascii() and name.isupper():
                    capitals.add(name.lower())
    starts: dict[str, list[str]] = {}
    for name in sorted(owner, key=len, reverse=True):
        starts.setdefault(name[:2], []).append(name)
    return owner, {start: tuple(names) for start, names in starts.items()}, frozenset(capitals)
