/**
 * A fake image service as a process of its own: `node tests/servers/relay.ts [--port N]`. Prints
 * `{"url": "http://127.0.0.1:PORT"}` and serves the OpenAI image API under `/v1`. `POST /control`
 * tells it how to behave, `GET /control` what it was asked (shapes in `relay/control.ts`).
 * `GET /elsewhere?to=ADDRESS` redirects there. A prompt with the word `forbidden` is refused by its moderation.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Control, Report } from './relay/control.ts';
import { createRelay } from './relay/server.ts';

export type { Behaviour, Call, Control, Fault, Report } from './relay/control.ts';

export type Relay = {
  /** `http://127.0.0.1:PORT`, for `/control`. */
  url: string;
  /** The address for `OPENAI_API_BASE_URL`. */
  baseUrl: string;
  control: (change: Control) => Promise<Report>;
  report: () => Promise<Report>;
  stop: () => Promise<void>;
};

/** Starts a relay in a process of its own and waits until it answers. It ends with this process. */
export async function startRelay(options: { port?: number } & Control = {}): Promise<Relay> {
  const { port = 0, ...behaviour } = options;
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [file, '--port', String(port), '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child);
  const ask = async (init: RequestInit): Promise<Report> => {
    const response = await fetch(`${url}/control`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`The relay did not take it: ${text}`);
    return JSON.parse(text);
  };
  const control = (change: Control) => ask({ method: 'POST', body: JSON.stringify(change) });
  await control(behaviour);
  return {
    url,
    baseUrl: `${url}/v1`,
    control,
    report: () => ask({ method: 'GET' }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function firstUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The relay has no output.');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line).url;
  throw new Error('The relay ended before it listened.');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, 'until-stdin-ends': { type: 'boolean' } },
  });
  const server = createRelay();
  server.listen(Number(values.port), '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string')
      throw new Error('Not listening on a port.');
    console.log(JSON.stringify({ url: `http://127.0.0.1:${address.port}` }));
  });
  if (values['until-stdin-ends']) process.stdin.resume().once('end', () => process.exit());
}
