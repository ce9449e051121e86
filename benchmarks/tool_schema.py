"""What the robot's tools cost a model to read with every call: their JSON, as two providers are sent it."""

from __future__ import annotations

import json

from budget import Figure, report
from strands import Agent

from strands_robots_nb import OfflineModel, Robot

BUDGET_BYTES = 4096
PEER = "strands-robots 0.5.3: 33284 bytes"

with Robot("so101") as robot:
    specs = Agent(model=OfflineModel(), tools=[robot], callback_handler=None).tool_registry.get_all_tool_specs()

bedrock = {"tools": [{"toolSpec": spec} for spec in specs]}
openai = [
    {
        "type": "function",
        "function": {
            "name": spec["name"],
            "description": spec["description"],
            "parameters": spec["inputSchema"]["json"],
        },
    }
    for spec in specs
]
report(
    Figure(f"schema of {len(specs)} tools as Bedrock is sent it", len(json.dumps(bedrock)), BUDGET_BYTES, "B", PEER),
    Figure(f"schema of {len(specs)} tools as OpenAI is sent it", len(json.dumps(openai)), BUDGET_BYTES, "B", PEER),
)
