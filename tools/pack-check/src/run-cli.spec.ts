import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument, type Document } from 'yaml';
import type { PackReport } from './check-pack.js';

const root = join(import.meta.dirname, '../../..');
const shipped = join(root, 'libs/regulation/packs');
const yunling = join(root, 'docs/how-to/examples/yunling.yaml');

let folder: string;
/** Holds the parent of the example alone. */
let parents: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gongshu-pack-check-'));
  parents = join(folder, 'parents');
  mkdirSync(parents);
  copyFileSync(join(shipped, 'default.yaml'), join(parents, 'default.yaml'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The compiled program, as npm runs it. */
function packCheck(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { npm_lifecycle_event: _, LANG: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/pack-check/dist/main.js'), ...args], { cwd: folder, encoding: 'utf8', env, timeout: 20_000 });
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+/m);
  return { status, stdout, stderr };
}

function written(text: string | Buffer): string {
  writeFileSync(join(folder, 'yunling.yaml'), text);
  return 'yunling.yaml';
}

/** The example after one change. */
function changed(change: (pack: Document) => unknown): string {
  const pack = parseDocument(readFileSync(yunling, 'utf8'));
  change(pack);
  return written(pack.toString());
}

const REQUEST = ['procedures', 'sharing-request'];
const MEDIATION = [...REQUEST, 'steps', 'MEDIATION'];

describe('pack:check refuses with file, path and reason', () => {
  it.each<[string, (pack: Document) => unknown, string, string]>([
    ['a misspelt key', (pack) => pack.set('paramaters', {}), 'paramaters', '没有这个键'],
    ['a parameter without article', (pack) => pack.deleteIn(['parameters', 'mediation.days', 'article']), 'parameters.mediation.days', '缺少 article'],
    ['a pack that is its own parent', (pack) => pack.set('parent', 'yunling@1'), 'parent', 'yunling@1 成了自己的上级'],
    ['a parent that is not there', (pack) => pack.set('parent', 'nowhere@1'), 'parent', '没有法规包 nowhere@1'],
    ['a step without outcome', (pack) => pack.setIn([...MEDIATION, 'acts'], {}), 'procedures.sharing-request.steps.MEDIATION', '环节没有任何行为'],
    ['an unknown role', (pack) => pack.setIn([...MEDIATION, 'actor', 'role'], 'KING'), 'procedures.sharing-request.steps.MEDIATION.actor.role', '只能是:ANY, DATA_ADMINISTRATOR'],
    ['an unknown party', (pack) => pack.setIn([...MEDIATION, 'actor', 'party'], 'court'), 'procedures.sharing-request.steps.MEDIATION.actor.party', '只能是:requester'],
    ['a fact nobody states', (pack) => pack.setIn([...REQUEST, 'steps', 'AUTHORITY_REVIEW', 'acts', 'forward', 'to', 0, 'when'], pack.createNode({ weather: 'fine' })), 'procedures.sharing-request.steps.AUTHORITY_REVIEW.acts.forward', '没有事实 weather'],
    ['a field without wording', (pack) => pack.setIn([...MEDIATION, 'acts', 'settle', 'requires', 0, 'field'], 'colour'), 'procedures.sharing-request.steps.MEDIATION.acts.settle.requires[0]', '字段 colour 在 terms 中没有名称'],
    [
      'a field that no contract carries',
      (pack) => {
        pack.set('terms', pack.createNode({ colour: { zh: '颜色', en: 'colour' } }));
        pack.setIn([...MEDIATION, 'acts', 'settle', 'requires', 0, 'field'], 'colour');
      },
      'procedures.sharing-request.steps.MEDIATION.acts.settle.requires[0]',
      '没有字段 colour',
    ],
    ['a step from which nothing leads to an end', (pack) => ['settle', 'break-off'].map((act) => pack.setIn([...MEDIATION, 'acts', act, 'to'], 'MEDIATION')), 'procedures.sharing-request.steps.MEDIATION', '从这里走不到任何终点'],
    ['a step that nothing leads to', (pack) => pack.setIn([...REQUEST, 'ends', 'REFUSED', 'acts', 'mediate', 'to'], 'COORDINATING'), 'procedures.sharing-request.steps.MEDIATION', '从程序开始走不到这里'],
    ['an unknown next step', (pack) => pack.setIn([...MEDIATION, 'acts', 'settle', 'to'], 'HEAVEN'), 'procedures.sharing-request.steps.MEDIATION.acts.settle.to', '没有下一环节 HEAVEN'],
    ['a period in another unit', (pack) => pack.setIn([...MEDIATION, 'period'], 'retention.audit'), 'procedures.sharing-request.steps.MEDIATION.period', '既不是期限也不是日期'],
    ['a period that is no number', (pack) => pack.setIn(['parameters', 'mediation.days', 'value'], '八'), 'parameters.mediation.days.value', '应当是整数'],
    ['a period that is too long', (pack) => pack.setIn(['parameters', 'mediation.days', 'value'], 2_001), 'parameters.mediation.days.value', '不得超过2000个工作日'],
    ['a last day before the first', (pack) => pack.set('inForceTo', '2025-12-31'), 'inForceTo', '早于起始日(inForceFrom)2026-01-01'],
    ['consent by silence', (pack) => pack.setIn(['parameters', 'onOverdue'], pack.createNode({ value: 'AGREE', article: '10', quote: '7个工作日', status: 'text' })), 'parameters.onOverdue.value', '平台只能按此执行:ESCALATE'],
    ['a county platform in words that the rules on nodes forbid', (pack) => pack.setIn(['parameters', 'node.county', 'value'], 'NODE'), 'parameters.node.county', '与节点规则(nodes)不一致:COUNTY NODE 不得设立'],
    ['a city platform without the plan that the rules ask for', (pack) => pack.setIn(['parameters', 'node.city', 'value'], 'NODE'), 'parameters.node.city', '建设方案经审核后可以设立'],
    ['a kind of platform that is none', (pack) => pack.setIn(['parameters', 'node.city', 'value'], 'CLOUD'), 'parameters.node.city', '只能是其中一个或者几个:NODE'],
    ['a list where a text belongs', (pack) => pack.set('version', pack.createNode(['1'])), 'version', '应当是非空的文字'],
    ['a text where a mapping belongs', (pack) => pack.set('procedures', 'none'), 'procedures', '应当是“键: 值”的形式'],
    ['a parameter without a name for people', (pack) => pack.deleteIn(['labels', 'mediation.days']), 'parameters.mediation.days', '没有它的名称'],
    ['an article that is not quoted', (pack) => pack.deleteIn(['articles', '12']), 'procedures.sharing-request.steps.COORDINATING.article', '没有 12 的摘录'],
    ['a case that cannot be read', (pack) => pack.setIn(['cases', 0, 'dueOn'], '2026-02-30'), 'cases[0].dueOn', '不是日期'],
  ])('%s', (_, change, path, reason) => {
    const { status, stdout } = packCheck(changed(change), '--with', parents);
    expect(status).toBe(1);
    expect(stdout).toContain(`./yunling.yaml: ${path}: `);
    expect(stdout.split('\n').find((line) => line.startsWith(`./yunling.yaml: ${path}: `) && line.includes(reason))).toMatch(/\(第\d+行第\d+列\)$/);
  });

  it('a cycle over two files, naming both', () => {
    const other = join(folder, 'cycle');
    mkdirSync(other);
    writeFileSync(join(other, 'above.yaml'), readFileSync(yunling, 'utf8').replace('id: yunling', 'id: above').replace('parent: default@1', 'parent: yunling@1'));
    const { status, stdout } = packCheck(changed((pack) => pack.set('parent', 'above@1')), '--with', other, '--lang', 'en');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\.\/yunling\.yaml: parent: yunling@1 is its own ancestor|^above\.yaml: parent: yunling@1 is its own ancestor/m);
    expect(stdout.match(/is its own ancestor/g)).toHaveLength(2);
  });

  it.each<[string, string | Buffer, string]>([
    ['broken YAML', 'id: yunling\nparameters: { a: [1, 2 }\n', '不符合YAML格式'],
    ['a key given twice', 'id: a\nversion: "1"\nid: b\n', '键重复:id(第3行第1列)'],
    ['two documents in one file', 'id: a\n---\nid: b\n', '不符合YAML格式'],
    ['an empty file', '', '缺少 id'],
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 1, 2]), '不是UTF-8编码的文本'],
    ['a text in another encoding', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xd4, 0xc6, 0xc1, 0xeb]), '不是UTF-8编码的文本'],
    ['a megabyte of nonsense', 'nonsense: [{,}] '.repeat(65_536), '超过262144个字符'],
    ['a quarter of a megabyte of brackets', '['.repeat(262_144), '嵌套层数过多'],
    ['thousands of keys', Array.from({ length: 20_000 }, (_, n) => `key${String(n)}: 1`).join('\n'), '没有这个键'],
    ['an alias bomb', ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 12 }, (_, n) => `a${String(n + 1)}: &a${String(n + 1)} [${Array(10).fill(`*a${String(n)}`).join(',')}]`)].join('\n'), 'Excessive alias count'],
    ['an alias of nothing', 'id: *nobody\n', '不符合YAML格式'],
  ])('%s', (_, text, reason) => {
    const { status, stdout } = packCheck(written(text), '--with', parents);
    expect(status).toBe(1);
    expect(stdout).toContain('./yunling.yaml: ');
    expect(stdout).toContain(reason);
    expect(stdout.length).toBeLessThan(60_000);
  });

  it('a case that fails, with what came instead', () => {
    const wrong = changed((pack) => {
      pack.setIn(['cases', 0, 'dueOn'], '2026-05-11');
      pack.setIn(['cases', 2, 'acts', 3, 'dueOn'], '2026-05-29');
    });
    const { status, stdout } = packCheck(wrong, '--with', parents);
    expect(status).toBe(1);
    expect(stdout).toContain('✗ 答复期限跨劳动节假期,周六补班: 实际于 2026-05-13 届满,不是 2026-05-11');
    expect(stdout).toContain('第4个行为(mediate):届满日是 2026-05-28,不是 2026-05-29');
    expect(stdout).toContain('本包算例 4 个,通过 2 个');
  });

  it('a fault of a pack checked in its own folder only once, at its line', () => {
    const text = readFileSync(yunling, 'utf8').replace('8, unit: workingDays, article: "11", ', '8, unit: workingDays, ');
    writeFileSync(join(parents, 'yunling.yaml'), text);
    const { stdout } = packCheck('parents/yunling.yaml', '--with', 'parents', '--lang', 'en');
    rmSync(join(parents, 'yunling.yaml'));
    const line = text.split('\n').findIndex((one) => one.startsWith('  mediation.days: { value')) + 1;
    expect(stdout).toBe(`parents/yunling.yaml: parameters.mediation.days: missing article (line ${String(line)}, column 3)\n\nVerdict: the pack may NOT be used: 1 faults, 0 failed cases.\n`);
  });
});

describe('pack:check', () => {
  it('shows an effective pack beside its parent, its procedures and its cases', () => {
    const { status, stdout } = packCheck(yunling, '--lang', 'en');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\* {2}sharing\.reply\.days +provider's reply period +7 +5 +working days +Art\. 10 +yunling@1 +text$/m);
    expect(stdout).toMatch(/^\+ {2}mediation\.days .* 8 +— /m);
    expect(stdout).not.toMatch(/^ {3}retention\.audit /m);
    expect(stdout).toMatch(/^ {2}□ MEDIATION .*\| 8 working days \(Art\. 11\) \| settle .*→ PROVIDED; break-off .*→ NOT_SETTLED$/m);
    expect(stdout).toContain('verification Verification of data (inherited)');
    expect(stdout).toContain('4 cases of this pack, 4 passed');
    expect(packCheck(yunling, '--all').stdout).toMatch(/^ {3}retention\.audit +审计记录保存期 +6 +6 +年 +DEFAULT-41 +default@1 +平台默认$/m);
  });

  it('ends in silence when its reader has seen enough', () => {
    const program = `'${process.execPath}' '${join(root, 'tools/pack-check/dist/main.js')}' '${yunling}' --all --json`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${program} | head -c 1`], { encoding: 'utf8', timeout: 20_000 });
    expect([status, stdout, stderr]).toEqual([0, '{', '']);
  });

  it('tells machines the same', () => {
    const { status, stdout } = packCheck(yunling, '--json');
    const report = JSON.parse(stdout) as PackReport;
    expect(status).toBe(0);
    expect(Object.keys(report)).toEqual(['ok', 'file', 'faults', 'warnings', 'pack', 'parameters', 'nodes', 'procedures', 'cases']);
    expect(report).toMatchObject({ ok: true, faults: [], pack: { id: 'yunling', version: '1', parent: 'default@1' }, cases: [{ passed: true }, { passed: true }, { passed: true }, { passed: true }] });
    expect(report.parameters.find(({ key }) => key === 'sharing.total.conditional')).toMatchObject({ value: 9, parentValue: 5, change: 'changed', status: 'derived', article: '10' });
    expect(report.procedures.filter(({ own }) => own).map(({ procedure }) => procedure)).toEqual(['sharing-request']);
    const refused = packCheck(written('id: 7\n'), '--json');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, pack: null, faults: expect.arrayContaining([{ file: './yunling.yaml', path: 'id', reason: 'must be a text that is not blank', line: 1, column: 1 }]) as unknown });
  });

  it('puts the file in the place of the pack that ships with its id and version, and checks the others against it', () => {
    const changedDefault = readFileSync(join(shipped, 'default.yaml'), 'utf8');
    writeFileSync(join(folder, 'default.yaml'), changedDefault.replace(/^ {2}vague\.immediately: \{ value.*\n/m, ''));
    expect(packCheck('default.yaml').status).toBe(0);
    writeFileSync(join(folder, 'default.yaml'), changedDefault.replace(/^ {2}deadline\.reminder\.days: \{ value.*\n/m, ''));
    const { status, stdout } = packCheck('default.yaml');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^hebei\.yaml: .*没有参数 deadline\.reminder\.days/m);
  });

  it.each(['add-a-jurisdiction.md', 'add-a-jurisdiction.zh-CN.md'])('finds every quote of the example in the text that %s gives', (name) => {
    const howTo = readFileSync(join(root, 'docs/how-to', name), 'utf8');
    const { articles, parameters } = parseDocument(readFileSync(yunling, 'utf8')).toJS() as { articles: Record<string, string>; parameters: Record<string, { quote: string }> };
    const quotes = [...Object.values(articles), ...Object.values(parameters).map(({ quote }) => quote)];
    expect(quotes.filter((quote) => !howTo.includes(quote))).toEqual([]);
  });

  it.each(['default', 'hebei', 'liaoning', 'fushun', 'jian', 'weihai'])('finds no fault in %s, and its cases hold', (id) => {
    const report = JSON.parse(packCheck(join(shipped, `${id}.yaml`), '--json').stdout) as PackReport;
    expect(report).toMatchObject({ ok: true, warnings: [] });
    expect(report.cases.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('warns of a pack without cases', () => {
    const { status, stdout } = packCheck(changed((pack) => pack.delete('cases')), '--with', parents);
    expect(status).toBe(0);
    expect(stdout).toContain('警告:法规包没有算例');
  });

  it.each<[string, string[]]>([
    ['no file', []],
    ['two files', [yunling, yunling]],
    ['a file that is not there', ['nothing.yaml']],
    ['a folder', ['.']],
    ['a folder of parents that is not there', [yunling, '--with', 'nowhere']],
    ['an unknown option', [yunling, '--fast']],
    ['an unknown language', [yunling, '--lang', 'fr']],
  ])('answers %s with its usage and exit code 2', (_, args) => {
    const { status, stdout, stderr } = packCheck(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm run pack:check -- FILE');
  });
});
