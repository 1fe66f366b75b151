import { Controller } from '@nestjs/common';
import {
  addInterface, ChangeInterface as Change, changeInterface, FindInterfaces as Query, findInterfaces, getInterface, InterfaceContent, InterfaceId, retireInterface, type InterfacePage, type InterfaceView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { AddInterface } from './add-interface.js';
import { ChangeInterface } from './change-interface.js';
import { FindInterfaces } from './find-interfaces.js';

@Controller()
export class InterfaceController {
  constructor(
    private readonly adding: AddInterface,
    private readonly changing: ChangeInterface,
    private readonly finding: FindInterfaces,
  ) {}

  @Answers(addInterface)
  add(input: InterfaceContent, ctx: RequestContext): Promise<InterfaceView> {
    return this.adding.run(ctx, input);
  }

  @Answers(changeInterface)
  change(input: Change, ctx: RequestContext): Promise<InterfaceView> {
    return this.changing.change(ctx, input);
  }

  @Answers(retireInterface)
  retire(input: InterfaceId, ctx: RequestContext): Promise<InterfaceView> {
    return this.changing.retire(ctx, input);
  }

  @Answers(getInterface)
  get(input: InterfaceId, ctx: RequestContext): Promise<InterfaceView> {
    return this.finding.get(ctx, input);
  }

  @Answers(findInterfaces)
  find(input: Query, ctx: RequestContext): Promise<InterfacePage> {
    return this.finding.page(ctx, input);
  }
}
