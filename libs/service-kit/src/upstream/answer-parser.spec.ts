import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerParser, type AnswerHead } from './answer-parser.js';

interface Read {
  readonly heads: AnswerHead[];
  readonly body: string;
  readonly ends: number;
  readonly trailers: Record<string, string>;
  readonly parser: AnswerParser;
}

function read(pieces: readonly (string | Buffer)[], closed = false): Read {
  const heads: AnswerHead[] = [];
  const body: Buffer[] = [];
  let ends = 0;
  let trailers = {};
  const parser = new AnswerParser({ onHead: (head) => heads.push(head), onBody: (chunk) => body.push(Buffer.from(chunk)), onEnd: (last) => {
    ends += 1;
    trailers = Object.fromEntries(last);
  } });
  for (const piece of pieces) parser.feed(Buffer.from(piece));
  if (closed) parser.finish();
  return { heads, body: Buffer.concat(body).toString(), ends, trailers, parser };
}

const COUNTED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6;name=value\r\n world\r\n0\r\ntrailer: x\r\n\r\n';

describe('reading an answer', () => {
  it('takes bodies with a length, in chunks, and up to the end of the connection', () => {
    expect(read([COUNTED])).toMatchObject({ body: 'hello', ends: 1, heads: [{ status: 200, length: 5 }] });
    expect(read([COUNTED]).parser.reusable).toBe(true);
    expect(read([CHUNKED])).toMatchObject({ body: 'hello world', ends: 1, heads: [{ length: null }] });
    expect(read([CHUNKED]).parser.reusable).toBe(true);
    const until = read(['HTTP/1.1 200 OK\r\n\r\nhel', 'lo'], true);
    expect(until).toMatchObject({ body: 'hello', ends: 1 });
    expect(until.parser.reusable).toBe(false);
  });

  it('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(COUNTED, CHUNKED), fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 }), (answer, cuts) => {
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(answer.slice(at, at + cut));
          at += cut;
        }
        const { body, ends, trailers, parser } = read([...pieces, answer.slice(at)].filter((piece) => piece !== ''));
        expect([body, ends, trailers, parser.reusable]).toEqual([answer === COUNTED ? 'hello' : 'hello world', 1, answer === COUNTED ? {} : { trailer: 'x' }, true]);
      }),
    );
  });

  it('passes interim answers over, and knows answers without a body', () => {
    expect(read([`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${COUNTED}`])).toMatchObject({ body: 'hello', ends: 1 });
    expect(read(['HTTP/1.1 204 No Content\r\n\r\n'])).toMatchObject({ body: '', ends: 1 });
    expect(read(['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'])).toMatchObject({ body: '', ends: 1 });
  });

  it('does not reuse a connection that is to close, is HTTP/1.0, or says more than it should', () => {
    expect(read(['HTTP/1.1 200 OK\r\nconnection: Keep, Close\r\ncontent-length: 0\r\n\r\n']).parser.reusable).toBe(false);
    expect(read(['HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n']).parser.reusable).toBe(false);
    const more = read([`${COUNTED}HTTP/1.1 200 OK\r\n`]);
    expect([more.body, more.ends, more.parser.reusable]).toEqual(['hello', 1, false]);
  });

  it('calls an answer broken that ends early', () => {
    for (const part of ['', 'HTTP/1.1 20', COUNTED.slice(0, -1), CHUNKED.slice(0, -2)]) expect(() => read([part], true)).toThrowError(expect.objectContaining({ kind: 'broken' }));
  });

  it.each([
    ['no HTTP', 'ICY 200 OK\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['a length with a sign', 'HTTP/1.1 200 OK\r\ncontent-length: +5\r\n\r\n'],
    ['length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['another coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['a folded line', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n'],
    ['a name with a space', 'HTTP/1.1 200 OK\r\ncontent-length : 5\r\n\r\n'],
    ['no colon', 'HTTP/1.1 200 OK\r\nnothing\r\n\r\n'],
    ['NUL in a value', 'HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n'],
    ['a bare LF in a value', 'HTTP/1.1 200 OK\r\na: b\nset-cookie: c\r\n\r\n'],
    ['a protocol switch', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(8_000)}`],
    ['interim answers for ever', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(9)],
    ['a chunk without size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n'],
    ['a chunk size that is no number', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0x5\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhello\r\n'],
    ['a chunk line without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;${'x'.repeat(2_000)}`],
    ['a trailer without a name', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n folded: x\r\n\r\n'],
    ['trailers without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${'a: b\r\n'.repeat(8_000)}`],
  ])('calls %s malformed', (_what, answer) => {
    expect(() => read([answer])).toThrowError(expect.objectContaining({ kind: 'malformed' }));
  });
});
