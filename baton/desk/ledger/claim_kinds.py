"""认种类: of which kind a line is, by its own words or signs, else by its page, its title or its file; what is not told is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baton.desk.ledger.claim_words import KIND, LEFT_OUT, Words, nearest
from baton.desk.questions import Answer, Choice
from baton.documents import claim_signs
from baton.documents.names import normalised
from baton.documents.problems import Problems
from baton.documents.tables import Row
from baton.domain.claims.kinds import BONUS, DEDUCTION, VETO, Kind

NO_KINDS = "办法里还没有加减分的种类，请先到指标体系里加一种，再来收这张表"
SIGNS = {claim_signs.ADD: BONUS, claim_signs.TAKE: DEDUCTION, claim_signs.VETO: VETO}


@dataclass(frozen=True)
class ToldKind:
    """The kind of lines that say none, by the title or the name of their page: the words, how many, and the other answers."""

    said_by: str
    word: str
    kind: str
    times: int
    others: tuple[Choice, ...]


class KindReader:
    """The kinds of a rule book as a table's lines mean them; told: what was made of titles, by page."""

    def __init__(self, words: Words, kinds: Mapping[str, Kind]) -> None:
        self.words, self.kinds = words, kinds
        self.told: dict[str, ToldKind] = {}

    def of(self, row: Row, problems: Problems) -> Kind | None:
        """The kind a line says, else the one of its sign, else that of its page; None too for lines that are left out."""
        written, sign = row["kind"], claim_signs.sign_of(row["sign"])
        if not written and row["sign"]:
            written = self._default(SIGNS.get(sign)) or row["sign"]
        if not written:
            return self._of_page(row, problems)
        place = row["places"].get("kind", row["places"].get("sign", row["source"]))
        found = self._named(written, place, problems)
        if found and sign and "sign" in row["places"] and found.sign != SIGNS[sign]:
            what = f"“{found.name}”是{found.word}，这一行却写着{row['sign']}"
            problems.error(row["places"]["sign"], what, "请核对种类，或改加减这一列")
        return found

    def _named(self, written: str, place: str, problems: Problems) -> Kind | None:
        """The kind of this name, or the only one that adds or takes off as the word says."""
        known = {normalised(name): kind for name, kind in self.kinds.items()}
        said = self.words.meant.get((KIND, written), "")
        if said == LEFT_OUT:
            return None
        word = claim_signs.sign_of(written)
        own = self._of_sign(word)
        found = known.get(normalised(said or written)) or (own[0] if len(own) == 1 else None)
        if found is None and word and not own:
            self._ask_without(written, word, place, problems)
        elif found is None:
            names = (
                [kind.name for kind in own]
                or nearest(written, list(self.kinds))
                or list(self.kinds)
            )
            self.words.ask(KIND, written, [(name, name) for name in names], place=place)
            remedy = f"规则书里的种类：{'、'.join(self.kinds)}"
            problems.error(
                place,
                f"规则书没有种类“{written}”",
                remedy,
                code="event-kind",
                about=(KIND, written),
            )
        return found

    def _ask_without(self, asked: str, word: str, place: str, problems: Problems) -> None:
        """Lines that add or take off where the rule book has no kind that does: left out, or one of the others after all."""
        label = f"这几条是{word}的，办法里没有{word}的种类，怎么办"
        others = [(name, f"是“{name}”（{kind.word}）") for name, kind in self.kinds.items()]
        self.words.ask(
            KIND,
            asked,
            [(LEFT_OUT, "不收这几行"), *others],
            label,
            place=place,
            remedy=f"要计的，请先到指标体系里加一种{word}，再来收这张表",
        )
        remedy = f"要计的，请先到指标体系里加一种{word}，再来收这张表；不计的在上面选不收"
        problems.error(
            place, f"办法里没有{word}的种类", remedy, code="event-kind", about=(KIND, asked)
        )

    def _of_page(self, row: Row, problems: Problems) -> Kind | None:
        """The kind of a line that says none: what was said of its page or of the file, else the one its title names, else the only one it tells of."""
        page, said_by, word = told_by(row)
        asked, own = f"{page}\n" if page else "", self._of_sign(word)
        said = self.words.meant.get((KIND, asked), "") or self._default(SIGNS.get(word))
        named, called = ("", "") if said else self._called(row, page, word)
        if named:
            self._tell(asked, called, f"“{named}”", named)
            return self.kinds[named]
        if said == LEFT_OUT:
            self._tell(asked, said_by, word, LEFT_OUT)
            return None
        if said in self.kinds or len(own) == 1:
            found = self.kinds[said] if said in self.kinds else own[0]
            self._tell(asked, said_by, word, found.name)
            return found
        place = row["source"]
        if word and self.kinds and not own:
            self._ask_without(asked, word, place, problems)
            return None
        names = [kind.name for kind in own]
        names += [name for name in self.kinds if name not in names]
        label = f"“{page}”页没有写是哪一种的" if page else "没有写是哪一种的"
        self.words.ask(
            KIND,
            asked,
            [(name, f"都是“{name}”") for name in names],
            label,
            place=place,
            remedy="请选是哪一种，或在表里加一列“种类”",
        )
        remedy = "请在上面选是哪一种，或在表里加一列“种类”" if self.kinds else NO_KINDS
        problems.error(place, "没有写是哪一种", remedy, code="blank", about=(KIND, asked))
        return None

    def _called(self, row: Row, page: str, word: str) -> tuple[str, str]:
        """The only kind whose own name stands in the page's name or in the title, and those words.

        word: 加分 or 扣分 where these say so; a kind that counts the other way is not meant.
        """
        for text in filter(None, (page, row.get("titled", ""))):
            found = [
                name for name, kind in self.kinds.items()
                if normalised(name) in normalised(text) and SIGNS.get(word, kind.sign) == kind.sign
            ]  # fmt: skip
            longest = [name for name in found if not any(name != one and name in one for one in found)]  # fmt: skip
            if len(longest) == 1:
                return longest[0], text
        return "", ""

    def _tell(self, asked: str, said_by: str, word: str, kind: str) -> None:
        """Say which kind was made of a page by its title, and what else it may be: of the same sign first."""
        if not word:
            return
        names = sorted(self.kinds, key=lambda name: self.kinds[name].word != word)
        ways = [*((name, f"改成“{name}”") for name in names), (LEFT_OUT, "不收这几行")]
        others = tuple((Answer(KIND, asked, way), label) for way, label in ways if way != kind)
        times = self.told[asked].times if asked in self.told else 0
        self.told[asked] = ToldKind(said_by, word, kind.removeprefix(LEFT_OUT), times + 1, others)

    def _default(self, sign: str | None) -> str:
        """What was said of the whole file, where it does not go against what a line or its page says."""
        default = self.kinds.get(self.words.default)
        suits = default is None or sign is None or default.sign == sign
        return self.words.default if suits else ""

    def _of_sign(self, word: str) -> list[Kind]:
        sign = SIGNS.get(word)
        return [kind for kind in self.kinds.values() if kind.sign == sign]


def told_by(row: Row) -> tuple[str, str, str]:
    """The page a line stands on, the words that say that its lines add or take off, and which of both.

    The page's name, the title over the list and the heading of the matters (扣分原因) speak before the file's name; where
    they disagree nothing is told.

    >>> told_by({"source": "汇总.xlsx·扣分·第3行"}), told_by({"source": "加分申报表.xlsx·Sheet1·第2行"})
    (('扣分', '扣分', '扣分'), ('Sheet1', '加分申报表.xlsx', '加分'))
    >>> told_by({"source": "表.csv·第3行", "titled": "2026年减分事项"}), told_by({"source": "扣分.xlsx·加分·第3行", "titled": "减分"})
    (('', '2026年减分事项', '扣分'), ('加分', '', ''))
    """
    file, _, page = row["source"].rpartition("·第")[0].rpartition("·")
    file, page = (file, page) if file else (page, "")
    texts = [[page, row.get("titled", ""), row.get("headed", "")], [file]]
    for some in texts:
        found = {word: text for text in some if (word := claim_signs.told_by(text))}
        if found:
            word, text = next(iter(found.items()))
            return (page, text, word) if len(found) == 1 else (page, "", "")
    return page, "", ""
