"""The model an agent gets when nobody chose one: offline, unless the environment names another."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING

from strands_robots_nb.errors import ModelNotConfigured

if TYPE_CHECKING:
    from strands.models import Model

VARIABLE = "STRANDS_ROBOTS_NB_MODEL"
"""``provider:model``, e.g. ``ollama:llama3.1``."""

_EXAMPLES = {
    "offline": "offline",
    "ollama": "ollama:llama3.1",
    "bedrock": "bedrock:global.anthropic.claude-sonnet-4-6",
    "openai": "openai:gpt-4.1",
    "anthropic": "anthropic:claude-sonnet-4-5",
}
_ANTHROPIC_MAX_TOKENS = 4096


def default_model() -> Model:
    """The offline model, or the one that ``STRANDS_ROBOTS_NB_MODEL`` names.

    ``ollama:…`` talks to the Ollama server at ``OLLAMA_HOST`` (by default the one on this computer); whether it answers
    shows at the first question. ``bedrock:…``, ``openai:…`` and ``anthropic:…`` need their usual credentials.

    Raises:
        ModelNotConfigured: If the provider is unknown, its package is missing, or it has no credentials. No other
            provider is tried in its place.
    """
    choice = os.environ.get(VARIABLE, "").strip()
    provider, _, model_id = choice.partition(":")
    provider, model_id = provider.strip().lower(), model_id.strip()
    match provider:
        case "" | "offline":
            from strands_robots_nb.agent.offline_model import OfflineModel

            return OfflineModel()
        case "ollama" | "bedrock" | "openai" | "anthropic":
            if not model_id:
                raise ModelNotConfigured(
                    f"{VARIABLE}={choice!r} names no model.", do=f"Write it like {_EXAMPLES[provider]!r}."
                )
        case _:
            raise ModelNotConfigured(
                f"{VARIABLE}={choice!r} names no provider that is known.",
                do=f"Valid: {', '.join(repr(example) for example in _EXAMPLES.values())}.",
            )
    match provider:
        case "ollama":
            return _ollama(choice, model_id)
        case "bedrock":
            return _bedrock(choice, model_id)
        case "openai":
            return _openai(choice, model_id)
        case _:
            return _anthropic(choice, model_id)


def _ollama(choice: str, model_id: str) -> Model:
    _need_package("ollama", choice)
    from strands.models.ollama import OllamaModel

    return OllamaModel(None, model_id=model_id)


def _openai(choice: str, model_id: str) -> Model:
    _need_package("openai", choice)
    _need_variable("OPENAI_API_KEY", choice)
    from strands.models.openai import OpenAIModel

    return OpenAIModel(model_id=model_id)


def _anthropic(choice: str, model_id: str) -> Model:
    _need_package("anthropic", choice)
    _need_variable("ANTHROPIC_API_KEY", choice)
    from strands.models.anthropic import AnthropicModel

    return AnthropicModel(model_id=model_id, max_tokens=_ANTHROPIC_MAX_TOKENS)


def _bedrock(choice: str, model_id: str) -> Model:
    import boto3
    from strands.models.bedrock import BedrockModel

    if not os.environ.get("AWS_BEARER_TOKEN_BEDROCK") and boto3.Session().get_credentials() is None:
        raise ModelNotConfigured(
            f"{VARIABLE}={choice!r} needs AWS credentials, and there are none.",
            do="Run `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK; "
            f"or unset {VARIABLE} to use the offline model.",
        )
    return BedrockModel(model_id=model_id)


def _need_package(package: str, choice: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise ModelNotConfigured(
            f"{VARIABLE}={choice!r} needs the package {package!r}, which is not installed.",
            do=f'Install it with: pip install "strands-agents[{package}]"; '
            f"or unset {VARIABLE} to use the offline model.",
        )


def _need_variable(name: str, choice: str) -> None:
    if not os.environ.get(name):
        raise ModelNotConfigured(
            f"{VARIABLE}={choice!r} needs the environment variable {name}, which is not set.",
            do=f"Set {name}; or unset {VARIABLE} to use the offline model.",
        )
