"""一张里程碑表里要问清的: unknown names, days and requirements, each asked once per way of writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from baton.desk.questions import Answer, Choice, Question

HEAD, ITEM, UNIT, DAY, ASKED = "head", "item", "unit", "day", "asked"
KINDS = frozenset({HEAD, ITEM, UNIT, DAY, ASKED})
LEFT_OUT = "-"  # the answer that these lines are not taken
TASK = "="  # the answer that a name is no indicator's
EVERYBODY = "*"  # the answer that all units are meant
FEW = 4  # so many answers at the most stand as buttons
MOST = 60  # ways of writing that are explained one by one; with more of them it is the wrong table


class Questions:
    """What was said of a table so far, and what is left to ask."""

    def __init__(self, meanings: Sequence[Answer]) -> None:
        self.said = {one.about: one.value for one in meanings}
        self._words: dict[tuple[str, str], str] = {}
        self._choices: dict[tuple[str, str], tuple[Choice, ...]] = {}
        self._times: Counter[tuple[str, str]] = Counter()

    def answer(self, kind: str, written: str) -> str:
        return self.said.get((kind, written), "")

    def ask(
        self, kind: str, written: str, words: str, choices: Sequence[tuple[str, str]]
    ) -> bool:  # fmt: skip
        """Put a question, once; False where there are too many already. choices: (value, words)."""
        key = kind, written
        if key not in self._choices and len(self._choices) >= MOST:
            return False
        self._times[key] += 1
        self._words[key] = words
        self._choices[key] = tuple((Answer(kind, written, value), said) for value, said in choices)
        return True

    def ask_column(self, key: str, words: str, heads: Sequence[str]) -> None:
        """Which of these columns is the one that is missing: the answer tells of the column that is chosen."""
        asked = HEAD, f"\n{key}"
        self._times[asked] += 1
        self._words[asked] = words
        self._choices[asked] = tuple((Answer(HEAD, head, key), f"“{head}”这一列") for head in heads)  # fmt: skip

    @property
    def left(self) -> list[Question]:
        return [
            Question(f"{self._words[key]}（{times} 处）", "", self._choices[key], few=FEW)
            for key, times in self._times.most_common()
        ]
