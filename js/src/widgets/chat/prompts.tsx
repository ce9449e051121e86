import type { JSX } from "preact";

/** Things one could ask; a press puts one into the box, so that nothing moves before it is read and sent. */
export function Prompts(props: {
  prompts: readonly string[];
  isLocked: boolean;
  onPick: (prompt: string) => void;
}): JSX.Element | null {
  if (props.prompts.length === 0) return null;
  return (
    <ul class="srnb-prompts" aria-label="Things to ask">
      {props.prompts.map((prompt) => (
        <li key={prompt}>
          <button
            type="button"
            class="srnb-prompt"
            title={`Put into the box: ${prompt}`}
            disabled={props.isLocked}
            onClick={() => props.onPick(prompt)}
          >
            {prompt}
          </button>
        </li>
      ))}
    </ul>
  );
}
