"""Microsoft Teams as a chat platform: ``POST /api/messages`` in, activities through the Bot Connector out.

``auth`` says who may call, ``read`` turns activities into questions, ``search`` answers the message extension, ``render``
turns replies into text or cards, ``connector`` posts them. A thin layer of our own over the activities' JSON: the SDKs
check less and are several times slower (see ``docs/teams.md``).
"""

from adapters.teams.adapter import TeamsAdapter

__all__ = ["TeamsAdapter"]
