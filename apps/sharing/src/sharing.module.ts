import { Module } from '@nestjs/common';
import { demandControllers, demandProviders } from './demand/demand-parts.js';
import { demandPlanControllers, demandPlanProviders } from './demand-plan/demand-plan-parts.js';
import { combinationControllers, combinationProviders } from './combination/combination-parts.js';
import { misuseControllers, misuseProviders } from './misuse/misuse-parts.js';
import { violationControllers, violationProviders } from './violation/violation-parts.js';
import { materialCheckControllers, materialCheckProviders } from './material-check/material-check-parts.js';
import { CLOCK, DocumentSigner, NODE, openDocumentSigner, SETTINGS, UnitOfWork } from '@gongshu/service-kit';
import { AgreementController } from './agreement/agreement.controller.js';
import { AgreementStore } from './agreement/agreement.store.js';
import { FindAgreement } from './agreement/find-agreement.js';
import { GetAgreement } from './agreement/get-agreement.js';
import { RecordAgreement } from './agreement/record-agreement.js';
import { ArchiveController } from './archive/archive.controller.js';
import { ArchiveDocument } from './archive/archive-document.js';
import { ArchiveStore } from './archive/archive.store.js';
import { FindArchiveRecords } from './archive/find-archive-records.js';
import { CheckCompleteness } from './completeness/check-completeness.js';
import { CompletenessController } from './completeness/completeness.controller.js';
import { FindDelivery } from './completeness/find-delivery.js';
import { PermitChainStore } from './completeness/permit-chain.store.js';
import { dataUpdateControllers, dataUpdateProviders } from './data-update/data-update-parts.js';
import { heldCopyControllers, heldCopyProviders } from './held-copy/held-copy-parts.js';
import { externalUseControllers, externalUseProviders } from './external-use/external-use-parts.js';
import { ActOnGrant } from './grant/act-on-grant.js';
import { FindHeldGrants } from './grant/find-held-grants.js';
import { FindGrants } from './grant/find-grants.js';
import { GetGrant } from './grant/get-grant.js';
import { GrantController } from './grant/grant.controller.js';
import { GrantStore } from './grant/grant.store.js';
import { IssueGrant } from './grant/issue-grant.js';
import { KeepHeldGrant } from './grant/keep-held-grant.js';
import { LockLivingGrant } from './grant/lock-living-grant.js';
import { RenewGrant } from './grant/renew-grant.js';
import { StopGrants } from './grant/stop-grants.js';
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
import { FindSafetyStop } from './safety-stop/find-safety-stop.js';
import { LiftSafetyStop } from './safety-stop/lift-safety-stop.js';
import { SafetyStopController } from './safety-stop/safety-stop.controller.js';
import { SafetyStopStore } from './safety-stop/safety-stop.store.js';
import { StopForSafety } from './safety-stop/stop-for-safety.js';
import { TellSafetyStop } from './safety-stop/tell-safety-stop.js';
import { WhenSafetyStopTold } from './safety-stop/when-safety-stop-told.js';
import { GetRequestForm } from './request-form/get-request-form.js';
import { RequestFormController } from './request-form/request-form.controller.js';
import { CheckDocument } from './provenance/check-document.js';
import { GetProvenance } from './provenance/get-provenance.js';
import { ProvenanceController } from './provenance/provenance.controller.js';
import { StampDeliveries } from './provenance/stamp-deliveries.js';
import { GetReceipt } from './receipt/get-receipt.js';
import { ReadDocumentKeys } from './receipt/read-document-keys.js';
import { ReceiptController } from './receipt/receipt.controller.js';
import { FindShareableEntry } from './shareable-entry/find-shareable-entry.js';
import { InterfaceCallController } from './shareable-entry/interface-call.controller.js';
import { ReadInterfaceCall } from './shareable-entry/read-interface-call.js';
import { ShareableEntryStore } from './shareable-entry/shareable-entry.store.js';
import { WhenEntryChanged } from './shareable-entry/when-entry-changed.js';
import { WhenInterfaceRegistered } from './shareable-entry/when-interface-registered.js';
import { GatewayStore } from './other-node/gateway.store.js';
import { OtherNodes } from './other-node/other-nodes.js';
import { WhenNeighbourChanged } from './other-node/when-neighbour-changed.js';
import { WhenVersionCompleted } from './shareable-entry/when-version-completed.js';
import { ActOnSharingRequest } from './sharing-request/act-on-sharing-request.js';
import { FollowEntryChange } from './sharing-request/follow-entry-change.js';
import { FindSharingRequests } from './sharing-request/find-sharing-requests.js';
import { GetSharingRequest } from './sharing-request/get-sharing-request.js';
import { EarlyActStore } from './sharing-request/early-act.store.js';
import { HoldRequest } from './sharing-request/hold-request.js';
import { NarrowRequest } from './sharing-request/narrow-request.js';
import { RecordMove } from './sharing-request/record-move.js';
import { SendActUp } from './sharing-request/send-act-up.js';
import { SharingRequestController } from './sharing-request/sharing-request.controller.js';
import { SharingRequestStore } from './sharing-request/sharing-request.store.js';
import { SubmitSharingRequest } from './sharing-request/submit-sharing-request.js';
import { TakeActFromBelow } from './sharing-request/take-act-from-below.js';
import { TakeRequestAct } from './sharing-request/take-request-act.js';
import { TellGrantChanged } from './sharing-request/tell-grant-changed.js';
import { TellRequesterNode } from './sharing-request/tell-requester-node.js';
import { WeighHeldGrants } from './sharing-request/weigh-held-grants.js';
import { WhenRequestComesFromChild } from './sharing-request/when-request-comes-from-child.js';
import { WhenRequesterActedBelow } from './sharing-request/when-requester-acted-below.js';
import { WhenRequestProgressedAbove } from './sharing-request/when-request-progressed-above.js';
import { WhenRequestDeadline } from './sharing-request/when-request-deadline.js';

const parties = [NamedPartyStore, PartiesMustBeNamed];
const catalogue = [ShareableEntryStore, FindShareableEntry, ReadInterfaceCall, GatewayStore, OtherNodes];
const requests = [
  SharingRequestStore,
  HoldRequest,
  RecordMove,
  NarrowRequest,
  WeighHeldGrants,
  FollowEntryChange,
  GetRequestForm,
  TellRequesterNode,
  TellGrantChanged,
  EarlyActStore,
  TakeRequestAct,
  SendActUp,
  TakeActFromBelow,
  SubmitSharingRequest,
  ActOnSharingRequest,
  GetSharingRequest,
  FindSharingRequests,
];
const grants = [GrantStore, LockLivingGrant, IssueGrant, TerminateGrant, KeepHeldGrant, GetGrant, FindGrants, FindHeldGrants, ActOnGrant, RenewGrant, StopGrants];
const permits = [PermitStore, TakePermits, ClosePermits, FindPermits];
const safetyStops = [SafetyStopStore, FindSafetyStop, StopForSafety, LiftSafetyStop, TellSafetyStop];
const signed = [
  { provide: DocumentSigner, useFactory: openDocumentSigner, inject: [UnitOfWork, NODE, CLOCK, SETTINGS] },
  AgreementStore,
  RecordAgreement,
  GetAgreement,
  FindAgreement,
  PermitChainStore,
  FindDelivery,
  CheckCompleteness,
  GetReceipt,
  ReadDocumentKeys,
  StampDeliveries,
  GetProvenance,
  CheckDocument,
  ArchiveStore,
  ArchiveDocument,
  FindArchiveRecords,
];

@Module({
  controllers: [
    SharingRequestController,
    RequestFormController,
    GrantController,
    PermitController,
    InterfaceCallController,
    AgreementController,
    CompletenessController,
    ReceiptController,
    ProvenanceController,
    ArchiveController,
    SafetyStopController,
    WhenSafetyStopTold,
    WhenEntryChanged,
    WhenVersionCompleted,
    WhenInterfaceRegistered,
    WhenNeighbourChanged,
    WhenRequestComesFromChild,
    WhenRequestProgressedAbove,
    WhenRequesterActedBelow,
    WhenRequestDeadline,
    WhenRowsCorrected,
    WhenAuthorityNamed,
    WhenStaffChanged,
    ...externalUseControllers,
    ...dataUpdateControllers,
    ...heldCopyControllers,
    ...demandControllers,
    ...demandPlanControllers,
    ...materialCheckControllers,
    ...combinationControllers,
    ...misuseControllers,
    ...violationControllers,
  ],
  providers: [...externalUseProviders, ...dataUpdateProviders, ...heldCopyProviders, ...demandProviders, ...demandPlanProviders, ...materialCheckProviders, ...combinationProviders, ...misuseProviders, ...violationProviders, ...parties, ...catalogue, ...requests, ...grants, ...permits, ...signed, ...safetyStops],
})
export class SharingModule {}
