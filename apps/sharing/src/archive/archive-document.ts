import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { documentArchived, Problem, problems, sharingProblems, type ArchiveDocument as Command, type ArchiveMetadata, type ArchiveRecordView, type CitedArticle } from '@gongshu/contracts';
import { actingOrganisation, citation, isSameOrganisation, NodeRegulation, optionalList, optionalParameter, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { CheckDocument } from '../provenance/check-document.js';
import { ArchiveStore } from './archive.store.js';

const DEMANDED = 'document.archiveMetadata';

/** Records a delivered document as an electronic archive of its department: one that agrees with its provenance, with the metadata that the regulation demands. */
@Injectable()
export class ArchiveDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly checkDocument: CheckDocument,
    private readonly getGrant: GetGrant,
    private readonly records: ArchiveStore,
  ) {}

  /** @throws Problem 422 for missing metadata, with the article, and for a document that does not verify; 404 for one that the department neither gave nor received; 409 for the second time */
  async run(ctx: RequestContext, input: Command): Promise<ArchiveRecordView> {
    const { id, name, division, level, node } = actingOrganisation(ctx);
    const department = { id, name, division, level, node };
    const article = this.metadataMustSuffice(input.metadata);
    const { result, provenance } = await this.checkDocument.verified(ctx, input.provenance, input.sha256);
    if (provenance === null) throw new Problem(sharingProblems.documentNotVerified, { errors: [{ pointer: result === 'DIGEST_MISMATCH' ? '/sha256' : '/provenance', code: result, detail: result }] });
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { permitId, grantId, entryName, source } = provenance;
        const grant = await this.getGrant.unscoped(tx, grantId);
        if (grant === undefined || ![grant.requester, grant.provider].some((party) => isSameOrganisation(party, department))) throw new Problem(problems.notFound);
        const compliance = article === null ? 'NOT_REGULATED' : 'COMPLIANT';
        const { sha256, metadata } = input;
        const record: ArchiveRecordView = { id: randomUUID(), department, permitId, grantId, entryName, source, sha256, metadata, compliance, article, archivedAt: ctx.now };
        if (!(await this.records.add(tx, record))) throw new Problem(sharingProblems.alreadyArchived);
        tx.announce(documentArchived, record.id, { id: record.id, department, permitId, grantId, sha256, compliance });
        return record;
      },
      input,
    );
  }

  /** The provision that demands metadata; null where none does. */
  private metadataMustSuffice(metadata: ArchiveMetadata): CitedArticle | null {
    const { pack } = this.regulation;
    const rule = optionalParameter(pack, DEMANDED);
    if (rule === undefined) return null;
    const stated: Readonly<Record<string, unknown>> = { ...metadata };
    const missing = optionalList(pack, DEMANDED).filter((field) => typeof stated[field] !== 'string' || stated[field].trim() === '');
    if (missing.length === 0) return citation(rule.source);
    const errors = missing.map((field) => ({ pointer: `/metadata/${field}`, code: 'required', detail: `an electronic archive states its ${field}` }));
    throw new Problem(sharingProblems.archiveMetadataMissing, { article: citation(rule.source), errors });
  }
}
