import { runService } from '@gongshu/service-kit';
import { identityService } from './identity.config.js';

await runService(identityService, process.argv[2]);
