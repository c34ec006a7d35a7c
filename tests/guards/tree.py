"""Findings about a source tree, each a line ``path:line: what is wrong``. Reads files only."""

import ast
import io
import keyword
import re
import tokenize
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
DEEPEST = 3
WIDEST = 120
REPEATED = 8
"""How many lines in a row may not stand twice."""

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_BRANCHES = (*_BLOCKS, ast.IfExp, ast.BoolOp, ast.comprehension)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# An argument, an element, or brackets on a line of their own.
_ARGUMENT = re.compile(r".*,|[\[\](){} ]*")
_LAYOUT = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT}


@dataclass(frozen=True)
class Module:
    """One file of a tree; ``path`` is relative to the tree."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The module's syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and nested ones included."""
        return [node for node in ast.walk(self.tree) if isinstance(node, _FUNCTIONS)]


Mark = Callable[[Module], Iterator[str]]


def modules(root: Path) -> list[Module]:
    """Read the Python files below *root*; migrations are history and left out."""
    files = (file.relative_to(root) for file in sorted(root.rglob("*.py")))
    return [
        Module(path, (root / path).read_text("utf-8"))
        for path in files
        if "migrations" not in path.parts
    ]


def too_long(module: Module) -> Iterator[str]:
    """Find files over 300 lines and functions over 40."""
    lines = module.text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{module.path}: {lines} lines; at most {LONGEST_FILE}"
    for function in module.functions:
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > LONGEST_FUNCTION:
            yield _at(module, function, f"{function.name} has {length} lines")


def too_deep(module: Module) -> Iterator[str]:
    """Find functions whose blocks nest deeper than three; an elif is no deeper than its if."""
    for function in module.functions:
        if (deepest := _depth(function)) > DEEPEST:
            yield _at(module, function, f"{function.name} nests {deepest} deep")


def too_wide(path: Path, text: str) -> Iterator[str]:
    """Find lines over 120 characters; a table row, a link and an address may be longer."""
    for number, line in enumerate(text.splitlines(), start=1):
        words = max(map(len, line.split()), default=0)
        if len(line) > WIDEST and words < WIDEST // 2 and not line.startswith(("|", "![")):
            yield f"{path}:{number}: {len(line)} characters; at most {WIDEST}"


def wide_comments(module: Module) -> Iterator[str]:
    """Find comments and docstrings with lines over 120 characters."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT and len(token.line.rstrip()) > WIDEST:
            yield f"{module.path}:{token.start[0]}: a comment of {len(token.line)} characters"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            for line in (ast.get_docstring(node, clean=False) or "").splitlines():
                if len(line) > WIDEST:
                    yield f"{module.path}: a docstring's line of {len(line)} characters: {line!r}"


def undocumented(module: Module) -> Iterator[str]:
    """Find public functions and classes without a docstring."""
    for node in ast.walk(module.tree):
        if (
            isinstance(node, (*_FUNCTIONS, ast.ClassDef))
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ):
            yield _at(module, node, f"{node.name} has no docstring")


def broad(module: Module) -> Iterator[str]:
    """Find handlers that catch everything."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        ):
            yield _at(module, node, "catches everything")


def same_names(tree: list[Module]) -> Iterator[str]:
    """Find public names of modules that stand for two things; ``log`` is each module's own."""
    places = defaultdict(list)
    for module in tree:
        for name in _public_names(module.tree):
            places[name].append(str(module.path))
    for name, paths in sorted(places.items()):
        if len(paths) > 1:
            yield f"{name} stands in {', '.join(paths)}"


def untested(tree: list[Module], tests: Path) -> Iterator[str]:
    """Find modules with logic, ``a/b.py``, without a file ``tests/a/test_b.py``."""
    for module in tree:
        expected = tests / module.path.parent / f"test_{module.path.name}"
        if module.path.name != "__init__.py" and _has_logic(module) and not expected.exists():
            yield f"{module.path}: no {expected.relative_to(tests)} among the tests"


def logic_in_packages(tree: list[Module]) -> Iterator[str]:
    """Find packages whose ``__init__`` decides: it has no test file of its own."""
    for module in tree:
        if module.path.name == "__init__.py" and _has_logic(module):
            yield f"{module.path}: decides; move that to a module"


def repeated(tree: list[Module]) -> Iterator[str]:
    """Find runs of eight lines of code that stand twice, whatever their names are.

    Imports and docstrings may be alike, and so may the fields of classes and lines that only
    pass arguments, unless they are the same to the letter.
    """
    places = defaultdict(list)
    for module in tree:
        for run, line in (*_runs(_shapes(module)), *_runs(_texts(module))):
            places[run].append((str(module.path), line))
    for found in places.values():
        apart = [found[0]]
        for path, line in found[1:]:
            if path != apart[-1][0] or line - apart[-1][1] >= REPEATED:
                apart.append((path, line))
        if len(apart) > 1:
            yield " ~ ".join(f"{path}:{line}" for path, line in apart)


def _at(module: Module, node: ast.stmt | ast.ExceptHandler, what: str) -> str:
    return f"{module.path}:{node.lineno}: {what}"


def _depth(node: ast.AST, level: int = 0, *, is_elif: bool = False) -> int:
    here = level + (isinstance(node, _BLOCKS) and not is_elif)
    chained = node.orelse[0] if isinstance(node, ast.If) and len(node.orelse) == 1 else None
    below = (
        _depth(child, here, is_elif=child is chained and isinstance(child, ast.If))
        for child in ast.iter_child_nodes(node)
    )
    return max((here, *below))


def _public_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case (
                ast.ClassDef(name=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
            ):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_") and name != "log")


def _has_logic(module: Module) -> bool:
    return any(
        isinstance(node, _BRANCHES) for function in module.functions for node in ast.walk(function)
    )


def _runs(lines: list[tuple[int, str]]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Give each run of eight lines, with the number of its first."""
    for start in range(len(lines) - REPEATED + 1):
        numbers, run = zip(*lines[start : start + REPEATED], strict=True)
        logic = sum(not _ARGUMENT.fullmatch(line) for line in run)
        if logic >= REPEATED // 2 and numbers[-1] - numbers[0] < 2 * REPEATED:
            yield run, numbers[0]


def _shapes(module: Module) -> list[tuple[int, str]]:
    """Give the lines inside functions as (number, shape): every name and value is an x."""
    inside: set[int] = set()
    for function in module.functions:
        documented = ast.get_docstring(function) is not None
        for statement in function.body[documented:]:
            inside.update(range(statement.lineno, (statement.end_lineno or 0) + 1))
    words = defaultdict(list)
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type not in _LAYOUT and token.start[0] in inside and token.string.strip():
            fixed = token.type == tokenize.OP or keyword.iskeyword(token.string)
            words[token.start[0]].append(token.string if fixed else "x")
    return [(line, " ".join(shape)) for line, shape in sorted(words.items()) if len(shape) > 1]


def _texts(module: Module) -> list[tuple[int, str]]:
    """Give the lines of code as they are written, imports and docstrings left out."""
    declared: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            declared.update(range(node.lineno, (node.end_lineno or 0) + 1))
    return [
        (number, line.strip())
        for number, line in enumerate(module.text.splitlines(), start=1)
        if number not in declared and line.strip() and not line.lstrip().startswith("#")
    ]
