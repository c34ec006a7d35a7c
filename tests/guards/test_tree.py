"""The marks hold for the tree, and each finds what it is there for."""

from pathlib import Path

import pytest

from tests.guards import tree
from tests.guards.tree import Mark, Module

ROOT = Path(__file__).parents[2]
PACKAGE = tree.modules(ROOT / "src/watcher")
WRITTEN = [
    file
    for pattern in ("*.md", "docs/**/*.md", "deploy/**/*.md", "bench/*.md", "*.toml")
    for file in sorted(ROOT.glob(pattern))
]
TEMPLATES = sorted((ROOT / "src/watcher/web").rglob("*.html"))
PER_MODULE = (tree.too_long, tree.too_deep, tree.wide_comments, tree.undocumented)


@pytest.mark.parametrize("mark", PER_MODULE, ids=lambda mark: mark.__name__)
def test_every_module_keeps_the_mark(mark: Mark) -> None:
    assert [finding for module in PACKAGE for finding in mark(module)] == []


def test_one_place_at_most_catches_everything() -> None:
    assert len([finding for module in PACKAGE for finding in tree.broad(module)]) <= 1


def test_no_two_public_names_are_the_same() -> None:
    assert list(tree.same_names(PACKAGE)) == []


def test_every_module_with_logic_has_its_test_file() -> None:
    assert list(tree.untested(PACKAGE, ROOT / "tests")) == []


def test_no_run_of_eight_lines_stands_twice() -> None:
    assert list(tree.repeated(PACKAGE)) == []


@pytest.mark.parametrize(
    "file", [*WRITTEN, *TEMPLATES], ids=lambda file: str(file.relative_to(ROOT))
)
def test_documents_and_templates_fit_on_a_screen(file: Path) -> None:
    assert list(tree.too_wide(file.relative_to(ROOT), file.read_text("utf-8"))) == []


def module(text: str, path: str = "core/rules.py") -> Module:
    """Write a module by hand."""
    return Module(Path(path), text)


LONG = "def long():\n" + "    x = 1\n" * 40
DEEP = """
def deep():
    for a in b:
        with c:
            if d:
                while e:
                    pass
"""
CHAIN = """
def chain():
    if a:
        pass
    elif b:
        pass
    elif c:
        for d in e:
            pass
"""


def test_a_long_function_and_a_long_file_are_found() -> None:
    assert list(tree.too_long(module(LONG))) == ["core/rules.py:1: long has 41 lines"]
    assert list(tree.too_long(module("x = 1\n" * 301))) == ["core/rules.py: 301 lines; at most 300"]
    assert list(tree.too_long(module("x = 1\n" * 300))) == []


def test_deep_nesting_is_found_and_an_elif_is_no_deeper_than_its_if() -> None:
    assert list(tree.too_deep(module(DEEP))) == ["core/rules.py:2: deep nests 4 deep"]
    assert list(tree.too_deep(module(CHAIN))) == []


def test_wide_lines_are_found_but_for_tables_and_links() -> None:
    wide, row = "word " * 25, "| cell " * 20
    assert list(tree.too_wide(Path("a.md"), f"{row}\n{wide}")) == [
        "a.md:2: 125 characters; at most 120"
    ]
    assert len(list(tree.wide_comments(module(f"# {wide}")))) == 1
    assert len(list(tree.wide_comments(module(f'"""{wide}"""')))) == 1
    assert list(tree.wide_comments(module(f'x = "{wide}"'))) == []


def test_what_is_public_and_undocumented_is_found() -> None:
    text = (
        "def told(): ...\ndef _own(): ...\nclass Known:\n    '''Known.'''\n    def said(self): ..."
    )

    assert list(tree.undocumented(module(text))) == [
        "core/rules.py:1: told has no docstring",
        "core/rules.py:5: said has no docstring",
    ]


@pytest.mark.parametrize("kind", ["", " Exception", " BaseException as error"])
def test_a_handler_that_catches_everything_is_found(kind: str) -> None:
    assert len(list(tree.broad(module(f"try: x()\nexcept{kind}: y()")))) == 1
    assert list(tree.broad(module("try: x()\nexcept ValueError: y()"))) == []


def test_the_same_public_name_in_two_modules_is_found() -> None:
    two = [module("Line = 1\n_own = 2", "a.py"), module("class Line: ...\n_own = 3", "b.py")]

    assert list(tree.same_names(two)) == ["Line stands in a.py, b.py"]


def test_a_module_with_logic_and_no_test_is_found(tmp_path: Path) -> None:
    decides = module("def f(x):\n    return 1 if x else 2")
    declares = module("LIMIT = 3", "core/limits.py")

    assert list(tree.untested([decides, declares], tmp_path)) == [
        "core/rules.py: no core/test_rules.py among the tests"
    ]
    (tmp_path / "core").mkdir()
    (tmp_path / "core/test_rules.py").touch()
    assert list(tree.untested([decides, declares], tmp_path)) == []


EIGHT = "".join(f"    total = total + seen({n})\n    seen(total)\n" for n in range(4))


def test_eight_lines_that_stand_twice_are_found_whatever_their_names_are() -> None:
    one = module(f"def f(total):\n{EIGHT}", "a.py")
    other = module(f"def g(amount):\n{EIGHT.replace('total', 'amount')}", "b.py")

    assert next(tree.repeated([one, other])) == "a.py:2 ~ b.py:2"
    assert list(tree.repeated([one, module("def h():\n    return 1", "c.py")])) == []


def test_fields_that_are_alike_are_no_repetition() -> None:
    fields = "class A:\n" + "".join(f"    field_{n}: int\n" for n in range(9))

    assert (
        list(tree.repeated([module(fields, "a.py"), module(fields.replace("int", "str"), "b.py")]))
        == []
    )
