"""The grammar behind the offline model: sentences in, tool calls out, no network and no chance."""
