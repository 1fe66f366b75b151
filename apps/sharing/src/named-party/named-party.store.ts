import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

@Injectable()
export class NamedPartyStore {
  async keepAuthority(tx: Transaction, division: string, level: string): Promise<void> {
    await tx.query('INSERT INTO named_authority (division, level) VALUES ($1, $2) ON CONFLICT DO NOTHING', [division, level]);
  }

  async hasAuthority(tx: Transaction, division: string, level: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM named_authority WHERE division = $1 AND level = $2', [division, level])).length > 0;
  }

  async keepAdministrator(tx: Transaction, organisationId: string, hasOne: boolean): Promise<void> {
    await tx.query(hasOne ? 'INSERT INTO data_administrator (organisation_id) VALUES ($1) ON CONFLICT DO NOTHING' : 'DELETE FROM data_administrator WHERE organisation_id = $1', [organisationId]);
  }

  async hasAdministrator(tx: Transaction, organisationId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM data_administrator WHERE organisation_id = $1', [organisationId])).length > 0;
  }
}
