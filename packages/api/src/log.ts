import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** One line of JSON for each event; what could open a door, or whose it is, is cut out of all of it. */
export function openLog(config: Config, name: string, to?: DestinationStream): Log {
  const redact = redactor(secretsOf(config));
  const options = {
    name,
    level: config.logLevel,
    base: { name },
    serializers: { err: told },
    // The finished line: an error's message, stack and causes may hold anything.
    hooks: { streamWrite: redact },
  };
  return to ? pino(options, to) : pino(options);
}

/** Characters of a message, a stack or a query in a line. */
const TEXT_LENGTH = 4000;

/** An error as a line holds it: without the values of a query that failed, in bounds. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { params: _, ...facts } = pino.stdSerializers.err(error);
  const values = valuesIn(error);
  const tell = (fact: unknown) =>
    typeof fact === 'string'
      ? values.reduce((rest, value) => rest.replaceAll(value, ''), fact).slice(0, TEXT_LENGTH)
      : fact;
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, tell(fact)]));
}

/** What Drizzle's messages say of a query's values, down the chain of causes: one may be a whole picture. */
function valuesIn(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const at = 'params' in error ? error.message.indexOf('\nparams: ') : -1;
  return [...(at < 0 ? [] : [error.message.slice(at)]), ...valuesIn(error.cause, depth + 1)];
}

const CUT = '[cut]';

/**
 * Shapes of what opens doors, and of addresses of people. Each is bounded, so none can be slow. They
 * stand in a line of JSON, where the escape of a line break may touch a word: `\nsk-…`.
 */
const PATTERNS: [RegExp, string][] = [
  // A password in an address.
  [/:\/\/[^\s/"@]{1,300}@/g, `://${CUT}@`],
  [/(?:\b|(?<=\\[bfnrt]|\\u[\da-f]{4}))(Bearer|Basic)\s{1,4}[^\s"'\\]{1,5000}/gi, `$1 ${CUT}`],
  [/(?:\b|(?<=\\[bfnrt]|\\u[\da-f]{4}))(sk-|easel_|gh[pousr]_|AKIA)[\w-]{8,300}/g, `$1${CUT}`],
  [
    /(?:\b|(?<=\\[bfnrt]|\\u[\da-f]{4}))((?:__Host-|__Secure-)?authjs\.[\w.-]{1,40})=[^\s;"\\]{1,5000}/g,
    `$1=${CUT}`,
  ],
  [/("?(?:cookie|authorization|password|secret|api_?key)"?:\s?")[^"\\]{1,5000}/gi, `$1${CUT}`],
  [
    /([?&](?:sig|signature|token|key|code|state|x-amz-[\w-]{1,40})=)[^\s&"\\]{1,3000}/gi,
    `$1${CUT}`,
  ],
  [
    // Not from within an escape: what is left of it would be no JSON.
    /(?<!\\(?:u[\da-f]{0,3})?)[^\s"'<>()[\]{},;:=@/\\]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,7}\.\p{L}{2,63}/gu,
    '[address]',
  ],
];

/** Cuts secrets out of a line, those that are known and whatever looks like one. */
function redactor(secrets: string[]): (line: string) => string {
  return (line) => {
    let rest = line;
    for (const secret of secrets) rest = rest.replaceAll(secret, CUT);
    for (const [pattern, mask] of PATTERNS) rest = rest.replace(pattern, mask);
    return rest;
  };
}

/** The secrets of a configuration, as they stand in a line of JSON. */
function secretsOf({
  authSecret,
  providers,
  ai,
  storage,
  database,
  metricsToken,
}: Config): string[] {
  const passwords = [database.url, database.directUrl].map((url) => URL.parse(url)?.password);
  const known = [
    authSecret,
    providers.github?.secret,
    providers.google?.secret,
    providers.oidc?.secret,
    ai.openai?.apiKey,
    storage.kind === 's3' ? storage.credentials?.secretAccessKey : null,
    storage.kind === 's3' ? storage.credentials?.sessionToken : null,
    metricsToken,
    ...passwords,
    ...passwords.map((password) => password && decoded(password)),
  ];
  // Anything shorter is a word that stands in every other line.
  return known.flatMap((secret) =>
    secret && secret.length >= 6 ? [JSON.stringify(secret).slice(1, -1)] : [],
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
