"""Sources under a name: IRCC's own pages, and sites of the field that report rounds.

Off until a ``[[source]]`` names one. Where the addresses come from: IRCC's were read
from 2022 to 2026; those of CIC News, Immigration News Canada, immigrationcoach.ca and
canadavisa.com in January 2023, Canadim's too, but under http://; one post of
cadimmigration.com, by its number under the same route, in January 2026. Not tried:
Canadim under https://, the listing of cadimmigration.com, and all of visaverge.com's:
its feed is looked for where WordPress has it. ``watcher read URL`` says whether one is
still there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from watcher.core.settings import OFFICIAL_FEED, Language, Source, SourceKind, Trust

# Whoever runs the site has not asked us to come, and no haste is needed: news sites
# told of rounds 1.4 to 21 hours after they were drawn (2023).
POLITE_PACE = timedelta(minutes=10)

# The official feed had 0.8 MB in 2026; the largest feed of a site, 1.7 MB in 2023.
_OFFICIAL_CAP = 16_000_000
_SITE_CAP = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A source that can be named without its address.

    ``what`` is a phrase for people; ``every`` None leaves the pace to the kind.
    """

    name: str
    what: str
    kind: SourceKind
    url: str
    language: Language = "en"
    every: timedelta | None = None

    def source(self) -> Source:
        """Make the source as it is polled when nothing is set beside the name."""
        usual = source_of(self.name, self.kind, self.url)
        return replace(usual, every=self.every or usual.every)


def source_of(name: str, kind: SourceKind, url: str, trust: Trust | None = None) -> Source:
    """Make a source with what its kind has by default: trust, pace and cap."""
    if trust is None:
        trust = "official" if kind == "ircc-json" else "secondary"
    return Source(
        name=name,
        kind=kind,
        url=url,
        trust=trust,
        every=POLITE_PACE if trust == "secondary" else None,
        max_bytes=_OFFICIAL_CAP if kind == "ircc-json" else _SITE_CAP,
    )


PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            name="ircc",
            what="IRCC's own feed, polled where no source is named",
            kind="ircc-json",
            url=OFFICIAL_FEED,
        ),
        Preset(
            name="ircc-fr",
            what="the French twin of IRCC's feed, official too",
            kind="ircc-json",
            url="https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_fr.json",
            language="fr",
        ),
        Preset(
            name="cic-news",
            what="CIC News, a news site on immigration to Canada",
            kind="feed",
            url="https://www.cicnews.com/feed",
        ),
        Preset(
            name="immigration-news-canada",
            what="Immigration News Canada, a news site too",
            kind="feed",
            url="https://immigrationnewscanada.ca/feed/",
        ),
        Preset(
            name="canadavisa",
            what="the news of canadavisa.com",
            kind="feed",
            url="https://www.canadavisa.com/news/rss.html",
            # It has every item since its beginning: 1.7 MB each time it changes.
            every=timedelta(hours=1),
        ),
        Preset(
            name="canadim",
            what="the blog of Canadim, a law firm",
            kind="feed",
            url="https://www.canadim.com/feed/",
        ),
        Preset(
            name="cadimmigration",
            what="the posts of cadimmigration.com",
            kind="wordpress",
            url="https://cadimmigration.com/index.php?rest_route=/wp/v2/posts",
        ),
        Preset(
            name="immigrationcoach",
            what="the blog of immigrationcoach.ca",
            kind="feed",
            url="https://immigrationcoach.ca/feed/",
        ),
        Preset(
            name="visaverge",
            what="VisaVerge, news of migration to any country",
            kind="feed",
            url="https://www.visaverge.com/feed/",
        ),
    )
}
"""By name, in the order in which they are listed."""
