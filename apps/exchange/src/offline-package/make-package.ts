import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, offlinePackageMade, Problem, problems, type OfflinePackageView, type PermitTicket } from '@gongshu/contracts';
import { actingOrganisation, CLOCK, DocumentSigner, instantOf, UnitOfWork, type Clock, type RequestContext } from '@gongshu/service-kit';
import { FindVersion } from '../data-set/find-version.js';
import { DescribeEntry } from '../file/describe-entry.js';
import { FindFile, type FileAsked, type FoundFile } from '../file/find-file.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { openingOf, PACKAGE_DAYS, viewOfPackage, type OfflinePackage } from './package.js';
import { PackageStore } from './package.store.js';
import { zip, type ZipMember } from './zip.js';

const DAY_MILLISECONDS = 24 * 3_600_000;

/** A ticket whose permit was taken under a grant. */
export type PackageTicket = PermitTicket & { readonly grantId: string };

/** Who waits for a package while it is made. */
export interface Waiting {
  /** Aborted when nobody waits any more: a package whose number nobody has learnt is not kept. */
  readonly leaving: AbortSignal;
  /** Told whenever bytes have been read, with what they are of. */
  readonly moved: (file: FoundFile) => void;
}

/** Makes the archive that leaves by hand: the data with a manifest that says what they are, for whom, and what each file hashes to, in the open and signed. */
@Injectable()
export class MakePackage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly versions: FindVersion,
    private readonly describing: DescribeEntry,
    private readonly finding: FindFile,
    private readonly packages: PackageStore,
    private readonly signer: DocumentSigner,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: RequestContext, ticket: PackageTicket, asked: FileAsked, waiting: Waiting): Promise<OfflinePackageView> {
    const file = await this.finding.run(ctx, ticket, asked);
    if (ticket.mostRows !== null && file.rows > ticket.mostRows) throw new Problem(exchangeProblems.beyondRowQuota);
    const { dataSet, version, titles } = await this.unitOfWork.read(ctx, async (tx) => ({ ...(await this.versions.run(tx, ticket.entryId, file.version)), titles: await this.describing.titles(tx, ticket.entryId) }));
    const id = randomUUID();
    const madeAt = instantOf(this.clock);
    const expiresAt = new Date(Date.parse(madeAt) + PACKAGE_DAYS * DAY_MILLISECONDS).toISOString();
    const { id: requesterId, node: requesterNode } = actingOrganisation(ctx);
    const data: ZipMember = { name: `data${/\.[A-Za-z0-9]{1,8}$/.exec(file.plainName)?.[0] ?? ''}`, bytes: file.bytes, open: async () => awaited(await this.store.open(file.key), file, waiting) };
    const manifest = {
      package: id,
      grant: ticket.grantId,
      permit: ticket.permit,
      requester: requesterId,
      provider: dataSet.providerId,
      entry: { id: dataSet.entryId, name: dataSet.name },
      version: file.version,
      columns: ticket.columns.map((column) => ({ column, title: titles[column] ?? column, type: version.columns.find((one) => one.column === column)?.type ?? 'TEXT' })),
      rowFilter: ticket.rowFilter.map(({ column, operator, values }) => ({ column, operator, values })),
      rows: file.rows,
      madeAt,
      expiresAt,
      files: [{ name: data.name, mediaType: file.mediaType, bytes: file.bytes, sha256: file.sha256 }],
    };
    const stored = await this.store.put('package', zip([data, inMemory('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`), inMemory('manifest.jws', await this.signer.sign('offline-manifest', manifest))]));
    const made: OfflinePackage = {
      ...stored, id, grantId: ticket.grantId, permitId: ticket.permit, opening: openingOf(ticket), entryId: ticket.entryId, version: file.version, rows: file.rows,
      requesterId, requesterNode, providerId: dataSet.providerId, madeAt, expiresAt, handOver: null, recordedBy: null,
    };
    try {
      waiting.leaving.throwIfAborted();
      return await this.keep(ctx, made);
    } catch (error) {
      await this.store.delete(stored.key);
      throw error;
    }
  }

  private keep(ctx: RequestContext, made: OfflinePackage): Promise<OfflinePackageView> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await this.packages.add(tx, made);
      const { id, grantId, permitId, entryId, version, rows, sha256 } = made;
      tx.announce(offlinePackageMade, id, { id, grantId, permitId, entryId, version, rows, sha256 });
      return viewOfPackage(made);
    });
  }

  /** The file of a package. @throws Problem 404 for another grant's, 410 when its time is over */
  async find(ctx: RequestContext, ticket: PackageTicket, id: string): Promise<FoundFile> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.packages.load(tx, id));
    if (found.grantId !== ticket.grantId || found.opening !== openingOf(ticket)) throw new Problem(problems.notFound);
    if (found.key === null || found.expiresAt <= ctx.now) throw new Problem(exchangeProblems.packageGone);
    const name = `${id}.zip`;
    return { key: found.key, bytes: found.bytes, sha256: found.sha256, mediaType: 'application/zip', name, plainName: name, version: found.version, rows: 0 };
  }
}

function inMemory(name: string, text: string): ZipMember {
  const bytes = Buffer.from(text);
  return { name, bytes: bytes.length, open: () => Promise.resolve(onlyChunk(bytes)) };
}

async function* onlyChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function* awaited(chunks: AsyncIterable<Uint8Array>, file: FoundFile, { leaving, moved }: Waiting): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    leaving.throwIfAborted();
    moved(file);
    yield chunk;
  }
}
