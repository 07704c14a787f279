"""What the values of the dry run keep when something is added to where they come from."""

from __future__ import annotations

from dataclasses import fields

from sequence_lint.dryrun.values import NOWHERE, Opaque, origin, tainted


def test_an_unknown_keeps_all_that_is_known_of_it() -> None:
    """Only the origin is another one: each field has a value that no other has by default."""
    given = {
        "why": "read from a file",
        "key": "p:x",
        "argument": True,
        "array": True,
        "rows": 3,
        "extent": "p:n",
        "some": True,
        "default": 7,
        "floating": True,
    }
    assert {"origin", *given} == {field.name for field in fields(Opaque)}
    value = Opaque(**given)  # type: ignore[arg-type]
    changed = tainted(value, origin("index"))
    assert changed.origin == origin("index")
    assert Opaque(**{**given, "origin": NOWHERE}) == changed.with_origin(NOWHERE)  # type: ignore[arg-type, union-attr]
