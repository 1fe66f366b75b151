import { Module } from '@nestjs/common';
import { NODE, SETTINGS, UnitOfWork } from '@gongshu/service-kit';
import { CheckpointController } from './checkpoint/checkpoint.controller.js';
import { CheckpointLoop } from './checkpoint/checkpoint-loop.js';
import { CheckpointStore } from './checkpoint/checkpoint.store.js';
import { GetCheckpoint } from './checkpoint/get-checkpoint.js';
import { SignCheckpoint } from './checkpoint/sign-checkpoint.js';
import { WhenNeighbourCosignedCheckpoint } from './checkpoint/when-neighbour-cosigned-checkpoint.js';
import { AppendEntries } from './entry/append-entries.js';
import { EntryController } from './entry/entry.controller.js';
import { EntryStore } from './entry/entry.store.js';
import { FindEntries } from './entry/find-entries.js';
import { GetProof } from './entry/get-proof.js';
import { GetTileBytes } from './entry/get-tile-bytes.js';
import { ReadTree } from './entry/read-tree.js';
import { TreeStore } from './entry/tree.store.js';
import { WhenAnythingHappened } from './entry/when-anything-happened.js';
import { openSigningKeys, SigningKeys } from './signing-key/signing-keys.js';
import { WhenNeighbourSignedCheckpoint } from './witness/when-neighbour-signed-checkpoint.js';
import { WitnessedCheckpointStore } from './witness/witnessed-checkpoint.store.js';

@Module({
  controllers: [EntryController, CheckpointController, WhenAnythingHappened, WhenNeighbourSignedCheckpoint, WhenNeighbourCosignedCheckpoint],
  providers: [
    { provide: SigningKeys, useFactory: openSigningKeys, inject: [UnitOfWork, NODE, SETTINGS] },
    EntryStore,
    TreeStore,
    CheckpointStore,
    WitnessedCheckpointStore,
    AppendEntries,
    ReadTree,
    FindEntries,
    GetProof,
    GetTileBytes,
    SignCheckpoint,
    CheckpointLoop,
    GetCheckpoint,
  ],
})
export class AuditModule {}
