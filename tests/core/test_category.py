"""Recognising what a round selects by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.category import ALL, CATEGORIES, label, recognise, short_label

# Every name that the feed has printed, 2015 to 2026, in both languages.
PUBLISHED = [
    ("No Program Specified", "general", None),
    ("General", "general", None),
    ("Canadian Experience Class", "cec", None),
    ("Federal Skilled Worker", "fsw", None),
    ("Federal Skilled Trades", "fst", None),
    ("Provincial Nominee Program", "pnp", None),
    ("French language proficiency (2023-1)", "french", "2023-1"),
    ("French language proficiency (2024-1)", "french", "2024-1"),
    ("French language proficiency (Version 1)", "french", "1"),
    ("French-Language proficiency 2026-Version 2", "french", "2026-Version 2"),
    ("Healthcare occupations (2023-1)", "healthcare", "2023-1"),
    ("Healthcare occupations (Version 1)", "healthcare", "1"),
    ("Healthcare and social services occupations (Version 2)", "healthcare", "2"),
    ("Healthcare and Social Services Occupations, 2026-Version 3", "healthcare", "2026-Version 3"),
    ("STEM occupations (Version 1)", "stem", "1"),
    ("Trade occupations (Version 1)", "trades", "1"),
    ("Trade occupations (Version 2)", "trades", "2"),
    ("Trades Occupations, 2026-Version 3", "trades", "2026-Version 3"),
    ("Transport occupations (Version 1)", "transport", "1"),
    ("Transport Occupations, 2026-Version 2", "transport", "2026-Version 2"),
    ("Agriculture and agri-food occupations (Version 1)", "agriculture", "1"),
    ("Education occupations (Version 1)", "education", "1"),
    ("Physicians with Canadian Work Experience, 2026-Version 1", "physicians", "2026-Version 1"),
    (
        "Senior managers with Canadian Work Experience, 2026-Version 1",
        "senior-managers",
        "2026-Version 1",
    ),
    ("Skilled Military Recruits, 2026-Version 1", "military", "2026-Version 1"),
    ("Aucun programme spécifié", "general", None),
    ("Générale", "general", None),
    ("Catégorie de l\u2019expérience canadienne", "cec", None),
    ("Programme des travailleurs qualifiés (fédéral)", "fsw", None),
    ("Programme des travailleurs de métiers spécialisés (fédéral)", "fst", None),
    ("Programme des candidats des provinces", "pnp", None),
    ("Compétence linguistique en français (Version 1)", "french", "1"),
    ("Compétence linguistique en français 2026-Version 2", "french", "2026-Version 2"),
    ("Professions de la santé (Version 1)", "healthcare", "1"),
    ("Professions de la santé et des services sociaux (Version 2)", "healthcare", "2"),
    (
        "Professions de la santé et des services sociaux 2026-version 3",
        "healthcare",
        "2026-Version 3",
    ),
    ("Professions des STIM (Version 1)", "stem", "1"),
    ("Métiers (Version 1)", "trades", "1"),
    ("Métiers spécialisés (Version 1)", "trades", "1"),
    ("Métiers spécialisés 2026-Version 3", "trades", "2026-Version 3"),
    ("Métiers des transports (Version 1)", "transport", "1"),
    ("Métiers de l'agriculture et de l'agroalimentaire (Version 1)", "agriculture", "1"),
    ("Professions de l\u2019éducation (Version 1)", "education", "1"),
    (
        "Médecins ayant de l\u2019expérience de travail au Canada 2026-Version 1",
        "physicians",
        "2026-Version 1",
    ),
    (
        "Cadres supérieurs/cadres supérieures ayant de l\u2019expérience de travail au Canada 2026-version 1",
        "senior-managers",
        "2026-Version 1",
    ),
    ("Recrues militaires qualifiées, 2026-Version 1", "military", "2026-Version 1"),
]


@pytest.mark.parametrize(("name", "category", "version"), PUBLISHED)
def test_a_published_name_is_recognised(name: str, category: str, version: str | None) -> None:
    found = recognise(name)

    assert (found.category, found.version, found.known) == (category, version, True)


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("CANADIAN EXPERIENCE CLASS", "cec"),
        ("  Canadian\u00a0Experience  Class ", "cec"),
        ("Categorie de l'experience canadienne", "cec"),
        ("Catégorie de l'expérience canadienne", "cec"),
        ("Cate\u0301gorie de l\u2019expe\u0301rience canadienne", "cec"),
        ("French-language proficiency", "french"),
        ("French Language Proficiency", "french"),
        ("Health-care and social services occupations", "healthcare"),
        ("Healthcare & social services occupations", "healthcare"),
        ("Trades occupations", "trades"),
        ("Trade Occupations", "trades"),
        ("Transportation occupations", "transport"),
        ("Agriculture and agrifood occupations", "agriculture"),
        ("Agriculture and agri\u2011food occupations", "agriculture"),
        ("Researchers with Canadian Work Experience", "researchers"),
        ("Federal Skilled Worker Program", "fsw"),
        ("Federal Skilled Trades Program", "fst"),
    ],
)
def test_spelling_makes_no_other_category(name: str, category: str) -> None:
    assert recognise(name).category == category


@pytest.mark.parametrize(
    ("ending", "version"),
    [
        ("", None),
        (" (2023-1)", "2023-1"),
        (" (2024\u20111)", "2024-1"),
        (" (Version 1)", "1"),
        (" (version 12)", "12"),
        (" ( Version 01 )", "1"),
        (" Version 2", "2"),
        (", Version 2", "2"),
        (", 2026-Version 1", "2026-Version 1"),
        (",2026-Version 1", "2026-Version 1"),
        (" 2026-Version 2", "2026-Version 2"),
        (" 2026-version 3", "2026-Version 3"),
        (" 2026 \u2013 Version 3", "2026-Version 3"),
        (" (2026-Version 3)", "2026-Version 3"),
        (" 2026 Version 3", "2026-Version 3"),
    ],
)
def test_the_version_is_read_in_every_way_it_is_written(ending: str, version: str | None) -> None:
    found = recognise("STEM occupations" + ending)

    assert (found.category, found.version) == ("stem", version)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Canadian Work Experience", "canadian-work-experience"),
        (
            "Francophone workers with Canadian Experience Class eligibility",
            "francophone-workers-with-canadian-experience-class-eligibility",
        ),
        ("General practitioners", "general-practitioners"),
        ("Trade occupations in Alberta (Version 1)", "trade-occupations-in-alberta"),
        ("Agents immobiliers qualifiés", "agents-immobiliers-qualifies"),
        ("Top 10", "top-10"),
        ("Skilled Military Recruits 2026", "skilled-military-recruits-2026"),
    ],
)
def test_a_name_that_contains_a_known_one_is_not_that_one(name: str, slug: str) -> None:
    found = recognise(name)

    assert (found.category, found.known) == (slug, False)


def test_an_unknown_name_keeps_its_slug_when_its_version_changes() -> None:
    first = recognise("Chefs and bakers, 2027-Version 1")
    second = recognise("Chefs and Bakers (Version 2)")

    assert (first.category, first.version) == ("chefs-and-bakers", "2027-Version 1")
    assert (second.category, second.version) == ("chefs-and-bakers", "2")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("All", "other-all"),
        ("Physicians", "other-physicians"),
        ("Senior managers", "other-senior-managers"),
        ("French", "other-french"),
        ("***", "unnamed"),
        ("", "unnamed"),
        ("(Version 1)", "version-1"),
        ("Version 1", "version-1"),
    ],
)
def test_an_unknown_name_never_passes_for_a_known_slug(name: str, slug: str) -> None:
    found = recognise(name)

    assert (found.category, found.known) == (slug, False)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_printed_has_a_slug_of_its_own_or_a_known_name(name: str) -> None:
    found = recognise(name)

    assert found.category not in {"", ALL}
    assert (found.category in CATEGORIES) == found.known


@settings(deadline=None)
@given(st.sampled_from([name for name, *_ in PUBLISHED]), st.text(max_size=12))
def test_words_put_before_a_known_name_make_it_another_or_the_same(name: str, before: str) -> None:
    found = recognise(f"{before} {name}")

    assert not found.known or found.category == recognise(name).category


def test_every_category_recognises_its_own_name() -> None:
    assert {recognise(name).category: name for name in CATEGORIES.values()} == dict(CATEGORIES)


def test_the_sixteen_categories_have_their_slugs() -> None:
    assert list(CATEGORIES) == [
        "general",
        "cec",
        "fsw",
        "fst",
        "pnp",
        "french",
        "healthcare",
        "stem",
        "trades",
        "transport",
        "agriculture",
        "education",
        "physicians",
        "senior-managers",
        "military",
        "researchers",
    ]


def test_a_label_is_in_english() -> None:
    assert label("cec") == "Canadian Experience Class"


def test_a_short_label_is_a_word_or_two_and_an_unknown_one_whole() -> None:
    assert short_label("healthcare") == "Healthcare"
    assert short_label("senior-managers") == "Senior managers"
    assert max(len(short_label(slug)) for slug in CATEGORIES) == len("Senior managers")
    assert len({short_label(slug) for slug in CATEGORIES}) == len(CATEGORIES)
    assert short_label("chefs-and-bakers") == "Chefs and bakers"


def test_an_unknown_slug_is_written_as_words() -> None:
    assert label("chefs-and-bakers") == "Chefs and bakers"
