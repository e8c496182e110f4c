"""Bring a database up to date, without an alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Apply what is missing, inside the transaction of `connection`."""
    command.upgrade(config(connection), "head")


def config(connection: Connection) -> Config:
    """Alembic's own settings, for our folder and this connection."""
    settings = Config()
    # A percent sign in a path would be read as a reference.
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings
