"""Files made to fill the memory or to break a reader: refused in a sentence, within 500 MB."""

import io
import json
import zipfile

import docx
import pytest

from tests.cli.office import baton

MEMBERS = ("manifest.json", "rulebook.json", "facts.json", "result.json")
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "hahaha">'
    + b"".join(
        b'<!ENTITY %s "%s">' % (bytes([98 + i]), b"&%s;" % bytes([97 + i]) * 10) for i in range(9)
    )
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&j;</w:document>'
)


def refused(done, *sentences):
    assert done.returncode == 2, done.stdout + done.stderr
    for sentence in sentences:
        assert sentence in done.stderr, done.stderr[:500]
    assert "Traceback" not in done.stderr
    assert done.peak <= 500, done.peak


@pytest.fixture
def archive(office, tmp_path):
    """An archive of the office, and a way to write it again with one member replaced."""
    path = tmp_path / "归档.zip"
    assert office.run("export", "--out", str(path)).returncode == 0
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in MEMBERS}

    def write(method=zipfile.ZIP_STORED, **changed):
        with zipfile.ZipFile(path, "w", method) as file:
            for name in MEMBERS:
                file.writestr(name, changed.get(name[:-5], parts[name]))
        return path

    write.facts = lambda: json.loads(parts["facts.json"])
    return write


@pytest.mark.parametrize(("facts", "sentence"), [
    (b"[" * 1_000_000, "不是完好的 JSON"),
    (b"[" + b"[]," * 3_000_000 + b"0]", "里面的数太多"),
    (b'["' + b"a" * 90_000_000 + b'"]', "不是指挥棒的事实文件"),
    (b" " * 101_000_000, "归档太大"),
    (b"\xff\xfe", "不是完好的 JSON"),
    (b"{}", "不是指挥棒的事实文件"),
])  # fmt: skip
def test_an_archive_made_to_fill_the_memory(office, archive, facts, sentence):
    refused(baton("score", str(office.rulebook), str(archive(facts=facts))), sentence)


def test_a_compressed_archive_is_not_ours(office, archive):
    path = archive(method=zipfile.ZIP_DEFLATED, facts=b" " * 90_000_000)
    refused(baton("score", str(office.rulebook), str(path)), "不是指挥棒的归档")


def test_an_archive_cut_short(office, archive):
    path = archive()
    path.write_bytes(path.read_bytes()[:1000])
    refused(baton("score", str(office.rulebook), str(path)), "打不开或已经损坏")
    refused(baton("diff", str(path), str(path)), "打不开或已经损坏")


def test_facts_changed_by_hand_are_named_line_by_line(office, archive):
    facts = archive.facts()
    facts["observations"]["rows"][0][4] = "1e999"
    facts["roster"]["rows"][1][5] = "第二"
    path = archive(facts=json.dumps(facts, ensure_ascii=False).encode())
    refused(baton("score", str(office.rulebook), str(path)), "名册第2行", "order")


def test_a_rule_book_inside_an_archive_is_checked_too(archive):
    path = archive(rulebook=b'{"format":"baton.rulebook/1"}')
    refused(baton("diff", str(path), str(path)), "归档.zip")


def test_more_units_than_an_office_pc_can_hold(office):
    office.put(
        "名册.csv", "编号,名称,分组\n" + "".join(f"{n},单位{n},县市区\n" for n in range(200_000))
    )
    refused(office.run("score"), "名册.csv", "最多 40000 行")


def test_more_events_than_an_office_pc_can_hold(office):
    office.put(
        "事件.csv",
        "编号,单位,种类,事项\n" + "".join(f"{n},临江县,表彰,事{n}\n" for n in range(290_000)),
    )
    refused(office.run("score"), "事件.csv", "最多 120000 行")


def word(path, change, extra=0):
    """A Word file with one table, its parts changed, and a part that unpacks into ``extra`` megabytes."""
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, head in zip(table.rows[0].cells, ("考核指标", "分值", "评分办法"), strict=True):
        cell.text = head
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(
                name, change(good.read(name)) if name == "word/document.xml" else good.read(name)
            )
        if extra:
            with bad.open("word/media/image1.png", "w") as part:
                for _ in range(extra):
                    part.write(b" " * 1_000_000)
    return path


@pytest.mark.parametrize(("change", "extra", "sentence"), [
    (lambda text: text, 500, "解压后太大"),
    (lambda text: LAUGHS, 0, "恶意文件"),
    (lambda text: text.replace(b"</w:tbl>", b"<w:tr><w:tc><w:p/></w:tc></w:tr>" * 300_000 + b"</w:tbl>"), 0, "最多 3000 行"),
    (lambda text: text[:500], 0, "打不开或已损坏"),
    (lambda text: text, 0, "没有认出指标体系表"),
])  # fmt: skip
def test_a_word_file_made_to_break_the_reader(tmp_path, change, extra, sentence):
    source, target = word(tmp_path / "体系.docx", change, extra), tmp_path / "规则书.yaml"
    refused(baton("import-scheme", str(source), "--out", str(target)), sentence)
    assert not target.exists()
