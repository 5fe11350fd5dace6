"""Functions as edges between access paths."""

from __future__ import annotations

import time

from tests.extracting import extracted

from pytest_datahygiene.facts import FunctionLowered


def lowered(code: str) -> dict[str, set[tuple[str, str]]]:
    """Return for each function the edges from and to, without what variables hold unused."""
    facts = [fact for fact in extracted("shop/pay.py", code) if isinstance(fact, FunctionLowered)]
    return {fact.name: {(edge.source, edge.target) for edge in fact.edges if edge.target != "held"} for fact in facts}


def test_paths_keep_their_keys() -> None:
    found = lowered("def f(card):\n    x = card['cvv']\n    return {'a': x, 'b': card.number[-4:], 'c': [x]}\n")
    assert found["f"] == {
        ("p:card/cvv", "return/a"),
        ("p:card/number/~", "return/b"),
        ("p:card/cvv", "return/c/0"),
    }


def test_branches_join_and_loops_go_round() -> None:
    found = lowered(
        "def f(cvv, other):\n    x = other\n    if other:\n        x = cvv\n    y = ''\n    for one in [1]:\n"
        "        send(y)\n        y = x\n    return x\n"
    )
    assert {("p:cvv", "return"), ("p:other", "return"), ("p:cvv", "c0/#0")} <= found["f"]


def test_what_follows_a_return_is_not_reached() -> None:
    assert lowered("def f(cvv, x):\n    if x:\n        x = cvv\n        return 1\n    return x\n")["f"] == {
        ("p:x", "return")
    }


def test_deleted_and_replaced_keys_stay_behind() -> None:
    (one,) = (
        fact
        for fact in extracted("a.py", "def f(d):\n    d['cvv'] = 1\n    del d['number']\n    log(d)\n")
        if isinstance(fact, FunctionLowered)
    )
    assert [(edge.target, edge.hidden) for edge in one.edges] == [("c0/#0", ("cvv", "number"))]


def test_sql_and_hosts_are_read_off_literals_and_nothing_else_is_kept() -> None:
    facts = extracted(
        "a.py",
        "def f(cursor, cvv):\n    cursor.execute('INSERT INTO t (a, b) VALUES (%s, %s)', ('Hunter2', cvv))\n"
        "    post('https://a.example.com/x?y=Hunter2', cvv)\n",
    )
    (one,) = (fact for fact in facts if isinstance(fact, FunctionLowered))
    assert [(call.callee, call.writes, call.columns, call.host) for call in one.calls] == [
        (".execute", True, ("a", "b"), ""),
        ("post", False, None, "https://a.example.com"),
    ]
    assert "Hunter2" not in repr(one)


def test_a_value_that_holds_itself_does_not_grow_for_ever() -> None:
    lines = "".join("    x = {'a': x, 'b': x, 'c': [x, x]}\n    x.update(y)\n    y = dict(x, d=x)\n" for _ in range(60))
    began = time.process_time()
    assert lowered(f"def f(cvv, x, y):\n    x['cvv'] = cvv\n{lines}    return x, y\n")["f"]
    assert time.process_time() - began < 5


def test_calls_that_are_handed_over_keep_their_own_numbers() -> None:
    code = "from functools import partial\n\ndef f(card):\n" + "".join(
        f"    for x in card:\n        partial(take{number}, card.cvv{number})\n" for number in range(40)
    )
    (one,) = (fact for fact in extracted("shop/pay.py", code) if isinstance(fact, FunctionLowered))
    taken = {call.callee: f"c{number}" for number, call in enumerate(one.calls) if call.callee.startswith("take")}
    assert (len(taken), len(one.calls)) == (40, 80)
    edges = {(edge.source, edge.target) for edge in one.edges}
    assert all((f"p:card/cvv{number}", f"{taken[f'take{number}']}/#0") in edges for number in range(40))


def test_an_empty_text_is_nothing() -> None:
    assert lowered("def f(cvv):\n    x = f''\n    return x + cvv\n")["f"] == {("p:cvv", "return")}
