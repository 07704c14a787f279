"""Tests of one group share what takes long to make, so they have to run in one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("kept together")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist knows a group by the end of the name, where pytest lets it put one.

    Where it does not, nothing fails, and each process asks Keras and builds wheels for itself.
    """
    if not hasattr(request.config, "workerinput"):
        pytest.skip("there is one process")
    assert request.node.nodeid.endswith("@kept together")
