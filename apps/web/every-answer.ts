/**
 * The headers of every answer there is, set where it leaves (serve.ts): pages, routes, files of the
 * build and what Next answers by itself. A page or a route that says more about the same thing wins.
 */
export function everyAnswer(origin: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
    'content-security-policy': NOTHING,
    ...(origin.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

/** What browsers are told about an answer that no page needs to run or show anything from. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
