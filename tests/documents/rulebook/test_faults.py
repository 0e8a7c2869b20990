"""Every fault of a rule book file has its line, what is wrong and what to do; all are said at once."""

import time

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook, read_rulebook_text
from tests.documents.rulebook.papers import F03, HEAD, complaints, paper, read

GOOD = paper(F03)


def one(text):
    found = complaints(text)
    assert len(found) == 1, found
    return found[0]


def changed(old, new):
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "remedy"),
    [
        ("起扣线: 92%", "起扣线: 九十二", "第17行第12列 指标F1·起扣线", "“九十二”不是数", "请填写数字"),
        ("起扣线: 92%", "起扣线: 92万", "第17行第12列 指标F1·起扣线", "不认识数后面的“万”", "请只写数"),
        ("起扣线: 92%", "起扣线: 0.1234567", "第17行第12列 指标F1·起扣线", "“0.1234567”有7位小数", "保留6位"),
        ("起扣线: 92%", "起扣线: 1234567890123456", "第17行第12列 指标F1·起扣线", "整数部分有16位", "计量单位"),
        ("起扣线: 92%", "起扣线:", "第17行第11列 指标F1·起扣线", "没有写值", "不设"),
        ("起扣线: 92%", "起扣线: [92]", "第17行第12列 指标F1·起扣线", "这里要写一个数", "责任书"),
        ("起扣线: 92%", "起扣红线: 92%", "第17行第7列 指标F1", "不认识的键“起扣红线”", "是“起扣线”吗?"),
        ("保底: 2分", "保底: 50%", "第20行第11列 指标F1·保底", "“50%”是百分比,这里要写分数", "几分"),
        ("保底: 2分", "保底: -x", "第20行第11列 指标F1·保底", "“-x”", ""),
        ("方法: 阈值扣分保底", "方法: 阈值扣分", "第14行第11列 指标F1·方法", "没有计分方法“阈值扣分”", "是“阈值扣分保底”吗?"),
        ("方法: 阈值扣分保底", "方法: 挂钩", "第14行第11列 指标F1·方法", "没有计分方法“挂钩”", "请写在“合成: 挂钩”里"),
        ("不足1个百分点: 按比例", "不足1个百分点: 按比列", "第19行第16列 指标F1·不足1个百分点", "“按比列”不在可选之列", "可写:按比例、不计、按1个计"),
        ("数据: 优良天数比例", "数据: 优良天数比例,13月", "第15行第11列 指标F1·数据", "“13月”不是期次里的期间", "各期之和"),
        ("每低1个百分点: 扣0.5分", "每低1个百分点: 扣-0.5分", "第18行第16列 指标F1·每段扣", "写成了负数 -0.5", "正数"),
        ("期次: 2026-01 至 2026-12", "期次: 2026-12 至 2026-01", "第4行第5列 期次", "不是一段期间", "2026-01 至 2026-12"),
        ("状态: 试行", "状态: 施行", "第2行第5列 状态", "“施行”不在可选之列", "可写:暂行、试行、正式"),
        ("期间: 2026年\n", "", "第1行第1列 期间", "没有写“期间”", "请补上"),
        ("期间: 2026年\n", "期间: 2026年\n备注: 无\n", "第4行第1列", "不认识的键“备注”", "可写的有"),
        ("按: 取舍后总分", "按: 总分", "第8行第9列 名次·按", "“总分”不在可选之列", "取舍后总分"),
        ("缺报: 计0分", "缺报: 零分", "第7行第23列 指标F1·缺报", "“零分”不是可选的办法", "计0分"),
    ],
)  # fmt: skip
def test_one_slip_is_one_fault_at_its_line(old, new, place, what, remedy):
    found = complaints(changed(old, new))
    hits = [f for f in found if f[0].endswith(place.split(" ", 1)[-1]) and what in f[1]]
    assert hits, found
    assert hits[0][0].split(" ")[0] == place.split(" ")[0]
    assert remedy in hits[0][2]


def test_a_share_without_its_per_cent_is_asked():
    text = "评分办法: 见方案\n分值: 10\n方法: 完成率\n数据: 收入\n目标: 5\n封顶: 100"
    place, what, remedy, code = one(paper(text))
    assert (place, code) == ("第17行第11列 指标F1·封顶", "share-without-percent")
    assert what == "“100”没有写百分号,读作 100 倍"
    assert remedy == "请写 100%,或写小数"


def test_bands_with_a_gap_are_refused():
    tail = "等次: [{优秀: 90分以上}, {良好: 80—89}, {较差: 其余}]\n"
    place, what, remedy, code = one(paper(F03, tail=tail))
    assert code == "band"
    assert place == "第21行第24列 分组县市区·等次良好"
    assert "两端之间会留空隙(如 89.5)" in what
    assert remedy == "请只写下限:“80分以上”"


@pytest.mark.parametrize("line", ["60分以下", "超过60分", "<60", "低于60"])
def test_only_lower_bounds_are_understood(line):
    tail = f"等次: [{{优秀: 90分以上}}, {{良好: {line}}}, {{较差: 其余}}]\n"
    _, what, remedy, _ = one(paper(F03, tail=tail))
    assert what == f"“{line}”说的不是从多少起"
    assert "最低一档写“其余”" in remedy


def test_registered_data_must_be_used_by_its_name():
    head = HEAD + '数据:\n  优良天数比列: {单位: "%"}\n'
    place, what, remedy, _ = one(paper(F03, head=head))
    assert place == "第17行第11列 指标F1·数据"
    assert (what, remedy) == ("没有数据项“优良天数比例”", "是“优良天数比列”吗?")


def test_awards_say_whether_they_are_points_or_shares():
    text = "评分办法: 见方案\n分值: 10\n方法: 定性换算\n数据: 等第\n换算表: {优秀: 100%, 良好: 8分}"
    assert one(paper(text))[1] == "各档有的写“分”有的写“%”"
    assert (
        one(paper(text.replace("100%", "10").replace("8分", "8")))[1] == "看不出各档是分数还是比例"
    )


def test_everything_is_said_at_once():
    text = changed("起扣线: 92%", "起扣线: 九十二").replace("状态: 试行", "状态: 施行")
    text = text.replace("保底: 2分", "保底: 50%").replace("并列: 1-2-2-4", "并列: 1-2-3-4")
    assert len(complaints(text)) == 4


def test_faults_of_the_whole_are_placed_too():
    text = paper(F03, node="组成: [F1, F2]")
    assert one(text)[:2] == ("第10行第12列 节点总分·组成·第2项", "没有指标或节点“F2”")
    text = paper(F03, tail="一票否决: {V1: {事由: 事故, 依据: 第12条, 后果: {不得评: [优秀]}}}\n")
    assert "没有一个分组评等次" in one(text)[1]


@pytest.mark.parametrize(
    ("text", "place", "what", "code"),
    [
        (changed("状态: 试行", "状态：试行"), "第2行", "“状态”后面是中文冒号“：”", "full-width-colon"),
        (changed("起扣线: 92%", "起扣线：92%"), "第17行", "“起扣线”后面是中文冒号“：”", "full-width-colon"),
        (changed("保底: 2分", "保底：2分"), "第20行", "“保底”后面是中文冒号“：”", "full-width-colon"),
        ("方案：云州市\n", "第1行第1列", "“方案”后面是中文冒号“：”", "full-width-colon"),
        ("方案：云州市\n状态：试行\n", "第1行第1列", "中文冒号", "full-width-colon"),
        (changed("{按: 取舍后总分,", "{按：取舍后总分,"), "第8行第6列", "“按”后面是中文冒号", "full-width-colon"),
        (changed("状态: 试行", "状态: 试行\n\t期间: 2026"), "第3行", "行首用了制表符(Tab)", "tab"),
        (changed("状态: 试行", "状态: 试行\n状态: 正式"), "第3行第1列", "“状态”写了两次", "duplicate-key"),
        (changed("状态: 试行", "状态: &a 试行"), "第2行第5列", "用了锚点“&a”", "anchor"),
        (changed("状态: 试行", "状态: *a"), "第2行第5列", "用了引用“*a”", "alias"),
        (changed("状态: 试行", "状态: !!str 试行"), "第2行第5列", "用了类型标记", "tag"),
        (changed("状态: 试行", "状态: !!python/object/apply:os.system [ls]"), "第2行第5列", "用了类型标记", "tag"),
        (changed("状态: 试行", "<<: {状态: 试行}"), "第2行第1列", "用了合并键“<<”", "merge"),
        (GOOD + "---\n方案: 二\n", "第21行", "一个文件里有几份文档(---)", "documents"),
        (changed("状态: 试行", "? [甲]\n: 乙\n状态: 试行"), "第2行第3列", "键不是文字", "key"),
        (changed("状态: 试行", "状态: \"试行"), "第", "", "syntax"),
        (changed("状态: 试行", "状态: [试行"), "第", "", "syntax"),
        (changed("状态: 试行", "状态: 试行\n  期间: 2026"), "第3行第5列", "这里不能再有冒号", "syntax"),
        (changed("状态: 试行", "状态: @试行"), "第2行第5列", "用了不能直接写的符号", "syntax"),
        (changed("状态: 试行", "状态: 试\u200b行"), "第2行第6列", "有看不见的零宽字符", "invisible"),
        (changed("状态: 试行", "状态: 试\x07行"), "", "", "syntax"),
        ("", "规则书.yaml", "文件里没有内容", "empty"),
        ("# 只有说明\n", "规则书.yaml", "文件里没有内容", "empty"),
        ("只有一句话", "第1行第1列", "这里要写“键: 值”", "not-a-map"),
        ("- 甲\n- 乙\n", "第1行第1列", "这里要写“键: 值”", "not-a-map"),
    ],
)  # fmt: skip
def test_what_could_hide_a_meaning_is_refused(text, place, what, code):
    found = complaints(text)
    hits = [f for f in found if f[3] == code]
    assert hits, found
    assert hits[0][0].startswith(place)
    assert what in hits[0][1]
    assert hits[0][2]


def test_a_colon_inside_a_sentence_is_no_fault():
    text = F03.replace("低于92%的,", "低于92%的：")
    assert read(paper(text))["items"][0]["sentence"].startswith("低于92%的：")


HOSTILE = {
    "nested lists": "方案: " + "[" * 100_000,
    "nested maps": "方案: " + "{a: " * 100_000,
    "nested blocks": "".join(f"{' ' * n}a:\n" for n in range(3000)),
    "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" * 2000,
    "many keys": "".join(f"k{n}: 1\n" for n in range(10_000)),
    "many indicators": paper(*["评分办法: x\n方法: 没有"] * 6000),
    "10000 nodes": HEAD + "总分: {组成: []}\n考卷:\n" + "".join(f"  n{n}: {{组成: [n{n + 1}]}}\n" for n in range(10_000)),
    "one long line": "方案: " + "长" * 1_000_000,
    "long key": "键" * 100_000 + ": 1\n",
    "spaces in a number": paper(F03.replace("92%", "9" + " " * 1_000_000 + "9")),
    "spaces before an error": " " * 1_000_000 + "方案: [\n",
    "spaces in a band": paper(F03, tail="等次: [{优: 9" + " " * 1_000_000 + "9}, {差: 其余}]\n"),
    "long dates": paper(F03 + "延期: " + "2026-" * 200_000 + "\n"),
    "quotes": "方案: '" + "''" * 500_000,
    "colons": "a: b: c: d: " * 10_000,
    "empty entries": "- \n" * 100_000,
    "400001 entries": "方案: [" + "a," * 400_001 + "]",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_bounded_work(name):
    problems, start = Problems(), time.process_time()
    assert read_rulebook_text(HOSTILE[name], "规则书.yaml", problems) is None
    assert problems.errors
    assert time.process_time() - start < 20


def saved(tmp_path, raw):
    path = tmp_path / "规则书.yaml"
    path.write_bytes(raw)
    problems = Problems()
    book = read_rulebook(path, problems=problems)
    return book, [(p.place, p.what, p.remedy, p.code) for p in problems]


def test_encodings(tmp_path):
    assert saved(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())[0] == read(GOOD)
    assert saved(tmp_path, GOOD.replace("\n", "\r\n").encode())[0] == read(GOOD)
    _, [(place, what, remedy, code)] = saved(tmp_path, GOOD.encode("gb18030"))
    assert (place, code) == ("规则书.yaml", "encoding")
    assert what == "第1行起不是 UTF-8 编码,像是 GB18030(记事本的 ANSI)"
    assert remedy == "请另存为 UTF-8 编码(记事本:另存为,编码选 UTF-8)"
    assert "UTF-16" in saved(tmp_path, GOOD.encode("utf-16"))[1][0][1]


def test_a_file_over_five_megabytes_is_not_read(tmp_path):
    _, [(_, what, _, code)] = saved(tmp_path, b"# " + b"x" * (6 * 1024 * 1024))
    assert code == "file-too-large"
    assert what.endswith("最多 5 MB")
