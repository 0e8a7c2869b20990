"""话里的规矩: what a sentence of a scheme seems to say, and what it must not be taken for; classes of work by their names."""

import pytest

from baton.documents.scheme_table import sayings
from baton.documents.scheme_table.works import work_of


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("未按时报送的按零分计", [("missing", "zero")]),
        ("逾期未报数据的，该项不得分", [("missing", "zero")]),
        ("缺报的计０分", [("missing", "zero")]),
        ("没有报送资料的按组内最低分计", [("missing", "group_least")]),
        ("缺项按其余折算", [("not_applicable", "near")]),
        ("无此任务的，分值按比例分摊到总分里的其他指标", [("not_applicable", "far")]),
        ("无此项任务的按组内平均分计", [("not_applicable", "group_mean")]),
        ("不承担该项任务的，按满分计算", [("not_applicable", "full")]),
        ("不涉及的单位，该项不考核", [("not_applicable", "unscored")]),
        ("受不可抗力影响的按同组平均分计", [("excused", "group_mean")]),
        ("得分不得并列", [("ties", "no")]),
        ("按照前80%拉开3分", [("spread", "3")]),
        ("最高分与最低分差距不少于分值的10%，不得并列", [("ties", "no"), ("spread", "10%")]),
        ("总分相同的，先看经济发展", [("keys", "的,先看经济发展")]),
        ("未完成任务的不得分", []),
        ("不报告的每次扣0.5分", []),
        ("漏报1件扣1分，扣到零分为止", []),
        ("未上报信息的，每少1条扣0.1分，扣完为止", []),
        ("按时报送得满分", []),
        ("低于92%的，每低1个百分点扣0.5分，最低得2分", []),
    ],
)
def test_a_sentence_is_heard_for_what_it_says(sentence, heard):
    assert [(one.about, one.way) for one in sayings(f"注：1.{sentence}。")] == heard


def test_a_sentence_is_quoted_without_its_number():
    found = list(sayings("说明：\n（1）缺项按其余折算；2、未报送的计零分。"))
    assert [one.quote for one in found] == ["缺项按其余折算", "未报送的计零分"]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("基础工作", "base"), ("一、基础性工作（60分）", "base"), ("基础分", "base"), ("重点工作", "key"),
        ("（二）重点工作、重大项目、重大事项(30分)", "key"), ("差异分", "key"), ("差异化考核", "key"), ("特色工作", "special"),
        ("三、特色性工作和提升性工作", "special"), ("加分项", "special"), ("加分", "special"), ("经济发展", ""), ("重点产业发展", ""),
        ("基础设施建设", ""), ("基础工作、经济发展", ""), ("", ""), ("定量", ""),
    ],
)  # fmt: skip
def test_a_class_of_work_is_known_by_its_name_alone(text, work):
    assert work_of(text) == work
