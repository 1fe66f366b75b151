import { Module } from '@nestjs/common';
import { NodeRegulation } from '@gongshu/service-kit';
import { ClassModule } from './base-class/class.module.js';
import { DomainModule } from './domain/domain.module.js';
import { ActOnEntry } from './entry/act-on-entry.js';
import { CompileEntry } from './entry/compile-entry.js';
import { ContentRules } from './entry/content-rules.js';
import { EntryController } from './entry/entry.controller.js';
import { EntryStore } from './entry/entry.store.js';
import { EntryViews } from './entry/entry-views.js';
import { FindEntries } from './entry/find-entries.js';
import { FindVersions } from './entry/find-versions.js';
import { GetEntry } from './entry/get-entry.js';
import { OpenChange } from './entry/open-change.js';
import { ReviseEntry } from './entry/revise-entry.js';
import { WhenEntryDeadline } from './entry/when-entry-deadline.js';
import { WhenNeighbourEntryChanged } from './entry/when-neighbour-entry-changed.js';
import { WithdrawEntry } from './entry/withdraw-entry.js';
import { ENTRY_LIFE_CONTROLLERS, ENTRY_LIFE_PARTS } from './entry-life-parts.js';
import { NormModule } from './norm/norm.module.js';
import { DraftEntries } from './spreadsheet/draft-entries.js';
import { SPREADSHEET_PARTS } from './spreadsheet/spreadsheet-parts.js';
import { SpreadsheetController } from './spreadsheet/spreadsheet.controller.js';
import { CollectionListModule } from './collection-list/collection-list.module.js';
import { FunctionItemModule } from './function-item/function-item.module.js';
import { InformationSystemModule } from './information-system/information-system.module.js';
import { ProjectModule } from './project/project.module.js';
import { SharingNeedModule } from './sharing-need/sharing-need.module.js';
import { SearchModule } from './search/search.module.js';

const draftEntries = {
  provide: DraftEntries,
  useFactory: (regulation: NodeRegulation, entries: EntryStore, views: EntryViews, rules: ContentRules) => new DraftEntries((unitOfWork) => new CompileEntry(unitOfWork, regulation, entries, views, rules)),
  inject: [NodeRegulation, EntryStore, EntryViews, ContentRules],
};

@Module({
  imports: [SearchModule, CollectionListModule, InformationSystemModule, FunctionItemModule, ProjectModule, SharingNeedModule, ClassModule, DomainModule, NormModule],
  controllers: [EntryController, WhenNeighbourEntryChanged, WhenEntryDeadline, SpreadsheetController, ...ENTRY_LIFE_CONTROLLERS],
  providers: [EntryStore, EntryViews, ContentRules, ActOnEntry, CompileEntry, ReviseEntry, OpenChange, WithdrawEntry, GetEntry, FindEntries, FindVersions, draftEntries, ...SPREADSHEET_PARTS, ...ENTRY_LIFE_PARTS],
})
export class CatalogueModule {}
