import { expect, it } from 'vitest';
import { loadPacks } from './load-packs.js';
it('loads', () => { expect(loadPacks().ids).toEqual(['default', 'hebei', 'weihai']); });
