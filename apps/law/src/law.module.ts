import { Module } from '@nestjs/common';
import { CalendarYearController } from './calendar-year/calendar-year.controller.js';
import { FindCalendarYears } from './calendar-year/find-calendar-years.js';
import { LoadCalendarYear } from './calendar-year/load-calendar-year.js';
import { ComputeDeadline } from './deadline/compute-deadline.js';
import { DeadlineController } from './deadline/deadline.controller.js';
import { FindRegulationPacks } from './pack/find-regulation-packs.js';
import { GetRegulationPack } from './pack/get-regulation-pack.js';
import { KnownPacks } from './pack/known-packs.js';
import { PackController } from './pack/pack.controller.js';
import { GetLegalProcedure } from './procedure/get-legal-procedure.js';
import { ProcedureController } from './procedure/procedure.controller.js';
import { GetServiceDirectory } from './service-directory/get-service-directory.js';
import { ServiceDirectoryController } from './service-directory/service-directory.controller.js';
import { FindWorkItems } from './work-item/find-work-items.js';
import { WhenCaseMoved } from './work-item/when-case-moved.js';
import { WorkItemController } from './work-item/work-item.controller.js';
import { WorkItemStore } from './work-item/work-item.store.js';

@Module({
  controllers: [PackController, ProcedureController, DeadlineController, CalendarYearController, WorkItemController, ServiceDirectoryController, WhenCaseMoved],
  providers: [KnownPacks, FindRegulationPacks, GetRegulationPack, GetLegalProcedure, ComputeDeadline, FindCalendarYears, LoadCalendarYear, WorkItemStore, FindWorkItems, GetServiceDirectory],
})
export class LawModule {}
