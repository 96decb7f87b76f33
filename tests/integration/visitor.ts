import type { AppRouter } from '@easel/api/contract';
import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';

/** A browser's memory without its page: cookies by host name, redirects only when told. */
export class Visitor {
  readonly home: string;
  readonly jar = new Map<string, Map<string, string>>();

  constructor(home: string) {
    this.home = home;
  }

  /** The typed client, as this visitor. */
  get api() {
    return createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: `${this.home}/api/trpc`,
          transformer: superjson,
          // tRPC describes fetch by its own types, which say the same.
          fetch: (input, init) => this.fetch(String(input), init as RequestInit),
        }),
      ],
    });
  }

  /** One request; cookies are sent and kept as a browser would, redirects are not followed. */
  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.home);
    const headers = new Headers(init.headers);
    const cookies = this.jar.get(url.hostname) ?? new Map<string, string>();
    if (cookies.size > 0 && !headers.has('cookie'))
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((each) => /^\s*max-age=0$/i.test(each));
      if (gone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    this.jar.set(url.hostname, cookies);
    return response;
  }

  /** Posts a form of the page at `from`. */
  post(address: string, fields: Record<string, string>, from = this.home): Promise<Response> {
    return this.fetch(address, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: new URL(from).origin },
    });
  }

  /** Goes where an answer leads (redirects and refreshing pages) until a page is shown. */
  async follow(response: Response, from: string): Promise<{ url: string; page: string }> {
    let at = new URL(from, this.home).href;
    let answer = response;
    for (let hops = 0; hops < 20; hops += 1) {
      const body = await answer.text();
      const refresh = body.match(/http-equiv="refresh" content="0;url=([^"]+)"/)?.[1];
      const next = answer.headers.get('location') ?? refresh?.replaceAll('&amp;', '&');
      if (!next) return { url: at, page: body };
      at = new URL(next, at).href;
      answer = await this.fetch(at);
    }
    throw new Error(`Led in circles, last to ${at}.`);
  }

  /**
   * The way through an OpenID provider of the tests, from a form of the site with these fields to the
   * page where it ends.
   */
  async signInAt(
    issuer: string,
    login: string,
    fields: Record<string, string> = {},
  ): Promise<{ url: string; page: string }> {
    const begun = await this.post('/api/sign-in/oidc', fields);
    const form = await this.follow(begun, '/api/sign-in/oidc');
    if (!form.page.includes('name="login"')) return form;
    return await this.follow(await this.post(form.url, { login }, issuer), form.url);
  }

  async signInLocally(name: string): Promise<this> {
    const response = await this.fetch('/api/sign-in/local', {
      method: 'POST',
      body: JSON.stringify({ name }),
      headers: { 'content-type': 'application/json', origin: this.home },
    });
    if (!response.ok) throw new Error(`Could not sign in: ${response.status}`);
    return this;
  }
}
