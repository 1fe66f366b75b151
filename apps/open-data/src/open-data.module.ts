import { Module } from '@nestjs/common';
import { DataSetController } from './data-set/data-set.controller.js';
import { DataSetStore } from './data-set/data-set.store.js';
import { FindOpenDataSets } from './data-set/find-open-data-sets.js';
import { GetOpenDataSet } from './data-set/get-open-data-set.js';
import { OpenDataSet } from './data-set/open-data-set.js';
import { TakeOpenTickets } from './data-set/take-open-tickets.js';
import { LockOpenableEntry } from './openable-entry/lock-openable-entry.js';
import { OpenableEntryStore } from './openable-entry/openable-entry.store.js';
import { WhenEntryChanged } from './openable-entry/when-entry-changed.js';
import { WhenSafetyStopped } from './openable-entry/when-safety-stopped.js';
import { WhenVersionCompleted } from './openable-entry/when-version-completed.js';

@Module({
  controllers: [DataSetController, WhenEntryChanged, WhenSafetyStopped, WhenVersionCompleted],
  providers: [OpenableEntryStore, LockOpenableEntry, DataSetStore, OpenDataSet, FindOpenDataSets, GetOpenDataSet, TakeOpenTickets],
})
export class OpenDataModule {}
