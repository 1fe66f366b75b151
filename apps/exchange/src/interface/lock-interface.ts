import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { interfaceChanged, type Party } from '@gongshu/contracts';
import { NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { bareTerms, type Interface } from './interface.js';
import { lawfulTerms } from './interface-rules.js';
import { InterfaceStore } from './interface.store.js';

/** A service for whoever puts it behind an entry. */
@Injectable()
export class LockInterface {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly interfaces: InterfaceStore,
  ) {}

  find(tx: Transaction, id: string): Promise<Interface | undefined> {
    return this.interfaces.find(tx, id);
  }

  /** Under lock until the end of the act. @throws Problem `access/not-found` */
  load(tx: Transaction, id: string): Promise<Interface> {
    return this.interfaces.loadForUpdate(tx, id);
  }

  /** A new one of which only the address is told. @throws Problem where the law asks for more */
  async addBare(tx: Transaction, { id: ownerId, name, division, level, node }: Party, title: string, url: string): Promise<Interface> {
    const terms = bareTerms(title, url);
    lawfulTerms(this.regulation.pack, terms);
    const added = { id: randomUUID(), owner: { id: ownerId, name, division, level, node }, version: 1, terms, openapi: null, health: 'UNKNOWN', result: null, testedAt: null, retiredAt: null };
    await this.interfaces.add(tx, added);
    tx.announce(interfaceChanged, added.id, { id: added.id, ownerId, version: 1, what: 'REGISTERED' });
    return added;
  }
}
