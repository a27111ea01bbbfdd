"""Ends with 0 if Saleor's beat has lately sent work, as its schedule in the database says; with 1 if it has not.

Run by the container's health check, inside Saleor's image. Beat has a job every 20 to 30 seconds, and every 3 minutes
writes when each last ran. A process that hangs, or whose broker takes nothing, writes nothing new.
"""

import os
import sys

import psycopg

LATELY = 300
AGE = "SELECT extract(epoch FROM now() - max(last_run_at)) FROM django_celery_beat_periodictask WHERE enabled"

with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=4) as connection:
    found = connection.execute(AGE).fetchone()
if not found or found[0] is None or found[0] > LATELY:
    sys.exit(f"no work was sent for {found and found[0]} seconds")
