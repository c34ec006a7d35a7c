"""What the operator is told of each bad [[source]], by the file that has it."""

WEB = "allowed: an address that begins with https:// or http://"
EVERY = 'allowed: "60s", "10m" or "1h30m", from 10 seconds to 24 hours'
PRESETS = "allowed: ircc, ircc-fr, cic-news, immigration-news-canada, canadavisa, canadim, cadimmigration, immigrationcoach, visaverge"
POLITE = "is too often for a page of somebody else's"
POLITE_HINT = "allowed: from 60 seconds to 24 hours; one of your own network, with allow_private = true, may be asked every 10 seconds"
OFFICIAL = 'there is "official"; allowed: "secondary"; leave it out; only IRCC\'s own feed, "ircc-json", is official'
LISTING = "allowed: an address that ends in /wp-json/wp/v2/posts or ?rest_route=/wp/v2/posts"
SOURCES: dict[str, tuple[str, ...]] = {
    "source_allow_private_as_text": (
        'source[0].allow_private (cic-news): must be true or false, without quotes; there is "yes"',
    ),
    "source_kind_unknown": (
        'source[0].kind (ircc): is no kind of source; there is "ircc_json"; allowed: ircc-json, rounds-table, article, wordpress, feed; did you mean "ircc-json"?',
    ),
    "source_name_twice": (
        'source[1].name (ircc): is the name of source[0] already; there is "ircc"',
    ),
    "source_not_a_list": ("source: must be written [[source]]",),
    "source_official_article": (
        f'source[0].trust (ircc-news): cannot be that of kind = "article", which reports what IRCC said; {OFFICIAL}',
    ),
    "source_official_preset_of_a_site": (
        f'source[0].trust (cic-news): cannot be that of kind = "feed", which reports what IRCC said; {OFFICIAL}',
    ),
    "source_preset_a_list": ("source[0].preset: must be text; there is a list",),
    "source_preset_misspelt": (
        f'source[0].preset: is no preset; there is "cicnews"; {PRESETS}; did you mean "cic-news"?',
    ),
    "source_preset_twice": (
        'source[1].name (cic-news): is the name of source[0] already; there is "cic-news"',
    ),
    "source_preset_unknown": (
        f'source[0].preset (forum): is no preset; there is "forum"; {PRESETS}',
    ),
    "source_private_too_often": (
        f'source[0].every (cic-news): is out of range; there is "9s"; {EVERY}',
    ),
    "source_robots_as_text": (
        'source[0].robots (cic-news): must be true or false, without quotes; there is "no"',
    ),
    "source_secondary_copy_too_often": (
        f'source[0].every (mirror): {POLITE}; there is "30s"; {POLITE_HINT}',
    ),
    "source_secondary_too_often": (
        f'source[0].every (news): {POLITE}; there is "59s"; {POLITE_HINT}',
    ),
    "source_trust_unknown": (
        'source[0].trust (ircc): is not one of the words allowed here; there is "offical"; allowed: "official", "secondary"; did you mean "official"?',
    ),
    "source_url_of_a_file": (
        f'source[0].url (ircc): is no web address; there is "file:///etc/passwd"; {WEB}',
    ),
    "source_url_with_a_bad_port": (
        f'source[0].url (ircc): is no web address; there is "https://example.org:http/feed.json"; {WEB}',
    ),
    "source_url_with_a_password": (
        'source[0].url (ircc): holds a name or a password, and is shown to others; there is "https://***"',
    ),
    "source_without_name": ("source[0].name: is missing",),
    "source_without_url": ("source[0].url (ircc): is missing",),
    "source_wordpress_home_page": (
        f'source[0].url (blog): lists no posts of a WordPress site; there is "https://blog.example:8443/news/?***"; {LISTING}; try "https://blog.example:8443/wp-json/wp/v2/posts" or "https://blog.example:8443/?rest_route=/wp/v2/posts"',
    ),
    "source_wordpress_single_post": (
        f'source[0].url (blog): lists no posts of a WordPress site; there is "https://blog.example/wp-json/wp/v2/posts/4195"; {LISTING}; try "https://blog.example/wp-json/wp/v2/posts" or "https://blog.example/?rest_route=/wp/v2/posts"',
    ),
    "source_wordpress_with_a_password": (
        'source[0].url (blog): holds a name or a password, and is shown to others; there is "https://***"',
    ),
}
