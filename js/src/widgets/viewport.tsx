import "../ui/theme.css";
import type { WidgetDefinition } from "./model";
import { mount } from "./mount";

export const viewport: WidgetDefinition = {
  render: (context) => mount(context, <div class="srnb">viewport</div>),
};
