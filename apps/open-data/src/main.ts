import { runService } from '@gongshu/service-kit';
import { openDataService } from './open-data.config.js';

await runService(openDataService, process.argv[2]);
