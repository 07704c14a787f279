"""What the requirements of a project say about the line of Keras."""

from __future__ import annotations

import pytest

from sequence_lint.project.requirements import only_before, required, states_requirements

ONLY_2, ONLY_3, BOTH, NEITHER = frozenset({2}), frozenset({3}), frozenset({2, 3}), frozenset[int]()


@pytest.mark.parametrize(
    "text",
    [
        "keras>=3",
        "keras>=3.0.0,<4",
        "keras==3.5.0",
        "keras ~= 3.3",
        "tensorflow>=2.16",
        "tensorflow[and-cuda]>=2.17.0",
        "TensorFlow==2.16.1",
        "tensorflow-cpu >= 2.18; python_version > '3.9'",
        'keras = "^3.0"',
        'keras = { version = ">=3.1", optional = true }',
        '    "keras>=3",',
        "install_requires=['tensorflow>=2.16', 'numpy']",
        "  - keras=3.4",
        "numpy==2.0\nkeras>=3  # not keras<3",
    ],
)
def test_what_speaks_for_3(text: str) -> None:
    assert required(text) == ONLY_3


@pytest.mark.parametrize(
    "text",
    [
        "keras<3",
        "Keras==2.2.4",
        "keras<3.0",
        "keras>=2.3,<3",
        "tensorflow<2.16",
        "tensorflow<2.16.0",
        "tensorflow<=2.15",
        "tensorflow==2.10.*",
        "tensorflow~=2.10.0",
        "tensorflow-gpu==1.14",
        "tensorflow_gpu == 2.4.1",
        'tensorflow = "2.10"',
        'keras = "^2.4"',
        "  - tensorflow=2.3",
        "  - tensorflow=2.3.0=py38h_0",
        "tf-keras",
        "tf_keras>=2.16",
        "Keras-Preprocessing==1.1.2",
    ],
)
def test_what_speaks_for_2(text: str) -> None:
    assert required(text) == ONLY_2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "keras",
        "tensorflow",
        "tensorflow>=2.4",
        "tensorflow>2",
        "keras>=2.3",
        "tensorflow==2.*",
        "tensorflow~=2.10",
        "tensorflow!=2.11",
        'tensorflow = "^2.10"',
        "# keras>=3",
        "keras-tuner==1.0",
        "tensorflow-addons==0.20",
        "keras-rl2>=1.0",
        "git+https://github.com/keras-team/keras.git@v2.3",
        "mykeras==2.0",
        "This project needs Keras 2.3 or so.",
    ],
)
def test_what_speaks_for_neither(text: str) -> None:
    assert required(text) == NEITHER


def test_packages_that_disagree_speak_for_both() -> None:
    assert required("tensorflow==2.15\nkeras>=3\n") == BOTH
    assert required("tensorflow>=2.16\ntf-keras\n") == BOTH


def test_the_files_that_are_asked() -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements_gpu.txt",
        "Requirements.txt",
        "setup.py",
        "setup.cfg",
        "pyproject.toml",
        "environment.yml",
        "environment-gpu.yaml",
        "Pipfile",
    ):
        assert states_requirements(name), name
    for name in ("README.md", "setup.pyc", "train.py", "requirements", "my-setup.py"):
        assert not states_requirements(name), name


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (b"tensorflow==2.4.1", True),
        (b"tensorflow-gpu<2.6", True),
        (b"tensorflow==1.15", True),
        (b"tensorflow==2.6", False),
        (b"tensorflow>=2.4", False),
        (b"tensorflow", False),
        (b"keras==2.2.4", False),
        (b"# tensorflow==2.4.1", False),
        (b"", False),
    ],
)
def test_versions_before_another_one(text: bytes, before: bool) -> None:
    assert only_before((2, 6), text) is before
