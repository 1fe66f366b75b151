import { DayField, Flag, Nullable, Part, Parts, Text, Texts, ValueField } from '../fields.js';

/** A pack by name and version. */
export class PackReference {
  @Text({ example: 'hebei' }) readonly id!: string;
  @Text({ example: '1' }) readonly version!: string;
}

/** Where a regulation applies. */
export class Jurisdiction {
  @Nullable({ description: 'Division code (GB/T 2260); null for the platform’s own pack' }) readonly division!: string | null;
  @Text() readonly name!: string;
}

/** A regulation pack as the list shows it. */
export class RegulationPack {
  @Text({ example: 'hebei' }) readonly id!: string;
  @Text({ example: '1' }) readonly version!: string;
  @Text() readonly title!: string;
  @Part(() => Jurisdiction) readonly jurisdiction!: Jurisdiction;
  @Text({ description: 'draft or inForce' }) readonly status!: string;
  @DayField({ nullable: true }) readonly inForceFrom!: string | null;
  @DayField({ nullable: true }) readonly inForceTo!: string | null;
  @Part(() => PackReference, { nullable: true, description: 'The pack it inherits from' }) readonly parent!: PackReference | null;
  @Texts({ description: 'Sharing types the regulation knows' }) readonly sharingTypes!: string[];
  @Texts({ description: 'Open types the regulation knows' }) readonly openTypes!: string[];
}
export class RegulationPackList {
  @Parts(() => RegulationPack) readonly items!: RegulationPack[];
}

/** One thing the law (or the platform, where the law is silent) sets a value for. */
export class PackParameter {
  @Text({ example: 'sharing.reply.days' }) readonly key!: string;
  @Text() readonly label!: string;
  @ValueField({ example: 10 }) readonly value!: number | boolean | string | readonly string[];
  @Text({ description: 'workingDays, seconds, years, timesPerYear, timesPerMonth, dayOfYear or none', example: 'workingDays' }) readonly unit!: string;
  @Text({ description: 'text: the regulation says it; default: chosen or read so by the platform; external: another instrument says it; derived: follows from others' }) readonly status!: string;
  @Part(() => PackReference, { description: 'The pack that sets the value' }) readonly origin!: PackReference;
  @Text({ description: 'Article, or DEFAULT-n for a choice of the platform', example: '19' }) readonly article!: string;
  @Nullable({ description: 'DEFAULT-n where the number or meaning is how the platform reads the article' }) readonly reading!: string | null;
  @Text({ max: 4000, description: 'Words of the regulation, in Chinese' }) readonly quote!: string;
}

/** Whether a level may run a node of a kind. */
export class NodeRule {
  @Text() readonly level!: string;
  @Text({ description: 'NODE or TENANT' }) readonly kind!: string;
  @Flag() readonly allowed!: boolean;
  @Nullable({ description: 'What must be there first' }) readonly requires!: string | null;
  @Part(() => PackReference) readonly origin!: PackReference;
  @Text() readonly article!: string;
  @Text({ max: 4000 }) readonly quote!: string;
}

/** A procedure by name; its steps are behind its own route. */
export class ProcedureReference {
  @Text({ example: 'sharing-request' }) readonly name!: string;
  @Text() readonly label!: string;
  @Text() readonly article!: string;
}

/** A pack with everything it inherits. */
export class EffectiveRegulationPack extends RegulationPack {
  @Parts(() => PackReference, { description: 'This pack, its parent, and so on' }) readonly lineage!: PackReference[];
  @Parts(() => PackParameter, { description: 'By key' }) readonly parameters!: PackParameter[];
  @Parts(() => NodeRule, { description: 'All must allow: the stricter wins' }) readonly nodes!: NodeRule[];
  @Parts(() => ProcedureReference) readonly procedures!: ProcedureReference[];
}
