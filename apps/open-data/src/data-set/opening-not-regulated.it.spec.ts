import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryPublished, findOpenDataSets, openDataSet, versionCompleted } from '@gongshu/contracts';
import { person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { openDataService } from '../index.js';

const PACKS = join(import.meta.dirname, '../../../../libs/regulation/packs');
const NODE = { code: '360800', name: '吉安市', level: 'CITY' } as const;
const OWNER = { id: 'jian-ecology', name: '吉安市生态环境局', division: NODE.code, level: NODE.level, node: NODE.code };

/* A node enables opening by a pack of its own beside the regulation's. */
const LOCAL = (parent: string): string => `
id: local
version: "1"
title: { zh: "吉安市本地规则", en: Local rules of Ji'an }
jurisdiction: { division: "360800", zh: "吉安市", en: Ji'an }
status: draft
inForceFrom: null
inForceTo: null
parent: ${parent}
openTypes: [UNCONDITIONAL, CONDITIONAL, NOT_OPEN]
articles: { "1": 启用开放服务 }
parameters:
  open.enabled: { value: true, article: "1", status: text, quote: "启用开放服务" }
`;

async function published(t: TestService): Promise<string> {
  const entry = publishedEntry(OWNER, { openType: 'UNCONDITIONAL' });
  await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'd', cause: 'UPLOAD' });
  await t.announce(entryPublished, entry.id, entry);
  await t.eventually(async () => (await t.query('SELECT FROM openable_entry JOIN data_version USING (entry_id) WHERE entry_id = $1', [entry.id])).length === 1);
  return entry.id;
}

describe('opening under a regulation of sharing alone', () => {
  it('[JIA-3-1] is refused with the reading that says so, unless the node enables it by a pack of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gongshu-packs-'));
    const provider = person(OWNER, 'DATA_ADMINISTRATOR');
    const version = /^version: "(.+)"$/m.exec(await readFile(join(PACKS, 'jian.yaml'), 'utf8'))?.[1] ?? '';
    await Promise.all([...['default.yaml', 'jian.yaml'].map((file) => copyFile(join(PACKS, file), join(folder, file))), writeFile(join(folder, 'local.yaml'), LOCAL(`jian@${version}`))]);
    const closed = await startTestService(openDataService, { node: { ...NODE, pack: 'jian' } });
    const enabled = await startTestService(openDataService, { node: { ...NODE, pack: 'local' }, settings: { PACKS_DIRECTORY: folder } });
    try {
      const entryId = await published(closed);
      await expect(closed.ask(openDataSet, { entryId, openType: 'UNCONDITIONAL' }, provider)).rejects.toMatchObject({
        definition: { code: 'open-data/not-regulated', status: 422 }, parts: { article: { article: 'DEFAULT-27' } },
      });
      expect((await closed.ask(findOpenDataSets, {})).items).toEqual([]);
      const opened = await published(enabled);
      await enabled.ask(openDataSet, { entryId: opened, openType: 'UNCONDITIONAL' }, provider);
      expect((await enabled.ask(findOpenDataSets, {})).items.map((item) => item.entryId)).toEqual([opened]);
    } finally {
      await Promise.all([closed.stop(), enabled.stop()]);
      await rm(folder, { recursive: true });
    }
  });
});
