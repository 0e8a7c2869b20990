"""开门前的准备: a server that has begun reads no template any more, and searches little memory for garbage."""

import gc

import pytest
from django.template import engines

from baton.config.readiness import SELDOM, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """A server that has begun, in this process."""
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    before = gc.get_threshold()
    make_ready()
    yield loader
    gc.unfreeze()
    gc.set_threshold(*before)
    loader.reset()


def test_pages_find_their_templates_read(ready, desk):
    read = set(ready.get_template_cache)
    assert "office/workbench.html" in read
    for page in ("/office/", "/office/setup/", "/office/claims/", "/office/people/"):
        assert desk.get(page).status_code == 200
    assert set(ready.get_template_cache) == read


def test_what_every_page_needs_is_not_searched_again(ready):
    assert gc.get_freeze_count() > 20 * len(gc.get_objects())
    assert (
        gc.get_threshold()[2] == SELDOM
    )  # reading a result back is followed by no search of everything
