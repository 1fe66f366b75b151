import { PassThrough } from 'node:stream';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import type { AnswerHead, UpstreamClient, UpstreamExchange } from '@gongshu/service-kit';
import { ndjsonAsCsv } from '../rows/ndjson-as-csv.js';

const SILENCE_MILLISECONDS = 60_000;

/**
 * A provider's file as CSV while it comes. Redirects are not followed.
 *
 * @throws UpstreamFailure, or Problem `exchange/source-unavailable` for an answer that is no CSV or NDJSON file
 */
export async function* openFileSource(url: string, columns: readonly string[], token: string | undefined, client: UpstreamClient): AsyncGenerator<Buffer> {
  const passage = new PassThrough();
  passage.on('error', () => undefined);
  const headers = { accept: 'text/csv, application/x-ndjson', 'accept-encoding': 'identity', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  let exchange: UpstreamExchange | null = null;
  const begun = new Promise<AnswerHead>((resolve, reject) => {
    exchange = client.send({ method: 'GET', url: new URL(url), headers, silenceMilliseconds: SILENCE_MILLISECONDS }, {
      onHead: resolve,
      onBody: (chunk) => {
        if (!passage.write(chunk)) exchange?.pause();
      },
      onEnd: () => passage.end(),
      onFailure: (failure) => {
        reject(failure);
        passage.destroy(failure);
      },
    });
    passage.on('drain', () => exchange?.resume());
    passage.on('close', () => exchange?.abort());
  });
  try {
    const { status, headers: answered } = await begun;
    const type = (answered.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (status !== 200 || answered.has('content-encoding') || (type !== 'text/csv' && type !== 'application/x-ndjson')) throw new Problem(exchangeProblems.sourceUnavailable);
    yield* type === 'text/csv' ? (passage as AsyncIterable<Buffer>) : ndjsonAsCsv(columns, passage);
  } finally {
    passage.destroy();
  }
}
