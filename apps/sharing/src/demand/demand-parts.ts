import { ActOnDemand } from './act-on-demand.js';
import { DemandController } from './demand.controller.js';
import { DemandStore } from './demand.store.js';
import { FindDemands } from './find-demands.js';
import { FindSupply } from './find-supply.js';
import { GetDemand } from './get-demand.js';
import { RegisterDemand } from './register-demand.js';
import { SuggestEntry } from './suggest-entry.js';
import { SupplyStore } from './supply.store.js';
import { WhenSupplyChanged } from './when-supply-changed.js';

/** Registered demands, and what the catalogue supplies. */
export const demandControllers = [DemandController, WhenSupplyChanged];
export const demandProviders = [SupplyStore, FindSupply, SuggestEntry, DemandStore, RegisterDemand, ActOnDemand, GetDemand, FindDemands];
