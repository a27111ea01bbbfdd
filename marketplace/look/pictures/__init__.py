"""Our own illustrations, drawn by code."""
