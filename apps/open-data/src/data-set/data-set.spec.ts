import { describe, expect, it } from 'vitest';
import { openDataProblems } from '@gongshu/contracts';
import { obstacleToOpening, publicationFacts } from './data-set.js';

describe('the facts of a declaration', () => {
  it('name a release only where data that are not open are to be opened', () => {
    expect(publicationFacts({ openType: 'UNCONDITIONAL' }, { openType: 'NOT_OPEN' }, false)).toMatchObject({ fromNotOpen: true });
    expect(publicationFacts({ openType: 'NOT_OPEN' }, { openType: 'NOT_OPEN' }, false)).toMatchObject({ fromNotOpen: false });
    expect(publicationFacts({ openType: 'UNCONDITIONAL' }, { openType: 'CONDITIONAL' }, false)).toMatchObject({ fromNotOpen: false });
  });
});

describe('opening', () => {
  const entry = { personalData: false, dataVersion: 1 };

  it('needs data without personal information', () => {
    expect(obstacleToOpening('OPEN', entry)).toBeNull();
    expect(obstacleToOpening('OPEN', { ...entry, dataVersion: 0 })).toBe(openDataProblems.noData);
    expect(obstacleToOpening('OPEN_ON_CONDITIONS', { ...entry, personalData: true })).toBe(openDataProblems.personalData);
  });

  it('is no question where the data are declared not open', () => {
    expect(obstacleToOpening('NOT_OPEN', { personalData: true, dataVersion: 0 })).toBeNull();
  });
});
