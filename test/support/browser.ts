/** A browser as far as signing in needs one: it keeps cookies by host, follows redirects by hand, and says where it comes from. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();
  /** Every `Set-Cookie` so far. */
  readonly written: string[] = [];

  cookies(url: string): Map<string, string> {
    const { hostname } = new URL(url);
    const jar = this.#jars.get(hostname) ?? new Map<string, string>();
    this.#jars.set(hostname, jar);
    return jar;
  }

  /** One request, redirects not followed. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.cookies(url);
    const headers = new Headers(init.headers);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      this.written.push(line);
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0\b/.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Goes to an address and wherever it leads, at most `hops` times; gives the last answer and its address. */
  async go(url: string, hops = 10): Promise<{ readonly url: string; readonly response: Response }> {
    const response = await this.send(url);
    const location = response.headers.get('location');
    if (location === null || hops === 0) return { url, response };
    return this.go(new URL(location, url).href, hops - 1);
  }
}
