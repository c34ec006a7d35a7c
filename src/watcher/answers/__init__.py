"""Typed answers to the questions of terminal, pages and API, which only print or serialize them.

snapshot    one database transaction with settings and time, the argument of every question
serialize   answers to JSON, the same for ``--json`` and the API
cache       answers that cost much and are about no person, made once for each state of the database
status      health of sources, queue and channels
sources     health and track record of sources, secondary reports
next_poll   when a source is polled next, and why then
rounds      lists of rounds, and one round in detail
category    one category: its rounds, cadence and pool
trends      rounds over time, and verdicts of the latest ones
stats       what the rounds of a year add up to, and what texts say of it
explain     one round for each subscription: verdict, and what was told
deliveries  deliveries listed and retried
person      what rounds mean for somebody of whom only score, categories and submission are known
backtest    the past rounds that would have invited somebody, and what other scores would have changed
score       the CRS score of a profile, and what changes are worth
eligible    the programs and categories that a profile may be in
reminders   the dates of profiles, and when they are told
rank        where a score stands in the pool
forecast    what may come: next rounds, and the chance to be invited
score_card  how good the forecasts were
"""
