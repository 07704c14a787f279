"""Which expressions the words in a module lead to, once some of them are tainted."""

from __future__ import annotations

import pytest
from astroid import nodes

from sequence_lint.project.parse import parse
from sequence_lint.project.trails import Trail


def led_to(code: str, *words: str) -> set[str]:
    """The arguments of calls of `use` that mention a tainted word when *words* are tainted."""
    module = parse("m.py", "m", False, code)
    trail = Trail(module)
    trail.taint(words)
    calls = module.tree.nodes_of_class(nodes.Call)
    used = [one.args[0] for one in calls if one.func.as_string() == "use"]
    return {one.as_string() for one in used if trail.leads_to(one)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = Gen()\nuse(a)\nuse(b)", {"a"}),
        ("def f():\n    a = Gen()\n    use(a)\ndef g():\n    a = 1\n    use(a + 0)", {"a"}),
        ("def f():\n    a = Gen()\ndef g():\n    use(a)", set()),
        ("def f():\n    global a\n    a = Gen()\ndef g():\n    use(a)", {"a"}),
        ("def f():\n    a = Gen()\n    def g():\n        use(a)", {"a"}),
        ("def f():\n    return Gen()\ndef g():\n    use(f())", {"f()"}),
        ("def f():\n    def make():\n        return Gen()\n    use(make())", {"make()"}),
        ("def f(s):\n    s.feed = Gen()\ndef g(t):\n    use(t.feed)", {"t.feed"}),
        ("class A:\n    feed = Gen()\ndef g(t):\n    use(t.feed)", {"t.feed"}),
        ("def f():\n    class A:\n        feed = Gen()\n    use(A.feed)", {"A.feed"}),
        ("def f(a=Gen()):\n    use(a)", {"a"}),
        ("def f(*, a=Gen()):\n    use(a)", {"a"}),
        ("a = Gen()\ndef f(b=a, a=1):\n    use(b)\n    use(a)", {"b"}),
        ("def f():\n    from m import Gen as G\n    use(G())", {"G()"}),
        ("from m import Gen as G\ndef f():\n    use(G())", {"G()"}),
        ("def f():\n    from m import Gen\n    use(Gen())", {"Gen()"}),
        ("def f():\n    class Gen: pass\n    use(Gen())", {"Gen()"}),
        ("def f():\n    a = []\n    a.append(Gen())\n    use(a)", {"a"}),
        ("def f():\n    yield Gen()\ndef g():\n    use(f())", {"f()"}),
        ("def f():\n    t = Task()\n    t.feed = Gen()\n    use(Task())", {"Task()"}),
        ("def f():\n    f = Gen()\n    use(f)", {"f"}),
        ("def f():\n    größe = Gen()\n    use(größe)", {"größe"}),
        ("@use(Gen())\ndef f(Gen):\n    pass", {"Gen()"}),
    ],
)
def test_words_lead_where_names_do(code: str, expected: set[str]) -> None:
    """Local names are told apart by the function that they belong to, all others are not."""
    assert led_to(code, "Gen") == expected


def test_parameters_are_tainted_by_what_they_are_given() -> None:
    """A function that no tainted word stands in is looked into once a parameter is tainted."""
    module = parse("m.py", "m", False, "def f(a):\n    b = a\n    use(b)\ndef g(a):\n    use(a)")
    trail = Trail(module)
    trail.taint({"Gen"})
    first, second = (one.args[0] for one in module.tree.nodes_of_class(nodes.Call))
    assert not trail.leads_to(first)
    trail.taint_parameters(module.tree.body[0], ["a"])
    assert trail.leads_to(first)
    assert not trail.leads_to(second)
