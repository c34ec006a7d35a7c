"""Adapters of one library each: HTTP, the database, Apprise, configuration files, logs, systemd."""
