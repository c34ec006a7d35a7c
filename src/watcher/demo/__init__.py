"""The whole job offline: IRCC's page of 2025 and 2026, republished to the real service.

facts      our table of public figures
page       rounds -> the bytes that IRCC's feed would have
news       rounds -> the feed of a news site, made up
server     a loopback server for both, and for a webhook
people     who is told, by which rule: a configuration file
story      what happens when, with the faults that pages have
play       the service on a clock that jumps from step to step. READ THIS FIRST
arrivals   messages as they arrive
outcome    what happened, counted
screen     the story on the terminal
ending     Ctrl-C, without leaving anything behind
"""
