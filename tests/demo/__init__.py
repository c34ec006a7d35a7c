"""Tests of the demo: its facts, its page, its story, and who is told what by it."""
