"""样书(YAML): one small rule book whose indicator, heading and tail the tests write themselves."""

from baton.documents.problems import Problems
from baton.documents.rulebook import read_draft_text, read_rulebook_text

HEAD = """方案: 云州市2026年度综合考核
状态: 试行
期间: 2026年
期次: 2026-01 至 2026-12
考核对象: 县市区
同组统计: {被否决的: 计入, 单列的: 不计入}
通则: {无此任务: 本大项折算, 缺报: 计0分}
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
F03 = """评分办法: 低于92%的,每低1个百分点扣0.5分,最低得2分。
分值: 15
方法: 阈值扣分保底
数据: 优良天数比例
百分点口径: 指标值
起扣线: 92%
每低1个百分点: 扣0.5分
不足1个百分点: 按比例
保底: 2分
"""


def indent(text, width):
    return "".join(f"{' ' * width}{line}\n" for line in text.splitlines())


def paper(*indicators, head=HEAD, tail="", node=""):
    """YAML with the indicators F1, F2 … below one sum."""
    items = "".join(f"    F{n}:\n{indent(text, 6)}" for n, text in enumerate(indicators, 1))
    body = f"  指标:\n{items}" if indicators else ""
    return f"{head}总分:\n{indent(node, 2)}{body}{tail}"


def read(text):
    """The rule book; fails with the listing if there is any problem."""
    problems = Problems()
    book = read_rulebook_text(text, "规则书.yaml", problems)
    assert not problems, problems.listing()
    return book


def first(*indicators, **parts):
    """The first indicator as it was read."""
    return read(paper(*indicators, **parts))["items"][0]


def complaints(text):
    """What is said about a faulty text: (place without the file's name, what, remedy, code)."""
    problems = Problems()
    assert read_rulebook_text(text, "规则书.yaml", problems) is None, "本应有错"
    return [
        (p.place.removeprefix("规则书.yaml "), p.what, p.remedy, p.code) for p in problems.errors
    ]


def draft(text):
    problems = Problems()
    found = read_draft_text(text, "规则书.yaml", problems)
    assert found is not None, problems.listing()
    return found
