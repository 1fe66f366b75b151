import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getEntry } from '@gongshu/contracts';
import { refusal } from '@gongshu/testing';
import { Probe, probeService } from './probe-service.js';
import { Stage } from './stage.js';

const SHIPPED = join(import.meta.dirname, '../../../../libs/regulation/packs');
const ID = '018f4c2e-7a4b-7cc1-9d5e-3f1a2b3c4d5e';

describe('a service with a folder of packs', () => {
  let stage: Stage;
  let folder: string;

  beforeEach(async () => {
    stage = await Stage.open();
    folder = await mkdtemp(join(tmpdir(), 'gongshu-packs-'));
    await cp(SHIPPED, folder, { recursive: true });
  });
  afterEach(async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  });

  const start = (): Promise<string> => stage.replica(probeService(new Probe()), { PACKS_DIRECTORY: folder }).then(() => 'started', (error: unknown) => String(error));
  /** Changes one place of one pack; the node's own pack is another one. */
  const change = async (file: string, from: RegExp, to: string): Promise<void> => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toMatch(from);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  const problemOfAsking = async (): Promise<string> => (await refusal(stage.ask(getEntry, { id: ID }))).definition.code;
  const tables = (): Promise<unknown[]> => stage.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const connections = (): Promise<unknown[]> => stage.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'gongshu-catalogue' AND datname = current_database()");

  it('starts and answers when the packs have no fault', async () => {
    expect(await start()).toBe('started');
    expect(await stage.ask(getEntry, { id: ID })).toBeDefined();
    expect(await tables()).not.toEqual([]);
  });

  it.each<[string, string, RegExp, string, RegExp]>([
    ['a misspelt key', 'weihai.yaml', /^parameters:$/m, 'paramaters:', /^PackError: .*\/weihai\.yaml: paramaters: unknown key; known here: .*parameters.* \(line \d+, column 1\)$/m],
    ['a missing article', 'weihai.yaml', /(sharing\.reply\.days: \{ value: 2, unit: workingDays), article: "18"/, '$1', /weihai\.yaml: parameters\.sharing\.reply\.days: missing article \(line \d+, column 3\)$/m],
    ['a cycle of parents', 'liaoning.yaml', /^parent: default@1$/m, 'parent: fushun@1', /fushun\.yaml: parent: liaoning@1 is its own ancestor|liaoning\.yaml: parent: fushun@1 is its own ancestor/],
    ['a step without outcome', 'weihai.yaml', /^( {6}PROVIDER_REPLY:\n(?: {8}.*\n)*? {8}acts:)\n(?: {10}.*\n)+/m, '$1 {}\n', /weihai\.yaml: procedures\.sharing-request\.steps\.PROVIDER_REPLY: step without outcome \(line \d+, column 7\)$/m],
    ['an unknown actor', 'weihai.yaml', /role: PROVIDER_HEAD, party: provider/, 'role: KING, party: provider', /weihai\.yaml: procedures\.sharing-request\.steps\.PROVIDER_REPLY\.actor\[1\]\.role: must be one of: .* \(line \d+, column \d+\)$/m],
    ['a text that is no YAML', 'weihai.yaml', /^nodes:$/m, 'nodes: [', /weihai\.yaml: \(top\): is not YAML: .* \(line \d+, column \d+\)$/m],
  ])('does not start on %s: it says file, path and reason, has touched nothing and answers nothing', async (_, file, from, to, reason) => {
    await change(file, from, to);
    expect(await start()).toMatch(reason);
    expect(await tables()).toEqual([]);
    expect(await connections()).toEqual([]);
    expect(await problemOfAsking()).toBe('capacity/service-unreachable');
  });

  it('does not start where no version of the node’s pack is in force', async () => {
    await change('hebei.yaml', /^inForceFrom: null$/m, 'inForceFrom: "2099-01-01"');
    expect(await start()).toBe('Error: no regulation pack hebei is in force on 2026-03-02');
    expect(await problemOfAsking()).toBe('capacity/service-unreachable');
  });
});
