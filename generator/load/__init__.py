"""The only reader of story files and settings."""
