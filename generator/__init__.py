"""Showcase: story files of an institute become its public site, its lobby screen, its award files."""

__version__ = "0.1.0"
