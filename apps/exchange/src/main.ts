import { runService } from '@gongshu/service-kit';
import { exchangeService } from './exchange.config.js';

await runService(exchangeService, process.argv[2]);
