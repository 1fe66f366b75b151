import { exchangeProblems, Problem } from '@gongshu/contracts';

const MOST_LENGTH = 2000;

function fault(code: string, detail: string): Problem {
  return new Problem(exchangeProblems.unsafeAddress, { errors: [{ pointer: '/url', code, detail }] });
}

/**
 * An interface's address as it will be called. Where the host leads is looked at when it is called, because names change; here only what no address may be.
 *
 * @throws Problem `unsafe-address`
 */
export function interfaceAddress(text: string): string {
  if (!URL.canParse(text)) throw fault('url', 'not a URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw fault('scheme', 'http or https is expected');
  // Everybody who reads the event would read the password.
  if (url.username !== '' || url.password !== '') throw fault('credentials', 'an address carries no credentials');
  url.hash = '';
  if (url.href.length > MOST_LENGTH) throw fault('too-long', `at most ${String(MOST_LENGTH)} characters when encoded`);
  return url.href;
}
