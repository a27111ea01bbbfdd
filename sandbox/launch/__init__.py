"""The local world in one command: servers from wheels, stand-ins and the product under one supervisor."""
