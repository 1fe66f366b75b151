import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { SHORTEST_PASSWORD } from './password.js';

export type PageLanguage = 'zh' | 'en';

/** A page and the headers it goes with. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE = `body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:0;background:#f4f6f8;color:#1c2733}
main{max-width:24rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #d5dbe1;border-radius:6px}
h1{font-size:1.3rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem}input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #9aa5b1;border-radius:4px}
button{margin-top:1.2rem;width:100%;padding:.6rem;font:inherit;color:#fff;background:#0b5cad;border:0;border-radius:4px}a{color:#0b5cad}[role=alert]{color:#a3140f;margin:0}`;
const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');

const WORDS = {
  zh: {
    title: '政务数据共享平台', logIn: '登录', to: '登录到', account: '账号', password: '密码', submit: '登录', activate: '首次使用或重置密码', refusedLogIn: '账号或密码不正确,或账号暂时锁定,请稍后再试。',
    activation: '激活账号', code: '激活码', newPassword: '新密码', again: '再次输入新密码', setPassword: '设置密码', rule: `密码至少 ${String(SHORTEST_PASSWORD)} 个字符,不得包含账号名称。`,
    differ: '两次输入的密码不一致。', refusedActivation: '账号或激活码不正确,或激活码已使用、已过期。请联系平台运维人员。', activated: '密码已设置,请返回应用重新登录。', loggedOut: '您已退出登录。',
    refused: '无法处理此请求。', expired: '登录请求已过期或不属于此浏览器,请从应用重新开始。', logOut: '退出登录', logOutQuestion: '确认退出平台的统一登录吗?', yes: '退出',
  },
  en: {
    title: 'Government data sharing platform', logIn: 'Log in', to: 'Log in to', account: 'Account', password: 'Password', submit: 'Log in', activate: 'First time here, or password reset',
    refusedLogIn: 'The account or password is wrong, or the account is locked for a while. Try again later.', activation: 'Activate an account', code: 'Activation code', newPassword: 'New password',
    again: 'New password again', setPassword: 'Set password', rule: `At least ${String(SHORTEST_PASSWORD)} characters, without the account’s name.`, differ: 'The two passwords differ.',
    refusedActivation: 'The account or the code is wrong, or the code was used or is void. Ask the platform’s operator.', activated: 'The password is set. Go back to the application and log in.',
    loggedOut: 'You are logged out.', refused: 'The request cannot be answered.', expired: 'The login has expired or belongs to another browser. Begin again at the application.', logOut: 'Log out',
    logOutQuestion: 'Log out of the platform’s single login?', yes: 'Log out',
  },
} as const;
type Word = keyof (typeof WORDS)['zh'];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** The language a browser asks for (RFC 9110, 12.5.4, by order): Chinese unless English comes first. */
export function pageLanguage(header: string | undefined): PageLanguage {
  return /(?:^|,)\s*(zh|en)\b/i.exec(header ?? '')?.[1]?.toLowerCase() === 'en' ? 'en' : 'zh';
}

/** A page without script, that nobody may frame, keep or send elsewhere than to the named addresses. */
function page(language: PageLanguage, status: number, heading: string, content: string, formGoesTo: readonly string[] = []): Page {
  const origins = formGoesTo.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).origin);
  const policy = ["default-src 'none'", `style-src 'sha256-${STYLE_DIGEST}'`, "base-uri 'none'", "frame-ancestors 'none'", `form-action ${["'self'", ...origins].join(' ')}`];
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language === 'en' ? 'en' : 'zh-CN',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
    body: `<!DOCTYPE html><html lang="${language === 'en' ? 'en' : 'zh-CN'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(WORDS[language].title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(heading)}</h1>${content}</main></body></html>`,
  };
}

function field(name: string, label: string, type: 'text' | 'password', autocomplete: string, value = ''): string {
  return `<label for="${name}">${escaped(label)}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required maxlength="200"${value === '' ? '' : ` value="${escaped(value)}"`}>`;
}

const alert = (text: string): string => `<p role="alert">${escaped(text)}</p>`;

export interface LoginForm {
  readonly application: string;
  /** Where the browser goes when the person is in. */
  readonly redirectUri: string;
  readonly refused: boolean;
}

export function loginPage(language: PageLanguage, { application, redirectUri, refused }: LoginForm): Page {
  const say = WORDS[language];
  const form = `<form method="post">${field('account', say.account, 'text', 'username')}${field('password', say.password, 'password', 'current-password')}<button>${say.submit}</button></form>`;
  return page(language, refused ? 401 : 200, `${say.to} ${application}`, `${refused ? alert(say.refusedLogIn) : ''}${form}<p><a href="../activation">${say.activate}</a></p>`, [redirectUri]);
}

export function activationPage(language: PageLanguage, fault: 'differ' | 'rule' | 'refusedActivation' | null, account = ''): Page {
  const say = WORDS[language];
  const fields = [
    field('account', say.account, 'text', 'username', account),
    field('code', say.code, 'text', 'one-time-code'),
    field('password', say.newPassword, 'password', 'new-password'),
    field('again', say.again, 'password', 'new-password'),
  ];
  return page(language, fault === null ? 200 : 400, say.activation, `${fault === null ? '' : alert(say[fault])}<form method="post"><p>${say.rule}</p>${fields.join('')}<button>${say.setPassword}</button></form>`);
}

export function logoutPage(language: PageLanguage, form: string, then: string | undefined): Page {
  const say = WORDS[language];
  return page(language, 200, say.logOut, `<p>${say.logOutQuestion}</p>${form}<button form="op.logoutForm" name="logout" value="yes">${say.yes}</button>`, then === undefined ? [] : [then]);
}

const STATUS: Partial<Record<Word, number>> = { refused: 400, expired: 400 };

export function messagePage(language: PageLanguage, word: Word, detail = ''): Page {
  const say = WORDS[language];
  return page(language, STATUS[word] ?? 200, say.title, `<p>${escaped(say[word])}</p>${detail === '' ? '' : `<p><code>${escaped(detail)}</code></p>`}`);
}

/** Sends a page as the answer of the protocol library, whose status for a refusal stays. */
export function sendKoa(ctx: { status: number; body: unknown; set(headers: Record<string, string>): void }, { headers, body }: Page): void {
  const { status } = ctx;
  ctx.body = body;
  ctx.status = status === 404 ? 200 : status;
  ctx.set({ ...headers });
}

export function sendPage(response: ServerResponse, { status, headers, body }: Page): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
