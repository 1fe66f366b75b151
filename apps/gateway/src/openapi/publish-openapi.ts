import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundRequests } from '../rest/bound-requests.js';
import { buildOpenApi } from './build-openapi.js';

/** Where the published copy stands: beside the contracts it comes from. */
export const PUBLISHED_OPENAPI = fileURLToPath(new URL('../../../../libs/contracts/published/openapi.json', import.meta.url));

export function publishedText(): string {
  return `${JSON.stringify(buildOpenApi(boundRequests(false), false), null, 2)}\n`;
}

/** Writes the OpenAPI document of the contracts as they are now. */
export async function publishOpenApi(): Promise<void> {
  await mkdir(dirname(PUBLISHED_OPENAPI), { recursive: true });
  await writeFile(PUBLISHED_OPENAPI, publishedText());
}
