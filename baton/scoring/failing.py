"""算不下来: a method that fails, by the indicators it failed at, so that whoever looks knows whose rule to change."""

from __future__ import annotations

from collections.abc import Mapping

REMEDY = "请到这一项的“换一种方法”改一改写法、试一试，并把后台的记录发给维护人员"


class RuleFailed(Exception):
    """The program failed at the rules of some indicators; names: code -> name, in the order of the plan."""

    def __init__(self, names: Mapping[str, str], cause: Exception) -> None:
        super().__init__(names, cause)
        self.names = dict(names)
        self.cause = cause

    @property
    def sentence(self) -> str:
        """Which indicators, what the program says, and what to do."""
        return f"{self.told}。{REMEDY}。"

    @property
    def told(self) -> str:
        """Which indicators, and what the program says."""
        named = "”“".join(self.names.values())
        return f"“{named}”的规则程序没有算下来（{type(self.cause).__name__}：{self.cause}）"

    def __str__(self) -> str:
        return self.sentence
