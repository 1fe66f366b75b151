import { hash } from 'node:crypto';
import { Problem, problems, type PermitAsk } from '@gongshu/contracts';
import { singleHeader } from '../reading/single-header.js';
import type { LaneCall } from './lane-call.js';

const MOST_CHARACTERS = 200;
const NO_CONTROL = /^[^\0-\x1f\x7f]*$/;

/**
 * By which sharing tells calls that are made in earnest from inflated ones: a digest of what is asked for, which says nothing of the content (parts of one file are different calls),
 * and the business case that the header `x-business-case` names.
 *
 * @throws Problem `input/invalid` for a header that the contract of permits would refuse, and a whole message of calls with it
 */
export function callMarks({ request, target }: Pick<LaneCall, 'request' | 'target'>): Pick<PermitAsk, 'query' | 'businessCase'> {
  const query = hash('sha256', `${request.method ?? ''} ${target} ${singleHeader(request, 'range') ?? ''}`, 'base64url').slice(0, 22);
  const businessCase = singleHeader(request, 'x-business-case');
  if (businessCase === undefined) return { query };
  if (businessCase.length >= 1 && businessCase.length <= MOST_CHARACTERS && NO_CONTROL.test(businessCase)) return { query, businessCase };
  throw new Problem(problems.invalidInput, { errors: [{ pointer: '/x-business-case', code: 'text', detail: `1 to ${String(MOST_CHARACTERS)} characters without control characters` }] });
}
