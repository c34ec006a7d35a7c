"""Tests of the door to Apprise."""
