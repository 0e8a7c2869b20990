"""像不像一家: a name is proposed for another only where more than 市 and 局 are the same."""

import pytest

from baton.documents.names import NameBook


def near(written, *known):
    return NameBook({name: name for name in known}, {}, kind="单位").nearest(written)


@pytest.mark.parametrize(("written", "known"), [
    ("市民政局", "市商务局"), ("市民政局", "市财政局"), ("市教育局", "市体育局"), ("市税务局", "市商务局"), ("市委宣传部", "市委组织部"), ("市乡村振兴局", "市农业农村局"),
    ("市信访局", "市审计局"), ("市城市管理局", "市应急管理局"), ("县委组织部", "县委统战部"),
])  # fmt: skip
def test_departments_that_share_what_all_have_are_not_near(written, known):
    assert near(written, known) == ()


@pytest.mark.parametrize(("written", "known"), [
    ("市人社局", "市人力资源和社会保障局"), ("市财证局", "市财政局"), ("市工信局", "市工业和信息化局"), ("市发改委", "市发展和改革委员会"), ("石桥县", "石桥市"),
    ("石桥新区", "石桥市"), ("市委编办", "市委机构编制委员会办公室"), ("市农业局", "市农业农村局"), ("市委宣传部门", "市委宣传部"), ("市生态环镜局", "市生态环境局"),
    ("市市场监管局", "市市场监督管理局"), ("临江", "临江县"),
])  # fmt: skip
def test_short_and_mistyped_names_stay_near(written, known):
    assert near(written, known) == (known,)


def test_the_names_of_indicators_are_compared_as_before():
    book = NameBook({"1": "财政收入"}, {}, kind="指标")
    assert book.nearest("财政支出") == ("财政收入",)
