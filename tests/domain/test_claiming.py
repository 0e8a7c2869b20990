"""收加减分表: any office's table, bad cells named, unknown words asked once, doubles shown, then taken in."""

from datetime import date

import pytest

from baton.desk import computing
from baton.desk.ledger import claiming
from baton.desk.ledger.claim_counts import effect_of
from baton.desk.papers.claim_lines import lines
from baton.documents.problems import Problems
from baton.domain.audit.models import Entry as Logged
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.files.models import StoredFile
from baton.domain.orgs import unit_services as orgs
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from tests import stories
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = "文号\t申报单位\t加分事项\t表彰级别\t申报分值\t发文日期\t加减分类别\n"
LESS = """    扣分:
      名称: 督查扣分
      评分办法: 逾期每件扣0.2分，通报批评扣0.5分，累计不超过3分。
      性质: 扣分
      方法: 加减分台账
      事件: [督查扣分]
      加还是扣: 扣分
      各级: {逾期: 扣0.2分, 通报批评: 扣0.5分}
      同一事项: 只计最高一次
      配合单位: 50%
      减半次序: 先取最高后减半
      上年已计: 照计
      已在别处计过: 不再计
      未认定的: 先不计
      合计不超过: 3分
"""


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def read(round, rows, **more):
    return claiming.read_claims_paste(round, HEAD + rows, **more)


def told(preview):
    return [f"{one.place}：{one.what}。{one.remedy}" for one in preview.faults]


def test_columns_in_any_order_under_the_names_offices_use(round, clerk, at):
    preview = read(
        round,
        "省文明〔2026〕3号\t东岭\t省级文明县\t省级\t1分\t2026年5月12日\t表彰\n\t石桥市政府\t平安县\t市\t\t\t加分\n",
    )
    assert told(preview) == [] and preview.asked == []
    first, second = (line.entry for line in preview.lines)
    assert (first.subject.name, first.document, first.level, first.happened_on) == (
        "东岭县", "省文明〔2026〕3号", "省级", date(2026, 5, 12),
    )  # fmt: skip
    assert (second.subject.name, second.kind, second.level) == ("石桥市", "表彰", "市级")
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert [one.state for one in made] == ["pending", "pending"] and made[0].number == "A0001"


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ("省文〔2026〕1号\t东岭\t甲\t省级\t很多\t2026-05-12\t表彰", "E2", "请填写数字，没有就留空"),
        ("省文〔2026〕1号\t东岭\t甲\t省级\t-1\t2026-05-12\t表彰", "E2", "是加分，申报分却写了 -1。去掉负号"),
        ("省文〔2026〕1号\t东岭\t甲\t部级\t1\t2026-05-12\t表彰", "D2", "可用的级别：省级、市级"),
        ("省文〔2026〕1号\t东岭\t甲\t\t3\t2026-05-12\t表彰", "第2行", "没有写级别"),
        ("省文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-15-12\t表彰", "F2", "日期"),
        ("省文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-05-12\t处分", "G2", "规则书没有种类“处分”"),
        ("省文〔2026〕1号\t东山县\t甲\t省级\t1\t2026-05-12\t表彰", "B2", "东山县"),
        ("省文〔2026〕1号\t东岭\t\t省级\t1\t2026-05-12\t表彰", "C2", "请填写事项"),
        ("省文〔2026〕1号\t东岭\t" + "长" * 201 + "\t省级\t1\t2026-05-12\t表彰", "C2", "最多 200 个"),
    ],
)  # fmt: skip
def test_every_bad_cell_is_named_with_its_remedy_and_nothing_is_taken(
    round, clerk, at, row, place, said
):
    good = "省文〔2026〕9号\t临江县\t好的\t省级\t1\t2026-05-12\t表彰\n"
    preview = read(round, row + "\n" + good)
    assert len(preview.faults) == 1, told(preview)
    assert place in preview.faults[0].place and said in told(preview)[0], told(preview)
    with pytest.raises(Refused, match="有 1 处错误，一条也没有收下"):
        claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert not Claim.objects.exists()


def test_without_a_kind_those_of_the_scheme_are_named_or_where_one_is_added(round, monkeypatch):
    table = "单位\t事项\t级别\t表彰文件及文号\n东岭\t甲\t省级\t省文〔2026〕1号\n"
    look = claiming.read_claims_paste(round, table)
    assert "没有写是哪一种" in told(look)[0]
    [ask] = [one for one in look.asked if one.about[0] == "kind"]
    assert ask.what == "没有写是哪一种的（1 处）" and ask.choices[0][1] == "都是“表彰”"
    look = claiming.read_claims_paste(round, table, meanings=[ask.choices[0][0]])
    assert look.lines[0].entry.kind == "表彰" and not look.faults
    preview = claiming.read_claims_paste(round, table, kind="表彰")
    assert preview.lines[0].entry.document == "省文〔2026〕1号"
    monkeypatch.setattr(claiming, "kinds_of", lambda _: {})
    assert "请先到指标体系里加一种" in told(claiming.read_claims_paste(round, table))[0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("\t东岭\t甲\t省级\t1\t2026-05-12\t表彰", "没有写文号或依据"),
        ("省文〔2025〕1号\t东岭\t甲\t省级\t1\t2025-05-12\t表彰", "是往年的"),
        ("省文〔2027〕1号\t东岭\t甲\t省级\t1\t2027-01-02\t表彰", "晚于本轮截至日期"),
        ("省文〔2026〕1号\t东岭\t甲\t省级\t5\t2026-05-12\t表彰", "申报 5 分，分值表里“省级”是 1 分。按分值表计"),
    ],
)  # fmt: skip
def test_what_is_only_odd_is_a_remark(round, row, said):
    preview = read(round, row + "\n")
    assert preview.can_be_taken and said in "".join(
        f"{one.what}。{one.remedy}" for one in preview.remarks
    )


def test_what_is_in_the_ledger_or_stands_twice_is_shown_and_left_out(round, clerk, at):
    row = "省文明〔2026〕3号\t东岭\t省级文明县\t省级\t1\t2026-05-12\t表彰\n"
    claiming.take_in_claims(round=round, preview=read(round, row), by=clerk, at=at)
    again = "省文明〔2026〕３号\t东岭县\t荣获省级文明县\t省级\t1\t2026-05-12\t表彰\n"
    other = "省平〔2026〕1号\t东岭县\t平安县\t省级\t1\t2026-05-12\t表彰\n"
    preview = read(round, again + other + other)
    assert next(line.same for line in preview.doubles) == "A0001"
    assert "第3行" in preview.doubles[1].same
    left = [line.at for line in preview.doubles]
    made = claiming.take_in_claims(round=round, preview=preview, left_out=left, by=clerk, at=at)
    assert [one.title for one in made] == ["平安县"]
    with pytest.raises(Refused, match="都已经在台账里"):
        claiming.take_in_claims(
            round=round, preview=read(round, other), left_out=[0], by=clerk, at=at
        )


def test_a_number_used_for_another_matter_is_a_fault_and_a_double_gets_a_new_one(round, clerk, at):
    head = "编号\t单位\t事项\t级别\t种类\t文号\n"
    first = claiming.read_claims_paste(
        round, head + "J1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\n"
    )
    claiming.take_in_claims(round=round, preview=first, by=clerk, at=at)
    other = claiming.read_claims_paste(
        round, head + "J1\t临江县\t卫生县\t省级\t表彰\t乙〔2026〕2号\n"
    )
    assert "编号“J1”已经用在别的事项上（J1）" in told(other)[0]
    again = claiming.read_claims_paste(
        round, head + "J1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\n"
    )
    made = claiming.take_in_claims(round=round, preview=again, by=clerk, at=at)
    assert made[0].number == "A0001"


def test_two_lines_of_one_name_are_one_matter_unless_they_rest_on_two_documents(round, clerk, at):
    """What was told of twice in one year counts twice: it must not become one matter by its name."""

    def both(*papers, level="省级"):
        rows = [f"{paper}\t东岭\t逾期未报\t省级\t\t2026-05-12\t表彰\n" for paper in papers]
        preview = read(round, rows[0] + rows[1].replace("省级", level))
        said = [f"{one.what}。{one.remedy}" for one in preview.remarks if one.code == "one-matter"]
        assert not preview.doubles and not preview.asked and len(said) == 1
        return preview, said[0]

    for papers, level in (
        (("督〔2026〕1号", "督〔2026〕2号"), "市级"),
        (("见附件1", "见附件2"), "省级"),
    ):
        preview, said = both(*papers, level=level)
        assert "会当作同一事项" in said and {line.entry.matter for line in preview.lines} == {""}
    preview, said = both("督〔2026〕1号", "督〔2026〕2号")
    assert "同名、文号不同，记作另一件事" in said
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert [one.matter for one in made] == ["逾期未报", "逾期未报（督〔2026〕2号）"]
    third = read(round, "督〔2026〕3号\t东岭\t逾期未报\t省级\t\t2026-06-12\t表彰\n")
    assert third.lines[0].entry.matter == "逾期未报（督〔2026〕3号）"


def test_a_unit_that_was_merged_before_the_day_is_named_with_its_heir(round, clerk, at):
    unit, into = Unit.objects.get(code="B"), Unit.objects.get(code="A")
    orgs.merge(
        year=2026, unit=unit, into=into, on=date(2026, 4, 1), why="机构改革", by=clerk, at=at
    )
    preview = read(round, "文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-05-12\t表彰\n")
    assert "已并入“临江县”。请登记在“临江县”名下" in told(preview)[0]


def test_deductions_keep_their_source_who_told_and_the_receipt(clerk, at, tmp_path, monkeypatch):
    more = stories.RULEBOOK.replace("名次: {", LESS + "名次: {")
    monkeypatch.setattr(stories, "RULEBOOK", more)
    round = open_round(tmp_path, clerk)
    text = (
        "被通报单位\t扣分事项\t情形\t扣分\t通报文号\t通报日期\t来源\t提出单位\t签收人\t签收日期\n"
        "东岭\t项目调度逾期\t逾期\t-0.2\t云督〔2026〕7号\t2026-06-02\t督查\t市政府督查室\t王主任\t2026-06-05\n"
        "临江县\t会议纪律\t通报批评\t0.5\t云办通〔2026〕9号\t2026-06-03\t通报\t市委办\t\t\n"
    )
    preview = claiming.read_claims_paste(round, text, kind="督查扣分")
    assert told(preview) == []
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    first = made[0]
    assert (first.source, first.told_by, first.receipt_by, first.receipt_on, first.points) == (
        "督查", "市政府督查室", "王主任", date(2026, 6, 5), "0.2",
    )  # fmt: skip
    assert made[1].document == "云办通〔2026〕9号" and made[1].receipt_by == ""
    claims.decide(
        claims=made, state="accepted", decided_by="市委办", decided_on=date(2027, 1, 9), meeting="第 2 次会议",
        by=clerk, at=at,
    )  # fmt: skip
    run = computing.refresh(round, at=at, by=clerk)
    first.refresh_from_db()
    assert effect_of(round, first).sentence == "这一条实际扣 0.2 分，本单位本项扣 0.2 分。"
    printed = {line.unit: line for line in lines(run).lines if not line.is_sum}
    assert printed["东岭县"].counts == "−0.2" and "市政府督查室提出" in printed["东岭县"].matter
    assert printed["临江县"].decided_by == "市委办（第 2 次会议）"


def test_a_workbook_is_kept_as_it_came_and_the_log_names_it(round, clerk, at, tmp_path):
    path = tmp_path / "申报.csv"
    path.write_text(
        (HEAD + "文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-05-12\t表彰\n").replace("\t", ","), "utf-8"
    )
    preview = claiming.read_claims_file(round, path, name="申报汇总.csv")
    assert preview.lines[0].place.startswith("申报汇总.csv")
    made = claiming.take_in_claims(
        round=round, preview=preview, file=(path, "申报汇总.csv"), by=clerk, at=at
    )
    kept = StoredFile.objects.get()
    assert made[0].file == kept and kept.name == "申报汇总.csv"
    assert kept.sha256 in Logged.objects.order_by("-seq").first().data


@pytest.mark.parametrize("text", ["", "  \n", "今天天气\n", "单位\n东岭\n", HEAD])
def test_what_is_no_table_of_claims_gets_a_sentence(round, text):
    if not text.strip():
        with pytest.raises(Refused, match="没有粘贴内容"):
            claiming.read_claims_paste(round, text)
    else:
        assert claiming.read_claims_paste(round, text).faults


def test_eight_hundred_lines_need_as_many_queries_as_eight(
    round, clerk, at, django_assert_max_num_queries
):
    def rows(number):
        return "".join(
            f"文〔2026〕{n}号\t{['临江县', '东岭', '石桥市', '云东区'][n % 4]}\t{'甲乙丙丁戊己庚辛壬癸'[n % 10]}项工作{n}获评先进\t省级\t1\t2026-05-12\t表彰\n"
            for n in range(number)
        )

    with django_assert_max_num_queries(8):
        preview = read(round, rows(800))
    assert len(preview.lines) == 800 and not preview.faults and not preview.doubles
    with django_assert_max_num_queries(40):
        made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert len(made) == 800 == Claim.objects.count()
    assert len({one.number for one in made}) == 800


def test_reading_names_no_problem_of_its_own(tmp_path):
    from baton.documents.claim_tables import read_claims

    path = tmp_path / "表.csv"
    path.write_text("单位,事项,级别\n东岭,甲,省级\n合计,,\n", "utf-8")
    problems = Problems()
    (row,) = read_claims(path, problems=problems)
    assert row["unit"] == "东岭" and "C2" in row["places"]["level"] and not problems.error_count


def test_a_workbook_with_title_merged_units_and_a_total_row(round, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["附件2：2026年度加分申报汇总表"], [], ["序号", "申报单位", "荣誉名称", "表彰级别", "发文字号", "拟加分", "类别"],
        [1, "东岭县", "省级文明县", "省级", "省文明〔2026〕3号", 1, "表彰"],
        [2, None, "平安县", "市级", "云平〔2026〕1号", 0.5, "表彰"],
        ["合计", None, None, None, None, 1.5, None],
        ["合计", "2条", None, None, None, None, None],
        ["注：省级每项 1 分，市级每项 0.5 分。", None, None, None, None, None, None],
        ["填表人：张三", None, "审核：李四", None, None, "2026年12月1日", None],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B4:B5")
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A8:G8")
    book.save(tmp_path / "申报.xlsx")
    preview = claiming.read_claims_file(round, tmp_path / "申报.xlsx")
    assert told(preview) == []
    assert [(line.entry.subject.name, line.entry.title, line.entry.points) for line in preview.lines] == [
        ("东岭县", "省级文明县", "1"), ("东岭县", "平安县", "0.5"),
    ]  # fmt: skip


def test_bonus_and_deduction_columns_in_one_table(clerk, tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("名次: {", LESS + "名次: {"))
    round = open_round(tmp_path, clerk)
    head = "单位\t事项\t级别\t文号\t加分\t扣分\t种类\n"
    rows = (
        "东岭\t文明县\t省级\t甲〔2026〕1号\t1\t0\t表彰\n"
        "东岭\t逾期\t逾期\t乙〔2026〕2号\t\t0.2\t\n"
        "东岭\t报送迟\t逾期\t丁〔2026〕2号\t\t-0.2\t督查扣分\n"
    )
    preview = claiming.read_claims_paste(round, head + rows)
    assert told(preview) == []
    assert [(line.kind.name, line.entry.points) for line in preview.lines] == [
        ("表彰", "1"), ("督查扣分", "0.2"), ("督查扣分", "0.2"),
    ]  # fmt: skip
    wrong = (
        "东岭\t甲\t省级\t丙〔2026〕3号\t1\t0.2\t表彰\n东岭\t乙\t省级\t丙〔2026〕4号\t\t0.2\t表彰\n"
    )
    faults = told(claiming.read_claims_paste(round, head + wrong))
    assert "加分和扣分都填了。请分成两行" in faults[0] and "却填在扣分列里" in faults[1]


def test_faults_are_listed_as_people_go_down_the_table(round):
    rows = "".join(f"文〔2026〕{n}号\t{unit}\t事{n}\t{level}\t{points}\t2026-05-12\t表彰\n" for n, (unit, level, points) in enumerate(
        [("东岭", "部级", "1"), ("东山", "省级", "1"), ("东岭", "省级", "多")]))  # fmt: skip
    places = [one.place for one in read(round, rows).faults]
    assert ["第2行" in places[0], "第3行" in places[1], "第4行" in places[2]] == [True] * 3
