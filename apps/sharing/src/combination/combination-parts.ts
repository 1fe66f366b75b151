import { CombinationController } from './combination.controller.js';
import { CombinationStore } from './combination.store.js';
import { KeepCombinations } from './keep-combinations.js';
import { WeighCombinations } from './weigh-combinations.js';

export const combinationControllers = [CombinationController];
export const combinationProviders = [CombinationStore, WeighCombinations, KeepCombinations];
