"""Where comments are and what they stand for, whatever is around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sequence_lint.source.comments import Comment, comments_of

TEXT = '''\
# top
import os  # a

@deco  # b
# c
class A(  # d
    B):  # e
    # f
    """doc  # no comment
    more"""  # g
    x = 1 + \\
        2  # h
    async def f(self):  # i
        def g(): return 1  # j
        class C:  # k
            pass
        return foo(  # l
            1,
            f"""
            # nor this
            """,  # m
        )  # n

    # o

    # p
    @property
    @other(1,
       2)
    def h(self):
        pass
# end
'''


def by_name(text: str = TEXT) -> dict[str, Comment]:
    return {each.text[2:]: each for each in comments_of(text)}


def test_comments_are_told_from_strings() -> None:
    assert "".join(by_name()) == "topabcdefghijklmnopend"


def test_the_lines_that_nothing_else_can_be_written_behind() -> None:
    own = {name: comment.own for name, comment in by_name().items()}
    assert (own["a"], own["d"], own["l"]) == ((2, 2), (6, 6), (17, 17))
    assert own["g"] == (9, 10)
    assert own["h"] == (11, 12)
    assert own["m"] == (19, 21)


def test_what_is_below_a_comment_with_a_line_to_itself() -> None:
    below = {name: comment.below for name, comment in by_name().items() if comment.below}
    assert below == {"top": (2, 2), "c": (6, 7), "f": (9, 10), "o": (30, 30), "p": (30, 30)}


def test_the_bodies_whose_header_a_comment_is_at() -> None:
    body = {name: comment.body for name, comment in by_name().items() if comment.body}
    whole, h = (6, 31), (30, 31)
    assert body == {
        "c": whole, "d": whole, "e": whole, "i": (13, 22), "j": (14, 14), "k": (15, 16),
        "o": h, "p": h,
    }  # fmt: skip


def test_the_class_around_a_comment() -> None:
    inside = {name: comment.inside for name, comment in by_name().items()}
    assert {name for name, one in inside.items() if not one} == {"top", "a", "b", "c", "end"}
    assert inside["k"] == "A.f.<locals>.C"
    assert inside["j"] == inside["e"] == "A"


def test_lines_and_columns_count_from_one() -> None:
    assert [(c.line, c.column) for c in comments_of("# a\nä = 1 # b\n")] == [(1, 1), (2, 7)]


def test_strings_and_backslashes_after_each_other_are_one() -> None:
    [comment] = comments_of('x = 1 + \\\n    """\n    """ + \\\n    2  # a\n')
    assert comment.own == (1, 4)


def test_what_cannot_be_taken_apart_has_none() -> None:
    assert comments_of("x = (  # a\n") == ()
    assert comments_of('"""  # a') == ()
    assert comments_of("if x:\n        a  # a\n    b\n") == ()


@given(st.text(alphabet="#\"'\\\n ()[]:=@xd\tf", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    lines = text.split("\n")
    for comment in comments_of(text):
        assert lines[comment.line - 1][comment.column - 1 :].startswith(comment.text)
        assert comment.own[0] <= comment.own[1] == comment.line
