import { Controller } from '@nestjs/common';
import { correctRows, CorrectRows as Corrections, DataSetId, getDataSet, registerInterface, RegisterInterface as Registration, type DataSetView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CorrectRows } from './correct-rows.js';
import { GetDataSet } from './get-data-set.js';
import { RegisterInterface } from './register-interface.js';

@Controller()
export class DataSetController {
  constructor(
    private readonly getting: GetDataSet,
    private readonly registering: RegisterInterface,
    private readonly correcting: CorrectRows,
  ) {}

  @Answers(getDataSet)
  get(input: DataSetId, ctx: RequestContext): Promise<DataSetView> {
    return this.getting.run(ctx, input);
  }

  @Answers(registerInterface)
  registerInterface(input: Registration, ctx: RequestContext): Promise<DataSetView> {
    return this.registering.run(ctx, input);
  }

  @Answers(correctRows)
  correctRows(input: Corrections, ctx: RequestContext): Promise<DataSetView> {
    return this.correcting.run(ctx, input);
  }
}
