import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DemoCredential } from '@gongshu/launcher';
import { Answer } from './answer.js';
import type { Narrator } from './narrator.js';

const PATIENCE_MILLISECONDS = 60_000;
const PASSING = new Set([502, 503, 504]);

/** One party of the demo at its gateway: types the curl line a user would type, and does what it says. */
export class Caller {
  private token: { value: string; until: number } | null = null;
  private introduced = false;

  constructor(
    readonly credential: DemoCredential,
    private readonly narrator: Narrator,
    /** File a user would take the secret from. */
    private readonly credentialsFile = '.gongshu/demo-credentials.json',
  ) {}

  get name(): string {
    return `${this.credential.organisation} (${this.credential.clientId})`;
  }

  async get(path: string, quiet = false): Promise<Answer> {
    if (!quiet) this.type('', `'${this.credential.gatewayUrl}${decodeURI(path)}'`);
    return this.send('GET', path, undefined, undefined);
  }

  /** The rest of a file from a byte on, if it is still the same file. */
  async getFrom(path: string, byte: number, etag: string): Promise<Answer> {
    this.type(`-H 'Range: bytes=${String(byte)}-' -H 'If-Range: ${etag}'`, `'${this.credential.gatewayUrl}${decodeURI(path)}'`);
    return this.send('GET', path, undefined, undefined, { range: `bytes=${String(byte)}-`, 'if-range': etag });
  }

  /** Repeats safely: every repetition of one call carries the same idempotency key. */
  async post(path: string, body: unknown): Promise<Answer> {
    const json = JSON.stringify(body);
    this.type(`-X POST -H 'Content-Type: application/json' -d '${json}'`, `${this.credential.gatewayUrl}${path}`);
    return this.send('POST', path, json, 'application/json');
  }

  async put(path: string, body: unknown): Promise<Answer> {
    const json = JSON.stringify(body);
    this.type(`-X PUT -H 'Content-Type: application/json' -d '${json}'`, `${this.credential.gatewayUrl}${path}`);
    return this.send('PUT', path, json, 'application/json');
  }

  async upload(path: string, csv: string, fileName: string): Promise<Answer> {
    this.type(`-X POST -H 'Content-Type: text/csv' --data-binary @tools/demo/data/${fileName}`, `${this.credential.gatewayUrl}${path}`);
    return this.send('POST', path, csv, 'text/csv');
  }

  /** The line a user would type; before a party's first one, how it gets its token. */
  private type(options: string, target: string): void {
    const { clientId, gatewayUrl } = this.credential;
    if (!this.introduced) {
      this.introduced = true;
      const secret = `$(jq -r '.[] | select(.clientId=="${clientId}").clientSecret' ${this.credentialsFile})`;
      this.narrator.curl(
        `${this.variable()}=$(curl -s -d grant_type=client_credentials -d client_id=${clientId} -d client_secret="${secret}" ${gatewayUrl}/v1/token | jq -r .access_token)`,
      );
    }
    this.narrator.curl(`curl ${options === '' ? '' : `${options} `}-H "Authorization: Bearer $${this.variable()}" ${target}`);
  }

  private variable(): string {
    return this.credential.clientId.replaceAll('-', '_').toUpperCase();
  }

  async accessToken(): Promise<string> {
    if (this.token !== null && this.token.until > Date.now()) return this.token.value;
    const { clientId, clientSecret, gatewayUrl } = this.credential;
    const response = await patiently(() =>
      fetch(`${gatewayUrl}/v1/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
      }),
    );
    if (!response.ok) throw new Error(`${clientId} gets no token: ${String(response.status)} ${await response.text()}`);
    const { access_token: value, expires_in: seconds } = (await response.json()) as { access_token: string; expires_in: number };
    this.token = { value, until: Date.now() + (seconds - 60) * 1000 };
    return value;
  }

  private async send(method: string, path: string, body: string | undefined, type: string | undefined, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const key = randomUUID();
    return patiently(async () =>
      this.exchange(path, {
        method,
        headers: {
          ...more,
          authorization: `Bearer ${await this.accessToken()}`,
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        },
        ...(body === undefined ? {} : { body }),
      }),
    );
  }

  /** One attempt of one call. */
  protected async exchange(path: string, request: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.credential.gatewayUrl}${path}`, request);
    return new Answer(response.status, response.headers, await response.text());
  }
}

/** A node that is being restarted is waited for; everything it answers by itself is taken as it is. */
async function patiently<T extends { readonly status: number }>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    let answer: T | null = null;
    let failure: unknown = null;
    try {
      answer = await attempt();
      if (!PASSING.has(answer.status)) return answer;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) {
      if (answer !== null) return answer;
      throw failure;
    }
    await delay(300);
  }
}

/** Asks until the answer is as wanted, or a minute is over, in which whatever died has come back; answers the last one and how long it took. */
export async function until(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean, seconds = 60): Promise<{ answer: Answer; milliseconds: number }> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    const milliseconds = performance.now() - began;
    if (wanted(answer) || milliseconds > seconds * 1000) return { answer, milliseconds };
    // Quick while a second counts, then without haste.
    await delay(milliseconds < 2_000 ? 20 : 250);
  }
}
