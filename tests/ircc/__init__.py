"""Tests of watcher.ircc."""
