"""Tests of the pages that are taken apart."""
