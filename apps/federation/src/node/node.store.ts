import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Neighbour } from './node.js';

interface Row {
  readonly code: string;
  readonly relation: Neighbour['relation'];
  readonly kind: Neighbour['kind'];
  readonly name: string;
  readonly level: string;
  readonly article: string | null;
  readonly construction_plan: string | null;
  readonly epoch: string | null;
  readonly gateway_url: string | null;
  readonly issuer: string | null;
  readonly token_keys: { keys: Record<string, unknown>[] } | null;
  readonly software: string | null;
  readonly last_heard_at: Date | null;
}

function neighbourOf({ construction_plan: constructionPlan, gateway_url: gatewayUrl, token_keys: tokenKeys, last_heard_at: heard, ...same }: Row): Neighbour {
  return { ...same, constructionPlan, gatewayUrl, tokenKeys, lastHeardAt: heard?.toISOString() ?? null };
}

@Injectable()
export class NodeStore {
  async all(tx: Transaction): Promise<Neighbour[]> {
    return (await tx.query<Row>('SELECT * FROM node ORDER BY code')).map(neighbourOf);
  }

  async loadForUpdate(tx: Transaction, code: string): Promise<Neighbour | undefined> {
    const [row] = await tx.query<Row>('SELECT * FROM node WHERE code = $1 FOR UPDATE', [code]);
    return row === undefined ? undefined : neighbourOf(row);
  }

  async find(tx: Transaction, code: string): Promise<Neighbour | undefined> {
    const [row] = await tx.query<Row>('SELECT * FROM node WHERE code = $1', [code]);
    return row === undefined ? undefined : neighbourOf(row);
  }

  async pinEpoch(tx: Transaction, code: string, epoch: string): Promise<void> {
    await tx.query('UPDATE node SET epoch = $2 WHERE code = $1 AND epoch IS NULL', [code, epoch]);
  }

  async childNodes(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ code: string }>("SELECT code FROM node WHERE relation = 'CHILD' AND kind = 'NODE' ORDER BY code");
    return rows.map(({ code }) => code);
  }

  async save(tx: Transaction, node: Neighbour): Promise<void> {
    await tx.query(
      `INSERT INTO node (code, relation, kind, name, level, article, construction_plan, epoch, gateway_url, issuer, token_keys, software, last_heard_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (code) DO UPDATE SET relation = excluded.relation, kind = excluded.kind, name = excluded.name, level = excluded.level, article = excluded.article,
         construction_plan = excluded.construction_plan, epoch = excluded.epoch, gateway_url = excluded.gateway_url, issuer = excluded.issuer, token_keys = excluded.token_keys,
         software = excluded.software, last_heard_at = excluded.last_heard_at`,
      [
        node.code, node.relation, node.kind, node.name, node.level, node.article, node.constructionPlan, node.epoch, node.gatewayUrl, node.issuer,
        node.tokenKeys === null ? null : JSON.stringify(node.tokenKeys), node.software, node.lastHeardAt,
      ],
    );
  }
}
