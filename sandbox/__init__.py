"""A whole local world for Gachi, and no part of production: servers from wheels, a supervisor, strict stand-ins."""
