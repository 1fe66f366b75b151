import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { printReport } from './report.js';
import { verifyLog } from './verify-log.js';

const USAGE = `用法 Usage: audit-verify <gateway-url> [options]
  --token T                                   访问令牌 access token
  --client-id ID --client-secret S            客户端凭据 client credentials
  --key VKEY                                  另行取得的日志公钥 the log's verifier key, obtained elsewhere
  --index N                                   核验第 N 条的包含证明(可重复) check the inclusion proof of entry N (repeatable)
  --old-size M                                核验自 M 条以来只增未改 check that the log only grew since M entries
  --old-checkpoint FILE                       与此前保存的检查点比对 compare with a checkpoint kept from before
  --save-checkpoint FILE                      核验通过后保存检查点 keep the checkpoint once it verifies
  --witness VKEY                              要求此见证方的联署(可重复) require the cosignature of this witness (repeatable)
`;

class UsageError extends Error {}

export interface CliResult {
  /** 0 all verified, 1 something did not, 2 wrong usage. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

export async function runCli(args: string[]): Promise<CliResult> {
  try {
    return await verifyAsAsked(args);
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, output: `${error.message}\n\n${USAGE}` };
    throw error;
  }
}

async function verifyAsAsked(args: string[]): Promise<CliResult> {
  const { values, positionals } = readArguments(args);
  const [gatewayUrl] = positionals;
  if (gatewayUrl === undefined || positionals.length > 1 || !URL.canParse(gatewayUrl)) throw new UsageError('one gateway URL is needed');
  if ((values['client-id'] === undefined) !== (values['client-secret'] === undefined)) throw new UsageError('--client-id and --client-secret go together');
  const report = await verifyLog({
    gatewayUrl,
    ...given('token', values.token),
    ...given('clientId', values['client-id']),
    ...given('clientSecret', values['client-secret']),
    ...given('logKey', values.key),
    ...given('indexes', values.index?.map(wholeNumber)),
    ...given('oldSize', values['old-size'] === undefined ? undefined : wholeNumber(values['old-size'])),
    ...given('oldCheckpoint', values['old-checkpoint'] === undefined ? undefined : await readKept(values['old-checkpoint'])),
    ...given('witnesses', values.witness),
  });
  if (report.ok && report.checkpoint !== undefined && values['save-checkpoint'] !== undefined) await writeFile(values['save-checkpoint'], report.checkpoint);
  return { exitCode: report.ok ? 0 : 1, output: printReport(report) };
}

function readArguments(args: string[]) {
  try {
    const one = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const options = {
      token: one, 'client-id': one, 'client-secret': one, key: one, index: many, 'old-size': one, 'old-checkpoint': one, 'save-checkpoint': one, witness: many,
    } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function readKept(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`无法读取 cannot read: ${file}`);
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new UsageError(`not a whole number: ${text}`);
  return number;
}

/** An optional property that is absent, not undefined, when it was not given. */
function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

