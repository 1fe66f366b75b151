import { Controller } from '@nestjs/common';
import { correctRows, CorrectRows, DataSetId, getDataSet, registerInterface, RegisterInterface, type DataSetView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CorrectRowsOfDataSet } from './correct-rows.js';
import { GetDataSet } from './get-data-set.js';
import { RegisterDataSetInterface } from './register-interface.js';

@Controller()
export class DataSetController {
  constructor(
    private readonly getting: GetDataSet,
    private readonly registering: RegisterDataSetInterface,
    private readonly correcting: CorrectRowsOfDataSet,
  ) {}

  @Answers(getDataSet)
  async get(input: DataSetId, ctx: RequestContext): Promise<DataSetView> {
    return this.getting.run(ctx, input);
  }

  @Answers(registerInterface)
  async registerInterface(input: RegisterInterface, ctx: RequestContext): Promise<DataSetView> {
    return this.registering.run(ctx, input);
  }

  @Answers(correctRows)
  async correctRows(input: CorrectRows, ctx: RequestContext): Promise<DataSetView> {
    return this.correcting.run(ctx, input);
  }
}
