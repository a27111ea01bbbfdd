"""What the stand-ins have in common: a database each, faults on request, a record of calls, a way to be started."""
