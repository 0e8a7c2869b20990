"""每种材料: its name, what it is for, how it is gathered and written; the page and the worker both go by this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baton.desk.papers import claim_lines, gathering
from baton.desk.papers.annexes import annex
from baton.desk.papers.announcements import notice, praise
from baton.desk.papers.appraisals import appraisals
from baton.desk.papers.boards import boards, workbook_of, write_workbook
from baton.desk.papers.briefs import brief
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.catalogues import catalogue
from baton.desk.papers.checking import checks
from baton.desk.papers.compared import compared
from baton.desk.papers.figures import figures
from baton.desk.papers.lead_losses import lead_losses
from baton.desk.papers.letters import letters
from baton.desk.papers.loss_lists import losses
from baton.documents import papers as documents
from baton.domain.assessment.models import Run
from baton.domain.assessment.plans import PAPER_WORDS
from baton.domain.assessment.readers import WAYS, depth_of, paper_of
from baton.domain.files import store
from baton.domain.printing.queries import templates
from baton.domain.refusals import Refused


@dataclass(frozen=True)
class Paper:
    name: str
    what: str
    gather: Callable[..., Any]
    write: Callable[..., None]
    ending: str = "docx"


APPRAISALS = "appraisals"
PAPERS = {
    "board": Paper(
        "A3 总表", "各组一张：各大项、各指标得分，总分、名次、等次、备注，签字栏；Word 和 PDF 是 A3 的打印表，Excel 里是能重新加总的公式", boards, documents.write_boards
    ),
    "board-excel": Paper("A3 总表", "同上，Excel 表", workbook_of, write_workbook, "xlsx"),
    "checks": Paper(
        "核对单", "一个单位一张，列明每个指标的得分、失分、用到的数和原因；写不下的，得满分的合成一行、列在表下，还写不下的在后面一页写全；签字盖章后退回", checks, documents.write_checks
    ),
    "losses": Paper(
        "扣分明细", "一组一张表，按机构序，失分多的在前", losses, documents.write_losses
    ),
    "lead-losses": Paper(
        "失分台账", "按牵头单位：哪个单位在哪个指标失几分、为什么，留出整改措施和时限", lead_losses, documents.write_lead_losses
    ),
    "lead-losses-excel": Paper("失分台账", "同上，Excel 表", lead_losses, documents.write_lead_losses_workbook, "xlsx"),
    "figures": Paper(
        "指标完成情况", "一组一节、一项一张表：各单位的完成数、目标、完成率、上年、增速和组内位次；没有数的不列", figures, documents.write_figures
    ),
    "figures-excel": Paper("指标完成情况", "同上，Excel 表", figures, documents.write_figures_workbook, "xlsx"),
    "letters": Paper(
        "反馈函", "一个单位一张：结果、失分最多的三项和评分办法原句、做得好的、意见建议、回执；选领导干部组时一人一张；要写明名次，另选", letters, documents.write_letters
    ),
    "ledger": Paper(
        "加减分认定表", "这一稿里的每一条：申报几分、谁认定、计几分、为什么不计", claim_lines.lines, documents.write_ledger
    ),
    "ledger-excel": Paper(
        "加减分认定表", "同上，Excel 表", claim_lines.lines, documents.write_ledger_workbook, "xlsx"
    ),
    "brief": Paper(
        "会议一页纸", "三号字以上：前三、后三、名额边上同分、未出总分，留出批示栏；组多写不下的印正反两面", brief, documents.write_brief
    ),
    "bulletin": Paper(
        "通报", "总体情况、各组结果、进步和落后、指标得失、一票否决；只写等次和机构序，要写明名次、得分，另选", bulletin, documents.write_bulletin
    ),
    "names": Paper(
        "公示名单", "按等次、按机构序，没有分数；机关另定了等次的用决定的等次", gathering.names, documents.write_names
    ),
    "praise": Paper(
        "表扬名单", "各组最高等次的单位，按机构序；写明依据哪次会议、哪份文件", praise, documents.write_praise
    ),
    "notice": Paper(
        "考核预告", "考核对象、日程、各牵头单位要报的打分表和截止日，留出联系人和电话", notice, documents.write_notice
    ),
    "annex": Paper(
        "指标体系附件", "一个大项一张表：分值、目标、评分办法原句和读法，分值合计", annex, documents.write_annex
    ),
    "compared": Paper(
        "与去年比", "指标体系比去年改了哪里：按方案的次序，删去的画删除线，新增的加下划线", compared, documents.write_redline
    ),
    "catalogue": Paper(
        "归档目录", "方案、打分表、加减分材料、各稿和决定，连同文号和校验值", catalogue, documents.write_catalogue
    ),
    APPRAISALS: Paper(
        "社会评议结果", "满意度、评议、测评一类的指标，一组一节：各单位的结果和参加人数，按机构序；不列单张票，可以公布", appraisals, documents.write_appraisals
    ),
}  # fmt: skip


def forms() -> dict[str, dict[str, Paper]]:
    """The papers by name, each with the kinds of file it leaves as."""
    found: dict[str, dict[str, Paper]] = {}
    for code, paper in PAPERS.items():
        found.setdefault(paper.name, {})[code] = paper
    return found


def name_of(code: str) -> str:
    """What a paper is called, with the way in which it is told where that is more than the least.

    >>> name_of("bulletin"), name_of("bulletin-rank"), name_of("board-excel")
    ('通报', '通报（写明名次、得分）', 'A3 总表')
    """
    return str(PAPER_WORDS[code]) if paper_of(code) in WAYS else PAPERS[code].name


def file_name(run: Run, code: str, group: str = "", ending: str = "") -> str:
    """What a paper is called once it lies in somebody's folder: round, paper, draft, group."""
    draft, paper = gathering.head_of(run).draft, PAPERS[paper_of(code)]
    return f"{run.round.name}{name_of(code)}{draft}{f'（{group}）' if group else ''}.{ending or paper.ending}"


def write(run: Run, code: str, path: Path, group: str = "", **options: Any) -> None:
    """Gather one paper of a run, told in this way, and write it, as PDF where the path says so; Refused when that can't be done here."""
    lay_out(paper_of(code), gathering.head_of(run), gather(run, code, group, **options), path)


def gather(run: Run, code: str, group: str = "", **options: Any) -> Any:
    """What a paper says when it is told in this way."""
    paper = paper_of(code)
    if paper in WAYS:
        options["layer"] = depth_of(code)
    return PAPERS[paper].gather(run, group, **options)


def lay_out(code: str, head: documents.Head, content: Any, path: Path) -> None:
    """Write what was gathered: by the office's own template where there is one, else as official papers look."""
    template = templates().get(code)
    try:
        if template is not None:
            documents.FORMS[code].write(head, content, store.read(template.file), path)
        else:
            PAPERS[code].write(head, content, path)
    except (documents.NoChineseFont, documents.NotConverted) as error:
        raise Refused(str(error)) from error
