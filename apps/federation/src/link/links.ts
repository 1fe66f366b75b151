import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, FederationLink, LOGGER, NODE, SETTINGS, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import type { FederationSettings } from '../federation.config.js';

/** The parent, and the link that leads to it. */
export interface Uplink {
  readonly parent: string;
  readonly link: FederationLink;
}

/** The node's links to its neighbours: its own server, where the children call, and, below the top, its parent's server. */
@Injectable()
export class Links {
  readonly own: FederationLink;
  readonly up: Uplink | null;

  constructor(
    @Inject(NODE) node: NodeIdentity,
    @Inject(SETTINGS) settings: FederationSettings,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const own = node.code;
    this.own = new FederationLink({ own, url: settings.natsUrl, password: settings.federationPassword, caFile: settings.natsCaFile, callers: '*', clock, logger });
    if (node.parent === null) {
      this.up = null;
      return;
    }
    if (settings.parentNatsUrl === '') throw new Error('Settings: PARENT_NODE is set, so PARENT_NATS_URL must be set too');
    const link = new FederationLink({ own, url: settings.parentNatsUrl, password: settings.parentNatsPassword, caFile: settings.parentNatsCaFile, callers: node.parent, clock, logger });
    this.up = { parent: node.parent, link };
  }
}
