"""Configuration files for tests to read."""

from pathlib import Path

DESK = """\
[channels]
desk = "print://"
"""


def write(folder: Path, text: str) -> Path:
    """Write a configuration file of its own into the folder."""
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def a_subscription(**keys: str) -> str:
    """Write a valid file of one subscription, with these keys as TOML values."""
    written = {
        "name": '"amara"',
        "categories": '["cec"]',
        "score": "471",
        "channels": '["desk"]',
        "submitted": "2025-11-20T15:00:00Z",
        **keys,
    }
    lines = (f"{key} = {value}\n" for key, value in written.items() if value)
    return f'{DESK}[operator]\nchannels = ["desk"]\n[[subscription]]\n{"".join(lines)}'
