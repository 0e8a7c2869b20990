"""页眉和回执: what stands above every paper and what it may be traced by."""

from __future__ import annotations

from dataclasses import dataclass

RECEIPT = 16  # so many digits of a run's name, and of the log's head, are printed


@dataclass(frozen=True)
class Head:
    """What stands above every paper and what it may be traced by.

    corrects: the draft that this one corrects, with its day.
    """

    scheme: str
    round: str
    draft: str
    run: str
    stage: str = ""
    is_final: bool = False
    day: str = ""
    is_public: bool = False
    log: str = ""
    corrects: str = ""

    def corrected(self, paper: str) -> str:
        """What a paper of a correction says of the earlier one of its kind; empty for any other draft.

        >>> Head("方案", "轮次", "第6稿", "ab", corrects="第5稿（2027年1月20日）").corrected("名单")
        '本名单更正第5稿（2027年1月20日）；此前按第5稿印发的，以本名单为准。'
        """
        if not self.corrects:
            return ""
        number = self.corrects.partition("（")[0]
        return f"本{paper}更正{self.corrects}；此前按{number}印发的，以本{paper}为准。"

    @property
    def mark(self) -> str:
        """What stands in the upper left corner of all that is not for the public.

        >>> Head("方案", "2026年终考核", "第1稿", "ab", "核对稿").mark
        '内部资料　第1稿（核对稿）'
        >>> Head("方案", "2026年终考核", "第7稿", "ab", "公示稿", is_public=True).mark
        ''
        """
        if self.is_final or self.is_public:
            return ""
        return f"内部资料　{self.draft}" + (f"（{self.stage}）" if self.stage else "")

    @property
    def until(self) -> str:
        """To which day the figures go, and that nobody has approved them yet.

        >>> Head("方案", "轮", "第1稿", "ab", day="2026-12-31").until
        '截至 2026年12月31日，未经审定'
        >>> Head("方案", "轮", "第7稿", "ab", "公示稿", day="2026-12-31", is_public=True).until
        '截至 2026年12月31日'
        """
        if not self.day:
            return ""
        year, month, day = self.day.split("-")
        told = f"截至 {year}年{int(month)}月{int(day)}日"
        return told if self.is_final or self.is_public else f"{told}，未经审定"

    @property
    def line(self) -> str:
        """The round and the draft."""
        return f"{self.round} · {self.draft}"

    @property
    def receipt(self) -> str:
        """By which a printed sheet is traced to its draft, and the log to what it was when the draft was numbered.

        >>> Head("方案", "2026年终考核", "第1稿", "ab" * 32, log="cd" * 32).receipt
        '第1稿 · abababababababab · 链头 cdcdcdcdcdcdcdcd'
        """
        head = f" · 链头 {self.log[:RECEIPT]}" if self.log else ""
        return f"{self.draft} · {self.run[:RECEIPT]}{head}"
