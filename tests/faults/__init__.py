"""Broken machines, killed runs, two builds at once: the old site or the new one, never half."""
