"""The sentences of the program, found as ``make messages`` finds them, and a made-up language."""

import tomllib
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]


@cache
def every_sentence() -> Catalog:
    """Find every sentence of the code and the templates by Babel's own extractors."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = Catalog()
    for _, _, sentence, _, context in extract_from_dir(ROOT / "src", methods):
        found.add(sentence, context=context)
    return found


def write_marked(language: str, folder: Path) -> None:
    """Write a catalogue that translates every sentence by putting it in brackets."""
    made_up = Catalog(locale=language)
    for message in every_sentence():
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        marked = tuple(f"[{forms[min(i, len(forms) - 1)]}]" for i in range(made_up.num_plurals))
        if message.id:
            one_form = marked if message.pluralizable else marked[0]
            made_up.add(message.id, one_form, context=message.context)
    file = folder / language / "LC_MESSAGES" / "watcher.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_po(out, made_up)
