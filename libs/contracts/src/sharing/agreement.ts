import { rolesBelowToo } from '../permission.js';
import { ROLES } from '../role.js';
import { InstantField, JsonField, Text, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { GrantId } from './grants.js';

export class SignedAgreement {
  @JsonField({ description: 'Agreement in ODRL 2.2 (JSON-LD)' }) readonly agreement!: unknown;
  @Whole({ min: 1, max: 1_000_000, description: 'Grows with every change of the terms' }) readonly revision!: number;
  @InstantField({ description: 'When these terms began to hold' }) readonly since!: string;
  @Text({ max: 400_000, description: 'Compact JWS (EdDSA) over the canonical JSON of the agreement with issuer and time' }) readonly jws!: string;
}
export const getAgreement = defineRequest({
  service: 'sharing', name: 'get-agreement', kind: 'query', input: GrantId, output: SignedAgreement, permission: rolesBelowToo(...ROLES),
  http: get('/grants/{id}/agreement'), summary: { zh: '使用授权的签名协议', en: 'Signed, machine-readable agreement of a grant' },
});
