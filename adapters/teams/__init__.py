"""Microsoft Teams as a chat platform: ``POST /api/messages`` in, activities through the Bot Connector out.

``auth`` says who may call, ``read`` turns activities into questions, ``search`` answers the message extension, ``render``
turns replies into text or cards, ``connector`` posts them. A thin layer of our own over the activities' JSON: the SDKs
check less and are several times slower (see ``docs/teams.md``).
"""

from aiohttp import ClientSession

from adapters.teams.adapter import TeamsAdapter
from bot.service import Service
from bot.settings import TeamsSettings

__all__ = ["TeamsAdapter", "create"]


def create(settings: TeamsSettings, service: Service, session: ClientSession) -> TeamsAdapter:
    """The adapter of this module, as ``bot.serve`` asks for it."""
    return TeamsAdapter(settings, service, session)
