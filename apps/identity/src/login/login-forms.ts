import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type Provider from 'oidc-provider';
import { CLOCK, NODE, platformContext, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { ActivateAccount } from './activate-account.js';
import { LogIn } from './log-in.js';
import { activationPage, loginPage, messagePage, pageLanguage, sendPage, type Page } from './pages.js';

const MOST_BYTES = 8_192;
const ACCOUNT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The two forms a person fills in. */
@Injectable()
export class LoginForms {
  constructor(
    private readonly logsIn: LogIn,
    private readonly activates: ActivateAccount,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One login of one browser: the library knows it by the cookie it set when the application sent the person here, so nobody can finish a login that another began. */
  async logIn(request: IncomingMessage, response: ServerResponse, protocol: Provider): Promise<void> {
    const language = pageLanguage(request.headers['accept-language']);
    const interaction = await protocol.interactionDetails(request, response).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'SessionNotFound') return null;
      throw error;
    });
    if (interaction === null || !(request.url ?? '').split('?', 1)[0]?.endsWith(`/${interaction.uid}`)) return sendPage(response, messagePage(language, 'expired'));
    if (interaction.prompt.name !== 'login') return protocol.interactionFinished(request, response, { consent: {} });
    const { client_id: id, redirect_uri: redirectUri } = interaction.params;
    const application = (await protocol.Client.find(String(id)))?.clientName ?? '';
    const show = (refused: boolean): void => sendPage(response, loginPage(language, { application, redirectUri: String(redirectUri), refused }));
    if (request.method !== 'POST') return show(false);
    const form = await readForm(request, response, language);
    if (form === null) return;
    const account = accountOf(form);
    if (!(await this.logsIn.run(this.context(), account, form.get('password') ?? ''))) return show(true);
    // The session's cookie goes with the browser.
    return protocol.interactionFinished(request, response, { login: { accountId: account, remember: false, amr: ['pwd'] } }, { mergeWithLastSubmission: false });
  }

  async activate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const language = pageLanguage(request.headers['accept-language']);
    const show = (page: Page): void => sendPage(response, page);
    if (request.method !== 'POST') return show(activationPage(language, null));
    const form = await readForm(request, response, language);
    if (form === null) return;
    const accountId = accountOf(form);
    const password = form.get('password') ?? '';
    if (password !== form.get('again')) return show(activationPage(language, 'differ', accountId));
    const outcome = await this.activates.run(this.context(), { accountId, code: form.get('code') ?? '', password });
    if (outcome === 'activated') return show(messagePage(language, 'activated'));
    return show(activationPage(language, outcome === 'refused' ? 'refusedActivation' : 'rule', accountId));
  }

  private context(): RequestContext {
    return platformContext(this.node, this.clock, 'login');
  }
}

/** What was typed as the account, if it can be one; otherwise a name that nobody has. */
function accountOf(form: URLSearchParams): string {
  const typed = (form.get('account') ?? '').trim().toLowerCase();
  return typed.length <= 64 && ACCOUNT.test(typed) ? typed : '-';
}

/** A posted form; null when it was none, and that has been answered. */
async function readForm(request: IncomingMessage, response: ServerResponse, language: 'zh' | 'en'): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break;
      chunks.push(chunk);
    }
    if (bytes <= MOST_BYTES) return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  }
  sendPage(response, { ...messagePage(language, 'refused'), status: bytes > MOST_BYTES ? 413 : 415 });
  return null;
}
