/** Door "./prompt": which prompts are taken. Pure, runs in a browser. */

/** The most a prompt may have, in Unicode code points after trimming. */
export const MAX_PROMPT_LENGTH = 1000;

/**
 * The prompt as it should be stored and sent: trimmed, with `\r\n` read as a line break. Null when
 * it is empty or invisible, longer than 1000 code points, holds control characters other than line
 * break and tab, or half a surrogate pair.
 */
export function checkPrompt(text: string): string | null {
  const prompt = text.replaceAll('\r\n', '\n').trim();
  // Counting code points of something huge is work that a stranger should not be able to ask for.
  if (prompt.length > 2 * MAX_PROMPT_LENGTH || [...prompt].length > MAX_PROMPT_LENGTH) return null;
  if (!prompt.isWellFormed() || /[^\P{Cc}\n\t]/u.test(prompt)) return null;
  return /[^\p{Cf}\p{Z}\s]/u.test(prompt) ? prompt : null;
}
