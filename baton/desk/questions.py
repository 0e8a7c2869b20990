"""问答: what a table leaves open, what it may mean, and what a clerk said; as every page that takes a table asks it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

FEW = 2


@dataclass(frozen=True)
class Answer:
    """One answer. what: of which kind. written: the cell, the name or the item it is about. value: what it means.

    told: the answer as a sentence, once it has been used.
    """

    what: str
    written: str
    value: str
    told: str = ""

    @property
    def text(self) -> str:
        """As a form carries it."""
        return json.dumps([self.what, self.written, self.value], ensure_ascii=False)

    @property
    def about(self) -> tuple[str, str]:
        """What it answers: of two answers about the same the last one counts."""
        return self.what, self.written

    def data(self) -> dict[str, str]:
        """As it is kept with what it was said of."""
        return {"what": self.what, "written": self.written, "value": self.value, "told": self.told}

    @classmethod
    def read(cls, text: str, kinds: Collection[str]) -> Answer | None:
        """From a form; None when it is nothing of the kind. kinds: of answers that the page takes."""
        try:
            parts = json.loads(text)
        except (ValueError, TypeError):
            return None
        is_one = isinstance(parts, list) and len(parts) == 3 and all(isinstance(one, str) for one in parts)  # fmt: skip
        return cls(*parts) if is_one and parts[0] in kinds else None


Choice = tuple[Answer, str]  # an answer and its words


@dataclass(frozen=True)
class Question:
    """A question with its answers, the likeliest first. more: further answers of a long list.

    is_open: none of the answers is likelier, so that nothing but a click on one of them answers it.
    few: so many answers at the most are buttons.
    """

    what: str
    remedy: str
    choices: tuple[Choice, ...]
    place: str = ""
    more: tuple[Choice, ...] = ()
    is_open: bool = False
    few: int = FEW

    @property
    def is_listed(self) -> bool:
        """Whether it is answered from a list rather than with a button."""
        return bool(self.more) or len(self.choices) > self.few

    @property
    def every(self) -> tuple[Choice, ...]:
        """All of its answers."""
        return self.choices + self.more

    @property
    def about(self) -> tuple[str, str]:
        """What it is about, as its answers say it."""
        return self.every[0][0].about

    def shown_as(self, name: str, shown: str) -> Question:
        """With the name that a file came under."""
        return replace(self, place=self.place.replace(name, shown, 1))


def read_all(texts: Collection[str], kinds: Collection[str]) -> list[Answer]:
    """The answers that a form carries; whatever is none is left out."""
    return [said for text in texts if (said := Answer.read(text, kinds)) is not None]
