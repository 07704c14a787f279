"""What the site has beyond the files in docs/: README.md as its home page, and a page of all rules.

mkdocs calls the functions whose names begin with ``on_``. Links are those of the repository, so
that the pages can be read there too; here they become links of the site. What they lead to outside
of docs/ is no part of the site, and only its text stays.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
HOME, RULES = "index.md", "rules/index.md"
GROUPS = {
    "SEQ1": "The number of batches",
    "SEQ2": "What an index selects",
    "SEQ3": "What a batch is",
    "SEQ4": "The class and its epochs",
    "SEQ5": "Workers",
    "SEQ6": "Calls",
    "SEQ9": "The run itself",
}
_LINK = re.compile(r"(```.*?^```|`[^`\n]*`)|\[([^\]]*)\]\(([^)\s]+)\)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"<!-- rules:begin -->\n(.*?)<!-- rules:end -->", re.DOTALL)


def on_config(config: Any) -> Any:
    """Put the pages of the rules below that of all rules, in groups."""
    pages = sorted(path.name for path in (ROOT / "docs" / "rules").glob("SEQ*.md"))
    groups = [
        {title: [f"rules/{page}" for page in pages if page.startswith(beginning)]}
        for beginning, title in GROUPS.items()
    ]
    for entry in config.nav:
        if entry.get("Rules") == RULES:
            entry["Rules"] = [RULES, *groups]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the two pages that no file in docs/ is for."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files.append(File.generated(config, HOME, content=linked(readme, "README.md")))
    files.append(
        File.generated(config, RULES, content=linked(rules_page(readme), "README.md", RULES))
    )
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The text of a page with the links of the site."""
    path = page.file.src_uri
    return markdown if path in (HOME, RULES) else linked(markdown, f"docs/{path}")


def rules_page(readme: str) -> str:
    """The page of all rules, from the table in README.md. Raises ValueError without that."""
    table = _TABLE.search(readme)
    if table is None:
        raise ValueError("README.md has no table of rules")
    return f"# Rules\n\n{table[1]}"


def linked(text: str, source: str, page: str | None = None) -> str:
    """*text* of the file *source* of the repository, with links as *page* of the site has them.

    Without *page* it is the one that the file becomes.
    """
    here = posixpath.dirname(
        page or (HOME if source == "README.md" else source.removeprefix("docs/"))
    )

    def link(found: re.Match[str]) -> str:
        code, label, target = found.groups()
        if code is not None or re.match(r"https?:|#", target):
            return found[0]
        path, mark, anchor = target.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        on_site = HOME if place == "README.md" else place.removeprefix("docs/")
        if on_site == place or not (ROOT / place).is_file():
            return label if (ROOT / place).exists() else found[0]
        return f"[{label}]({posixpath.relpath(on_site, here or '.')}{mark}{anchor})"

    return _LINK.sub(link, text)
