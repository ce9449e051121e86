"""Plans how the arm takes the cube and puts it down, from whatever state it is in."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import UnreachableTarget
from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.kinematics import Kinematics
from strands_robots_nb.sim.plan_builder import PlanBuilder
from strands_robots_nb.sim.tasks.cube import CUBE_HALF_EDGE_M, CubePose, read_cube
from strands_robots_nb.sim.tasks.path_check import PathCheck

type FloatArray = NDArray[np.float64]

# Heights of the point between the fingers above the cube's centre, or above where its centre will be.
HOVER_M = 0.060
GRASP_M = 0.003
LIFT_M = 0.075
RELEASE_M = 0.006
# On its way down the fixed finger keeps this far from the cube.
_SIDE_GAP_M = 0.006
_OPEN, _CLOSED = 48.0, 4.0
# With the shoulder at this angle the elbow is as high as it gets.
_UPRIGHT_LIFT, _UNFOLDED_ELBOW = -14.0, -10.0
_LINE_STEP_M = 0.008
_RISE_M = 0.06
_LARGEST_LEAN_RAD = 0.15
_LARGEST_SPEED_M_S = 0.05
_NEAR_HAND_M = 0.06
_IN_HAND_M = 0.02


class GraspPlanner:
    """One plan for one state of the world.

    Args:
        model: The compiled scene.
        data: Its state; only read.
        joint_map: The arm's joints.

    Raises:
        SceneError: If the scene has no cube or no site between the fingers.
    """

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData, joint_map: JointMap) -> None:
        self._map = joint_map
        self._kinematics = Kinematics(model, joint_map)
        self._cube = read_cube(model, data)
        self._hand = joint_map.keys.index("gripper.pos")
        self._roll = joint_map.keys.index("wrist_roll.pos")
        self._home = _home_posture(model, joint_map)
        # The commanded position, not the measured one: a hand that pinches something goes on pinching it.
        start = np.clip(joint_map.read_goals(data), joint_map.limits_lower, joint_map.limits_upper)
        self._builder = PlanBuilder(start)
        self._path_check = PathCheck(model, data, joint_map)

    def pick(self) -> None:
        """Take the cube and lift it, unless the hand holds it in the air already.

        Raises:
            UnreachableTarget: If the cube is out of reach, has fallen, leans or moves.
        """
        if self._is_in_hand():
            self._rise("lift")
            return
        self._check_cube()
        centre = self._cube.position_m
        try:
            grasp = self._above(centre, GRASP_M, self._turned_home(centre))
            grasp[self._roll] = self._roll_along_faces(grasp)
            grasp = self._above(centre, GRASP_M, grasp)
            beside = centre - self._gap(grasp)
            above = self._above(beside, HOVER_M, grasp)
        except UnreachableTarget as error:
            raise UnreachableTarget("The cube cannot be grasped where it lies.", error.why, _RESET) from error
        self._travel(above)
        self._line(_raised(beside, GRASP_M), "descend")
        # Closing shifts the hand back, so that the fixed finger arrives at the cube as the moving one does.
        closed = grasp.copy()
        closed[self._hand] = _CLOSED
        self._builder.move(closed, "grasp", at_least_s=0.5)
        self._builder.wait(0.15, "grasp")
        self._line(_raised(centre, LIFT_M), "lift")

    def place(self, goal_m: FloatArray) -> None:
        """Put what the hand holds down at ``goal_m``, then let go and retreat.

        Args:
            goal_m: Where the cube's centre shall be, world frame [m]. Shape (3,).

        Raises:
            UnreachableTarget: If the goal is out of reach.
        """
        above = self._above(goal_m, HOVER_M, self._turned(self._builder.joints, goal_m))
        self._builder.move(above, "carry")
        self._line(_raised(goal_m, RELEASE_M), "lower")
        opened = self._builder.joints.copy()
        opened[self._hand] = _OPEN
        self._builder.move(opened, "release", at_least_s=0.4)
        self._line(_raised(goal_m, HOVER_M), "retreat")

    def plan(self) -> ExpertPlan:
        """What was put together so far."""
        return self._builder.build()

    def _travel(self, hover: FloatArray) -> None:
        """Open the hand and get above the cube, if possible without touching anything on the way."""
        hand_m, _ = self._kinematics.pose_world_gripper(self._builder.joints)
        if self._distance(hand_m) < _NEAR_HAND_M:
            opened = self._builder.joints.copy()
            opened[self._hand] = max(opened[self._hand], _OPEN)
            self._builder.move(opened, "retreat", at_least_s=0.3)
        target = hover.copy()
        target[self._hand] = _OPEN
        route = min(self._routes(), key=lambda via: self._touches([*via, target]))
        for posture in route:
            self._builder.move(posture, "retreat")
        self._builder.move(target, "reach", at_least_s=0.6)
        self._builder.wait(0.1, "reach")

    def _routes(self) -> list[list[FloatArray]]:
        """Postures to go through on the way, the shortest route first."""
        here = self._builder.joints
        folded = self._home.copy()
        folded[0] = here[0]
        folded[self._hand] = _OPEN
        routes = [[], [folded], [*self._uncurl(), folded]]
        hand_m, _ = self._kinematics.pose_world_gripper(here)
        try:
            raised = self._kinematics.solve(np.array([hand_m[0], hand_m[1], hand_m[2] + _RISE_M]), here)
        except UnreachableTarget:
            return routes
        return [*routes, [raised], [raised, folded]]

    def _uncurl(self) -> list[FloatArray]:
        """Swing a hand that is curled under the arm out forwards: upper arm upright, wrist bent all the way."""
        curled = self._builder.joints.copy()
        curled[self._hand] = _CLOSED
        curled[3] = self._map.limits_upper[3]
        upright = curled.copy()
        upright[1] = _UPRIGHT_LIFT
        unfolded = upright.copy()
        unfolded[2] = _UNFOLDED_ELBOW
        return [curled, upright, unfolded]

    def _touches(self, postures: list[FloatArray]) -> int:
        stages = zip([self._builder.joints, *postures], postures, strict=False)
        return sum(self._path_check.touches(start, end) for start, end in stages)

    def _rise(self, phase: str) -> None:
        """Straight up to travelling height, as far as the arm can."""
        hand_m, _ = self._kinematics.pose_world_gripper(self._builder.joints)
        top = CUBE_HALF_EDGE_M + LIFT_M
        if hand_m[2] >= top - 0.01:
            return
        try:
            self._line(np.array([hand_m[0], hand_m[1], top]), phase)
        except UnreachableTarget:
            # Stretched far out there is no way straight up; folding the arm lifts the hand too.
            return

    def _line(self, to_m: FloatArray, phase: str) -> None:
        """Move the point between the fingers along a straight line, with the tilt changing evenly."""
        start = self._builder.joints
        from_m, _ = self._kinematics.pose_world_gripper(start)
        end = self._kinematics.solve(to_m, start)
        tilts = self._kinematics.tilt_rad(start), self._kinematics.tilt_rad(end)
        count = max(4, int(np.ceil(np.linalg.norm(to_m - from_m) / _LINE_STEP_M)))
        postures: list[FloatArray] = []
        for part in np.arange(1, count + 1) / count:
            tilt = tilts[0] + part * (tilts[1] - tilts[0])
            seed = postures[-1] if postures else start
            postures.append(self._kinematics.solve(from_m + part * (to_m - from_m), seed, tilt_rad=float(tilt)))
        self._builder.follow(postures, phase, at_least_s=0.4)

    def _above(self, centre_m: FloatArray, height_m: float, seed: FloatArray) -> FloatArray:
        return self._kinematics.solve(_raised(centre_m, height_m), seed)

    def _turned_home(self, towards_m: FloatArray) -> FloatArray:
        turned = self._turned(self._home, towards_m)
        turned[self._hand] = _OPEN
        return turned

    def _turned(self, joints: FloatArray, towards_m: FloatArray) -> FloatArray:
        """``joints`` with the first one turned so that the hand points at a position."""
        hand_m, _ = self._kinematics.pose_world_gripper(joints)
        base = self._kinematics.base_axis_m
        # The arm's pan turns clockwise seen from above.
        turn = _azimuth(hand_m - base) - _azimuth(towards_m - base)
        turned = joints.copy()
        pan = joints[0] + np.rad2deg(_wrapped(turn))
        turned[0] = np.clip(pan, self._map.limits_lower[0], self._map.limits_upper[0])
        return turned

    def _closing_direction(self, joints: FloatArray) -> FloatArray:
        """From the fixed finger to the moving one, world frame. Shape (3,)."""
        _, quaternion = self._kinematics.pose_world_gripper(joints)
        direction = np.empty(3)
        mujoco.mju_rotVecQuat(direction, np.array([0.0, 0.0, 1.0]), quaternion)
        return direction

    def _roll_along_faces(self, joints: FloatArray) -> float:
        """The smallest wrist roll [deg] that closes the fingers across two faces of the cube."""
        level, rolled = joints.copy(), joints.copy()
        level[self._roll], rolled[self._roll] = 0.0, 5.0
        azimuth = _azimuth(self._closing_direction(level))
        sense = np.sign(_wrapped(_azimuth(self._closing_direction(rolled)) - azimuth))
        quarter = np.pi / 2.0
        turn = (self._cube.yaw_rad - azimuth + quarter / 2.0) % quarter - quarter / 2.0
        return float(np.rad2deg(sense * turn))

    def _gap(self, grasp: FloatArray) -> FloatArray:
        """How far beside the cube the hand comes down. Shape (3,)."""
        direction = self._closing_direction(grasp)
        direction[2] = 0.0
        return _SIDE_GAP_M * direction / np.linalg.norm(direction)

    def _is_in_hand(self) -> bool:
        hand_m, _ = self._kinematics.pose_world_gripper(self._builder.joints)
        is_raised = self._cube.position_m[2] > CUBE_HALF_EDGE_M + 0.01
        return self._cube.is_touched and is_raised and self._distance(hand_m) < _IN_HAND_M

    def _distance(self, hand_m: FloatArray) -> float:
        return float(np.linalg.norm(hand_m - self._cube.position_m))

    def _check_cube(self) -> None:
        reason = _why_not(self._cube)
        if reason:
            raise UnreachableTarget("The cube cannot be grasped.", reason, _RESET)


_RESET = "Put it within reach, or call reset()."


def _why_not(cube: CubePose) -> str:
    if cube.position_m[2] < 0.5 * CUBE_HALF_EDGE_M:
        return "It has fallen off the table."
    if cube.speed_m_s > _LARGEST_SPEED_M_S:
        return f"It is moving at {cube.speed_m_s:.2f} m/s."
    if cube.lean_rad > _LARGEST_LEAN_RAD:
        return f"It leans by {np.rad2deg(cube.lean_rad):.0f} degrees."
    return ""


def _home_posture(model: mujoco.MjModel, joint_map: JointMap) -> FloatArray:
    home = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_KEY, "home")
    qpos = model.qpos0 if home < 0 else model.key_qpos[home]
    return np.clip(joint_map.to_units(qpos[joint_map.qpos_indices]), joint_map.limits_lower, joint_map.limits_upper)


def _raised(position_m: FloatArray, height_m: float) -> FloatArray:
    return position_m + np.array([0.0, 0.0, height_m])


def _azimuth(vector: FloatArray) -> float:
    return float(np.arctan2(vector[1], vector[0]))


def _wrapped(angle_rad: float) -> float:
    return (angle_rad + np.pi) % (2.0 * np.pi) - np.pi
