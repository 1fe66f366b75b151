export type CheckName = 'checkpoint' | 'entries' | 'tiles' | 'inclusion' | 'consistency' | 'witness';

export interface Finding {
  readonly check: CheckName;
  readonly ok: boolean;
  readonly zh: string;
  readonly en: string;
  /** The first entry that cannot be trusted, where the check can tell. */
  readonly badIndex?: number;
}

export interface Report {
  /** True only when every check was made and held. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly firstBadIndex?: number;
  /** The checkpoint as the log signed it (a signed note): keep it, and give it back next time as the older checkpoint. */
  readonly checkpoint?: string;
  readonly origin?: string;
  readonly size?: number;
  /** Base64. */
  readonly root?: string;
}

/** What the log served cannot be read or does not verify. `badIndex` names an entry where known. */
export class LogFault extends Error {
  override readonly name = 'LogFault';
  constructor(
    readonly zh: string,
    readonly en: string,
    readonly badIndex?: number,
  ) {
    super(en);
  }
}

export function held(check: CheckName, zh: string, en: string): Finding {
  return { check, ok: true, zh, en };
}

function failed(check: CheckName, zh: string, en: string, badIndex?: number): Finding {
  return { check, ok: false, zh, en, ...(badIndex === undefined ? {} : { badIndex }) };
}

/**
 * Runs one check. A LogFault becomes a failed finding, and the answer is undefined; anything else thrown is a defect of this program and goes on.
 */
export async function attempt<T>(findings: Finding[], check: CheckName, run: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await run();
  } catch (fault) {
    if (!(fault instanceof LogFault)) throw fault;
    findings.push(failed(check, fault.zh, fault.en, fault.badIndex));
    return undefined;
  }
}

export function printReport(report: Report): string {
  const lines = report.findings.map(({ ok, zh, en }) => `${ok ? '✓' : '✗'} ${zh}\n  ${en}`);
  const verdict = report.ok
    ? '结论:审计日志全部核验通过。\nVerdict: the audit log verifies.'
    : '结论:审计日志核验不通过。\nVerdict: the audit log does NOT verify.';
  const first = report.firstBadIndex;
  const where = first === undefined ? '' : `\n首个异常条目序号:${first}\nFirst bad entry: index ${first}`;
  return `${lines.join('\n')}\n\n${verdict}${where}\n`;
}
