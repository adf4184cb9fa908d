import type { Front } from '../../control-plane/auth/front.ts';
import { Redacted } from '../../control-plane/domain/redacted.ts';
import { Browser } from './browser.ts';
import type { Answer } from './graphql.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from './graphql-door.ts';
import { call } from './management.ts';
import { OidcHouse } from './oidc-house.ts';

/** An issuer, and a control plane in which its people sign in with browsers. Doors have the time of the wall. */
export class SignInHouse implements AsyncDisposable {
  readonly house: OidcHouse;
  readonly front: Front;
  readonly open: OpenGraphqlDoor;

  private constructor(house: OidcHouse, front: Front, open: OpenGraphqlDoor) {
    this.house = house;
    this.front = front;
    this.open = open;
  }

  /** @param publicUrl undefined takes the address of the door */
  static async open(publicUrl?: string): Promise<SignInHouse> {
    const house = await OidcHouse.open();
    const { issuer, management, provider } = house;
    const { services, admin } = management;
    await services.identityProviders.update(admin, call('updateIdentityProvider'), {
      id: provider.id,
      expectedVersion: provider.version,
      clientSecret: new Redacted(issuer.clientSecret),
    });
    house.provider = { ...provider, version: provider.version + 1 };
    const front = house.openFront(['127.0.0.0/8'], publicUrl);
    return new SignInHouse(house, front, await openGraphqlDoor({ ...management, front }));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.open.port}`;
  }

  loginUrl(query = 'issuer=okta'): string {
    return `${this.origin}/auth/login?${query}`;
  }

  /** A browser in which a fresh member of `staff` is signed in. */
  async signIn(browser = new Browser()): Promise<Browser> {
    this.house.issuer.user = this.house.subject();
    await browser.go(this.loginUrl());
    return browser;
  }

  /** What a page of this site sends, unless the headers say otherwise; null leaves one out. */
  async ask(
    browser: Browser,
    query: string,
    change: Readonly<Record<string, string | null>> = {},
  ): Promise<{ readonly status: number; readonly body: Answer }> {
    const headers = {
      'content-type': 'application/json',
      origin: this.origin,
      'x-gatehouse-csrf': this.csrfTokenOf(browser),
      ...change,
    };
    const response = await browser.send(this.open.url, {
      method: 'POST',
      headers: Object.fromEntries(
        Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
      ),
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  csrfTokenOf(browser: Browser): string {
    return browser.cookies(this.origin).get('gatehouse-csrf') ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.open[Symbol.asyncDispose]();
    await this.house[Symbol.asyncDispose]();
  }
}
