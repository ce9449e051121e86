import "./workbench.css";
import { chat } from "./chat";
import { modeSwitch } from "./mode_switch";
import type { WidgetDefinition } from "./model";
import { viewport } from "./viewport";

/** Every widget of the bundle by the `_kind` of its model. */
export const widgets: Record<string, WidgetDefinition> = { viewport, mode_switch: modeSwitch, chat };
