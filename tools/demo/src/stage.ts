import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DemoCredential } from '@gongshu/launcher';
import { Caller } from './caller.js';
import type { Narrator } from './narrator.js';

/** Where the demo plays: the parties of one topology, and the real data it uses. */
export interface Stage {
  readonly narrator: Narrator;
  readonly credentials: readonly DemoCredential[];
  /** Within how many milliseconds a neighbour must see what is published: a second, where nothing is being killed meanwhile. */
  readonly visibleWithin: number;
  party(clientId: string): Caller;
}

export interface StageOptions {
  readonly visibleWithin?: number;
  readonly newCaller?: (credential: DemoCredential, narrator: Narrator) => Caller;
}

export async function openStage(home: string, narrator: Narrator, options: StageOptions = {}): Promise<Stage> {
  const file = join(home, 'demo-credentials.json');
  const newCaller = options.newCaller ?? ((credential) => new Caller(credential, narrator, relative(process.cwd(), file)));
  const credentials = JSON.parse(await readFile(file, 'utf8')) as DemoCredential[];
  const callers = new Map(credentials.map((credential) => [credential.clientId, newCaller(credential, narrator)]));
  return {
    narrator,
    credentials,
    visibleWithin: options.visibleWithin ?? 1_000,
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
