import "./markdown.css";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { safeHtml } from "./safe_html";

/** Markdown of unknown origin: formatted, without scripts, pictures from elsewhere, or links that replace the page. */
export function Markdown({ text }: { text: string }): JSX.Element {
  const html = useMemo(() => safeHtml(text), [text]);
  return <div class="srnb-markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
