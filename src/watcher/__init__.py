"""Watcher: from a published round of invitations to a person's alert, once and correct.

    core       the rules, pure: rounds, verdicts, reconciling, alerts, schedule
    ircc       the official feed: bytes -> reports
    press      everything secondary: retrieving, reading in a sandbox, matching to rounds
    pipeline   poll (page -> queued alerts), delivery (queue -> channel), incidents
    adapters   one library each: HTTP, the database, Apprise, configuration files, logs
    messages   alert -> words, in English and French
    insight    trends and charts
    answers    one answer to each question that a face asks
    service    wiring, the clock, the scheduler, signals
    cli, web, demo   faces

Read ``pipeline/poll.py`` first.
"""
