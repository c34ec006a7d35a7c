"""The whole job offline: IRCC's page of 2025 and 2026, republished to the real service.

published  the rounds as IRCC and a news site publish them: a table, and the bytes of pages
story      what happens when, with the faults that pages have
server     a loopback server for the pages, and for a webhook
people     who is told, by which rule, and what reached them
play       the service on a clock that jumps from step to step. READ THIS FIRST
screen     the story on the terminal
"""
