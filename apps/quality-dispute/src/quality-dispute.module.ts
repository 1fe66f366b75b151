import { Module } from '@nestjs/common';
import { FindHeldGrant } from './held-grant/find-held-grant.js';
import { HeldGrantStore } from './held-grant/held-grant.store.js';
import { WhenGrantIssued } from './held-grant/when-grant-issued.js';
import { WhenRequestForwardedUp } from './held-grant/when-request-forwarded-up.js';
import { WhenRequestProgressed } from './held-grant/when-request-progressed.js';
import { FindKnownEntry } from './known-entry/find-known-entry.js';
import { HasDataVersion } from './known-entry/has-data-version.js';
import { KnownEntryStore } from './known-entry/known-entry.store.js';
import { WhenEntryPublished } from './known-entry/when-entry-published.js';
import { WhenVersionCompleted } from './known-entry/when-version-completed.js';
import { FindNotices } from './notice/find-notices.js';
import { NoticeController } from './notice/notice.controller.js';
import { NoticeStore } from './notice/notice.store.js';
import { WhenPastReceiversFound } from './notice/when-past-receivers-found.js';
import { WhenReceiverNotified } from './notice/when-receiver-notified.js';
import { ActOnVerification } from './verification/act-on-verification.js';
import { FileVerification } from './verification/file-verification.js';
import { FindVerifications } from './verification/find-verifications.js';
import { GetVerification } from './verification/get-verification.js';
import { RecordMove } from './verification/record-move.js';
import { VerificationController } from './verification/verification.controller.js';
import { VerificationStore } from './verification/verification.store.js';
import { WhenVerificationForwardedUp } from './verification/when-verification-forwarded-up.js';
import { WhenVerificationDeadline } from './verification/when-verification-deadline.js';
import { WhenVerificationProgressed } from './verification/when-verification-progressed.js';

@Module({
  controllers: [
    VerificationController,
    NoticeController,
    WhenEntryPublished,
    WhenVersionCompleted,
    WhenGrantIssued,
    WhenRequestForwardedUp,
    WhenRequestProgressed,
    WhenVerificationForwardedUp,
    WhenVerificationProgressed,
    WhenVerificationDeadline,
    WhenPastReceiversFound,
    WhenReceiverNotified,
  ],
  providers: [
    KnownEntryStore,
    FindKnownEntry,
    HasDataVersion,
    HeldGrantStore,
    FindHeldGrant,
    VerificationStore,
    RecordMove,
    FileVerification,
    ActOnVerification,
    GetVerification,
    FindVerifications,
    NoticeStore,
    FindNotices,
  ],
})
export class QualityDisputeModule {}
