"""`make gallery`: when the page is made, when it is left alone, and what a bad day leaves."""

import pytest

from tests.end_to_end.project_copy import Copy


def shown(project: Copy) -> set[str]:
    """Return the names of the clips on the page."""
    text = project.media("index.html").read_text(encoding="utf-8")
    return {part.split('"')[0] for part in text.split('data-clip="')[1:]}


@pytest.fixture
def page(project: Copy) -> Copy:
    project.made("gallery")
    return project


def test_second_make_does_nothing(page):
    before = page.state()
    assert page.made("gallery").splitlines() == ["media/480p15/index.html"]
    assert page.state() == before


def test_page_shows_what_there_is_and_what_was_chosen(page):
    assert shown(page) == {"count", "stroll", "walk"}
    page.made("gallery", "SCENES=walk count")
    assert shown(page) == {"count", "walk"}
    page.made("walk", "AS=longer")
    page.made("gallery")
    assert shown(page) == {"count", "longer", "stroll", "walk"}
    for file in page.media("").glob("longer.*"):
        file.unlink()
    page.made("gallery")
    assert shown(page) == {"count", "stroll", "walk"}


def test_broken_manifest_leaves_the_others_on_a_new_page(page):
    manifest = page.media("count.json")
    whole = manifest.read_text(encoding="utf-8")
    manifest.unlink()
    manifest.write_text("{", encoding="utf-8")
    for _ in range(2):  # it is not taken for done
        code, said = page.make("gallery")
        assert code != 0
        assert "count.json is broken" in said
        assert shown(page) == {"stroll", "walk"}
    manifest.write_text(whole, encoding="utf-8")
    page.made("gallery")
    assert shown(page) == {"count", "stroll", "walk"}
