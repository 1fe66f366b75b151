export { startGovernedPlatform, type Books, type GovernedPlatform, type GovernedPlatformOptions, type GrantedCall } from './governed-platform.js';
export { chooseLoad, type Load, type LoadOrder, type LoadResult } from './load.js';
export { nodeUpstream, type Part } from './part.js';
