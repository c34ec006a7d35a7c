"""Tests of reading prose, on articles that we wrote."""
