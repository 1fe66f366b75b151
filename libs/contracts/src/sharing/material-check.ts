import { roles } from '../permission.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts } from '../fields.js';
import { CitedArticle } from '../cited-article.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { LegalBasis, Party } from '../step.js';

/** May this be demanded of an applicant? By the material's name, its data items, or both. */
export class CheckMaterial {
  @Text({ optional: true, example: '户口簿' }) readonly material?: string;
  @Texts({ optional: true, min: 1, most: 50, max: 100, description: 'Data items that the material is to prove' }) readonly dataItems?: string[];
  @Text({ max: 500, description: 'Matter for which it is demanded', example: '婚姻登记' }) readonly matter!: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law or regulation that demands it all the same' }) readonly legalException?: LegalBasis;
}

/** What makes an entry cover a material: it is shared, an interface answers whether it is true, or the file itself can be fetched. */
export const MATERIAL_COVERS = ['SHAREABLE_ENTRY', 'VERIFYING_INTERFACE', 'ELECTRONIC_FILE'] as const;
export class CoverGround {
  @Choice(MATERIAL_COVERS) readonly by!: string;
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export class CoveringEntry {
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Texts({ most: 50, description: 'Data items of the question that it has' }) readonly dataItems!: string[];
  @Parts(() => CoverGround, { most: 3 }) readonly grounds!: CoverGround[];
}
export class MaterialCheckView {
  @Id() readonly id!: string;
  @Part(() => Party) readonly requester!: Party;
  @Nullable() readonly material!: string | null;
  @Texts({ most: 50 }) readonly dataItems!: string[];
  @Text({ max: 500 }) readonly matter!: string;
  @Choice(['DENY', 'ALLOW']) readonly verdict!: string;
  @Parts(() => CoveringEntry, { most: 10, description: 'Entries that cover it' }) readonly entries!: CoveringEntry[];
  @Texts({ most: 50, description: 'Data items that no entry has: they may be demanded' }) readonly uncovered!: string[];
  @Part(() => LegalBasis, { nullable: true }) readonly legalException!: LegalBasis | null;
  @Choice(['ADMITTED', 'NOT_ADMITTED', 'NONE'], { description: 'Whether the cited basis is of a level that may except' }) readonly exception!: string;
  @Part(() => CitedArticle, { description: 'Provision that the verdict rests on' }) readonly article!: CitedArticle;
  @InstantField() readonly checkedAt!: string;
}
export const checkMaterial = defineRequest({
  service: 'sharing', name: 'check-material', kind: 'command', input: CheckMaterial, output: MaterialCheckView, permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD'),
  http: post('/material-checks'), summary: { zh: '核对材料是否可以要求申请人提供', en: 'Ask whether a material may be demanded of an applicant' },
});
export class FindMaterialChecks extends PageQuery {
  @Choice(['DENY', 'ALLOW'], { optional: true }) readonly verdict?: string;
}
export class MaterialCheckPage {
  @Parts(() => MaterialCheckView) readonly items!: MaterialCheckView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findMaterialChecks = defineRequest({
  service: 'sharing', name: 'find-material-checks', kind: 'query', input: FindMaterialChecks, output: MaterialCheckPage,
  permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY'),
  http: get('/material-checks'), summary: { zh: '查询材料核对记录', en: 'Material checks on record: a department its own, the authority all of its level' },
});

export class MaterialChecked {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Choice(['DENY', 'ALLOW']) readonly verdict!: string;
  @Texts({ most: 10, description: 'Entries that cover it' }) readonly entryIds!: string[];
  @Text() readonly article!: string;
}
export const materialChecked = defineEvent({ service: 'sharing', name: 'material-checked', data: MaterialChecked });
