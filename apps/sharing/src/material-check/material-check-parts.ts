import { CheckMaterial } from './check-material.js';
import { FindMaterialChecks } from './find-material-checks.js';
import { MaterialCheckController } from './material-check.controller.js';
import { MaterialCheckStore } from './material-check.store.js';

/** What may be demanded of applicants. */
export const materialCheckControllers = [MaterialCheckController];
export const materialCheckProviders = [MaterialCheckStore, CheckMaterial, FindMaterialChecks];
