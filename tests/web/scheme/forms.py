"""How a form of a scheme's parts is opened, sent and read back."""

from html import unescape

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.domain.schemes import queries as schemes
from tests.web.test_desk import hidden

PARTS = "/office/scheme/parts/"
GAPS = PARTS + "gaps/all/"
GRADES = {
    "levels.grade": ["优秀", "良好", "一般"], "levels.from": ["85", "75", ""], "levels.to": ["", "85", "75"],
    "levels.quota": ["20%", "2个", ""], "rounding": "up", "base": "ranked", "fill": "yes", "edge": "person",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


def seen(desk, address):
    page = text(desk.get(address))
    return {name: hidden(page, name) for name in ("number", "edits")}


def keep(desk, address, form):
    return desk.post(address, {**form, **seen(desk, address), "keep": "1"})


def used(desk, round):
    """The newest version taken into use, and the round as it then is."""
    newest = schemes.newest(round.scheme)
    desk.post("/office/scheme/use/", {"version": newest.pk, "digest": newest.digest})
    round.refresh_from_db()
    assert round.version == newest
    return round


def book_of(round):
    return schemes.book_of(schemes.newest(round.scheme))


def row(round, table, name, key="name"):
    return next(one for one in book_of(round)[table] if one[key] == name)


def check_written(round):
    """What a form made can be read aloud as a rule book, and read back as the same."""
    book = book_of(round)
    problems = Problems()
    assert read_rulebook_text(write_rulebook(book), "规则书.yaml", problems) == book
    assert not problems.error_count
