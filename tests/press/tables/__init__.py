"""Tests of how tables of rounds are read."""
