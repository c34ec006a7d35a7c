"""Tests of the readers, with pages written in the published shapes."""
