import { Module } from '@nestjs/common';
import { ChangeGrant } from './grant/change-grant.js';
import { FindGrants } from './grant/find-grants.js';
import { GetGrant } from './grant/get-grant.js';
import { GrantController } from './grant/grant.controller.js';
import { GrantStore } from './grant/grant.store.js';
import { IssueGrant } from './grant/issue-grant.js';
import { KeepHeldGrant } from './grant/keep-held-grant.js';
import { LockLivingGrant } from './grant/lock-living-grant.js';
import { TerminateGrant } from './grant/terminate-grant.js';
import { NamedPartyStore } from './named-party/named-party.store.js';
import { PartiesMustBeNamed } from './named-party/parties-must-be-named.js';
import { WhenAuthorityNamed } from './named-party/when-authority-named.js';
import { WhenStaffChanged } from './named-party/when-staff-changed.js';
import { ClosePermits } from './permit/close-permits.js';
import { FindPermits } from './permit/find-permits.js';
import { PermitController } from './permit/permit.controller.js';
import { PermitStore } from './permit/permit.store.js';
import { TakePermits } from './permit/take-permits.js';
import { WhenRowsCorrected } from './permit/when-rows-corrected.js';
import { FindShareableEntry } from './shareable-entry/find-shareable-entry.js';
import { ShareableEntryStore } from './shareable-entry/shareable-entry.store.js';
import { WhenEntryChanged } from './shareable-entry/when-entry-changed.js';
import { WhenInterfaceRegistered } from './shareable-entry/when-interface-registered.js';
import { WhenNeighbourChanged } from './shareable-entry/when-neighbour-changed.js';
import { WhenVersionCompleted } from './shareable-entry/when-version-completed.js';
import { ActOnSharingRequest } from './sharing-request/act-on-sharing-request.js';
import { FindSharingRequests } from './sharing-request/find-sharing-requests.js';
import { GetSharingRequest } from './sharing-request/get-sharing-request.js';
import { HoldRequest } from './sharing-request/hold-request.js';
import { RecordMove } from './sharing-request/record-move.js';
import { SharingRequestController } from './sharing-request/sharing-request.controller.js';
import { SharingRequestStore } from './sharing-request/sharing-request.store.js';
import { SubmitSharingRequest } from './sharing-request/submit-sharing-request.js';
import { TellGrantChanged } from './sharing-request/tell-grant-changed.js';
import { TellRequesterNode } from './sharing-request/tell-requester-node.js';
import { WhenRequestComesFromChild } from './sharing-request/when-request-comes-from-child.js';
import { WhenRequestProgressedAbove } from './sharing-request/when-request-progressed-above.js';
import { WhenRequestDeadline } from './sharing-request/when-request-deadline.js';

const parties = [NamedPartyStore, PartiesMustBeNamed];
const catalogue = [ShareableEntryStore, FindShareableEntry];
const requests = [
  SharingRequestStore,
  HoldRequest,
  RecordMove,
  TellRequesterNode,
  TellGrantChanged,
  SubmitSharingRequest,
  ActOnSharingRequest,
  GetSharingRequest,
  FindSharingRequests,
];
const grants = [GrantStore, LockLivingGrant, IssueGrant, TerminateGrant, KeepHeldGrant, GetGrant, FindGrants, ChangeGrant];
const permits = [PermitStore, TakePermits, ClosePermits, FindPermits];

@Module({
  controllers: [
    SharingRequestController,
    GrantController,
    PermitController,
    WhenEntryChanged,
    WhenVersionCompleted,
    WhenInterfaceRegistered,
    WhenNeighbourChanged,
    WhenRequestComesFromChild,
    WhenRequestProgressedAbove,
    WhenRequestDeadline,
    WhenRowsCorrected,
    WhenAuthorityNamed,
    WhenStaffChanged,
  ],
  providers: [...parties, ...catalogue, ...requests, ...grants, ...permits],
})
export class SharingModule {}
