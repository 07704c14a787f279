"""Tuples, lists, dicts and iterators of what is followed, and what selects from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from astroid import nodes

from sequence_lint.project.terms import UNKNOWN, Blank, Foreign, Group, Terms, joined

_ALIKE = frozenset({"list", "tuple", "iter", "reversed", "sorted", "set", "frozenset"})
_LONGEST = 64


def literal(node: Any) -> object:
    """The key that a subscript writes down, None for all else."""
    if isinstance(node, nodes.UnaryOp) and node.op == "-" and isinstance(node.operand, nodes.Const):
        value = node.operand.value
        return -value if isinstance(value, int) else None
    if isinstance(node, nodes.Const) and isinstance(node.value, (int, str)):
        return node.value
    return None


def written_group(node: Any, of: Callable[[Any], Terms]) -> Group | None:
    """The group that a display or comprehension makes, None if the node is none."""
    match node:
        case nodes.Tuple() | nodes.List() | nodes.Set():
            starred = any(isinstance(one, nodes.Starred) for one in node.elts)
            if starred or len(node.elts) > _LONGEST:
                return Group((), open=True)
            return Group(tuple((at, of(one)) for at, one in enumerate(node.elts)))
        case nodes.Dict():
            if len(node.items) > _LONGEST:
                return Group((), open=True)
            pairs = [(k, v) for k, v in node.items if not isinstance(k, nodes.DictUnpack)]
            entries = tuple((literal(k), of(v)) for k, v in pairs)
            return Group(entries, open=len(pairs) < len(node.items))
        case nodes.ListComp() | nodes.SetComp() | nodes.GeneratorExp():
            return Group(((None, of(node.elt)),))
        case nodes.DictComp():
            return Group(((None, of(node.value)),))
    return None


def selected(term: Any, key: object) -> Terms:
    """``term[key]``; any of the entries for None."""
    if not isinstance(term, Group):
        return (term,) if isinstance(term, Foreign) else UNKNOWN
    if isinstance(key, int) and key < 0 and not term.open:
        key += len(term.entries)
    return term.at(key)


def called_on_group(group: Group, name: str, arguments: Sequence[Terms]) -> Terms:
    """What a method of the group gives."""
    inside = group.at(None) if group.entries else UNKNOWN
    match name:
        case "items":
            pair = Group(((0, UNKNOWN), (1, inside)))
            return (Group(((None, (pair,)),)),)
        case "values":
            return (Group(((None, inside),)),)
        case "copy":
            return (group,)
        case "get" | "pop":
            return joined(term for terms in (inside, *arguments[1:]) for term in terms)
    return UNKNOWN


def from_builtin(dotted: str, arguments: Sequence[Terms]) -> Terms:
    """What a builtin function makes of groups; empty when it is none that hands them on."""
    package, _, name = dotted.partition(".")
    if package != "builtins":
        return ()
    if not arguments:
        return (Group((), open=False),) if name in ("list", "dict", "set") else ()
    first = arguments[0]
    if name in _ALIKE:
        return joined(term if isinstance(term, Group) else Blank.UNKNOWN for term in first)
    if name == "next":
        return joined(found for term in first for found in selected(term, None))
    if name == "enumerate":
        pair = Group(((0, UNKNOWN), (1, _inside(first))))
        return (Group(((None, (pair,)),)),)
    if name == "zip":
        row = Group(tuple((at, _inside(terms)) for at, terms in enumerate(arguments)))
        return (Group(((None, (row,)),)),)
    return ()


def _inside(terms: Terms) -> Terms:
    return joined(found for term in terms for found in selected(term, None))
