"""Slack over HTTP: mentions, direct messages, threads, the slash command and buttons, by slack-bolt in the one application.

``text`` turns Slack's text into plain text and back, ``blocks`` replies into Block Kit, ``read`` what Slack sends into
questions (all three pure); ``api`` makes the calls to Slack with their retries; ``adapter`` joins them.

PLATFORM FACTS that shape the code: an event must be acknowledged within 3 s and is redelivered up to three times; commands
and clicks are never redelivered; a ``response_url`` takes 5 posts within 30 minutes.
"""

from aiohttp import ClientSession

from adapters import Adapter
from adapters.slack.adapter import SlackAdapter
from adapters.slack.blocks import render
from adapters.slack.text import escape, mentions, plain
from bot.service import Service
from bot.settings import SlackSettings

__all__ = ["SlackAdapter", "create", "escape", "mentions", "plain", "render"]


def create(settings: SlackSettings, service: Service, session: ClientSession) -> Adapter:
    """The adapter, for ``bot.serve``."""
    return SlackAdapter(settings, service, session)
