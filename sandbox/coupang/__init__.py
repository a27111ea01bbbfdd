"""A strict stand-in of Coupang's WING Open API, with the shoppers and reviewers that the real one has."""
