"""How settings of several places come together: extended files, the project's, what is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import FLOOR, sequence_lint

from sequence_lint.configuration import configured
from sequence_lint.settings import BadConfiguration, Settings
from sequence_lint.source.roots import Root, root_above


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(tree: Path, **texts: str) -> None:
    """Files ``x.toml`` by their names; ``sub__x`` is in a folder."""
    for name, text in texts.items():
        path = tree / f"{name.replace('__', '/').replace('_', '-')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def said(tree: Path, given: Settings | None = None, **texts: str) -> Settings:
    """The settings of the folder *tree*, of which ``sequence_lint`` is the file."""
    write(tree, **texts)
    root = Root(str(tree), str(tree / "sequence-lint.toml"))
    (settings,) = configured([root], Settings() if given is None else given)
    return settings


def complaints(tree: Path, **texts: str) -> list[str]:
    write(tree, **texts)
    with pytest.raises(BadConfiguration) as caught:
        said(tree)
    return str(caught.value).split("\n")


class TestOwnFile:
    def test_it_makes_a_root_and_counts_before_the_table_beside_it(self, tree: Path) -> None:
        write(tree, pyproject='[tool.sequence-lint]\nselect = ["SEQ1"]\n', sub__sequence_lint="")
        assert root_above(str(tree / "sub")).folder == str(tree / "sub")
        assert root_above(str(tree)).configuration.endswith("pyproject.toml")
        write(tree, sequence_lint='select = ["SEQ2"]\n')
        assert root_above(str(tree)) == Root(str(tree), str(tree / "sequence-lint.toml"))
        (tree / "gen.py").write_text(FLOOR)
        assert sequence_lint("check", "gen.py", cwd=tree).code == 0
        write(tree, sequence_lint='select = ["SEQ1"]\n')
        assert sequence_lint("check", "gen.py", cwd=tree).code == 1
        assert sequence_lint("check", ".", cwd=tree).code == 1

    def test_a_folder_of_that_name_is_none(self, tree: Path) -> None:
        (tree / "sequence-lint.toml").mkdir()
        (tree / "gen.py").write_text(FLOOR)
        assert sequence_lint("check", ".", cwd=tree).code == 1

    def test_its_keys_stand_at_the_top(self, tree: Path) -> None:
        assert said(tree, sequence_lint='ignore = ["SEQ1"]\n').ignore == ("SEQ1",)
        (line,) = complaints(tree, sequence_lint="\n[tool.sequence-lint]\nselect = []\n")
        assert line.startswith("sequence-lint.toml:2: in a file of its own the keys stand at the")
        (line,) = complaints(tree, sequence_lint="slect = []\n")
        assert line == (
            "sequence-lint.toml:1: there is no key `slect` for sequence-lint. "
            "Did you mean `select`?"
        )


class TestExtend:
    def test_the_nearer_file_wins_key_by_key(self, tree: Path) -> None:
        settings = said(
            tree,
            base='select = ["SEQ1"]\nignore = ["SEQ102"]\nfail-on = "error"\ntarget-keras = 2\n',
            sequence_lint='extend = "base.toml"\nignore = []\nfail-on = "warning"\n',
        )
        assert (settings.select, settings.ignore) == (("SEQ1",), ())
        assert (settings.fail_on, settings.target_keras) == ("warning", "2")

    def test_what_extends_is_added(self, tree: Path) -> None:
        settings = said(
            tree,
            base='extend-select = ["SEQ1"]\nextend-exclude = ["a"]\nextend-ignore = ["SEQ3"]',
            sequence_lint='extend = "base.toml"\nextend-select = ["SEQ5"]\nextend-exclude = ["b"]\n'
            'extend-ignore = ["SEQ4"]',
        )
        assert settings.extend_select == ("SEQ1", "SEQ5")
        assert settings.extend_ignore == ("SEQ3", "SEQ4")
        assert [glob.pattern for glob in settings.extend_exclude] == ["a", "b"]

    def test_the_plain_key_begins_anew(self, tree: Path) -> None:
        settings = said(
            tree,
            base='extend-select = ["SEQ1"]\nextend-per-file-ignores = { x = ["SEQ1"] }\n',
            sequence_lint='extend = "base.toml"\nselect = ["SEQ2"]\nextend-select = ["SEQ5"]\n'
            'per-file-ignores = { y = ["SEQ2"] }\n',
        )
        assert (settings.select, settings.extend_select) == (("SEQ2",), ("SEQ5",))
        assert [one.text for one in settings.per_file_ignores] == ["y"]
        assert settings.extend_per_file_ignores == ()

    def test_who_selects_a_rule_does_not_mean_it_to_stay_ignored(self, tree: Path) -> None:
        texts = {
            "base": 'ignore = ["SEQ301", "SEQ4"]\nextend-ignore = ["seq302", "SEQ5"]\n',
            "sequence_lint": 'extend = "base.toml"\nextend-select = ["SEQ301"]\n',
        }
        write(tree, **texts)
        settings = said(tree, Settings(extend_select=("SEQ302",)))
        assert (settings.ignore, settings.extend_ignore) == (("SEQ4",), ("SEQ5",))
        # In one place the one ignores what the other selects, as everywhere.
        settings = said(tree, sequence_lint='select = ["SEQ301"]\nignore = ["SEQ301"]\n')
        assert settings.ignore == ("SEQ301",)

    def test_severities_are_put_together_and_the_nearer_comes_first(self, tree: Path) -> None:
        settings = said(
            tree,
            base='severity = { SEQ102 = "note", SEQ3 = "note" }\n',
            sequence_lint='extend = "base.toml"\n[severity]\nSEQ102 = "error"\n',
        )
        assert settings.severity == (("SEQ102", "error"), ("SEQ102", "note"), ("SEQ3", "note"))

    def test_a_chain_through_a_pyproject(self, tree: Path) -> None:
        settings = said(
            tree,
            shared__lint='extend-select = ["SEQ1"]\n',
            shared__pyproject='[tool.sequence-lint]\nextend = "lint.toml"\nfail-on = "error"\n',
            sequence_lint='extend = "shared/pyproject.toml"\n',
        )
        assert (settings.extend_select, settings.fail_on) == (("SEQ1",), "error")

    def test_folders_and_patterns_count_from_the_file_that_states_them(self, tree: Path) -> None:
        (tree / "shared/lib").mkdir(parents=True)
        settings = said(
            tree,
            shared__base='src = ["lib"]\nexclude = ["gen/x.py", "*_pb2.py"]\n',
            sequence_lint='extend = "shared/base.toml"\nextend-exclude = ["old/y.py"]\n',
        )
        assert settings.src == (str(tree / "shared/lib"),)
        globs = (*(settings.exclude or ()), *settings.extend_exclude)
        assert [(glob.pattern, glob.folder) for glob in globs] == [
            ("gen/x.py", str(tree / "shared")),
            ("*_pb2.py", str(tree)),
            ("old/y.py", str(tree)),
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('extend = "gone.toml"', "1: `extend`: there is no file 'gone.toml'"),
            ("extend = 3", "1: `extend` must be a text"),
            ('extend = "."', "1: `extend`: there is no file '.'"),
            (
                'fail-on = "note"\nextend = "sequence-lint.toml"',
                "2: `extend` goes in a circle: sequence-lint.toml -> sequence-lint.toml",
            ),
        ],
    )
    def test_what_cannot_be_extended(self, tree: Path, text: str, expected: str) -> None:
        (line,) = complaints(tree, sequence_lint=text)
        assert line.startswith(f"sequence-lint.toml:{expected}")

    def test_a_circle_of_two(self, tree: Path) -> None:
        (line,) = complaints(
            tree,
            sub__base='\nextend = "../sequence-lint.toml"\n',
            sequence_lint='extend = "sub/base.toml"\n',
        )
        assert line.startswith("sub/base.toml:2: `extend` goes in a circle: sequence-lint.toml ->")

    def test_faults_of_an_extended_file_are_told_once_and_with_its_name(self, tree: Path) -> None:
        write(tree, base='slect = []\nfail-on = "warn"\n')
        roots = []
        for name in ("one", "two"):
            write(tree, **{f"{name}__sequence_lint": 'extend = "../base.toml"\nignroe = []\n'})
            roots.append(Root(str(tree / name), str(tree / name / "sequence-lint.toml")))
        with pytest.raises(BadConfiguration) as caught:
            configured(roots, Settings())
        lines = str(caught.value).split("\n")
        assert [line.partition(": ")[0] for line in lines] == [
            "base.toml:1",
            "base.toml:2",
            "one/sequence-lint.toml:2",
            "two/sequence-lint.toml:2",
        ]
        assert lines[1].endswith(
            "`fail-on` must be 'note', 'warning' or 'error'. Did you mean 'warning'?"
        )

    def test_a_broken_one(self, tree: Path) -> None:
        (line,) = complaints(tree, base="\nx = = 1", sequence_lint='extend = "base.toml"\n')
        assert line.startswith("base.toml:2: this is no TOML: ")


class TestGiven:
    def test_the_command_line_is_the_nearest(self, tree: Path) -> None:
        (tree / "gen.py").write_text(FLOOR)
        write(tree, sequence_lint='extend-ignore = ["SEQ102"]\ntarget-keras = "2"\n')
        assert sequence_lint("check", cwd=tree).code == 0
        assert sequence_lint("check", "--extend-select", "SEQ102", cwd=tree).code == 1
        assert sequence_lint("check", "--extend-ignore", "SEQ401", cwd=tree).code == 0
        shown = sequence_lint("config", "--target-keras", "auto", cwd=tree).out
        assert 'target-keras = "auto"  # --target-keras' in shown

    def test_isolated_reads_no_configuration(self, tree: Path) -> None:
        (tree / "gen.py").write_text(FLOOR)
        write(tree, sequence_lint="slect = [\n")
        assert sequence_lint("check", cwd=tree).code == 2
        assert sequence_lint("check", "--isolated", cwd=tree).code == 1
        assert sequence_lint("check", "--isolated", "--ignore", "SEQ102", cwd=tree).code == 0

    def test_an_unknown_rule_is_blamed_on_its_line_in_its_file(self, tree: Path) -> None:
        (tree / "gen.py").write_text("x = 1\n")
        write(
            tree,
            base='\nextend-select = [\n  "SEQ1",\n  "SQ1",\n]\n',
            sequence_lint='extend = "base.toml"\n[severity]\nSQ2 = "note"\n'
            '[per-file-ignores]\n"a/**" = ["SEQ1"]\n"b/**" = ["SQ3"]\n',
        )
        ran = sequence_lint("check", "--extend-ignore", "SQ4", cwd=tree)
        assert (ran.code, ran.out) == (2, "")
        places = [line.partition(": no rule")[0] for line in ran.err.splitlines()]
        assert places == [
            "sequence-lint: base.toml:4: extend-select",
            "sequence-lint: --extend-ignore",
            "sequence-lint: sequence-lint.toml:6: per-file-ignores",
            "sequence-lint: sequence-lint.toml:3: severity",
        ]
