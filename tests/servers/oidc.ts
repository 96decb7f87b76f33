/**
 * An OpenID provider as a process of its own: `node tests/servers/oidc.ts --sites ORIGIN[,ORIGIN]
 * [--port N]`. Prints `{"issuer": "http://127.0.0.1:PORT"}`. Whoever signs in types a login and is
 * that person; `POST /control` says who is known and how it misbehaves (shapes in
 * `oidc/control.ts`). Client `easel` with the secret below may return to the sites named. Pictures of
 * people: `/face.png`, and `/elsewhere?to=ADDRESS`, which leads there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLIENT, type OidcControl } from './oidc/control.ts';
import { serveOidc } from './oidc/server.ts';

export type { OidcControl, OidcFault } from './oidc/control.ts';

export type Oidc = {
  issuer: string;
  /** The variables that make a site offer this provider. */
  env: Record<string, string>;
  control: (change: OidcControl) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts a provider in a process of its own and waits until it answers. It ends with this process. */
export async function startOidc(sites: string[], port = 0): Promise<Oidc> {
  const args = ['--sites', sites.join(), '--port', String(port), '--until-stdin-ends'];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const issuer = await firstIssuer(child);
  return {
    issuer,
    env: {
      AUTH_OIDC_ISSUER: issuer,
      AUTH_OIDC_ID: CLIENT.id,
      AUTH_OIDC_SECRET: CLIENT.secret,
      AUTH_OIDC_NAME: 'Test ID',
    },
    async control(change) {
      const body = JSON.stringify(change);
      const response = await fetch(`${issuer}/control`, { method: 'POST', body });
      if (!response.ok) throw new Error(`The provider did not take it: ${await response.text()}`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function firstIssuer(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The provider has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    // The library prints advice for production first.
    if (line.startsWith('{')) return JSON.parse(line).issuer;
  }
  throw new Error('The provider ended before it listened.');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      sites: { type: 'string', default: 'http://localhost:3000' },
      'until-stdin-ends': { type: 'boolean' },
    },
  });
  const issuer = await serveOidc(values.sites.split(','), Number(values.port));
  console.log(JSON.stringify({ issuer }));
  if (values['until-stdin-ends']) process.stdin.resume().once('end', () => process.exit());
}
