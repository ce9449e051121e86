import "./check_list.css";
import type { JSX } from "preact";
import type { CheckResult } from "../contract/messages.gen";
import { countText } from "../lib/format";
import { Icon } from "./icon";

/** What was checked: each failure with its remedy in full, what passed folded away. */
export function CheckList(props: {
  failed: readonly CheckResult[];
  passed: readonly CheckResult[];
}): JSX.Element {
  const { failed, passed } = props;
  return (
    <div class="srnb-checks">
      <ul aria-label="Failed checks">
        {failed.map((check) => (
          <Line key={check.name} check={check} />
        ))}
      </ul>
      {passed.length > 0 && (
        <details>
          <summary>{countText(passed.length, "check")} passed</summary>
          <ul aria-label="Passed checks">
            {passed.map((check) => (
              <Line key={check.name} check={check} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Line({ check }: { check: CheckResult }): JSX.Element {
  return (
    <li class={check.ok ? "srnb-check-passed" : "srnb-check-failed"}>
      <Icon name={check.ok ? "check" : "close"} />
      <div>
        <span class="srnb-check-name">{check.name}</span>
        <span class="srnb-visually-hidden">{check.ok ? " passed: " : " failed: "}</span> {check.detail}
        {check.remedy !== "" && <div class="srnb-check-remedy">{check.remedy}</div>}
      </div>
    </li>
  );
}
