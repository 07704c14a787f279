"""The site of docs/: every page is in it, no link is dead, and people find what Keras prints."""

from __future__ import annotations

import html
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import run

from sequence_lint.registry import load
from sequence_lint.rule_docs import section

ROOT = Path(__file__).parent.parent
MENU = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
NEEDED = ("mkdocs", "material")


def test_each_page_is_in_the_menu_once() -> None:
    """Here too, for where the site cannot be built; rules come in by their own."""
    listed = re.findall(r"([\w/-]+\.md)$", MENU, re.MULTILINE)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert sorted(listed) == sorted(pages | {"index.md", "rules/index.md"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with --strict. Skipped without mkdocs, as `make docs` has it."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not installed; `make docs` builds the site")
    built = tmp_path_factory.mktemp("site")
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(built)]
    done = run(line, cwd=ROOT, timeout=300, NO_MKDOCS_2_WARNING="1")
    assert done.code == 0, done.err
    return built


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def without_tags(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


@pytest.mark.xdist_group("site")
class TestBuilt:
    def test_each_rule_has_a_page_in_the_menu(self, site: Path) -> None:
        home = (site / "index.html").read_text(encoding="utf-8")
        for rule in load().rules:
            assert (site / "rules" / f"{rule.code}.html").is_file()
            assert f'href="rules/{rule.code}.html"' in home
        table = (site / "rules" / "index.html").read_text(encoding="utf-8")
        assert table.count('<td><a href="SEQ') == len(load().rules)

    def test_what_keras_prints_is_found(self, site: Path) -> None:
        index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
        assert index["config"]["pipeline"] == ["stemmer", "trimmer"]
        texts = {entry["location"]: words(without_tags(entry["text"])) for entry in index["docs"]}
        for rule in load().rules:
            found = texts[f"rules/{rule.code}.html#at-run-time"]
            assert found == words(section(rule.doc, "At run time")), rule.code

    def test_nothing_is_loaded_from_another_host(self, site: Path) -> None:
        for name in ("index.html", "rules/SEQ102.html", "404.html"):
            page = (site / name).read_text(encoding="utf-8")
            loaded = re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=\"?([^\"\s>]+)", page)
            loaded += re.findall(r"<link[^>]*\shref=\"?([^\"\s>]+)", page)
            assert loaded
            assert not [each for each in loaded if re.match(r"(https?:)?//", each)]
        for style in site.rglob("*.css"):
            assert not re.search(r"@import|url\(\"?(https?:)?//", style.read_text("utf-8"))

    def test_links_out_of_the_pages_are_texts(self, site: Path) -> None:
        home = (site / "index.html").read_text(encoding="utf-8")
        assert 'href="benchmarks' not in home
        assert "benchmarks/bench.py" in home
        assert 'href="design.html#known-gaps"' in home
        performance = (site / "performance.html").read_text(encoding="utf-8")
        assert 'href="index.html#numbers"' in performance


def test_a_dead_link_ends_the_build(tmp_path: Path) -> None:
    """The strictness itself, on a site of one page with the settings of ours."""
    if any(find_spec(name) is None for name in NEEDED):
        pytest.skip("mkdocs and mkdocs-material are not installed")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[0]
    settings = settings.replace("hooks:\n  - docs/site_pages.py\n", "")
    (tmp_path / "mkdocs.yml").write_text(settings)
    (tmp_path / "docs").mkdir()
    line = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    for text, code in (("# A\n\n[b](#a)\n", 0), ("# A\n\n[b](b.md)\n", 1), ("[b](#b)\n", 1)):
        (tmp_path / "docs" / "index.md").write_text(text)
        assert run(line, cwd=tmp_path, timeout=120).code == code, text
