"""Sources by name, and what each kind of source has where the file says nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.config.files import write
from watcher.adapters import config
from watcher.adapters.config.writing import redacted_settings
from watcher.core.settings import PRESETS, Source

CIC_NEWS = Source(
    name="cic-news",
    kind="feed",
    url="https://www.cicnews.com/feed",
    trust="secondary",
    every=timedelta(minutes=10),
    max_bytes=5_000_000,
)


def sources(folder: Path, *tables: str) -> tuple[Source, ...]:
    """Load a file of these sources alone."""
    text = "".join(f"[[source]]\n{table}\n" for table in tables)
    return config.load(write(folder, text), {}).sources


def test_a_preset_stands_for_name_kind_address_and_what_its_kind_has(tmp_path: Path) -> None:
    assert sources(tmp_path, 'preset = "cic-news"') == (CIC_NEWS,)


def test_keys_beside_a_preset_override_it(tmp_path: Path) -> None:
    said = (
        'preset = "cic-news"\nname = "news"\nurl = "https://news.example/feed"\n'
        'every = "1m"\nmax_bytes = 1000\nrobots = false\nallow_private = true'
    )

    assert sources(tmp_path, said) == (
        Source(
            name="news",
            kind="feed",
            url="https://news.example/feed",
            trust="secondary",
            every=timedelta(minutes=1),
            max_bytes=1000,
            robots=False,
            allow_private=True,
        ),
    )


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_named_and_means_what_is_listed(tmp_path: Path, name: str) -> None:
    assert sources(tmp_path, f'preset = "{name}"') == (PRESETS[name].source(),)


@pytest.mark.parametrize(
    ("name", "kind", "trust", "every"),
    [
        ("ircc", "ircc-json", "official", None),
        ("ircc-fr", "ircc-json", "official", None),
        ("cic-news", "feed", "secondary", timedelta(minutes=10)),
        ("canadim", "feed", "secondary", timedelta(minutes=10)),
        ("immigration-news-canada", "feed", "secondary", timedelta(minutes=10)),
        ("cadimmigration", "wordpress", "secondary", timedelta(minutes=10)),
        ("immigrationcoach", "feed", "secondary", timedelta(minutes=10)),
        ("visaverge", "feed", "secondary", timedelta(minutes=10)),
        ("canadavisa", "feed", "secondary", timedelta(hours=1)),
    ],
)
def test_the_presets_are(name: str, kind: str, trust: str, every: timedelta | None) -> None:
    source = PRESETS[name].source()

    assert (source.name, source.kind, source.trust, source.every) == (name, kind, trust, every)


def test_only_the_french_twin_is_french() -> None:
    assert [p.name for p in PRESETS.values() if p.language == "fr"] == ["ircc-fr"]


def test_the_preset_of_irccs_feed_is_what_is_polled_without_any_source(tmp_path: Path) -> None:
    assert sources(tmp_path) == sources(tmp_path, 'preset = "ircc"')


def test_with_any_source_the_built_in_feed_is_polled_only_if_it_is_named(tmp_path: Path) -> None:
    twins = sources(tmp_path, 'preset = "ircc"', 'preset = "ircc-fr"')

    assert sources(tmp_path, 'preset = "cic-news"') == (CIC_NEWS,)
    assert [(s.name, s.trust) for s in twins] == [("ircc", "official"), ("ircc-fr", "official")]


@pytest.mark.parametrize(
    ("kind", "trust", "every", "max_bytes"),
    [
        ("ircc-json", "official", None, 16_000_000),
        ("rounds-table", "secondary", timedelta(minutes=10), 5_000_000),
        ("article", "secondary", timedelta(minutes=10), 5_000_000),
        ("wordpress", "secondary", timedelta(minutes=10), 5_000_000),
        ("feed", "secondary", timedelta(minutes=10), 5_000_000),
    ],
)
def test_trust_pace_and_cap_are_those_of_the_kind(
    tmp_path: Path, kind: str, trust: str, every: timedelta | None, max_bytes: int
) -> None:
    url = "https://a.example/wp-json/wp/v2/posts"
    said = f'name = "a"\nkind = "{kind}"\nurl = "{url}"'

    (source,) = sources(tmp_path, said)

    assert (source.trust, source.every) == (trust, every)
    assert (source.max_bytes, source.robots) == (max_bytes, True)
    assert not source.allow_private


def test_a_copy_of_the_official_feed_is_asked_as_politely_as_any_site(tmp_path: Path) -> None:
    said = 'name = "a"\nurl = "https://a.example/ee.json"\ntrust = "secondary"'

    (source,) = sources(tmp_path, said)

    assert source.every == timedelta(minutes=10)
    assert source.max_bytes == 16_000_000


@pytest.mark.parametrize(
    ("more", "every"),
    [
        ('every = "60s"', timedelta(seconds=60)),
        ('every = "10s"\nallow_private = true', timedelta(seconds=10)),
    ],
)
def test_a_secondary_source_may_be_asked_every_minute_an_own_one_more_often(
    tmp_path: Path, more: str, every: timedelta
) -> None:
    assert sources(tmp_path, f'preset = "cic-news"\n{more}')[0].every == every


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/wp-json/wp/v2/posts",
        "https://a.example/blog/wp-json/wp/v2/posts/?categories=5",
        "https://a.example/?rest_route=/wp/v2/posts",
        "https://a.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts&categories=5",
    ],
)
def test_a_wordpress_site_lists_its_posts_at(tmp_path: Path, url: str) -> None:
    said = f'name = "a"\nkind = "wordpress"\nurl = "{url}"'

    assert sources(tmp_path, said)[0].url == url


def test_what_is_shown_of_an_official_source_has_no_key_that_would_do_nothing(
    tmp_path: Path,
) -> None:
    text = '[[source]]\npreset = "ircc"\n[[source]]\npreset = "canadavisa"\n'

    shown = redacted_settings(config.load(write(tmp_path, text), {}))["source"]

    assert isinstance(shown, list)
    assert "robots" not in shown[0]
    assert "allow_private" not in shown[0]
    assert shown[1] == {
        "name": "canadavisa",
        "kind": "feed",
        "url": "https://www.canadavisa.com/news/rss.html",
        "trust": "secondary",
        "every": "1h",
        "cache_bust": False,
        "redirects_to": [],
        "max_bytes": 5_000_000,
        "robots": True,
        "allow_private": False,
    }


def test_sources_that_are_shown_make_the_same_sources_again(tmp_path: Path) -> None:
    settings = config.load(
        write(tmp_path, "".join(f'[[source]]\npreset = "{name}"\n' for name in PRESETS)), {}
    )

    again = config.to_toml({"source": redacted_settings(settings)["source"]})

    assert config.load(write(tmp_path, again), {}).sources == settings.sources
