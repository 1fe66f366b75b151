import { describe, expect, it } from 'vitest';
import { openDataProblems, sharingProblems } from '@gongshu/contracts';
import type { Refused } from '@gongshu/regulation';
import { refusalProblem } from './refusal-problem.js';

const refused = (code: string, field: string | null = null): Refused => ({
  kind: 'refused', code, field, source: { packId: 'hebei', packVersion: '1', article: '19', quote: '申请应当明确应用场景' }, message: { zh: '应当明确', en: 'It must be stated' }, allowed: ['submit'],
});

describe('a refusal by law', () => {
  it.each([
    ['act-not-allowed', 'sharing/act-not-allowed', 409],
    ['not-the-actor', 'sharing/not-your-turn', 403],
    ['not-shareable', 'sharing/not-shareable', 422],
    ['four-eyes', 'sharing/refused-by-law', 422],
    ['procedure-not-regulated', 'sharing/not-regulated', 422],
    ['constructor', 'sharing/refused-by-law', 422],
  ])('%s is %s with %i where the service has its own problem for it', (code, problem, status) => {
    expect(refusalProblem(sharingProblems, refused(code), 'zh').definition).toMatchObject({ code: problem, status });
  });

  it('is what the service has for it: opening knows no turns, but places that do not regulate it', () => {
    expect(['not-the-actor', 'procedure-not-regulated'].map((code) => refusalProblem(openDataProblems, refused(code), 'zh').definition.code)).toEqual(['open-data/refused-by-law', 'open-data/not-regulated']);
  });

  it('cites the provision and points at the field, by the name the contract has for it', () => {
    expect(refusalProblem(sharingProblems, refused('field-required', '/dataContent'), 'en', { '/dataContent': '/abstract' }).parts).toEqual({
      detail: { zh: '应当明确', en: 'It must be stated' },
      article: { pack: 'hebei', version: '1', article: '19', quote: '申请应当明确应用场景' },
      errors: [{ pointer: '/abstract', code: 'field-required', detail: 'It must be stated' }],
      allowed: ['submit'],
    });
  });

  it('cites nothing where no text speaks, and points at the whole where no field is at fault', () => {
    const { parts } = refusalProblem(sharingProblems, { ...refused('pack-version-differs'), source: null }, 'zh');
    expect(parts).not.toHaveProperty('article');
    expect(parts.errors).toEqual([{ pointer: '', code: 'pack-version-differs', detail: '应当明确' }]);
  });
});
