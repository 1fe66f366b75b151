import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { SETTINGS } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Credentials of providers' sources: files the operator puts into a folder, `<provider>.<secretRef>` each, so that no provider can name another's. They are read for each run and kept nowhere. */
@Injectable()
export class PullSecrets {
  constructor(@Inject(SETTINGS) private readonly settings: ExchangeSettings) {}

  /** @throws Problem `exchange/secret-missing` */
  async read(providerId: string, secretRef: string): Promise<string> {
    const folder = this.settings.pullSecretsPath;
    if (folder === '' || !NAME.test(providerId) || !NAME.test(secretRef)) throw new Problem(exchangeProblems.secretMissing);
    try {
      return (await readFile(join(folder, `${providerId}.${secretRef}`), 'utf8')).trim();
    } catch {
      throw new Problem(exchangeProblems.secretMissing);
    }
  }
}
