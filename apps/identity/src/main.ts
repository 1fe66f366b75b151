import { runService } from '@gongshu/service-kit';
import { identityService } from './index.js';

await runService(identityService, process.argv[2]);
