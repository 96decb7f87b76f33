import { hostname } from 'node:os';

/** Other sites, scripts and nonsense, as a way back after signing in. */
export const ELSEWHERE = [
  ...['https://evil.example', '//evil.example', '///evil.example', '////evil.example/%2f..'],
  ...[
    '/\\evil.example',
    '\\\\evil.example',
    '/%5cevil.example',
    '/%2f/evil.example',
    '/\t/evil.example',
  ],
  ...['http:evil.example', 'https:/evil.example', 'https:\\\\evil.example', 'HTTPS://EVIL.EXAMPLE'],
  ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'data:text/html,x'],
  ...[
    '//evil.example@localhost',
    'https://localhost@evil.example',
    '/\n/evil.example',
    '.evil.example',
  ],
  ...['//localhost.evil.example', '/./\\evil.example', '/..//evil.example', '//[::ffff:1.2.3.4]'],
  ...[
    'https://localhost:1@evil.example',
    '/x\r\nLocation: https://evil.example',
    '\u0000//evil.example',
  ],
];

/** Ways out of the folder of pictures. */
export const BEYOND_MEDIA = [
  ...['../../etc/passwd', '..%2f..%2fetc/passwd', '%2e%2e/%2e%2e/etc/passwd', '....//etc/passwd'],
  ...[
    'public/../private/x',
    'public/..%2fprivate/x',
    'public/%2e%2e/private/x',
    'public\\..\\private',
  ],
  ...[
    'public/x%00.webp',
    'public/x.webp%00',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'file:///etc/passwd',
  ],
  ...['public/.', 'public/..', 'public//x', '%c0%ae%c0%ae/etc/passwd', 'public/x%0d%0aa:b'],
];

/** Addresses that would lead to another site, or put a line of their own into the answer. */
export const CRAFTED = [
  ...[
    '//evil.example/',
    '//evil.example/en',
    '//evil.example/%2f..',
    '//evil.example/zh/',
    '///evil.example/',
  ],
  ...[
    '/en//evil.example',
    '/en//evil.example/',
    '/zh//evil.example/',
    '/en/%2fevil.example',
    '/en/%2f%2fevil.example',
  ],
  ...[
    '/en/\\evil.example',
    '/en/%5cevil.example',
    '/\\evil.example/',
    '/%5cevil.example/',
    '/%2f%2fevil.example/',
  ],
  ...[
    '/w//evil.example/',
    '/api//evil.example/',
    '/en/.//evil.example',
    '/en/..//evil.example',
    '/en?//evil.example',
  ],
  ...[
    '/en/@evil.example',
    '/create//evil.example/',
    '/library/?callbackUrl=//evil.example',
    '/settings//evil.example',
  ],
  ...[
    '/%0d%0aset-cookie:%20a=b',
    '/en/%0d%0aset-cookie:%20a=b',
    '/zh/%0aset-cookie:%20a=b',
    '/en/%e5%98%8a%e5%98%8dset-cookie:%20a=b',
  ],
  ...[
    '/w/%0d%0aset-cookie:%20a=b',
    '/create?x=%0d%0aset-cookie:%20a=b',
    '/media/%0d%0aset-cookie:%20a=b',
  ],
  ...[
    '/sign-in?callbackUrl=%2F%0d%0aset-cookie:%20a=b',
    '/api/auth/signin?callbackUrl=%0d%0aset-cookie:%20a=b',
  ],
];

/** Addresses that lead to a port of this machine, or to what only machines inside may ask. */
export function inside(port: number): string[] {
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1', 'user@127.0.0.1'];
  const names = ['localhost', 'localhost.', hostname(), '[::ffff:127.0.0.1]'];
  return [
    ...hosts.map((host) => `http://${host}:${port}/x.png`),
    ...names.map((name) => `https://${name}:${port}/x.png`),
    ...['http://169.254.169.254/latest', 'file:///etc/passwd', `gopher://127.0.0.1:${port}/`],
  ];
}
