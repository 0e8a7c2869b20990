"""更正稿套自己的模板: 公示名单, 表扬名单 and 通报 say which draft they correct, in the place named for it or without one."""

import io
from dataclasses import replace

import docx
import pytest

from baton.desk import computing
from baton.desk.papers.announcements import praise
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.gathering import head_of, names
from baton.documents.papers import FORMS
from baton.documents.papers.template import check_template
from baton.documents.problems import Problems
from baton.domain.assessment import services
from tests import graded

pytestmark = pytest.mark.django_db
EARLIER = "第1稿（2027年1月14日）"
PAPERS = [("names", names, "名单"), ("praise", praise, "名单"), ("bulletin", bulletin, "通报")]


@pytest.fixture
def draft(tmp_path, clerk, at):
    round = graded.open_graded(tmp_path, clerk, at)
    return computing.number_draft(round, stage="notice", why="公示", by=clerk, at=at)


def sample(code, folder, *, without=()):
    """The sample as a clerk might change it: without some of its lines."""
    FORMS[code].sample(folder / "样板.docx")
    document = docx.Document(folder / "样板.docx")
    for one in list(document.paragraphs):
        if any(name in one.text for name in without):
            one._p.getparent().remove(one._p)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def lines(code, head, content, template, folder):
    FORMS[code].write(head, content, template, folder / "成文.docx")
    return [one.text for one in docx.Document(folder / "成文.docx").paragraphs]


@pytest.mark.parametrize(("code", "gather", "word"), PAPERS)
@pytest.mark.parametrize("without", [(), ("{{更正}}",)])
def test_a_correction_says_so_on_every_template(draft, tmp_path, code, gather, word, without):
    head = replace(head_of(draft), corrects=EARLIER)
    template = sample(code, tmp_path, without=without)
    told = lines(code, head, gather(draft), template, tmp_path)
    said = f"本{word}更正{EARLIER}；此前按第1稿印发的，以本{word}为准。"
    assert told.count(said) == 1
    if code == "bulletin":
        assert "考核" in told[told.index(said) - 1], "behind the opening"
    problems = Problems()
    check_template(template, FORMS[code].known, problems=problems, name="样板")
    assert not list(problems)


@pytest.mark.parametrize(("code", "gather", "word"), PAPERS)
@pytest.mark.parametrize("without", [(), ("{{更正}}", "{{附注}}")])
def test_a_draft_that_corrects_nothing_has_no_such_line(draft, tmp_path, code, gather, word, without):  # fmt: skip
    template = sample(code, tmp_path, without=without)
    told = lines(code, head_of(draft), gather(draft), template, tmp_path)
    assert not any("更正" in one or "附注" in one or "{{" in one for one in told)


@pytest.mark.parametrize("without", [(), ("{{附注}}",)])
def test_praise_tells_what_an_organ_decided_by_itself(draft, tmp_path, clerk, at, without):
    services.decide_grade(
        run=draft, subject="A", decided="优秀", organ="市委常委会", meeting="第 9 次会议", decided_on=at.date(),
        document="云委〔2027〕1号", reason="统筹", by=clerk, at=at,
    )  # fmt: skip
    told = lines("praise", head_of(draft), praise(draft), sample("praise", tmp_path, without=without), tmp_path)  # fmt: skip
    assert told.count("其中临江县的等次由市委常委会第 9 次会议（云委〔2027〕1号）决定。") == 1


def test_a_template_whose_only_place_is_common_gets_the_line_at_its_end(draft, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{方案}}公示")
    document.save(tmp_path / "短.docx")
    head = replace(head_of(draft), corrects=EARLIER)
    told = lines("names", head, names(draft), (tmp_path / "短.docx").read_bytes(), tmp_path)
    assert told[-1].startswith(f"本名单更正{EARLIER}")
