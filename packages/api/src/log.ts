import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** One line of JSON for each event. Anything that could open a door is cut out, wherever it stands. */
export function openLog(level: Config['logLevel'], name: string): Log {
  return pino({
    name,
    level,
    base: { name },
    redact: {
      paths: [
        'cookie',
        'authorization',
        'apiKey',
        'secret',
        'sessionToken',
        '*.cookie',
        '*.authorization',
        '*.apiKey',
      ],
      censor: '[cut]',
    },
  });
}
