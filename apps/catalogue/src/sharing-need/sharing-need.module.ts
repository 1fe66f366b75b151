import { Module } from '@nestjs/common';
import { CollectionListModule } from '../collection-list/collection-list.module.js';
import { FindSharingCatalogue } from './find-sharing-catalogue.js';
import { RegisterSharingNeed } from './register-sharing-need.js';
import { SharingNeedController } from './sharing-need.controller.js';
import { SharingNeedStore } from './sharing-need.store.js';

@Module({ imports: [CollectionListModule], controllers: [SharingNeedController], providers: [SharingNeedStore, RegisterSharingNeed, FindSharingCatalogue] })
export class SharingNeedModule {}
