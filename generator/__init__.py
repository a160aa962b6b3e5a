"""Showcase: an institute's story files become its public site, lobby screen and award files."""

__version__ = "0.1.0"
