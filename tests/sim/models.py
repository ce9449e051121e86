"""Small models for the tests."""

from __future__ import annotations

FALLING_BALL = """
<mujoco model="falling ball">
  <worldbody>
    <camera name="side" pos="0 -3 1" xyaxes="1 0 0 0 0 1"/>
    <geom name="ground" type="plane" size="2 2 0.1"/>
    <body name="ball" pos="0 0 1">
      <freejoint name="ball"/>
      <geom name="ball" type="sphere" size="0.1"/>
    </body>
  </worldbody>
</mujoco>
"""

# Every rigid geom type, nested moving bodies, a mocap body, materials, textures, lights, cameras and sites.
ZOO = """
<mujoco model="zoo">
  <asset>
    <texture name="sky" type="skybox" builtin="gradient" rgb1="1 1 1" rgb2="0 0 1" width="8" height="48"/>
    <texture name="dice" type="cube" builtin="flat" rgb1="1 0 0" rgb2="0 1 0" mark="cross" width="8" height="48"/>
    <texture name="check" type="2d" builtin="checker" rgb1="1 1 1" rgb2="0 0 0" width="16" height="8"/>
    <material name="check" texture="check" texrepeat="2 3" texuniform="true" specular="0.1" shininess="0.2"/>
    <material name="plain" rgba="0.1 0.2 0.3 0.5" emission="0.4" reflectance="0.25"/>
    <mesh name="wedge" vertex="0 0 0  0.2 0 0  0 0.3 0  0 0 0.1"/>
    <hfield name="hill" nrow="3" ncol="4" size="0.5 0.4 0.1 0.02" elevation="0 0 0 0  0 1 0.5 0  0 0 0 0"/>
  </asset>
  <worldbody>
    <light name="sun" type="directional" pos="0 0 3" dir="0.1 0 -1" castshadow="true" diffuse="0.5 0.5 0.5"/>
    <light name="lamp" type="spot" pos="1 1 2" dir="0 0 -1" cutoff="30" castshadow="false"/>
    <camera name="still" pos="0 -2 1" xyaxes="1 0 0 0 0.4 0.9" fovy="33"/>
    <geom name="ground" type="plane" size="3 3 0.1" material="check"/>
    <geom name="hill" type="hfield" hfield="hill" pos="2 0 0"/>
    <body name="trunk" pos="0 0 0.5" euler="10 20 30">
      <freejoint name="trunk"/>
      <geom name="ball" type="sphere" size="0.1" rgba="1 0 0 1"/>
      <geom name="pill" type="capsule" size="0.05 0.1" pos="0.2 0 0" euler="0 90 0"/>
      <geom name="egg" type="ellipsoid" size="0.05 0.1 0.15" pos="0 0.3 0" material="plain"/>
      <site name="eye" type="box" size="0.01 0.02 0.03" pos="0.1 0.1 0.1" euler="0 0 45" rgba="0 0 1 1"/>
      <camera name="riding" pos="0 0 0.2"/>
      <body name="branch" pos="0.3 0.1 0.2" euler="0 0 60">
        <joint name="swing" type="hinge" axis="0 1 0" pos="0.01 0 0"/>
        <geom name="can" type="cylinder" size="0.05 0.1" euler="30 0 0"/>
        <body name="twig" pos="0.1 0 0.1">
          <geom name="box" type="box" size="0.02 0.03 0.04" pos="0.01 0.02 0.03"/>
        </body>
        <body name="slider" pos="0 0.1 0">
          <joint name="slide" type="slide" axis="0 0 1"/>
          <geom name="wedge" type="mesh" mesh="wedge" euler="0 30 0" material="plain"/>
          <geom name="second wedge" type="mesh" mesh="wedge" pos="0.2 0 0" group="3"/>
        </body>
      </body>
    </body>
    <body name="hand" mocap="true" pos="0 1 1">
      <geom name="palm" type="box" size="0.05 0.05 0.01" contype="0" conaffinity="0"/>
    </body>
    <body name="post" pos="-1 0 0" euler="0 0 20">
      <geom name="post" type="cylinder" size="0.05 0.5" pos="0 0 0.5"/>
    </body>
  </worldbody>
</mujoco>
"""
