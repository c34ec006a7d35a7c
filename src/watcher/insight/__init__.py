"""Trends and charts of published rounds. Pure."""
