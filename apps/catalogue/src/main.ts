import { runService } from '@gongshu/service-kit';
import { catalogueService } from './index.js';

await runService(catalogueService, process.argv[2]);
