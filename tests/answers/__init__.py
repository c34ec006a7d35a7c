"""Tests of watcher.answers."""
