"""A strict stand-in of Saleor 3.23: README.md says what it plays."""
