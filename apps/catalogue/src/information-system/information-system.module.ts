import { Module } from '@nestjs/common';
import { CollectionListModule } from '../collection-list/collection-list.module.js';
import { DepartmentModule } from '../department/department.module.js';
import { FindInformationSystems } from './find-information-systems.js';
import { InformationSystemController } from './information-system.controller.js';
import { InformationSystemStore } from './information-system.store.js';
import { RegisterInformationSystem } from './register-information-system.js';

@Module({ imports: [DepartmentModule, CollectionListModule], controllers: [InformationSystemController], providers: [InformationSystemStore, RegisterInformationSystem, FindInformationSystems] })
export class InformationSystemModule {}
