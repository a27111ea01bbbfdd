"""Celery's app, the tasks, and the relay that sends what was committed. Importing any of it sets Django up."""

from workers.app import app

__all__ = ["app"]
