import { Controller } from '@nestjs/common';
import { nameDataAuthority, NameDataAuthority as Naming, type NamedAuthority } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { NameDataAuthority } from './name-data-authority.js';

@Controller()
export class AuthorityController {
  constructor(private readonly naming: NameDataAuthority) {}

  @Answers(nameDataAuthority)
  name(input: Naming, ctx: RequestContext): Promise<NamedAuthority> {
    return this.naming.run(ctx, input);
  }
}
