import { ActOnDemandPlan } from './act-on-demand-plan.js';
import { ActOnSupplyTask } from './act-on-supply-task.js';
import { DemandPlanController } from './demand-plan.controller.js';
import { DemandPlanStore } from './demand-plan.store.js';
import { DraftDemandPlan } from './draft-demand-plan.js';
import { FindLateBodies } from './find-late-bodies.js';
import { FindSupplyTasks } from './find-supply-tasks.js';
import { GetSupplyTask } from './get-supply-task.js';
import { MatchItems } from './match-items.js';
import { PlanningBodyStore } from './planning-body.store.js';
import { ReadDemandPlans } from './read-demand-plans.js';
import { RecordPlanMove } from './record-plan-move.js';
import { RecordTaskMove } from './record-task-move.js';
import { SeeSupply } from './see-supply.js';
import { SupplyTaskController } from './supply-task.controller.js';
import { SupplyTaskStore } from './supply-task.store.js';
import { TellSupplyFound } from './tell-supply-found.js';
import { WhenBodyRegistered } from './when-body-registered.js';
import { WhenPlanDeadline } from './when-plan-deadline.js';
import { WhenTaskDeadline } from './when-task-deadline.js';

/** Demand plans of bodies, and the tasks by which they are supplied. */
export const demandPlanControllers = [DemandPlanController, SupplyTaskController, WhenBodyRegistered, WhenPlanDeadline, WhenTaskDeadline];
export const demandPlanProviders = [
  PlanningBodyStore, DemandPlanStore, SupplyTaskStore, RecordPlanMove, RecordTaskMove, DraftDemandPlan, ActOnDemandPlan, MatchItems, ReadDemandPlans, FindLateBodies, SeeSupply,
  TellSupplyFound, ActOnSupplyTask, GetSupplyTask, FindSupplyTasks,
];
