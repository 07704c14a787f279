"""The page for a browser: what it is made of, and how it behaves in a real one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up import finding, place, rule, sequence_class

from sequence_lint.engine import Outcome
from sequence_lint.judge import judge
from sequence_lint.report.html import to_html
from sequence_lint.rule import Diagnostic, Related, Severity

HOSTILE = "</script><script>document.title = 'taken'</script><!-- & @@script@@"
SOURCE = tuple(f"line {number}" for number in range(1, 40))


def found(**changes: Any) -> Diagnostic:
    (diagnostic,) = judge((sequence_class(),), (rule(check=lambda _: (finding(),)),))
    return replace(diagnostic, **changes)


def outcome(*diagnostics: Diagnostic) -> Outcome:
    return Outcome(diagnostics, (), (sequence_class(),), 7, lambda *_: SOURCE)


def report_of(page: str) -> Any:
    """The data that the page brings along."""
    (text,) = re.findall(
        r'<script type="application/json" id="report">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(text)


class TestContent:
    def test_nothing_is_loaded_from_elsewhere(self) -> None:
        page = to_html(outcome(found()))
        assert "@@" not in page.replace("\\u0040@", "")
        assert not re.search(r"\b(?:src|href)=|url\(|@import|https?:", page)
        assert "default-src 'none'" in page

    def test_a_finding_has_all_that_is_known_of_it(self) -> None:
        see = Related(place(14, 16, 6), "there")
        page = to_html(outcome(found(related=(see,), affects=("Heir",), help="Do this.")))
        report = report_of(page)
        (one,) = report["findings"]
        assert (one["code"], one["severity"], one["place"]) == ("SEQ102", "warning", "gen.py:11:16")
        assert (one["affects"], one["help"]) == (["Heir"], "Do this.")
        assert [line["number"] for line in one["excerpt"]] == [10, 11, 12]
        assert one["related"][0]["excerpt"][0]["number"] == 14
        strip = report["strips"][one["strip"]]
        assert strip["title"] == "10 samples in batches of 4"
        kinds = [report["cells"][kind] for kind in strip["rows"][0]["cells"]]
        assert kinds == ["served"] * 4 + ["other"] * 6
        assert strip["rows"][-1]["label"] == "never"

    def test_texts_cannot_leave_their_place(self) -> None:
        page = to_html(outcome(found(message=HOSTILE, class_name=HOSTILE)))
        assert page.count("<script") == 2
        assert report_of(page)["findings"][0]["message"] == HOSTILE

    def test_an_excerpt_marks_what_is_meant(self) -> None:
        (one,) = report_of(to_html(outcome(found(column=3, end_column=5))))["findings"]
        before, meant, after = one["excerpt"]
        assert (meant["before"], meant["marked"], meant["after"]) == ("li", "ne", " 11")
        assert before["marked"] == after["marked"] == ""

    def test_a_finding_of_no_class_has_no_strip(self) -> None:
        (one,) = report_of(to_html(outcome(found(class_name=None))))["findings"]
        assert one["strip"] == -1


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("there is no Chromium with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield started
    started.quit()


MIXED = (
    found(path="a.py", severity=Severity.ERROR, code="SEQ101", name="counts"),
    found(path="b.py", message="odd batches"),
    found(path="c.py", severity=Severity.NOTE, code="SEQ401", name="super", message=HOSTILE),
)


def open_page(browser: Any, folder: Path, *diagnostics: Diagnostic) -> None:
    page = folder / "report.html"
    page.write_text(to_html(outcome(*diagnostics)), encoding="utf-8")
    browser.get(page.as_uri())


def shown(browser: Any) -> list[str]:
    """The places of the rows that are there, in their order."""
    return [
        one.text
        for one in browser.find_elements("css selector", "#findings > tr > td:nth-child(3)")
    ]


class TestInChromium:
    def test_it_opens_from_a_file_without_network_or_complaint(
        self, browser: Any, tmp_path: Path
    ) -> None:
        browser.get_log("performance")
        open_page(browser, tmp_path, *MIXED)
        asked = [json.loads(one["message"])["message"] for one in browser.get_log("performance")]
        urls = [
            one["params"]["request"]["url"]
            for one in asked
            if one["method"] == "Network.requestWillBeSent"
        ]
        assert urls == [(tmp_path / "report.html").as_uri()]
        assert browser.get_log("browser") == []
        assert browser.title == "sequence-lint report"
        assert shown(browser) == ["a.py:11:16", "b.py:11:16", "c.py:11:16"]

    def test_the_filter_narrows_down(self, browser: Any, tmp_path: Path) -> None:
        open_page(browser, tmp_path, *MIXED)
        words = browser.find_element("id", "words")
        words.send_keys("odd B.PY")
        assert shown(browser) == ["b.py:11:16"]
        assert browser.find_element("id", "count").text == "1 of 3 shown"
        words.send_keys(" and more")
        assert shown(browser) == []
        assert browser.find_element("id", "nothing").is_displayed()
        words.clear()
        words.send_keys(" ")
        browser.find_element("css selector", "input[value=error]").click()
        assert shown(browser) == ["b.py:11:16", "c.py:11:16"]
        ui = pytest.importorskip("selenium.webdriver.support.ui")
        ui.Select(browser.find_element("id", "rule")).select_by_value("SEQ401")
        assert shown(browser) == ["c.py:11:16"]

    def test_it_sorts_by_each_column(self, browser: Any, tmp_path: Path) -> None:
        open_page(browser, tmp_path, *reversed(MIXED))
        browser.find_element("css selector", "button[data-key=severity]").click()
        assert shown(browser) == ["a.py:11:16", "b.py:11:16", "c.py:11:16"]
        browser.find_element("css selector", "button[data-key=severity]").click()
        assert shown(browser)[0] == "c.py:11:16"
        header = browser.find_element("css selector", "th[aria-sort=descending]")
        assert header.text.startswith("Severity")

    def test_the_keyboard_is_enough(self, browser: Any, tmp_path: Path) -> None:
        keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
        open_page(browser, tmp_path, found())
        browser.find_element("id", "rule").send_keys(keys.TAB * 5)
        button = browser.switch_to.active_element
        assert button.get_attribute("class") == "open"
        button.send_keys(keys.ENTER)
        assert button.get_attribute("aria-expanded") == "true"
        details = browser.find_element("css selector", "tr.details")
        assert "10 samples in batches of 4" in details.text
        assert "8-9 dropped" in details.text
        assert len(details.find_elements("css selector", ".cell.dropped")) == 2
        button.send_keys(keys.SPACE)
        assert not browser.find_elements("css selector", "tr.details")

    @pytest.mark.parametrize("width", [360, 1200])
    def test_it_fits_the_screen(self, browser: Any, tmp_path: Path, width: int) -> None:
        # The window of a browser has a least width; the page in it has none.
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        open_page(browser, tmp_path, *MIXED)
        browser.find_element("css selector", ".open").click()
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        assert wide <= width

    def test_dark_follows_the_system(self, browser: Any, tmp_path: Path) -> None:
        grounds = set()
        for scheme in ("light", "dark"):
            wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
            open_page(browser, tmp_path, *MIXED)
            body = browser.find_element("css selector", "body")
            grounds.add(body.value_of_css_property("background-color"))
        assert len(grounds) == 2

    def test_five_thousand_findings_stay_usable(self, browser: Any, tmp_path: Path) -> None:
        many = (found(path=f"pkg/m{number:04}.py") for number in range(5_000))
        open_page(browser, tmp_path, *many)
        browser.find_element("id", "words").send_keys("m4321")
        assert shown(browser) == ["pkg/m4321.py:11:16"]
        browser.find_element("id", "words").clear()
        browser.find_element("css selector", "button[data-key=place]").click()
        assert browser.find_element("id", "count").text == "5000 of 5000 shown"
        assert browser.find_element("css selector", "#findings td:nth-child(3)").text == (
            "pkg/m4999.py:11:16"
        )


def test_an_empty_report_says_so() -> None:
    page = to_html(outcome())
    assert "No findings (7 files read, 1 class checked)." in page
    assert report_of(page)["findings"] == []
