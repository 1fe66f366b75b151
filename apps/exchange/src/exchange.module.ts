import { Module } from '@nestjs/common';
import { BusStrategy, SETTINGS, UnitOfWork } from '@gongshu/service-kit';
import { DataPlane } from './data-plane/data-plane.js';
import { RowsRoute } from './data-plane/rows.route.js';
import { VersionsRoute } from './data-plane/versions.route.js';
import { CollectionScopeStore } from './data-set/collection-scope.store.js';
import { CorrectRows } from './data-set/correct-rows.js';
import { DataSetController } from './data-set/data-set.controller.js';
import { DataSetStore } from './data-set/data-set.store.js';
import { GetDataSet } from './data-set/get-data-set.js';
import { ReadRows } from './data-set/read-rows.js';
import { RegisterInterface } from './data-set/register-interface.js';
import { UploadRules } from './data-set/upload-rules.js';
import { UploadVersion } from './data-set/upload-version.js';
import { VersionTableStore } from './data-set/version-table.store.js';
import { WhenCollectionScopeSet } from './data-set/when-collection-scope-set.js';
import { WhenEntryPublished } from './data-set/when-entry-published.js';
import { StreamDatabase } from './streams/stream-database.js';

@Module({
  controllers: [DataSetController, WhenEntryPublished, WhenCollectionScopeSet],
  providers: [
    { provide: StreamDatabase, useFactory: StreamDatabase.open, inject: [SETTINGS, UnitOfWork, BusStrategy] },
    DataSetStore,
    CollectionScopeStore,
    UploadRules,
    VersionTableStore,
    GetDataSet,
    RegisterInterface,
    CorrectRows,
    UploadVersion,
    ReadRows,
    VersionsRoute,
    RowsRoute,
    DataPlane,
  ],
})
export class ExchangeModule {}
