import { anyone, roles } from '../permission.js';
import { Nothing } from '../page.js';
import { DocumentKeys } from '../sharing/receipts.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { Id, InstantField, Part, Text, Whole } from '../fields.js';

/** That a package left by hand: who took it on what, and when. */
export class HandOver {
  @Text({ description: 'Who received the medium, with office' }) readonly receivedBy!: string;
  @Text({ description: 'What it left on, with its number, for example 光盘 2026-017' }) readonly medium!: string;
  @InstantField() readonly handedOverAt!: string;
}
export class OfflinePackageView {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the data' }) readonly version!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Whole({ min: 0, max: 9_000_000_000_000 }) readonly bytes!: number;
  @Text({ description: 'SHA-256 of the package, hex: to be compared at the hand-over' }) readonly sha256!: string;
  @InstantField() readonly madeAt!: string;
  @InstantField({ description: 'Until then the package can be fetched' }) readonly expiresAt!: string;
  @Part(() => HandOver, { nullable: true }) readonly handOver!: HandOver | null;
}
export class OfflinePackageId {
  @Id() readonly id!: string;
}
export const getOfflinePackage = defineRequest({
  service: 'exchange', name: 'get-offline-package', kind: 'query', input: OfflinePackageId, output: OfflinePackageView, permission: roles('DATA_ADMINISTRATOR', 'AUDITOR'),
  http: get('/offline-packages/{id}'), summary: { zh: '查看离线数据包', en: 'Read an offline package and its hand-over' },
});
export class RecordHandOver extends HandOver {
  @Id() readonly id!: string;
}
export const recordHandOver = defineRequest({
  service: 'exchange', name: 'record-hand-over', kind: 'command', input: RecordHandOver, output: OfflinePackageView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/offline-packages/{id}/hand-over'), summary: { zh: '登记离线数据包交接', en: 'Record the hand-over of an offline package' },
});

/** Keys are published before anything is signed with them, so that they may be kept for as long as this. */
const KEYS_SECONDS = 300;
export const getManifestKeys = defineRequest({
  service: 'exchange', name: 'get-manifest-keys', kind: 'query', input: Nothing, output: DocumentKeys, permission: anyone(),
  http: get('/manifest-keys', { onPublicListener: true, cacheSeconds: KEYS_SECONDS }), summary: { zh: '离线数据包清单签名的公钥', en: 'Public keys of offline packages’ manifests, former ones too' },
});

export class OfflinePackageMade {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Text() readonly permitId!: string;
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Text() readonly sha256!: string;
}
export const offlinePackageMade = defineEvent({ service: 'exchange', name: 'offline-package-made', data: OfflinePackageMade });

/** Who received it stays in the record: it is personal. */
export class OfflinePackageHandedOver {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @InstantField() readonly handedOverAt!: string;
  @Text() readonly sha256!: string;
}
export const offlinePackageHandedOver = defineEvent({ service: 'exchange', name: 'offline-package-handed-over', data: OfflinePackageHandedOver });
