from __future__ import annotations

import importlib.util

import pytest

from strands_robots_nb.agent.default_model import VARIABLE, default_model
from strands_robots_nb.agent.offline_model import OfflineModel
from strands_robots_nb.errors import ModelNotConfigured


@pytest.mark.parametrize("value", [None, "", "offline", " Offline "])
def test_without_a_choice_the_model_is_offline(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    assert isinstance(default_model(), OfflineModel)


def test_an_unknown_provider_is_refused_with_the_valid_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "skynet:2")
    with pytest.raises(ModelNotConfigured, match=r"skynet.*offline.*ollama:.*bedrock:.*openai:.*anthropic:"):
        default_model()


@pytest.mark.parametrize("provider", ["ollama", "bedrock", "openai", "anthropic"])
def test_a_provider_without_a_model_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    monkeypatch.setenv(VARIABLE, f"{provider}:")
    with pytest.raises(ModelNotConfigured, match=f"Write it like '{provider}:"):
        default_model()


@pytest.mark.parametrize("provider", ["ollama", "openai", "anthropic"])
def test_a_missing_package_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == provider else find(name))
    monkeypatch.setenv(VARIABLE, f"{provider}:some-model")
    with pytest.raises(ModelNotConfigured, match=rf'pip install "strands-agents\[{provider}\]"'):
        default_model()


@pytest.mark.parametrize(("provider", "key"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")])
def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, provider: str, key: str) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: True if name == provider else find(name))
    monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv(VARIABLE, f"{provider}:some-model")
    with pytest.raises(ModelNotConfigured, match=key):
        default_model()


def _no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in os.environ:
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


def test_bedrock_without_credentials_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_aws(monkeypatch)
    monkeypatch.setenv(VARIABLE, "bedrock:some-model")
    with pytest.raises(ModelNotConfigured, match="AWS credentials"):
        default_model()


def test_bedrock_with_credentials_is_made_for_the_model_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_aws(monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "not-a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    monkeypatch.setenv(VARIABLE, "bedrock:some-model")
    assert default_model().get_config()["model_id"] == "some-model"
