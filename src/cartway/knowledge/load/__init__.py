"""Reads knowledge files strictly: the only place that knows YAML.

A file either becomes records whose every value has its declared type, or an error that lists every
problem with file, line, column, what was expected and the nearest known name.
"""

from cartway.knowledge.load.folders import read_folder, read_records
from cartway.knowledge.load.marked_yaml import MarkedYaml, parse_marked, read_marked
from cartway.knowledge.load.places import files_of, knowledge_release, knowledge_root, shown_path
from cartway.knowledge.load.problems import KnowledgeError, Problem
from cartway.knowledge.load.records import Record, RuleBroken, read_record
from cartway.knowledge.load.texts import BothLanguages, WordsInBothLanguages
from cartway.knowledge.load.vocabulary import load_vocabulary, read_definitions

__all__ = [
    "BothLanguages",
    "KnowledgeError",
    "MarkedYaml",
    "Problem",
    "Record",
    "RuleBroken",
    "WordsInBothLanguages",
    "files_of",
    "knowledge_release",
    "knowledge_root",
    "load_vocabulary",
    "parse_marked",
    "read_definitions",
    "read_folder",
    "read_marked",
    "read_record",
    "read_records",
    "shown_path",
]
