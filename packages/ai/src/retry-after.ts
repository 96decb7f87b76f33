/** Milliseconds that a `Retry-After` header asks for: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
export function readRetryAfter(header: string): number | undefined {
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
