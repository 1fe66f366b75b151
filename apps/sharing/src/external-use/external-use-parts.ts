import { ActOnExternalUse } from './act-on-external-use.js';
import { ApplyForExternalUse } from './apply-for-external-use.js';
import { ExternalUseController } from './external-use.controller.js';
import { ExternalUseStore } from './external-use.store.js';
import { PublicationStore } from './publication.store.js';
import { PublishExternally } from './publish-externally.js';
import { ReadExternalUses } from './read-external-uses.js';
import { RecordExternalUse } from './record-external-use.js';
import { WhenExternalUseCrosses } from './when-external-use-crosses.js';
import { WhenExternalUseDeadline } from './when-external-use-deadline.js';

export const externalUseControllers = [ExternalUseController, WhenExternalUseDeadline, WhenExternalUseCrosses];
export const externalUseProviders = [ExternalUseStore, PublicationStore, RecordExternalUse, ApplyForExternalUse, ActOnExternalUse, PublishExternally, ReadExternalUses];
