"""The offline demo: IRCC's rounds of 2025 and 2026, published again to the real service.

play       the service on a clock that jumps from step to step: start here
story      the steps, with the faults that pages have
published  rounds, and the feeds of IRCC and a news site as bytes
server     a loopback server for the feeds and for a webhook
people     the subscribers, their configuration and messages
screen     output on the terminal
"""
