"""发布与记录: every release in the log belongs to the draft it names, a withdrawn one is told, printed heads are found."""

import hashlib
import json

import pytest

from tests.verify.making import V

ZERO = "0" * 64
ARCHIVE = b"a sealed draft"
SHA = hashlib.sha256(ARCHIVE).hexdigest()


def entries(*said):
    """A log of these deeds; a release without a head of its own gets the true one."""
    found, previous = [], ZERO
    for seq, (action, on, data) in enumerate(said, start=1):
        told = {"head": previous} | data if action in {"draft.released", "paper.sent"} else data
        entry = {
            "seq": seq, "at": f"2027-01-14T04:00:{seq:02}.000000Z", "by": "x", "action": action, "on": on,
            "data": json.dumps(told, ensure_ascii=False), "previous": previous,
        }  # fmt: skip
        previous = V.digest(entry)
        found.append(entry | {"hash": previous})
    return found


OPENED = ("round.opened", "round:1", {"name": "年终"})
NUMBERED = (
    "draft.numbered", "round:1", {"number": 1, "stage": "notice", "archive": SHA, "rows": {"assessment.run": {"7": "x"}}}
)  # fmt: skip
RELEASED = ("draft.released", "run:7", {"number": 1, "archive": SHA, "role": "leader", "layer": "totals"})  # fmt: skip
WITHDRAWN = ("draft.withdrawn", "run:7", {"role": "leader"})


SENT = ("paper.sent", "run:7", {"number": 1, "archive": SHA, "reader": "units", "paper": "bulletin-rank", "why": "单位来问"})  # fmt: skip
STRUCK = ("paper.sent_struck", "run:7", {"reader": "units", "paper": "bulletin-rank"})


@pytest.fixture
def look(tmp_path, capsys):
    """What the verifier says of a log of these deeds, and of whatever else is given."""

    def looked(*said, asked=()):
        path, archive = tmp_path / "log.jsonl", tmp_path / "稿.zip"
        archive.write_bytes(ARCHIVE)
        path.write_text("\n".join(json.dumps(one) for one in entries(*said)), "utf-8")
        given = [str(archive) if one == "archive" else one for one in asked]
        return V.main([str(path), *given]), capsys.readouterr().out

    return looked


def test_an_archive_says_to_whom_its_draft_was_released(look):
    code, said = look(OPENED, NUMBERED, RELEASED, asked=["archive"])
    assert code == 0 and "编号稿 1 份，发布 1 次，收回 0 次" in said
    assert "“年终”第 1 稿 公示稿（操作记录第 2 条）" in said
    assert "第 3 条发布给领导，到总分与名次；没有收回" in said
    assert "没有发布过" in look(OPENED, NUMBERED, asked=["archive"])[1]


def test_a_release_that_was_withdrawn_or_made_anew_is_told(look):
    code, said = look(OPENED, NUMBERED, RELEASED, RELEASED, WITHDRAWN, asked=["archive"])
    assert code == 0 and "发布 2 次，收回 1 次" in said
    assert "第 3 条发布给领导，到总分与名次；第 4 条由后一次发布代替" in said
    assert "第 4 条发布给领导，到总分与名次；第 5 条收回" in said


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ((NUMBERED, ("draft.released", "run:7", RELEASED[2] | {"head": "1" * 64})), "第 2 条发布写的链头不是它前一条的"),
        ((NUMBERED, ("draft.released", "run:7", RELEASED[2] | {"archive": "2" * 64})), "第 2 条发布的不是第 1 条编号的第 1 稿"),
        ((NUMBERED, ("draft.released", "run:7", RELEASED[2] | {"number": 2})), "第 2 条发布的不是"),
        ((RELEASED,), "第 1 条发布或收回的稿没有编过号"),
        ((NUMBERED, ("draft.released", "run:8", RELEASED[2])), "没有编过号"),
        ((NUMBERED, WITHDRAWN), "第 2 条收回的没有发布过"),
        ((NUMBERED, RELEASED, WITHDRAWN, WITHDRAWN), "第 4 条收回的没有发布过"),
        ((NUMBERED, ("paper.sent", "run:7", SENT[2] | {"head": "1" * 64})), "第 2 条发出写的链头不是它前一条的"),
        ((NUMBERED, ("paper.sent", "run:7", SENT[2] | {"archive": "2" * 64})), "第 2 条发出的不是第 1 条编号的"),
        ((NUMBERED, SENT, STRUCK, STRUCK), "第 4 条划掉的没有发出过"),
    ],
)  # fmt: skip
def test_a_release_that_contradicts_the_log_is_told(look, said, fault):
    code, told = look(*said)
    assert code == 1 and "核验未通过" in told and fault in told


def test_an_archive_says_which_papers_of_its_draft_went_out_and_how_much_they_tell(look):
    code, said = look(OPENED, NUMBERED, SENT, asked=["archive"])
    assert code == 0 and "发出材料 1 种，划掉 0 种" in said
    assert "第 3 条把通报（写明名次、得分）发给被考核单位，事先没有定：单位来问；没有划掉" in said
    code, said = look(OPENED, NUMBERED, SENT, STRUCK, asked=["archive"])
    assert code == 0 and "第 4 条说没有发出" in said


def test_releases_of_before_that_do_not_name_their_archive_are_taken(look):
    old = {key: value for key, value in RELEASED[2].items() if key != "archive"}
    assert look(NUMBERED, ("draft.released", "run:7", old))[0] == 0


def test_a_printed_head_is_found_or_missed(look):
    head = entries(OPENED, NUMBERED)[1]["hash"]
    for length in (16, 64):
        code, said = look(OPENED, NUMBERED, RELEASED, asked=[head[:length]])
        assert code == 0 and "是操作记录第 2 条，“年终”第 1 稿 公示稿编号时。" in said
    code, said = look(OPENED, asked=[head[:16]])  # the log was cut short
    assert code == 1 and f"操作记录里没有链头 {head[:16]}" in said


def test_an_archive_the_log_does_not_know_and_one_that_is_not_there(look, capsys):
    other = ("draft.numbered", "round:1", NUMBERED[2] | {"archive": "3" * 64})
    code, said = look(other, asked=["archive"])
    assert code == 1 and "不是操作记录里编过号的稿" in said
    assert look(NUMBERED, asked=["nowhere.zip"])[0] == 2
