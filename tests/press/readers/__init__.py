"""Tests of the readers, one for each kind of document."""
