"""Files that are written: whole or not at all, where and as they were asked for."""

import signal
import subprocess
import sys

import pytest

from tests.cli.office import DATA, baton


def left(office):
    return sorted(path.name for path in office.folder.parent.iterdir())


@pytest.mark.parametrize(("name", "start"), [
    ("结果.csv", b"\xef\xbb\xbf"), ("结果.json", b'{"format":"baton.result/1"'), ("结果.xlsx", b"PK"),
])  # fmt: skip
def test_the_extension_says_the_format(office, tmp_path, name, start):
    target = tmp_path / name
    assert office.run("score", "--out", str(target)).returncode == 0
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(("out", "sentence"), [
    ("结果.pdf", "看不出要写成哪一种文件"), ("没有/结果.csv", "没有这个文件夹"), ("2026年数据", "这是一个文件夹"),
])  # fmt: skip
def test_a_place_that_cannot_be_written_is_said_before_any_work(office, out, sentence):
    before = left(office)
    form = [] if out.endswith("pdf") else ["--format", "csv"]
    done = office.run("score", *form, "--out", str(office.folder.parent / out))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert left(office) == before


def test_a_second_output_that_cannot_be_written_keeps_the_first_from_being_written(
    office, tmp_path
):
    target = tmp_path / "结果.csv"
    done = office.run(
        "score", "--out", str(target), "--archive", str(tmp_path / "没有" / "归档.zip")
    )
    assert done.returncode == 2
    assert not target.exists()


def test_a_file_that_was_there_is_replaced_only_by_a_whole_one(office, tmp_path):
    target = tmp_path / "结果.csv"
    target.write_text("上一稿", encoding="utf-8")
    office.put("数据.csv", DATA.replace("118000", "十一万"))
    assert office.run("score", "--out", str(target), "--force").returncode == 2
    assert target.read_text(encoding="utf-8") == "上一稿"
    office.put("数据.csv", DATA)
    refused = office.run("score", "--out", str(target))
    assert refused.returncode == 2 and "已经有这个文件" in refused.stderr
    assert target.read_text(encoding="utf-8") == "上一稿"
    assert office.run("score", "--out", str(target), "--force").returncode == 0
    assert "98.65" in target.read_text(encoding="utf-8-sig")


def test_results_go_to_one_stream_and_remarks_to_the_other(office):
    office.put(
        "名册.csv",
        "编号,名称,分组\nA,临江县,县市区\nB,东岭县,县市区\nC,石桥市,县市区\nD,云东区,区\n",
    )
    done = office.run("score", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.startswith("\ufeff编号,名称")
    assert "[提醒]" in done.stderr
    assert "云东区" in done.stderr


@pytest.mark.parametrize(("text", "moment"), [("2026-02-30", "--on"), ("明天", "--on")])
def test_a_date_that_the_calendar_does_not_have(office, text, moment):
    done = office.run("score", moment, text)
    assert done.returncode == 2
    assert f"“{text}”不是日期" in done.stderr


def test_a_period_that_the_rule_book_does_not_have_lists_those_it_has(office):
    done = baton("score", str(office.rulebook), str(office.folder), "--as-of", "2025-12")
    assert done.returncode == 2
    assert "上半年、全年" in done.stderr


def test_rule_book_and_facts_the_wrong_way_round(office):
    done = baton("score", str(office.folder), str(office.rulebook), "--as-of", "全年")
    assert done.returncode == 2
    assert "这里要一个文件" in done.stderr


def test_a_reader_that_goes_away_does_not_bring_a_traceback(office):
    command = f"'{sys.executable}' -m baton.cli.main score '{office.rulebook}' '{office.folder}' --as-of 全年 | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_an_interrupted_command_says_so_and_writes_nothing(monkeypatch, capsys, tmp_path):
    from baton.cli import main as command
    from baton.cli.commands import score

    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(score, "scored", interrupted)
    target = tmp_path / "结果.csv"
    assert command.main(["score", "a.yaml", "b", "--out", str(target)]) == 130
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "已中断" in said
    assert not any(tmp_path.iterdir())


# A shell may start its children deaf to Ctrl-C; this one listens, and says when it is in the middle of writing.
WRITING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from baton.cli import main
from baton.cli.commands import export
def half(result, path):
    path.write_bytes(b"half")
    print("writing", flush=True)
    time.sleep(300)
export.write_archive = half
sys.exit(main.main(["export", *sys.argv[1:], "--as-of", "全年"]))
"""


def test_ctrl_c_in_the_middle_of_writing_leaves_nothing_behind(office, tmp_path):
    before = left(office)
    call = [sys.executable, "-c", WRITING, str(office.rulebook), str(office.folder)]
    call += ["--out", str(tmp_path / "归档.zip")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"writing\n"
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=200)[1].decode()
    assert running.returncode == 130, said
    assert said.count("\n") == 1 and "已中断" in said
    assert left(office) == before


def test_an_error_of_our_own_is_one_sentence_and_debug_shows_where(office):
    code = "import sys\nfrom baton.cli import inputs, main\ninputs.score = None\nsys.exit(main.main(sys.argv[1:]))"
    call = [
        sys.executable,
        "-c",
        code,
        "score",
        str(office.rulebook),
        str(office.folder),
        "--as-of",
        "全年",
    ]
    plain = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)
    assert plain.returncode == 70
    assert "程序自身出错了" in plain.stderr
    assert "Traceback" not in plain.stderr
    shown = subprocess.run(
        [*call, "--debug"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert "Traceback" in shown.stderr
