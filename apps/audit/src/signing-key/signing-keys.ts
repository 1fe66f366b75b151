import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readEd25519Key, type NodeIdentity, type UnitOfWork } from '@gongshu/service-kit';
import type { AuditSettings } from '../audit.config.js';
import { COSIGNATURE_V1, ED25519, formatVerifierKey, verifierKeyOf, type NoteSigner, type SignatureType } from '../log/signed-note.js';
import { logOrigin, witnessName } from '../log-names.js';

/** The two identities of a node in signed notes: its log, and the witness of its neighbours' logs. They never change, because neighbours remember them. */
export class SigningKeys {
  /** What a verifier needs to know of the log. */
  readonly logKey: string;
  readonly witnessKey: string;

  constructor(
    readonly log: NoteSigner,
    readonly witness: NoteSigner,
  ) {
    this.logKey = verifierKey(log, ED25519);
    this.witnessKey = verifierKey(witness, COSIGNATURE_V1);
  }
}

interface KeyRow {
  readonly verifier_key: string;
  readonly private_key_pem: string | null;
}

/** Takes the keys from the settings or the database, and makes them at the first start. Throws when a key is not the one the node began with. */
export async function openSigningKeys(unitOfWork: UnitOfWork, node: NodeIdentity, settings: AuditSettings): Promise<SigningKeys> {
  const open = async (setting: string, givenPem: string, type: SignatureType, name: string): Promise<NoteSigner> => {
    const given = givenPem === '' ? null : { name, privateKey: readEd25519Key(setting, givenPem) };
    const proposed = given ?? { name, privateKey: generateKeyPairSync('ed25519').privateKey };
    // Replicas that start together all end with the key of the first.
    await unitOfWork.source.query('INSERT INTO signing_key (purpose, verifier_key, private_key_pem) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      setting,
      verifierKey(proposed, type),
      given === null ? proposed.privateKey.export({ type: 'pkcs8', format: 'pem' }) : null,
    ]);
    const [kept] = (await unitOfWork.source.query('SELECT verifier_key, private_key_pem FROM signing_key WHERE purpose = $1', [setting])) as KeyRow[];
    if (kept === undefined || (given === null && kept.private_key_pem === null)) throw new Error(`${setting} is not set, but this database began with a key from there`);
    const signer = given ?? { name, privateKey: createPrivateKey(kept.private_key_pem ?? '') };
    if (verifierKey(signer, type) !== kept.verifier_key) throw new Error(`this database belongs to the key ${kept.verifier_key}, not to ${name} with the key of ${setting}`);
    return signer;
  };
  return new SigningKeys(
    await open('AUDIT_KEY_PEM', settings.auditKeyPem, ED25519, logOrigin(node.code)),
    await open('AUDIT_WITNESS_KEY_PEM', settings.auditWitnessKeyPem, COSIGNATURE_V1, witnessName(node.code)),
  );
}

function verifierKey(signer: NoteSigner, type: SignatureType): string {
  return formatVerifierKey(verifierKeyOf(signer, type));
}
