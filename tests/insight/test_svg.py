"""Elements of SVG."""

from watcher.insight.svg import svg_tag, svg_text


def test_elements_are_nested_and_their_attributes_escaped() -> None:
    inner = svg_text('<"&', "name", 1, 2.5)

    assert inner == '<text class="name" x="1" y="2.5">&lt;&quot;&amp;</text>'
    assert svg_tag("g", inner, aria_label='a"b') == f'<g aria-label="a&quot;b">{inner}</g>'
    assert svg_tag("path", d="M0 0") == '<path d="M0 0"/>'
