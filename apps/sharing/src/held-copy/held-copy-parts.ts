import { AcknowledgeUpdate } from './acknowledge-update.js';
import { HeldCopyController } from './held-copy.controller.js';
import { HeldCopyStore } from './held-copy.store.js';
import { KeepNotice } from './keep-notice.js';
import { NotifyHolders } from './notify-holders.js';
import { ReadHeldCopies } from './read-held-copies.js';
import { UpdateNoticeStore } from './update-notice.store.js';
import { WhenToldAcross } from './when-told-across.js';

export const heldCopyControllers = [HeldCopyController, WhenToldAcross];
export const heldCopyProviders = [HeldCopyStore, UpdateNoticeStore, KeepNotice, NotifyHolders, AcknowledgeUpdate, ReadHeldCopies];
