/** Where a played browser has come to. */
export interface Visited {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Form = Readonly<Record<string, string>>;

/** A person's browser: keeps cookies by their path, follows redirects within the login, and stops where an application takes over. */
export class PlayedBrowser {
  private readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();

  constructor(
    private readonly origin: string,
    private readonly language = 'zh-CN',
  ) {}

  /** Another browser with the same cookies: what a thief has. */
  copy(): PlayedBrowser {
    const other = new PlayedBrowser(this.origin, this.language);
    for (const [name, cookie] of this.cookies) other.cookies.set(name, cookie);
    return other;
  }

  /** Cookies as they are kept, for a test to look at or to spoil. */
  get jar(): ReadonlyMap<string, { readonly value: string; readonly path: string }> {
    return this.cookies;
  }

  spoil(name: string, value: string): void {
    this.cookies.set(name, { value, path: this.cookies.get(name)?.path ?? '/' });
  }

  async open(address: string | URL, form?: Form): Promise<Visited> {
    let url = new URL(address, this.origin);
    let body = form === undefined ? undefined : new URLSearchParams({ ...form });
    for (let hops = 0; hops < 10; hops += 1) {
      const headers: Record<string, string> = { accept: 'text/html', 'accept-language': this.language, cookie: this.cookiesFor(url.pathname) };
      const response = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
      for (const line of response.headers.getSetCookie()) this.keep(line, url.pathname);
      const location = response.headers.get('location');
      if (location === null) return { url: url.href, status: response.status, headers: response.headers, text: await response.text() };
      url = new URL(location, url);
      body = undefined;
      if (url.origin !== this.origin) return { url: url.href, status: response.status, headers: response.headers, text: '' };
    }
    throw new Error('redirected without end');
  }

  private keep(line: string, at: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    const attribute = (name: string): string | undefined => attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const name = pair.slice(0, equals);
    const expires = attribute('expires');
    if (expires !== undefined && Date.parse(expires) <= 0) this.cookies.delete(name);
    else this.cookies.set(name, { value: pair.slice(equals + 1), path: attribute('path') ?? at });
  }

  private cookiesFor(path: string): string {
    return [...this.cookies].filter(([, cookie]) => path.startsWith(cookie.path)).map(([name, { value }]) => `${name}=${value}`).join('; ');
  }
}
