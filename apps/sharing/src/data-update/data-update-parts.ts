import { CurrentEdition } from './current-edition.js';
import { DataUpdateController } from './data-update.controller.js';
import { DataUpdateStore } from './data-update.store.js';
import { FinishDataUpdate } from './finish-data-update.js';
import { FinishUpdates } from './finish-updates.js';
import { ReadDataUpdates } from './read-data-updates.js';
import { RecordDataUpdate } from './record-data-update.js';
import { RecordSourceChange } from './record-source-change.js';
import { WhenDataUpdateDeadline } from './when-data-update-deadline.js';
import { WhenDataUpdateLags } from './when-data-update-lags.js';
import { WhenDataVersionCompleted } from './when-data-version-completed.js';

export const dataUpdateControllers = [DataUpdateController, WhenDataVersionCompleted, WhenDataUpdateDeadline, WhenDataUpdateLags];
export const dataUpdateProviders = [DataUpdateStore, CurrentEdition, RecordDataUpdate, RecordSourceChange, FinishUpdates, FinishDataUpdate, ReadDataUpdates];
