import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const vitest = join(import.meta.dirname, '../../../../node_modules/vitest/vitest.mjs');
const source = (path: string): string => JSON.stringify(join(import.meta.dirname, path));
const settings = `
  import { ConformanceReporter } from ${source('conformance-reporter.ts')};
  import { ClosingLineReporter } from ${source('../closing-line-reporter.ts')};
  const conformance = new ConformanceReporter({ requirements: 'requirements.tsv', output: 'docs' });
  export default { test: { globals: true, reporters: [conformance, new ClosingLineReporter(() => conformance.faults)] } };`;
const table = ['id\tjurisdiction\tarticle\tservice\trule', ...['HEB-19-1', 'HEB-19-2', 'HEB-19-3', 'HEB-19-4'].map((id) => `${id}\thebei\t19\tsharing\tr`), ''].join('\n');

describe('a run with the conformance reporter', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongshu-conformance-'));
    await mkdir(join(folder, 'a'));
    await Promise.all([writeFile(join(folder, 'vitest.config.mjs'), settings), writeFile(join(folder, 'requirements.tsv'), table)]);
    await write('a/first.spec.mjs', "it('[HEB-19-1] holds', () => {});");
    await write('second.spec.mjs', `
      describe('refusals [HEB-19-2]', () => { it('hold', () => {}); it.skip('[HEB-19-3] later', () => {}); });
      describe('prepared', () => { beforeAll(() => { throw new Error('no'); }); it('[HEB-19-4] holds', () => {}); });
      it.fails('[HEB-19-3] is broken', () => { expect(1).toBe(2); });`);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const write = (path: string, content: string): Promise<void> => writeFile(join(folder, path), content);

  async function run(...args: string[]): Promise<{ code: number; lines: string[]; errors: string; wrote: boolean }> {
    const child = spawn(process.execPath, [vitest, 'run', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
    const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, lines: output.trimEnd().split('\n'), errors, wrote: existsSync(join(folder, 'docs/conformance.md')) };
  }

  it('of every test writes what is proved, failing and not yet, and says so before the closing line', async () => {
    const { code, lines, wrote } = await run();
    expect(code).toBe(1);
    expect(wrote).toBe(true);
    expect(JSON.parse(await readFile(join(folder, 'docs/conformance.json'), 'utf8'))).toEqual({
      'HEB-19-1': { status: 'proved', tests: ['a/first.spec.mjs > [HEB-19-1] holds'] },
      'HEB-19-2': { status: 'proved', tests: ['second.spec.mjs > refusals [HEB-19-2] > hold'] },
      'HEB-19-3': { status: 'not yet', tests: [] },
      'HEB-19-4': { status: 'failing', tests: ['second.spec.mjs > prepared > [HEB-19-4] holds'] },
    });
    expect(lines).toContain('conformance: 2 of 4 proved, 1 failing, 1 not yet');
    expect(lines.at(-1)).toBe('3 passed, 1 failed, 2 skipped');
  });

  it.each([[['a']], [['-t', 'holds']], [['--shard', '1/2']]])('of some tests (%j) writes nothing', async (args) => {
    expect((await run(...args)).wrote).toBe(false);
  });

  it('fails for an id the table does not know, also of some tests, and names the test', async () => {
    await write('a/first.spec.mjs', "it('[HEB-19-9] holds', () => {});");
    const { code, lines, errors } = await run('a');
    expect(code).toBe(1);
    expect(errors).toContain('[HEB-19-9] is no requirement of requirements.tsv; it stands in the title of\n  a/first.spec.mjs > [HEB-19-9] holds');
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });
});
