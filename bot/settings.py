"""Settings from the environment and ``.env``; whatever is missing or malformed is named together with the next step."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from dotenv import dotenv_values
from pydantic import AliasChoices, AnyHttpUrl, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.content.book import ROOT
from bot.core.errors import SettingError

Strings = Annotated[tuple[str, ...], NoDecode]
"""Several values in one variable, parted by commas."""
GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
"""How Microsoft writes the IDs of registrations and tenants."""


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check_guid(value: str) -> None:
    if not re.fullmatch(GUID, value):
        raise ValueError("an ID looks like 01234567-89ab-cdef-0123-456789abcdef")


class _Part(BaseSettings):
    # An empty variable counts as not set: a compose file passes every name on, filled in or not.
    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)


class SlackSettings(_Part):
    """One Slack workspace or org-wide installation."""

    model_config = SettingsConfigDict(env_prefix="SLACK_")

    bot_token: SecretStr = Field(description="copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions of the Slack app")
    signing_secret: SecretStr = Field(description="copy the Signing Secret from Basic Information, App Credentials, of the Slack app")
    api_url: str = "https://slack.com/api/"
    """Base of the Web API, ending in ``/api/``."""
    history: bool = True
    """Whether follow-ups in a thread need no mention; off for the manifest without history scopes."""

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"xoxb-[\x21-\x7e]+", value.get_secret_value()):
            raise ValueError("a bot token begins with xoxb- and has neither spaces nor accents")
        return value

    @field_validator("signing_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 16 or not value.get_secret_value().isascii():
            raise ValueError("this is no signing secret")
        return value

    @field_validator("api_url")
    @classmethod
    def _base(cls, value: str) -> str:
        AnyHttpUrl(value)
        if not value.endswith("/api/"):
            raise ValueError("must end in /api/, like https://slack.com/api/")
        return value


class TeamsSettings(_Part):
    """One Microsoft Teams bot registration."""

    model_config = SettingsConfigDict(env_prefix="TEAMS_", validate_default=True)

    development: bool = False
    """Local playground: no tokens are checked, loopback clients only. Stands first: the checks below depend on it."""
    app_id: str = Field("", description="copy the Microsoft App ID of the bot registration")
    app_password: SecretStr = Field(SecretStr(""), description="copy a client secret of the bot registration")
    tenant_id: str = Field("", description="copy the tenant (directory) ID of the bot registration")
    tenants: Strings = Field((), description="give tenant (directory) IDs, parted by commas")
    """Tenants that may talk to the bot; empty: ``tenant_id`` alone."""
    cloud: Literal["public", "gcc", "gcch", "dod"] = Field("public", description="give public, gcc, gcch or dod")
    openid_url: str = ""
    """Replaces the cloud's own; so do the next two."""
    token_url: str = ""
    service_hosts: Strings = ()

    _lists = field_validator("tenants", "service_hosts", mode="before")(_split)

    @field_validator("app_id", "app_password", "tenant_id")
    @classmethod
    def _needed(cls, value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        given = value.get_secret_value() if isinstance(value, SecretStr) else value
        if info.data.get("development") and info.field_name != "app_id":
            if given and info.field_name == "app_password":
                raise ValueError("TEAMS_DEVELOPMENT checks no caller and so takes no password; unset one of the two")
        elif not given:
            raise PydanticCustomError("missing", "is not set")
        elif info.field_name != "app_password" and not info.data.get("development"):  # the playground takes any
            _check_guid(given)
        return value

    @field_validator("tenants")
    @classmethod
    def _ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            _check_guid(one)
        return value

    @field_validator("openid_url", "token_url")
    @classmethod
    def _safe(cls, value: str) -> str:
        if value:
            url = AnyHttpUrl(value)
            if url.scheme != "https" and not is_loopback(url.host or ""):
                raise ValueError("must begin with https://, for secrets and keys travel there")
        return value


class Settings(_Part):
    """Everything that a deployment sets."""

    model_config = SettingsConfigDict(env_prefix="LIAISON_", populate_by_name=True)

    host: str = Field("127.0.0.1", validation_alias=AliasChoices("HOST"))
    port: int = Field(3000, validation_alias=AliasChoices("PORT"), ge=0, le=65535)
    database: str = f"sqlite:///{ROOT / 'data' / 'liaison.db'}"
    """A SQLite file (``sqlite:///data/liaison.db`` or a plain path) or ``postgresql://user@host/name``."""
    unanswered: bool = True
    """Whether questions without an answer are kept, redacted, for the editors."""
    unanswered_days: int = Field(90, ge=1, le=3650)
    rate: int = Field(20, ge=1)
    """Questions that one user may ask in a minute."""
    grace: float = Field(20.0, gt=0)
    """Seconds given to questions in work at shutdown; what is left is finished after the restart."""
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None


CREDENTIALS: Mapping[str, tuple[type[SlackSettings] | type[TeamsSettings], tuple[str, ...]]] = {
    "slack": (SlackSettings, ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")),
    "teams": (TeamsSettings, ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_DEVELOPMENT")),
}
"""A platform is configured when one of these is set."""
OFF = frozenset({"", "0", "false", "no", "off", "n", "f"})
"""Values that set nothing."""
_P = TypeVar("_P", bound=_Part)


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment, and ``env_file`` below it.

    A platform is configured when one of its credentials is set; then all that it needs must be.
    Raises SettingError naming every variable that is wrong and the next step.
    """
    values = {**(dotenv_values(env_file) if env_file else {}), **{name: value for name, value in os.environ.items() if value}}
    problems: list[str] = []
    parts: dict[str, Any] = {}
    for name, (part, credentials) in CREDENTIALS.items():
        if any((values.get(variable) or "").lower() not in OFF for variable in credentials):
            parts[name] = _read(part, env_file, problems)
    settings = _read(Settings, env_file, problems, **parts)
    if settings and settings.teams and settings.teams.development and not is_loopback(settings.host):
        problems.append("TEAMS_DEVELOPMENT checks no caller, so it needs HOST=127.0.0.1; correct one of the two, in the environment or in .env")
    if problems or settings is None:
        raise SettingError("\n".join(problems))
    return settings


def _read(part: type[_P], env_file: Path | None, problems: list[str], **given: Any) -> _P | None:
    try:
        return part(_env_file=env_file, **given)  # type: ignore[call-arg]  # an argument that pydantic-settings adds
    except ValidationError as error:
        prefix = part.model_config.get("env_prefix", "")
        for one in error.errors(include_url=False, include_input=False, include_context=False):  # the input may be a secret
            where = str(one["loc"][0])
            field = part.model_fields.get(where)
            name = where if where.isupper() else f"{prefix}{where.upper()}"
            wrong = "is not set" if one["type"] == "missing" else "is wrong: " + one["msg"].removeprefix("Value error, ")
            step = field.description if field and field.description else "correct it"
            problems.append(f"{name} {wrong}; {step}, in the environment or in .env")
        return None
