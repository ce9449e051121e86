import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "./button";

/** Puts text on the clipboard and says so for a moment. */
export function CopyButton({ label, text }: { label: string; text: () => string }): JSX.Element {
  const [outcome, setOutcome] = useState<"" | "Copied" | "The browser did not allow it">("");
  useEffect(() => {
    if (outcome === "") return;
    const timer = setTimeout(() => setOutcome(""), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () =>
    setOutcome((await toClipboard(text())) ? "Copied" : "The browser did not allow it");
  return (
    <>
      <Button label={outcome || label} icon={outcome === "Copied" ? "check" : "copy"} onPress={copy} />
      <span class="srnb-visually-hidden" role="status">
        {outcome}
      </span>
    </>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byOldCommand(text);
  }
}

/** The clipboard interface exists on https and localhost only; a hub on plain http needs the old command. */
function byOldCommand(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}
