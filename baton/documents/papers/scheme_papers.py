"""方案附件和归档目录: what they say, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AnnexLine:
    """One indicator of a scheme: the sentence as it was decided, and how it is read."""

    name: str
    points: str
    target: str
    sentence: str
    reading: str
    source: str
    lead: str


@dataclass(frozen=True)
class AnnexPart:
    """The indicators under one heading of a paper; work: the class of work where they all have the same.

    is_beside: they are no part of the full points.
    """

    name: str
    lines: list[AnnexLine]
    sum: str = ""
    work: str = ""
    is_beside: bool = False


@dataclass(frozen=True)
class AnnexPaper:
    """The paper of one or more peer groups; works: what each class of work comes to.

    ways: how parts come together that are not simply added up, a sentence each. rules: what is no indicator,
    headings with sentences.
    """

    name: str
    groups: list[str]
    parts: list[AnnexPart]
    sum: str = ""
    works: str = ""
    ways: tuple[str, ...] = ()
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Annex:
    """考核方案附件: the indicators of every paper."""

    scheme: str
    decided: str
    papers: list[AnnexPaper]
    citations: list[tuple[str, str]] = field(
        default_factory=list
    )  # 上级方案, 依据: and the document


@dataclass(frozen=True)
class Filed:
    """One line of the archive catalogue; pages stay blank, nobody has counted them."""

    document: str
    author: str
    title: str
    day: str
    note: str


@dataclass(frozen=True)
class FiledPart:
    """What belongs together in the archive."""

    name: str
    lines: list[Filed]
