"""The strands agent as a cell wants it: it can be interrupted, and its result is short."""

from __future__ import annotations

import contextvars
import threading
from dataclasses import fields
from typing import Any

from strands import Agent
from strands.agent import AgentResult

_WAIT_FOR_HOLD_S = 10.0


class TurnResult(AgentResult):
    """An ``AgentResult`` whose display does not repeat what was printed."""

    def __repr__(self) -> str:
        return f"TurnResult({self.stop_reason})"


class NotebookAgent(Agent):
    """A strands ``Agent``; only the call from a cell differs.

    strands waits for the end of the turn before it lets an interrupt through. Here an interrupt ends the turn: the
    running motion is given up and the robot holds.
    """

    def __call__(self, prompt: Any = None, **options: Any) -> AgentResult:
        """Carry out a turn and return its result.

        Raises:
            KeyboardInterrupt: If the cell was interrupted; the turn is over then and the robot holds.
        """
        # Its own signal for this call: agent.cancel() would end the next turn if this one were just over.
        given_up = threading.Event()
        callers_own = options.get("cancel_signal") is not None
        if not callers_own:
            options["cancel_signal"] = given_up
        outcome: list[AgentResult] = []
        failure: list[BaseException] = []
        over = threading.Event()

        def turn() -> None:
            try:
                outcome.append(super(NotebookAgent, self).__call__(prompt, **options))
            except BaseException as error:  # noqa: BLE001 - raised again below, on the caller's thread
                failure.append(error)
            finally:
                over.set()

        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(turn,), name="strands-robots-nb-turn", daemon=True).start()
        try:
            over.wait()
        except KeyboardInterrupt:
            given_up.set()
            if callers_own:
                self.cancel()
            over.wait(_WAIT_FOR_HOLD_S)
            raise
        if failure:
            raise failure[0]
        result = outcome[0]
        return TurnResult(**{field.name: getattr(result, field.name) for field in fields(AgentResult)})
