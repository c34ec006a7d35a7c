"""Elements of SVG, written as text and escaped. Pure."""

from html import escape


def svg_text(words: str, kind: str, x: float, y: float, **more: object) -> str:
    """Write words at a place, escaped."""
    return svg_tag("text", escape(words), class_=kind, x=x, y=y, **more)


def svg_tag(name: str, *children: str, **attributes: object) -> str:
    """Write an element; an underscore in the name of an attribute is a hyphen."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"
