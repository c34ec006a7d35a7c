"""IRCC's own feed of rounds: bytes -> reports. Pure."""
