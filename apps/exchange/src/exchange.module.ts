import { Module } from '@nestjs/common';
import { BusStrategy, CLOCK, DocumentSigner, NODE, openDocumentSigner, SETTINGS, UnitOfWork } from '@gongshu/service-kit';
import { ConnectivityController } from './interface/connectivity.controller.js';
import { ConnectivityTestStore } from './interface/connectivity-test.store.js';
import { KeepProbe } from './interface/keep-probe.js';
import { ProbeInterface } from './connectivity/probe-interface.js';
import { ProvidersClient } from './connectivity/providers-client.js';
import { TestConnectivity } from './interface/test-connectivity.js';
import { WhenProbeDue } from './interface/when-probe-due.js';
import { BrowseRows } from './browse/browse-rows.js';
import { BrowseRoute } from './data-plane/browse.route.js';
import { DataPlane } from './data-plane/data-plane.js';
import { FileRoute } from './data-plane/file.route.js';
import { OpenTickets } from './data-plane/open-tickets.js';
import { PackagesRoute } from './data-plane/packages.route.js';
import { ProviderCalls } from './data-plane/provider-calls.js';
import { RecordsRoute } from './data-plane/records.route.js';
import { RowsRoute } from './data-plane/rows.route.js';
import { VersionsRoute } from './data-plane/versions.route.js';
import { AppendRows } from './data-set/append-rows.js';
import { CollectionScopeStore } from './data-set/collection-scope.store.js';
import { CorrectRows } from './data-set/correct-rows.js';
import { DataSetController } from './data-set/data-set.controller.js';
import { DataSetStore } from './data-set/data-set.store.js';
import { FindDataSet } from './data-set/find-data-set.js';
import { FindUploadReports } from './data-set/find-upload-reports.js';
import { GetDataSet } from './data-set/get-data-set.js';
import { ReadRows } from './data-set/read-rows.js';
import { RegisterInterface } from './data-set/register-interface.js';
import { TakeVersion } from './data-set/take-version.js';
import { UploadReportController } from './data-set/upload-report.controller.js';
import { UploadReportStore } from './data-set/upload-report.store.js';
import { UploadRules } from './data-set/upload-rules.js';
import { UploadVersion } from './data-set/upload-version.js';
import { RowMarks } from './data-set/row-marks.js';
import { VersionTableStore } from './data-set/version-table.store.js';
import { WhenCollectionScopeSet } from './data-set/when-collection-scope-set.js';
import { WhenEntryPublished } from './data-set/when-entry-published.js';
import { AddInterface } from './interface/add-interface.js';
import { BindInterface } from './data-set/bind-interface.js';
import { ChangeInterface } from './interface/change-interface.js';
import { FindInterfaces } from './interface/find-interfaces.js';
import { InterfaceController } from './interface/interface.controller.js';
import { InterfaceStore } from './interface/interface.store.js';
import { LockInterface } from './interface/lock-interface.js';
import { FindVersion } from './data-set/find-version.js';
import { TakeDocument } from './data-set/take-document.js';
import { DescribeEntry } from './file/describe-entry.js';
import { FileRecords } from './file/file-records.store.js';
import { FindFile } from './file/find-file.js';
import { ForgetFiles } from './file/forget-files.js';
import { MakeFile } from './file/make-file.js';
import { UploadFile } from './file/upload-file.js';
import { WhenEntryDescribed } from './file/when-entry-described.js';
import { FILE_STORE } from './file-store/file-store.js';
import { openFileStore } from './file-store/open-file-store.js';
import { ForgetPackages } from './offline-package/forget-packages.js';
import { MakePackage } from './offline-package/make-package.js';
import { OfflinePackageController } from './offline-package/offline-package.controller.js';
import { PackageStore } from './offline-package/package.store.js';
import { RecordHandOver } from './offline-package/record-hand-over.js';
import { OutsideUseMustBeConsented } from './outside-use/outside-use-must-be-consented.js';
import { OutsideUseStore } from './outside-use/outside-use.store.js';
import { WhenGrantChanged } from './outside-use/when-grant-changed.js';
import { BeginPull } from './pull/begin-pull.js';
import { PullSecrets } from './pull/pull-secrets.js';
import { PullController } from './pull/pull.controller.js';
import { PullStore } from './pull/pull.store.js';
import { RunPull } from './pull/run-pull.js';
import { SetPull } from './pull/set-pull.js';
import { WhenPullDue } from './pull/when-pull-due.js';
import { FindStops } from './stop/find-stops.js';
import { StopStore } from './stop/stop.store.js';
import { WhenSafetyStopped } from './stop/when-safety-stopped.js';
import { AskSeal } from './record-stream/ask-seal.js';
import { GatherWindow } from './record-stream/gather-window.js';
import { RecordStreamController } from './record-stream/record-stream.controller.js';
import { RecordStreamStore } from './record-stream/record-stream.store.js';
import { RunningDigests } from './record-stream/running-digests.js';
import { SealRecords } from './record-stream/seal-records.js';
import { SetRecordStream } from './record-stream/set-record-stream.js';
import { TailTableStore } from './record-stream/tail-table.store.js';
import { TakeWindow } from './record-stream/take-window.js';
import { ViewRecordStream } from './record-stream/view-record-stream.js';
import { WhenSealDue } from './record-stream/when-seal-due.js';
import { StreamDatabase } from './streams/stream-database.js';

@Module({
  controllers: [UploadReportController, PullController, WhenPullDue, RecordStreamController, WhenSealDue, DataSetController, InterfaceController, ConnectivityController, WhenProbeDue, WhenEntryPublished, WhenCollectionScopeSet, WhenEntryDescribed, WhenGrantChanged, WhenSafetyStopped, OfflinePackageController],
  providers: [
    { provide: StreamDatabase, useFactory: StreamDatabase.open, inject: [SETTINGS, UnitOfWork, BusStrategy] },
    { provide: DocumentSigner, useFactory: openDocumentSigner, inject: [UnitOfWork, NODE, CLOCK, SETTINGS] },
    { provide: FILE_STORE, useFactory: openFileStore, inject: [SETTINGS, CLOCK] },
    DataSetStore,
    CollectionScopeStore,
    UploadRules,
    VersionTableStore,
    RowMarks,
    GetDataSet,
    RegisterInterface,
    ...[OutsideUseStore, OutsideUseMustBeConsented],
    ...[InterfaceStore, LockInterface, AddInterface, BindInterface, ChangeInterface, FindInterfaces],
    ...[ProvidersClient, ProbeInterface, KeepProbe, ConnectivityTestStore, TestConnectivity],
    CorrectRows,
    UploadReportStore,
    FindDataSet,
    FindUploadReports,
    ...[PullStore, PullSecrets, RunPull, SetPull, BeginPull],
    TakeVersion,
    UploadVersion,
    ReadRows,
    ...[StopStore, FindStops, OpenTickets],
    ...[AppendRows, RecordStreamStore, TailTableStore, GatherWindow, TakeWindow, RunningDigests, SealRecords, ViewRecordStream, SetRecordStream, AskSeal],
    ...[ProviderCalls, VersionsRoute, RecordsRoute],
    RowsRoute,
    ...[FindVersion, TakeDocument, DescribeEntry, FileRecords, FindFile, MakeFile, UploadFile, ForgetFiles, FileRoute],
    ...[BrowseRows, BrowseRoute],
    ...[PackageStore, ForgetPackages, MakePackage, RecordHandOver, PackagesRoute],
    DataPlane,
  ],
})
export class ExchangeModule {}
