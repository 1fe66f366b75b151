import { randomUUID } from 'node:crypto';
import { interfaceBound, interfaceProbed } from '@gongshu/contracts';
import type { TestService } from './test-service.js';

/** Plays the exchange towards a catalogue: a described service stands behind the entry and has answered a valid record. Some laws publish nothing shareable without. */
export async function putSourceBehind(t: TestService, entryId: string): Promise<void> {
  const interfaceId = randomUUID();
  await t.announce(interfaceBound, entryId, { entryId, interfaceId, described: true });
  await t.announce(interfaceProbed, interfaceId, { interfaceId, entryId, result: 'LOADED', records: 1 });
  await t.eventually(async () => (await t.query('SELECT FROM entry_source NATURAL JOIN interface_probe WHERE entry_id = $1', [entryId])).length === 1);
}
