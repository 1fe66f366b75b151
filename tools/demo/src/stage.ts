import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoCredential } from '@gongshu/launcher';
import { Caller } from './caller.js';
import type { Narrator } from './narrator.js';

/** Where the demo plays: the parties of one topology, and the real data it uses. */
export interface Stage {
  readonly narrator: Narrator;
  readonly credentials: readonly DemoCredential[];
  party(clientId: string): Caller;
}

export async function openStage(home: string, narrator: Narrator): Promise<Stage> {
  const credentials = JSON.parse(await readFile(join(home, 'demo-credentials.json'), 'utf8')) as DemoCredential[];
  const callers = new Map(credentials.map((credential) => [credential.clientId, new Caller(credential, narrator)]));
  return {
    narrator,
    credentials,
    party: (clientId) => {
      const caller = callers.get(clientId);
      if (caller === undefined) throw new Error(`the topology has no party ${clientId}`);
      return caller;
    },
  };
}

/** A file of tools/demo/data. */
export async function demoFile(name: string): Promise<string> {
  return readFile(new URL(`../data/${name}`, import.meta.url), 'utf8');
}
