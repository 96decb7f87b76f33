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
