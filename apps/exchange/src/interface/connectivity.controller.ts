import { Controller } from '@nestjs/common';
import { FindConnectivityTests, findConnectivityTests, InterfaceId, testConnectivity, type ConnectivityTest, type ConnectivityTestPage } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { TestConnectivity } from './test-connectivity.js';

@Controller()
export class ConnectivityController {
  constructor(private readonly testing: TestConnectivity) {}

  @Answers(testConnectivity)
  test(input: InterfaceId, ctx: RequestContext): Promise<ConnectivityTest> {
    return this.testing.run(ctx, input);
  }

  @Answers(findConnectivityTests)
  find(input: FindConnectivityTests, ctx: RequestContext): Promise<ConnectivityTestPage> {
    return this.testing.page(ctx, input);
  }
}
