import { TO_PAGE_KINDS, type ToPage } from "./messages.gen";

/**
 * The message a comm delivered, or null when it is of no kind this page knows. Fields are not looked at: that both
 * sides have the same contract version has been checked before, and then they were generated from the same source.
 */
export function decodeToPage(content: unknown): ToPage | null {
  if (typeof content !== "object" || content === null || !("kind" in content)) return null;
  return (TO_PAGE_KINDS as ReadonlySet<unknown>).has(content.kind) ? (content as ToPage) : null;
}
