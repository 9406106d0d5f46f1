"""What of a lesson a panel needs: the cells that show it, and what their names are made by.

That all of a lesson's cells run is seen by `make test-notebooks`, without a browser.
"""

import ast
from collections.abc import Iterator


def parts_for(cells, *called):
    """Return the sources of the code cells that call one of `called`, after what they need.

    cells: a notebook's, as in its file. called: names of functions or methods.
    Of the other cells there are the statements alone that make something of what is needed.
    """
    wanted = set()
    parts = []
    for cell in reversed([cell for cell in cells if cell["cell_type"] == "code"]):
        tree = ast.parse("".join(cell["source"]))
        is_asked = not {*called}.isdisjoint(_called(tree))
        kept = []
        for statement in reversed(tree.body):
            if is_asked or not wanted.isdisjoint(_changed(statement)):
                kept.insert(0, ast.unparse(statement))
                wanted |= _used(statement)
        if kept:
            parts.insert(0, "\n".join(kept))
    return parts


def _used(tree):
    """Return the names that are read in a tree."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _called(tree) -> Iterator[str]:
    """Yield the names of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", None) or getattr(node.func, "attr", "")


def _changed(statement) -> Iterator[str]:
    """Yield the names that a statement sets, and the one whose method it calls."""
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
    called = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute):
        yield from _used(called.func)
