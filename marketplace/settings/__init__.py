"""One module per environment: ``demo`` (make up), ``test``, ``production``; ``env`` alone reads the environment."""
