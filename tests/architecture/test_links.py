"""Every relative link in the pages a newcomer reads leads to a file or folder, and every anchor to a heading."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.tree import ROOT, project_files

BLOCK = re.compile(r"^(```|~~~).*?^\1\s*$", re.M | re.S)
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.M)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def pages(root: Path) -> list[Path]:
    """The Markdown files of the root folder and of docs/."""
    return [
        path
        for path in project_files(root)
        if path.suffix == ".md" and (path.parent == root or path.is_relative_to(root / "docs"))
    ]


def anchors(page: Path) -> set[str]:
    """The names that headings get: lower case, no punctuation, hyphens for spaces."""
    titles = HEADING.findall(BLOCK.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(root: Path) -> list[str]:
    """One sentence for each link that leads nowhere."""
    faults = []
    for page in pages(root):
        text = CODE.sub("`", BLOCK.sub("", page.read_text("utf-8")))
        for link in [*LINK.findall(text), *REFERENCE.findall(text)]:
            if ELSEWHERE.match(link):
                continue
            name, _, anchor = unquote(link).partition("#")
            target = (page.parent / name).resolve() if name else page
            inside = target == root.resolve() or root.resolve() in target.resolve().parents
            where = page.relative_to(root).as_posix()
            if not inside or not target.exists():
                faults.append(f"{where} 的链接 {link} 没有指到文件")
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                faults.append(f"{where} 的链接 {link} 没有指到标题")
    return faults


def test_every_link_leads_somewhere():
    assert {"README.md", "README.en.md", "CHANGELOG.md"} <= {page.name for page in pages(ROOT)}
    assert broken(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "[缺](missing.md)",
        "[缺](docs/没有.md)",
        "![图](图.png)",
        "[外面](../outside.md)",
        "[绝对](/README.md)",
        "[标题](#没有这一节)",
        "[标题](docs/page.md#没有这一节)",
        "[名]: missing.md",
    ],
)
def test_a_planted_broken_link_is_found(tmp_path, text):
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    (tmp_path / "outside.md").write_text("# 外面\n", encoding="utf-8")
    (root / "docs" / "page.md").write_text("# 一 页\n", encoding="utf-8")
    (root / "README.md").write_text(f"# 题\n\n{text}\n", encoding="utf-8")
    assert len(broken(root)) == 1


def test_a_planted_broken_link_below_docs_is_found(tmp_path):
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "deep" / "page.md").write_text("[缺](page2.md)\n", encoding="utf-8")
    assert broken(tmp_path) == ["docs/deep/page.md 的链接 page2.md 没有指到文件"]


def test_good_links_and_code_are_left_alone(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "第 一 页.md").write_text("# 一 页,好\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(
        "# 题\n[文件夹](docs/) [页](docs/第%20一%20页.md#一-页好) [本页](#题) [远](https://a.invalid/x)\n"
        "`[不是](链接.md)` 清单[级别](没有则归 `x`)\n\n```\n[不是](链接.md)\n```\n",
        encoding="utf-8",
    )
    assert broken(tmp_path) == []
