import { runService } from '@gongshu/service-kit';
import { catalogueService } from './catalogue.config.js';

await runService(catalogueService, process.argv[2]);
