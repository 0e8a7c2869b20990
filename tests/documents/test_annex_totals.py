"""考核方案附件: a paper of several parts ends with what they come to together."""

import docx

from baton.documents.papers import Annex, AnnexLine, AnnexPaper, AnnexPart
from baton.documents.papers.annex import write_annex
from tests.documents.printed import HEAD


def test_a_paper_of_several_parts_ends_with_its_total(tmp_path):
    line = AnnexLine(
        "投资", "30", "8.0%", "原句\n指标解释：不含农户", "完成率", "省统计局", "市统计局"
    )
    parts = [
        AnnexPart("经济发展", [line, line], "60", "重点工作"),
        AnnexPart("基础工作", [line], "", "基础工作"),
    ]
    write_annex(
        HEAD,
        Annex(
            "方案",
            "第 1 版",
            [AnnexPaper("总分", ["县市区"], parts, "90", "基础 30 分、差异 60 分")],
        ),
        tmp_path / "a.docx",
    )
    document = docx.Document(str(tmp_path / "a.docx"))
    said = [one.text for one in document.paragraphs]
    assert (
        "一、经济发展（重点工作）" in said
        and "二、基础工作" in said
        and "基础 30 分、差异 60 分" in said
    )
    tables = document.tables
    last = [cell.text for cell in tables[-1].rows[-1].cells]
    assert last[1:3] == ["合计", "90"]
    assert "指标解释：不含农户" in tables[0].rows[1].cells[4].text
