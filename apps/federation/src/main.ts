import { runService } from '@gongshu/service-kit';
import { federationService } from './index.js';

await runService(federationService, process.argv[2]);
