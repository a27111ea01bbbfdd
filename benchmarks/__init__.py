"""Measurements. Each compares a figure with a named baseline of the same run and prints one line of JSON."""
