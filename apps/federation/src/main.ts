import { runService } from '@gongshu/service-kit';
import { federationService } from './federation.config.js';

await runService(federationService, process.argv[2]);
