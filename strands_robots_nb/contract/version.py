"""The version of the contract between kernel and page."""

CONTRACT_VERSION = 1
"""Raised by one whenever a message or a layout changes its meaning."""
