import { createServer } from 'node:net';
import { addressesOf } from '../apps/web/addresses.ts';
import { Refusal } from './progress.ts';

/** Refuses when something listens where the site is to be served. */
export async function checkPort(host: string, port: number): Promise<void> {
  for (const address of addressesOf(host)) await tryListen(address, port);
}

function tryListen(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(new Refusal(`Port ${port} is in use on ${address}: set PORT to another one.`));
      } else if (error.code === 'EACCES') {
        reject(
          new Refusal(
            `Port ${port} needs more rights than this user has: set PORT to one above 1023.`,
          ),
        );
      } else if (address === '::1') {
        // A machine without IPv6 serves the other names.
        resolve();
      } else {
        reject(new Refusal(`HOST ${address} is not an address of this machine (${error.code}).`));
      }
    });
    probe.listen({ port, host: address, ipv6Only: address === '::1' }, () =>
      probe.close(() => resolve()),
    );
  });
}
