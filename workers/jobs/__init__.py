"""Tasks, a module per part of the house."""
