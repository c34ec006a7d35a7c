"""The official feed of IRCC: bytes -> reports. Pure."""
