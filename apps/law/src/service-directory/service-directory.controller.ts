import { Controller } from '@nestjs/common';
import { getServiceDirectory, type Nothing, type ServiceDirectory } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetServiceDirectory } from './get-service-directory.js';

@Controller()
export class ServiceDirectoryController {
  constructor(private readonly getting: GetServiceDirectory) {}

  @Answers(getServiceDirectory)
  get(_input: Nothing, ctx: RequestContext): ServiceDirectory {
    return this.getting.run(ctx);
  }
}
