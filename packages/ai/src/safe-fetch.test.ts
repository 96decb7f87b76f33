import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FetchError, type SafeFetchOptions, safeFetch, safeFetchTo } from './safe-fetch.ts';

const LIMITS = { maxBytes: 1000, timeoutMs: 5000 };

async function serve(
  listener: RequestListener,
): Promise<{ origin: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') return expect.unreachable();
  return { origin: `http://127.0.0.1:${address.port}`, seen };
}

async function failure(url: string, options: Partial<SafeFetchOptions> = {}): Promise<FetchError> {
  try {
    await safeFetch(url, { ...LIMITS, ...options });
  } catch (error) {
    if (error instanceof FetchError) return error;
    throw error;
  }
  return expect.unreachable(`${url} was fetched.`);
}

describe('addresses that are never asked for', () => {
  test.each([
    ['decimal', '127.0.0.1'],
    ['short', '127.1'],
    ['one number', '2130706433'],
    ['hex', '0x7f000001'],
    ['hex, dotted', '0x7f.0x0.0x0.0x1'],
    ['octal', '0177.0.0.1'],
    ['octal, one number', '017700000001'],
    ['mixed', '0x7f.1'],
    ['full-width digits', '１２７.０.０.１'],
    ['ideographic stops', '127。0。0。1'],
    ['circled digits', '①②⑦.⓪.⓪.①'],
    ['percent-encoded', '%31%32%37.0.0.1'],
    ['with a trailing dot', '127.0.0.1.'],
    ['zero', '0'],
    ['zero, dotted', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['private, hex', '0xa.0x1.0x2.0x3'],
    ['private, one number', '167838211'],
    ['private', '172.20.10.1'],
    ['private, short', '192.168.257'],
    ['metadata', '169.254.169.254'],
    ['metadata, one number', '2852039166'],
    ['metadata, octal', '0251.0376.0251.0376'],
    ['metadata, hex', '0xa9fea9fe'],
    ['metadata of Alibaba Cloud', '100.100.100.200'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['multicast', '224.0.0.251'],
    ['broadcast', '255.255.255.255'],
    ['broadcast, one number', '4294967295'],
    ['loopback', '[::1]'],
    ['loopback, in full', '[0:0:0:0:0:0:0:1]'],
    ['loopback, in full, with zeros', '[0000:0000:0000:0000:0000:0000:0000:0001]'],
    ['unspecified', '[::]'],
    ['mapped', '[::ffff:127.0.0.1]'],
    ['mapped, hex', '[::ffff:7f00:1]'],
    ['mapped, in full', '[0:0:0:0:0:ffff:7f00:0001]'],
    ['compatible', '[::127.0.0.1]'],
    ['NAT64', '[64:ff9b::10.0.0.1]'],
    ['6to4', '[2002:a00:1::]'],
    ['Teredo', '[2001:0:a00:1::1]'],
    ['unique local', '[fd00:ec2::254]'],
    ['link-local', '[fe80::1]'],
    ['site-local', '[fec0::1]'],
    ['multicast', '[ff02::1]'],
    ['documentation', '[2001:db8::1]'],
    ['a name that resolves to loopback', 'localhost'],
    ['the same, written otherwise', 'LOCALHOST.'],
    ['a name below it', 'app.localhost'],
    ['the metadata server of Google Cloud', 'metadata.google.internal'],
    ['a printer', 'printer.local'],
    ['with a port', '127.0.0.1:8443'],
  ])('%s: https://%s/', async (_, host) => {
    const error = await failure(`https://${host}/`);
    expect(error).toMatchObject({ reason: 'Refused', retryable: false });
  });

  test.each([
    ['plain http', 'http://example.com/a.png'],
    ['data', 'data:image/png;base64,iVBORw0KGgo='],
    ['a file', 'file:///etc/passwd'],
    ['ftp', 'ftp://example.com/a.png'],
    ['a blob', 'blob:https://example.com/1'],
    ['a name and a password', 'https://user:secret@example.com/a.png'],
    ['a name alone', 'https://user@example.com/'],
    ['a zone', 'https://[fe80::1%25eth0]/'],
    ['no host', 'https:///'],
    ['a relative address', '/a.png'],
    ['nothing', ''],
    ['a number that is no address', 'https://999.1.1.1/'],
  ])('%s', async (_, url) => {
    expect(await failure(url)).toMatchObject({ reason: 'Refused' });
  });

  test('a password in an address is not repeated in the error', async () => {
    expect((await failure('https://user:secret@example.com/a.png')).message).not.toContain(
      'secret',
    );
  });
});

describe('the configured relay', () => {
  test('is fetched from, though it is private and plain http', async () => {
    const { origin, seen } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'image/png', 'set-cookie': 'a=b' }).end('picture');
    });
    const fetched = await safeFetch(`${origin}/a.png`, { ...LIMITS, allowOrigin: `${origin}/v1` });
    expect(Buffer.from(fetched.bytes).toString()).toBe('picture');
    expect(fetched).toMatchObject({ contentType: 'image/png', finalUrl: `${origin}/a.png` });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
  });

  test('is that origin exactly: another port, scheme or name is not it', async () => {
    const { origin } = await serve((_, response) => response.end('secret'));
    const port = Number(new URL(origin).port);
    for (const allowOrigin of [
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
    ]) {
      expect(await failure(`${origin}/a.png`, { allowOrigin })).toMatchObject({
        reason: 'Refused',
      });
    }
  });
});

describe('redirects', () => {
  test('are followed within the relay, without the cookies that it sets', async () => {
    const { origin, seen } = await serve((request, response) => {
      if (request.url === '/b') response.end('picture');
      else response.writeHead(302, { location: '/b', 'set-cookie': 'a=b' }).end();
    });
    const fetched = await safeFetch(`${origin}/a`, { ...LIMITS, allowOrigin: origin });
    expect(fetched.finalUrl).toBe(`${origin}/b`);
    expect(seen[1]?.headers).not.toHaveProperty('cookie');
  });

  test.each([
    'https://127.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://example.com/',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
    '//169.254.169.254/latest',
    'https://a:b@example.com/',
    'https://localhost/',
  ])('to %s are refused', async (location) => {
    const { origin } = await serve((_, response) => {
      response.writeHead(302, { location }).end();
    });
    expect(await failure(`${origin}/a`, { allowOrigin: origin })).toMatchObject({
      reason: 'Refused',
    });
  });

  test('to another private server are refused, and that server hears nothing', async () => {
    const inner = await serve((_, response) => response.end('secret'));
    const { origin } = await serve((_, response) => {
      response.writeHead(307, { location: `${inner.origin}/admin` }).end();
    });
    expect(await failure(`${origin}/a`, { allowOrigin: origin })).toMatchObject({
      reason: 'Refused',
    });
    expect(inner.seen).toEqual([]);
  });

  test('in a circle end', async () => {
    const { origin, seen } = await serve((_, response) => {
      response.writeHead(301, { location: '/again' }).end();
    });
    expect(await failure(`${origin}/a`, { allowOrigin: origin })).toMatchObject({
      reason: 'Refused',
    });
    expect(seen.length).toBeLessThan(10);
  });
});

describe('limits', () => {
  test('a body that says it is too long is not read', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 5_000_000 });
      response.write('x');
    });
    expect(await failure(`${origin}/a`, { allowOrigin: origin })).toMatchObject({
      reason: 'TooLarge',
      retryable: false,
    });
  });

  test('a body that turns out too long is left in the middle', async () => {
    const { origin } = await serve((_, response) => {
      const more = () => response.write('x'.repeat(400), () => setTimeout(more, 1));
      more();
    });
    expect(await failure(`${origin}/a`, { allowOrigin: origin })).toMatchObject({
      reason: 'TooLarge',
    });
  });

  test('a body of exactly the longest length is taken', async () => {
    const { origin } = await serve((_, response) => response.end('x'.repeat(1000)));
    const { bytes } = await safeFetch(`${origin}/a`, { ...LIMITS, allowOrigin: origin });
    expect(bytes.length).toBe(1000);
  });

  test.each([
    ['before the headers', false],
    ['in the middle of the body', true],
  ])('a server that stops %s is left after the time is up', async (_, begins) => {
    const { origin } = await serve((_request, response) => {
      if (begins) response.writeHead(200).write('x');
    });
    const error = await failure(`${origin}/a`, { allowOrigin: origin, timeoutMs: 150 });
    expect(error).toMatchObject({ reason: 'Timeout', retryable: true });
  });

  test('the caller can leave at any time, with its own reason', async () => {
    const { origin } = await serve(() => {});
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 50);
    const options = { ...LIMITS, allowOrigin: origin, signal: controller.signal };
    await expect(safeFetch(`${origin}/a`, options)).rejects.toBe(reason);
    await expect(safeFetch(`${origin}/a`, options)).rejects.toBe(reason);
  });
});

describe('answers that are no file', () => {
  test.each([
    [401, 'Gone', false],
    [403, 'Gone', false],
    [404, 'Gone', false],
    [410, 'Gone', false],
    [400, 'Unavailable', false],
    [204, 'Unavailable', false],
    [304, 'Unavailable', false],
    [408, 'Unavailable', true],
    [429, 'Unavailable', true],
    [500, 'Unavailable', true],
    [503, 'Unavailable', true],
  ])('%i is %s, worth another try: %s', async (status, reason, retryable) => {
    const { origin } = await serve((_, response) => response.writeHead(status).end());
    const error = await failure(`${origin}/a`, { allowOrigin: origin });
    expect(error).toMatchObject({ reason, retryable });
  });

  test('a body that is cut short is unavailable, not half a picture', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('x'.repeat(100), () => response.destroy());
    });
    const error = await failure(`${origin}/a`, { allowOrigin: origin });
    expect(error).toMatchObject({ reason: 'Unavailable', retryable: true });
  });

  test('a server that is not there is unavailable', async () => {
    const { origin } = await serve(() => {});
    const url = `http://127.0.0.1:1/a`;
    const error = await failure(url, { allowOrigin: 'http://127.0.0.1:1' });
    expect(error).toMatchObject({ reason: 'Unavailable', retryable: true });
    expect(origin).not.toContain(':1/');
  });
});

test('a body is handed on piece by piece, and what cannot be written is told as it is', async () => {
  const { origin } = await serve((_, response) => {
    response.write('abc', () => response.end('def'));
  });
  const options = { ...LIMITS, allowOrigin: origin };
  let [text, busy] = ['', false];
  const write = async (chunk: Uint8Array) => {
    expect(busy).toBe(false);
    busy = true;
    await pause(5);
    text += new TextDecoder().decode(chunk);
    busy = false;
  };
  expect(await safeFetchTo(`${origin}/x`, options, write)).toMatchObject({ length: 6 });
  expect(text).toBe('abcdef');
  const full = new Error('no space left');
  await expect(safeFetchTo(`${origin}/x`, options, () => Promise.reject(full))).rejects.toBe(full);
});
