"""收加减分: an office's table of claims, notices or deductions becomes lines of the ledger, after a look at it."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from django.db import transaction

from baton.desk.learning import learn_written
from baton.desk.ledger import claim_answers, claim_days, claim_heads, joint
from baton.desk.ledger.claim_kinds import KindReader, ToldKind
from baton.desk.ledger.claim_words import UNIT, Words
from baton.desk.questions import Answer, Question
from baton.documents.claim_tables import read_claims
from baton.documents.problems import Problem, Problems
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.tables import Row
from baton.domain.accounts.models import Person
from baton.domain.claims import services
from baton.domain.claims.entries import LONGEST, Entry
from baton.domain.claims.kinds import BONUS, DEDUCTION, Kind, kinds_of
from baton.domain.claims.models import Claim
from baton.domain.claims.sameness import SameBook
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.orgs.models import Alias, Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.punctuation import full_width

# Columns of a table and the fields of the ledger they go to.
FIELDS = {name: name for name in LONGEST if name != "source"} | {
    "channel": "source",
    "less": "points",
}
MOST_TIMES = 1000
ROW = re.compile(r"第(\d+)行")
REMEDIES = {
    "not-a-number": "请填写数字，没有就留空",
    "column-renamed": "请在上面选它是哪一列",
    "column-missing": "请在上面选它是哪一列，或在表里加上",
}
TABLE = "application/octet-stream"


@dataclass(frozen=True)
class Line:
    """One line that can be taken in, where it stood, and the line of the ledger it looks the same as."""

    at: int
    place: str
    entry: Entry
    kind: Kind
    same: str = ""


@dataclass
class ClaimsPreview:
    """A table as it was read: what can be taken in, what is wrong, what has to be asked.

    shown: what every column was read as. others: of what is wrong, what no answer on the page mends.
    """

    lines: list[Line] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    meanings: Sequence[Answer] = ()
    unread: Sequence[tuple[str, claim_heads.Choices]] = ()
    told: Sequence[ToldKind] = ()
    others: Sequence[Problem] = ()
    answered: Sequence[tuple[Answer, str]] = ()
    shown: Sequence[ReadAs] = ()

    @property
    def has_lists(self) -> bool:
        """Whether something is answered from a list, so that it has to be read again."""
        return any(one.is_listed for one in self.asked)

    @property
    def doubles(self) -> list[Line]:
        """Lines that are probably in the ledger already, or stand in the table twice."""
        return [line for line in self.lines if line.same]

    @property
    def can_be_taken(self) -> bool:
        """A table with a fault is never taken in half."""
        return not self.faults and bool(self.lines)

    def by_kind(self) -> list[tuple[str, str, int]]:
        """How many lines of each kind, with the way they count."""
        found = Counter((line.kind.name, line.kind.word) for line in self.lines)
        return [(name, word, number) for (name, word), number in found.most_common()]


def read_claims_file(
    round: Round, path: Path, *, name: str = "", kind: str = "", meanings: Sequence[Answer] = ()
) -> ClaimsPreview:
    """Read a table; every bad cell is named with its remedy, nothing is written.

    kind: what lines are that do not say it. meanings: what a person said that unknown words mean.
    """
    problems = Problems()
    kinds = kinds_of(book_of(round.version))
    words = Words(round, kind, meanings)
    heads, cells = claim_heads.said(meanings, kinds, words, name or path.name)
    rows = read_claims(path, problems=problems, heads=heads, cells=cells)
    claim_heads.report(heads, problems)
    reader, parts = _Reader(round, words, kinds, problems), joint.apart(rows, words, problems)
    lines = [line for at, row in enumerate(parts) if (line := reader.line(at, row)) is not None]
    words.tell_levels(path.name, problems)
    if not rows and not problems.error_count:
        problems.error(path.name, "表里一条也没有", "请核对是不是传错了文件", code="empty")
    undated = sum(1 for line in lines if line.entry.happened_on is None and not line.kind.since)
    if undated:
        what = f"有 {undated} 条没有日期，看不出是不是本年的"
        has_column = any("date" in row["places"] for row in rows)
        remedy = "知道日期的，收下以后在条目页上补" if has_column else "表里有写日期的列的，请选一下是哪一列"  # fmt: skip
        problems.warn(path.name, what, remedy, code="no-date")
    asked = [*claim_heads.asked(heads, problems, path.name), *words.asked()]
    lines = _compared(round, lines, problems, path.name, name or path.name)
    shown, has_columns = name or path.name, any(texts for _, texts in heads.missing.values())
    faults, remarks, others = list[Problem](), list[Problem](), list[Problem]()
    for problem in sorted(dict.fromkeys(problems), key=lambda one: _row_of(one.place)):
        one = _told(problem, path.name, shown, is_asked=has_columns)
        (faults if one.is_error else remarks).append(one)
        if one.is_error and not claim_heads.is_asked(problem, heads, asked, path.name):
            others.append(one)
    pages = reader.kinds.told
    return ClaimsPreview(
        lines, faults, remarks, [one.shown_as(path.name, shown) for one in asked], meanings, claim_heads.unread(heads),
        list(pages.values()), others, claim_answers.told(meanings, dict(words.listed), kinds, pages), heads.shown,
    )  # fmt: skip


def read_claims_paste(
    round: Round, text: str, *, kind: str = "", meanings: Sequence[Answer] = ()
) -> ClaimsPreview:
    """Read what was pasted from a spreadsheet, as if it had come in a file."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_claims_file(round, path, kind=kind, meanings=meanings)


@transaction.atomic
def take_in_claims(
    *, round: Round, preview: ClaimsPreview, left_out: Iterable[int] = (), file: tuple[Path, str] | None = None,
    by: Person, at: datetime,
) -> list[Claim]:  # fmt: skip
    """收下: every line but those left out becomes a claim, in one act; names that were explained are learnt.

    file: the table and the name it came under, to be kept as it came.
    """
    if preview.faults:
        raise Refused(f"表里有 {len(preview.faults)} 处错误，一条也没有收下。请先改好。")
    out = set(left_out)
    entries = [
        replace(line.entry, number="") if line.same else line.entry
        for line in preview.lines
        if line.at not in out
    ]
    if not entries:
        raise Refused("没有要收下的条目：这张表里的都已经在台账里了。")
    _learn(round, preview.meanings, by, at)
    stored = _kept(*file, by, at) if file else None
    return services.enter(scheme=round.scheme, entries=entries, file=stored, by=by, at=at)


def _learn(round: Round, meanings: Iterable[Answer], by: Person, at: datetime) -> None:
    """Ways of writing a unit that were explained; a list of units and what is too long to be a name are not kept."""
    units = {one.code: one for one in Unit.objects.filter(standings__year=round.scheme.year)}
    longest = Alias._meta.get_field("text").max_length or 0
    for meaning in meanings:
        if meaning.what != UNIT:
            continue
        if meaning.value in units and len(meaning.written) <= longest:
            learn_written(text=meaning.written, unit=units[meaning.value], by=by, at=at)


def _kept(path: Path, name: str, by: Person, at: datetime) -> StoredFile:
    with path.open("rb") as content:
        sha256, size = store.put(iter(lambda: content.read(1 << 20), b""))
    return files.keep(sha256=sha256, size=size, name=name, media_type=TABLE, by=by, at=at)


class _Reader:
    """Lines of a table as entries of the ledger; what is wrong goes to the problems."""

    def __init__(
        self, round: Round, words: Words, kinds: Mapping[str, Kind], problems: Problems
    ) -> None:
        self.round, self.words, self.problems = round, words, problems
        self.kinds = KindReader(words, kinds)

    def line(self, at: int, row: Row) -> Line | None:
        if self.words.is_left_out(row):
            return None
        before = self.problems.error_count
        claim_days.settle(row, self.words, self.problems)
        kind = self.kinds.of(row, self.problems)
        known = [kind] if kind else list(self.kinds.kinds.values())
        unit = self.words.unit(row, known, self.problems)
        level = self.words.level(row, kind, self.problems) if kind else ""
        points = self._points(row, kind, level) if kind else ""
        self._lengths(row)
        if unit is None or kind is None or self.problems.error_count > before:
            return None
        day, until = _day(row["date"]), _day(row["until"])
        if day and until and until < day:
            self._error(row, "until", f"有效期至 {until} 早于日期 {day}", "请核对两个日期")
            return None
        times = int(row["count"] or 1)
        if not 0 < times <= MOST_TIMES:
            self._error(
                row, "count", f"件数 {times} 不对", f"请写 1 到 {MOST_TIMES} 之间的整数，或留空"
            )
            return None
        self._remarks(row, kind, day, unit)
        entry = Entry(
            subject=unit, kind=kind.name, title=row["title"], matter=row["matter"], level=level,
            document=row["document"], happened_on=day, until=until,
            role="support" if row["role"] == "配合" else "lead", count=times, points=points,
            counted=row["counted"], is_elsewhere=row["deducted_elsewhere"] == "是", source=row["channel"],
            told_by=row["told_by"], receipt_by=row["receipt_by"], receipt_on=_day(row["receipt_on"]), note=row["note"], number=row["number"],
        )  # fmt: skip
        return Line(at, row["source"], entry, kind)

    def _points(self, row: Row, kind: Kind, level: str) -> str:
        """Points as the rule book wants them: a deduction's without its sign."""
        points = self._one_column(row, kind)
        if points.startswith("-") and kind.sign == DEDUCTION:
            return points[1:]
        if points.startswith("-") and kind.sign == BONUS:
            what = f"“{kind.name}”是加分，申报分却写了 {points}"
            self._error(row, "points", what, "去掉负号；如果是扣分，请改种类")
        listed = kind.levels.get(level)
        if listed and points and points.lstrip("-") != listed:
            what = f"申报 {points} 分，分值表里“{level}”是 {listed} 分"
            self._warn(row, "points", what, "按分值表计")
        elif not listed and kind.most and points and _more(points, kind.most):
            self._warn(
                row,
                "points",
                f"申报 {points} 分，规则至多给 {kind.most} 分",
                f"按 {kind.most} 分计",
            )
        elif not listed and kind.is_given and not points:
            self._warn(
                row,
                "points",
                f"“{level or '没有写级别'}”不在分值表里，也没有申报分",
                "定分以前不能计",
            )
        return points

    def _one_column(self, row: Row, kind: Kind) -> str:
        """The points of a line, whether they stand under 加分 or under 扣分."""
        points, less = row["points"], row["less"]
        if points.strip("-0.") and less.strip("-0."):
            self._error(row, "less", "加分和扣分都填了", "请分成两行，一行加分、一行扣分")
        elif less.strip("-0.") and kind.sign == BONUS:
            what = f"“{kind.name}”是加分，却填在扣分列里"
            self._error(row, "less", what, "请核对种类，或移到加分列")
        return str(less if less.strip("-0.") else points)

    def _lengths(self, row: Row) -> None:
        for key, name in FIELDS.items():
            label, most = LONGEST[name]
            if most is not None and len(row[key]) > most:
                what = f"{label}有 {len(row[key])} 个字，最多 {most} 个"
                self._error(row, key, what, "请写短一些，其余写进说明")

    def _remarks(self, row: Row, kind: Kind, day: date | None, unit: Unit) -> None:
        if not kind.counts_in(group := self.words.group(unit)):
            what = f"“{group}”的方案里没有“{kind.name}”这一种，{unit.name}的这一条收下也不计分"
            self._warn(row, "kind", what, "单位或种类写错了的，请改正")
        if not row["document"]:
            self._warn(row, "document", "没有写文号或依据", "可以先收，认定以前补上", "no-document")
        window = f"{kind.since or '不限'} 至 {kind.until or '不限'}"
        if day is None:
            if kind.since:
                self._warn(row, "date", f"没有写日期，这一类只计 {window} 的", "不补日期就不计")
            return
        if (kind.since and day.isoformat() < kind.since) or (
            kind.until and day.isoformat() > kind.until
        ):
            self._warn(row, "date", f"{day} 不在 {window} 之内，不计", "请核对日期")
        elif day > self.round.on:
            self._warn(
                row, "date", f"{day} 晚于本轮截至日期 {self.round.on}", "请核对是不是下一年的"
            )
        elif day.year < self.round.scheme.year and kind.sign in {BONUS, DEDUCTION}:
            self._warn(row, "date", f"{day} 是往年的", "请核对是不是上一年已经计过")

    def _error(self, row: Row, key: str, what: str, remedy: str) -> None:
        self.problems.error(row["places"].get(key, row["source"]), what, remedy)

    def _warn(self, row: Row, key: str, what: str, remedy: str, code: str = "") -> None:
        self.problems.warn(row["places"].get(key, row["source"]), what, remedy, code=code)


def _compared(
    round: Round, lines: list[Line], problems: Problems, old: str, name: str
) -> list[Line]:  # fmt: skip
    """Lines with the line of the ledger, or the earlier line of the table, that says the same."""
    book = SameBook(round.scheme)
    found = []
    for line in lines:
        same, taken = book.same_as(line.entry), book.taken(line.entry.number)
        if taken and not same:
            what = f"编号“{line.entry.number}”已经用在别的事项上（{taken.replace(old, name)}）"
            problems.error(line.place, what, "请改编号，或把编号列留空由台账编", code="id-twice")
        entry = line.entry
        if not same and (double := book.one_matter(entry)):
            entry = book.told_apart(entry)
            what = f"与 {double.replace(old, name)} 同名"
            said = (f"{what}，会当作同一事项", "不是同一件事的，请在“同一事项”列写成不同的名称")
            if entry.matter:
                other = (
                    "日期" if entry.matter == f"{entry.title}（{entry.happened_on}）" else "文号"
                )
                said = (
                    f"{what}、{other}不同，记作另一件事",
                    "是同一件事的，请在“同一事项”列写成一样",
                )
            problems.warn(line.place, *said, code="one-matter")
        if same:
            entry = book.of_its_own(entry)  # taken only where a person says that it is another one
        place = line.place.replace(old, name)
        book.note(entry, place)
        found.append(Line(line.at, place, entry, line.kind, same))
    return found


def _more(points: str, most: str) -> bool:
    return Fraction(points) > Fraction(most)


def _row_of(place: str) -> int:
    """The row of a place, so that problems are listed as people go down a table.

    >>> _row_of("申报.xlsx·Sheet1·E12 (第12行第5列)"), _row_of("申报.xlsx")
    (12, 0)
    """
    found = ROW.search(place)
    return int(found[1]) if found else 0


def _told(problem: Problem, old: str, new: str, *, is_asked: bool) -> Problem:
    """A problem under the file's own name, with full-width punctuation; figures of a ledger may simply be blank.

    is_asked: whether there is a column of which can be said that it is the one missing.
    """
    remedy = REMEDIES.get(problem.code) or full_width(problem.remedy)
    if problem.code == "column-missing" and not is_asked:
        remedy = full_width(problem.remedy)
    return Problem(
        problem.place.replace(old, new), full_width(problem.what), remedy, problem.level,
        problem.code,
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
