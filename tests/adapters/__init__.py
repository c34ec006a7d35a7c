"""Tests of watcher.adapters."""
