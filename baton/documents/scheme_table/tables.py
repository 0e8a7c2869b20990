"""Rows of a scheme table from Word or Excel: heads found by their names, merged categories carried down."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from baton.documents.grids import Unreadable, plain_text, read_grids
from baton.documents.grids import archives as archive_checks
from baton.documents.names import normalised
from baton.documents.numbers import read_number
from baton.documents.problems import Problems

HEADS = {
    "number": ("序号", "编号"),
    "category": ("类别", "大项", "一级指标", "考核内容", "指标类别", "项目类别"),
    "name": ("考核指标", "指标", "指标名称", "二级指标", "考核项目", "三级指标", "小项"),
    "points": ("分值", "权重", "满分", "分数"),
    "target": ("目标值", "目标", "年度目标", "目标任务"),
    "sentence": (
        "评分办法",
        "评分标准",
        "计分办法",
        "考核办法",
        "评分细则",
        "计分方法",
        "考核标准",
    ),
    "source": ("数据来源", "数据提供", "来源"),
    "lead": ("牵头单位", "牵头部门", "考核单位", "评分单位", "责任单位", "实施考核单位"),
}
NEEDED = ("name", "points", "sentence")
NOTE = re.compile("(注|备注|附注|说明|填表说明|填报说明)\\s*\\d?\\s*[:\uff1a]|[*\u203b]")
TOTALS = ("合计", "小计", "总计", "总分")
DOCX_LIMIT = 60_000_000
UNPACKED_LIMIT = 100_000_000
MOST_ROWS, MOST_CELLS = 3_000, 40_000


@dataclass(frozen=True)
class SchemeRow:
    """One indicator as the office wrote it; ``place`` says where."""

    category: str
    name: str
    points: str
    target: str
    sentence: str
    source: str
    lead: str
    place: str


def read_scheme(
    path: str | Path, *, problems: Problems, notes: list[str] | None = None
) -> list[SchemeRow]:
    """All indicators of a .docx, .xlsx, .xls, .ods or .csv scheme table, every fault named.

    What stands under the table, 注:… and the lines after it, goes to ``notes`` word for word.
    """
    path = Path(path)
    under: list[str] = [] if notes is None else notes
    after: list[str] = []
    tables = (
        _word_tables(path, problems, after)
        if path.suffix.lower() == ".docx"
        else _sheets(path, problems)
    )
    found: list[SchemeRow] = []
    for label, lines in tables:
        head = _head(lines)
        if head is not None:
            found += _rows(label, lines, *head, problems, under)
    under += after
    if not found and not problems.error_count:
        problems.error(
            path.name,
            "没有认出指标体系表",
            "表头要有“考核指标”“分值”“评分办法”三列",
            code="scheme-head",
        )
    return found


def _word_tables(
    path: Path, problems: Problems, notes: list[str]
) -> list[tuple[str, list[list[str]]]]:
    import docx  # a tenth of a second, needed only for Word

    try:
        data = path.read_bytes()
        _check_size(data)
        document = docx.Document(io.BytesIO(data))
        found = [
            (
                f"{path.name}·第{number}个表",
                [[cell.text.strip() for cell in row.cells] for row in table.rows],
            )
            for number, table in enumerate(document.tables, start=1)
        ]
        notes += _after_the_last_table(document) if any(_head(lines) for _, lines in found) else []
        return found
    except OSError:
        problems.error(path.name, "打不开这个文件", "请核对文件名和权限", code="unreadable")
    except Unreadable as refusal:
        problems.error(path.name, refusal.what, refusal.remedy, code=refusal.code)
    except Exception:  # python-docx raises what its parts raise; to an office it is one fault
        problems.error(
            path.name, "Word 文件打不开或已损坏", "请用 WPS 或 Word 另存为 .docx 再试", code="docx"
        )
    return []


def _after_the_last_table(document: Any) -> list[str]:
    """The paragraphs under the last table of a Word file."""
    found: list[str] = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            found = []
        elif part.text.strip():
            found.append(part.text.strip())
    return found


def _check_size(data: bytes) -> None:
    """Refuse a file that would unpack or parse into more than a scheme can be, and any entity trick."""
    remedy = "请只保留指标体系表"
    if len(data) > DOCX_LIMIT:
        raise Unreadable("文件太大", remedy, "too-large")
    with archive_checks.open_archive(data) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
            raise Unreadable("文件解压后太大", remedy, "too-large")
        text = b""
        for name, content in archive_checks.parts(archive):
            text = content if name == "word/document.xml" else text
    rows, cells = text.count(b"<w:tr>") + text.count(b"<w:tr "), text.count(b"<w:tc>")
    if rows > MOST_ROWS or cells > MOST_CELLS:
        raise Unreadable(f"表格有 {rows} 行、{cells} 格,最多 {MOST_ROWS} 行", remedy, "too-large")


def _sheets(path: Path, problems: Problems) -> list[tuple[str, list[list[str]]]]:
    found = []
    for grid in read_grids(path, problems=problems):
        lines = [[plain_text(cell).strip() for cell in row] for row in grid.rows]
        for top, left, bottom, right in grid.merged:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    lines[row][column] = lines[top][left]
        found.append((grid.label, lines))
    return found


def _head(lines: list[list[str]]) -> tuple[int, dict[str, int]] | None:
    for number, line in enumerate(lines[:20]):
        columns: dict[str, int] = {}
        for at, text in enumerate(line):
            for key, words in HEADS.items():
                if normalised(text) in map(normalised, words):
                    columns.setdefault(key, at)
        if all(key in columns for key in NEEDED):
            return number, columns
    return None


def _rows(
    label: str,
    lines: list[list[str]],
    head: int,
    columns: dict[str, int],
    problems: Problems,
    notes: list[str],
) -> list[SchemeRow]:
    found: list[SchemeRow] = []
    category, under = "", False
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        cell = {key: line[at] if at < len(line) else "" for key, at in columns.items()}
        place = f"{label} 第{number}行"
        texts = list(dict.fromkeys(text for text in line if text))
        under = under or NOTE.match(texts[0] if texts else "") is not None
        if under and read_number(cell["points"].removesuffix("分").strip()).text is None:
            notes += texts
            continue
        under = False
        category = cell.get("category", "") or category
        name = cell["name"].replace("\n", "")
        if any(text.startswith(TOTALS) for text in (name, cell.get("number", ""), category)):
            _compare(cell, found, place, problems)
            continue
        if not name:
            continue
        points = _points(cell["points"], place, problems)
        if points is not None:
            rest: dict[str, Any] = {
                key: cell.get(key, "") for key in ("target", "sentence", "source", "lead")
            }
            found.append(
                SchemeRow(category=category, name=name, points=points, place=place, **rest)
            )
    return found


def _compare(cell: dict[str, str], found: list[SchemeRow], place: str, problems: Problems) -> None:
    """A 合计 row against the points above it."""
    stated = read_number(cell["points"].removesuffix("分").strip()).text
    if stated is None or not found or any("小计" in text for text in cell.values()):
        return
    total = sum((Fraction(row.points) for row in found), Fraction(0))
    if Fraction(stated) != total:
        what = f"表里写合计 {stated},上面 {len(found)} 个指标的分值合计 {float(total):g}"
        problems.warn(place, what, "请核对分值", code="scheme-total")


def _points(written: str, place: str, problems: Problems) -> str | None:
    reading = read_number(written.removesuffix("分").strip())
    if reading.text is None:
        remedy = reading.remedy or "请写成数,如 8 或 7.5"
        problems.error(place, f"分值“{written}”不是数", remedy, code="scheme-points")
    return reading.text
