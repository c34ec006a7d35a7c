"""Tests of watcher.adapters.config."""
