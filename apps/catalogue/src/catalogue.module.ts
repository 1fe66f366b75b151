import { Module } from '@nestjs/common';
import { ActOnEntry } from './entry/act-on-entry.js';
import { CompileEntry } from './entry/compile-entry.js';
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

@Module({
  controllers: [EntryController, WhenNeighbourEntryChanged, WhenEntryDeadline],
  providers: [EntryStore, EntryViews, ActOnEntry, CompileEntry, ReviseEntry, OpenChange, WithdrawEntry, GetEntry, FindEntries, FindVersions],
})
export class CatalogueModule {}
