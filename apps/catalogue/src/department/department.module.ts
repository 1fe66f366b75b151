import { Module } from '@nestjs/common';
import { Departments } from './departments.js';
import { WhenDepartmentAppears } from './when-department-appears.js';

@Module({ controllers: [WhenDepartmentAppears], providers: [Departments], exports: [Departments] })
export class DepartmentModule {}
