import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './rendered.js';

describe('the Dockerfile', () => {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ');
  const final = text.slice(text.lastIndexOf('\nFROM '));

  it('builds on images of a version, and runs on the Node.js that it was built with', () => {
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set(['node:20-bookworm-slim']));
  });

  it('runs as a user who is nobody, in production', () => {
    expect(final.match(/^USER (.*)$/gm)).toEqual(['USER 10001:10001']);
    expect(final).toContain('ENV NODE_ENV=production');
  });

  it('takes nothing into the image but what was built and pruned, and no secret', () => {
    expect(final.match(/^COPY (?!--from=build )/gm)).toBeNull();
    expect(text).toContain('npm prune --omit=dev --omit=optional');
    expect(text.match(/^ARG /gm)).toBeNull();
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '.git', '.gongshu', '.env']));
  });
});
