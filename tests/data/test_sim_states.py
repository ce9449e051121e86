"""Simulator states on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import mujoco
import numpy as np
import pytest

from strands_robots_nb.data.sim_states import SimEpisode, load_sim_episode, model_binary, save_sim_episode
from strands_robots_nb.errors import InvalidArgument, SceneError
from tests.data import scenes


@pytest.fixture
def episode(model: mujoco.MjModel) -> SimEpisode:
    frames = list(scenes.motion(model, 6))
    return SimEpisode(
        states=np.stack([frame.state for frame in frames if frame.state is not None]),
        times_s=np.array([frame.time_s for frame in frames]),
        actions=np.stack([frame.action for frame in frames]),
        joint_keys=scenes.JOINT_KEYS,
        model_mjb=model_binary(model),
        model_xml=None,
        mujoco_version=mujoco.__version__,
    )


def test_an_episode_comes_back_bit_for_bit(tmp_path: Path, episode: SimEpisode) -> None:
    save_sim_episode(tmp_path, 4, episode)
    again = load_sim_episode(str(tmp_path), 4)
    for name in ("states", "times_s", "actions"):
        assert getattr(again, name).dtype == getattr(episode, name).dtype
        assert getattr(again, name).tobytes() == getattr(episode, name).tobytes()
    assert (again.joint_keys, again.model_mjb, again.model_xml) == (episode.joint_keys, episode.model_mjb, None)


def test_an_episode_that_has_no_states_is_named_together_with_those_that_have(
    tmp_path: Path, episode: SimEpisode
) -> None:
    save_sim_episode(tmp_path, 4, episode)
    with pytest.raises(InvalidArgument, match="Episodes with states: 4"):
        load_sim_episode(tmp_path, 3)


def test_a_scene_of_another_mujoco_is_loaded_from_its_xml_or_refused_with_the_version(episode: SimEpisode) -> None:
    older = replace(episode, mujoco_version="3.0.0")
    with pytest.raises(SceneError, match=r"mujoco==3\.0\.0"):
        older.load_model()
    assert replace(older, model_xml=scenes.XML).load_model().nq == 8
