import { Module } from '@nestjs/common';
import { CompileEntry } from './entry/compile-entry.js';
import { DecideEntry } from './entry/decide-entry.js';
import { EntryController } from './entry/entry.controller.js';
import { EntryStore } from './entry/entry.store.js';
import { EntryViews } from './entry/entry-views.js';
import { FindEntries } from './entry/find-entries.js';
import { GetEntry } from './entry/get-entry.js';
import { MoveEntry } from './entry/move-entry.js';
import { ReviewEntry } from './entry/review-entry.js';
import { ReviseEntry } from './entry/revise-entry.js';
import { SubmitEntry } from './entry/submit-entry.js';
import { WhenEntryDeadline } from './entry/when-entry-deadline.js';
import { WhenNeighbourEntryPublished } from './entry/when-neighbour-entry-published.js';

@Module({
  controllers: [EntryController, WhenNeighbourEntryPublished, WhenEntryDeadline],
  providers: [EntryStore, EntryViews, MoveEntry, CompileEntry, ReviseEntry, SubmitEntry, ReviewEntry, DecideEntry, GetEntry, FindEntries],
})
export class CatalogueModule {}
