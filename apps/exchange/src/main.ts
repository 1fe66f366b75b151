import { runService } from '@gongshu/service-kit';
import { exchangeService } from './index.js';

await runService(exchangeService, process.argv[2]);
