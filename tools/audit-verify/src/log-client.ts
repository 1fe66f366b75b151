import { base64 } from './note.js';
import { LogFault } from './report.js';
import { HASH_BYTES } from './tree.js';

const TIMEOUT_MS = 30_000;

export interface Credentials {
  readonly token?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Fetches from the gateway what the log serves, and checks its form but not its truth. Everything that goes wrong is a LogFault. */
export class LogClient {
  private constructor(
    private readonly gatewayUrl: string,
    private readonly token: string | undefined,
  ) {}

  static async connect(gatewayUrl: string, credentials: Credentials): Promise<LogClient> {
    const url = gatewayUrl.replace(/\/+$/, '');
    const { token, clientId, clientSecret } = credentials;
    if (token !== undefined || clientId === undefined || clientSecret === undefined) return new LogClient(url, token);
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = parseJson((await request(`${url}/v1/token`, { method: 'POST', body })).toString());
    if (typeof answer['access_token'] !== 'string') throw new LogFault('未取得访问令牌', 'the token endpoint gave no access token');
    return new LogClient(url, answer['access_token']);
  }

  async text(path: string): Promise<string> {
    return (await this.bytes(path)).toString();
  }

  /** The hashes of a tile. */
  async hashTile(level: number, index: number, width: number): Promise<Buffer[]> {
    const bytes = await this.bytes(tilePath(String(level), index, width));
    if (bytes.length !== width * HASH_BYTES) {
      throw new LogFault(`瓦片长度不正确:第 ${level} 层第 ${index} 块`, `tile ${index} of level ${level} has ${bytes.length} bytes, not ${width * HASH_BYTES}`);
    }
    return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }

  /** The entries of a bundle: each behind its length in two bytes. */
  async entryBundle(index: number, width: number): Promise<Buffer[]> {
    const bytes = await this.bytes(tilePath('entries', index, width));
    const entries: Buffer[] = [];
    let at = 0;
    while (entries.length < width) {
      const start = at + 2;
      const end = start <= bytes.length ? start + bytes.readUInt16BE(at) : Number.POSITIVE_INFINITY;
      if (end > bytes.length) {
        const broken = index * 256 + entries.length;
        throw new LogFault(`条目包在第 ${broken} 条处中断`, `the entry bundle breaks off at entry ${broken}`, broken);
      }
      entries.push(bytes.subarray(start, end));
      at = end;
    }
    if (at !== bytes.length) throw new LogFault(`条目包 ${index} 含多余字节`, `entry bundle ${index} has surplus bytes`);
    return entries;
  }

  async inclusionProof(index: number, size: number): Promise<{ leafHash: Buffer; hashes: Buffer[] }> {
    const proof = parseJson(await this.text(`inclusion-proof?index=${index}&size=${size}`));
    if (proof['index'] !== index || proof['size'] !== size) throw new LogFault('返回的是另一条目的包含证明', 'the inclusion proof is for another entry or size');
    return { leafHash: hashIn(proof['leafHash']), hashes: hashesIn(proof['hashes']) };
  }

  async consistencyProof(from: number, to: number): Promise<Buffer[]> {
    const proof = parseJson(await this.text(`consistency-proof?from=${from}&to=${to}`));
    if (proof['from'] !== from || proof['to'] !== to) throw new LogFault('返回的是另一区间的一致性证明', 'the consistency proof is for other sizes');
    return hashesIn(proof['hashes']);
  }

  private bytes(path: string): Promise<Buffer> {
    return request(`${this.gatewayUrl}/v1/audit/log/${path}`, this.token === undefined ? {} : { headers: { authorization: `Bearer ${this.token}` } });
  }
}

function tilePath(level: string, index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width < 256 ? `.p/${width}` : ''}`;
}

async function request(url: string, init: RequestInit): Promise<Buffer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.ok) return body;
    throw new LogFault(`无法取得 ${url}:HTTP ${response.status}`, `${url} answered HTTP ${response.status}`);
  } catch (error) {
    if (error instanceof LogFault) throw error;
    const cause = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
    throw new LogFault(`无法连接 ${url}:${cause}`, `${url} cannot be reached: ${cause}`);
  }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Falls through: text that is no JSON is as useless as JSON that is no object.
  }
  throw new LogFault('返回内容不是 JSON 对象', 'the answer is not a JSON object');
}

function hashesIn(value: unknown): Buffer[] {
  if (!Array.isArray(value)) throw new LogFault('证明中没有哈希列表', 'the proof holds no list of hashes');
  return value.map(hashIn);
}

function hashIn(value: unknown): Buffer {
  const hash = typeof value === 'string' ? base64(value) : undefined;
  if (hash?.length !== HASH_BYTES) throw new LogFault('证明中的哈希格式不正确', 'a hash in the proof is not 32 bytes in base64');
  return hash;
}
