import { ActOnCase } from './classification/act-on-case.js';
import { ClassificationCaseStore } from './classification/classification-case.store.js';
import { FindCases } from './classification/find-cases.js';
import { NegativeListController } from './classification/negative-list.controller.js';
import { OpenCase } from './classification/open-case.js';
import { RecordCaseMove } from './classification/record-case-move.js';
import { TypeChangeController } from './classification/type-change.controller.js';
import { WhenCaseDeadline } from './classification/when-case-deadline.js';
import { DataRefreshController } from './data-refresh/data-refresh.controller.js';
import { DataRefreshStore } from './data-refresh/data-refresh.store.js';
import { FindDataRefreshes } from './data-refresh/find-data-refreshes.js';
import { WhenDataChange } from './data-refresh/when-data-change.js';
import { EntryAccess } from './entry/entry-access.js';
import { PutInForce } from './entry/put-in-force.js';
import { CheckSource } from './entry-source/check-source.js';
import { EntrySourceStore } from './entry-source/entry-source.store.js';
import { WhenSourceChanged } from './entry-source/when-source-changed.js';
import { FindGuidance } from './guidance/find-guidance.js';
import { GiveGuidance } from './guidance/give-guidance.js';
import { GuidanceController } from './guidance/guidance.controller.js';
import { GuidanceStore } from './guidance/guidance.store.js';
import { FindMaintenances } from './maintenance/find-maintenances.js';
import { MaintenanceController } from './maintenance/maintenance.controller.js';
import { MaintenanceStore } from './maintenance/maintenance.store.js';
import { RecordMaintenance } from './maintenance/record-maintenance.js';
import { WhenMaintenanceDue } from './maintenance/when-maintenance-due.js';
import { ConsolidatedStore } from './release/consolidated.store.js';
import { FindReleases } from './release/find-releases.js';
import { ReleaseCatalogue } from './release/release-catalogue.js';
import { ReleaseController } from './release/release.controller.js';
import { WhenCatalogueChanged } from './release/when-catalogue-changed.js';
import { FindReviewVerdicts } from './review-verdict/find-review-verdicts.js';
import { ReviewItems } from './review-verdict/review-items.js';
import { ReviewVerdictController } from './review-verdict/review-verdict.controller.js';
import { ReviewVerdictStore } from './review-verdict/review-verdict.store.js';

/** What happens to entries over time: what asks and tells. */
export const ENTRY_LIFE_CONTROLLERS = [
  ...[TypeChangeController, NegativeListController, WhenCaseDeadline, ReviewVerdictController, GuidanceController],
  ...[MaintenanceController, WhenMaintenanceDue, ReleaseController, WhenCatalogueChanged, DataRefreshController, WhenDataChange, WhenSourceChanged],
];
/** What they work with. */
export const ENTRY_LIFE_PARTS = [
  ...[EntrySourceStore, CheckSource, PutInForce, EntryAccess, ClassificationCaseStore, OpenCase, ActOnCase, RecordCaseMove, FindCases, ReviewVerdictStore, ReviewItems, FindReviewVerdicts],
  ...[GuidanceStore, GiveGuidance, FindGuidance, MaintenanceStore, RecordMaintenance, FindMaintenances],
  ...[ConsolidatedStore, ReleaseCatalogue, FindReleases, DataRefreshStore, FindDataRefreshes],
];
