import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { basePort, homeFolder } from '@gongshu/launcher';
import { startAirQualityService } from './air-quality-service.js';
import { playHebei } from './hebei.js';
import { platformRuns, startLocalPlatform, type StartedPlatform } from './local-platform.js';
import { Narrator } from './narrator.js';
import { openStage } from './stage.js';
import { playWeihai } from './weihai.js';

/** Ports of the second topology stand this far above the first. */
const SECOND_TOPOLOGY = 200;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const narrator = new Narrator();
const home = homeFolder(root);
const port = basePort();
const started: StartedPlatform[] = [];
const airQuality = await startAirQualityService(0);

try {
  if (!(await platformRuns(port))) {
    narrator.line('没有正在运行的平台,先启动一个。 No platform is running; starting one.');
    started.push(await startLocalPlatform(root, 'hebei', { home, port }));
  }
  await playHebei(await openStage(home, narrator), airQuality);

  narrator.title('开放:第二个拓扑,同样的程序', 'Opening: a second topology, the same binaries');
  const secondHome = join(home, 'demo-weihai');
  started.push(await startLocalPlatform(root, 'weihai', { home: secondHome, port: port + SECOND_TOPOLOGY }));
  await playWeihai(await openStage(secondHome, narrator));
} catch (error) {
  narrator.differences.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await airQuality.stop();
  for (const platform of started.reverse()) await platform.stop();
}

if (narrator.differences.length === 0) narrator.line('\n演示完成,一切相符。 The demo is complete; everything was as it should be.');
else {
  narrator.line(`\n有 ${String(narrator.differences.length)} 处不符。 ${String(narrator.differences.length)} differences:`);
  for (const difference of narrator.differences) narrator.line(`  ✗ ${difference}`);
  process.exitCode = 1;
}
