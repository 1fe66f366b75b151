import { Module } from '@nestjs/common';
import { CollectionListModule } from '../collection-list/collection-list.module.js';
import { DepartmentModule } from '../department/department.module.js';
import { FindFunctionItems } from './find-function-items.js';
import { FunctionItemController } from './function-item.controller.js';
import { FunctionRules } from './function-rules.js';
import { FunctionItemStore } from './function-item.store.js';
import { RegisterFunctionItem } from './register-function-item.js';
import { WithdrawFunctionItem } from './withdraw-function-item.js';

@Module({
  imports: [DepartmentModule, CollectionListModule],
  controllers: [FunctionItemController],
  providers: [FunctionItemStore, FunctionRules, RegisterFunctionItem, WithdrawFunctionItem, FindFunctionItems],
  exports: [FunctionRules],
})
export class FunctionItemModule {}
