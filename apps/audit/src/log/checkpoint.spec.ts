import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cosign, formatCheckpoint, openCheckpoint, parseCheckpoint, verifyCosignature } from './checkpoint.js';
import { leafHash } from './merkle-tree.js';
import { COSIGNATURE_V1, ED25519, formatNote, formatVerifierKey, NoteRefused, parseNote, parseVerifierKey, signNote, verifierKeyOf, verifyNoteLine } from './signed-note.js';

// The example of c2sp.org/signed-note.
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

// A checkpoint of a public log with the line of a public witness, as both published it.
const PUBLIC_LOG_KEY = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const PUBLIC_WITNESS_KEY = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';
const PUBLIC_NOTE = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`;

const signer = (name: string) => ({ name, privateKey: generateKeyPairSync('ed25519').privateKey });
const log = signer('hebei.example.gov.cn/audit');
const witness = signer('shijiazhuang.example.gov.cn/witness');
const logKey = verifierKeyOf(log, ED25519);
const witnessKey = verifierKeyOf(witness, COSIGNATURE_V1);
const checkpoint = { origin: log.name, size: 20852163, root: leafHash(Buffer.from('root')) };
const text = formatCheckpoint(checkpoint);
const note = formatNote({ text, signatureLines: [signNote(text, log), cosign(text, witness, 1679315147)] });

describe('a signed note', () => {
  it('of the specification verifies with its key', () => {
    const { text: message, signatureLines } = parseNote(EXAMPLE_NOTE);
    expect(message).toBe('This is an example message.\n');
    expect(verifyNoteLine(message, signatureLines[0] ?? '', parseVerifierKey(EXAMPLE_KEY))).toBe(true);
    expect(verifyNoteLine('This is an example message!\n', signatureLines[0] ?? '', parseVerifierKey(EXAMPLE_KEY))).toBe(false);
  });

  it('is signed as the Go reference implementation signs it', () => {
    // The documented example key of golang.org/x/mod/sumdb/note: a name, and an Ed25519 seed behind the type byte.
    const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const neumann = { name: 'PeterNeumann', privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }) };
    expect(formatVerifierKey(verifierKeyOf(neumann, ED25519))).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(signNote("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n", neumann)).toBe(
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
    );
  });

  it('keeps blank lines of its text apart from the one before the signatures', () => {
    const lines = [signNote('a\n\nb\n', log)];
    expect(parseNote(formatNote({ text: 'a\n\nb\n', signatureLines: lines }))).toEqual({ text: 'a\n\nb\n', signatureLines: lines });
  });

  it.each([
    ['without a blank line', 'text\n— a AAAAAAA=\n'],
    ['without signatures', 'text\n\n'],
    ['without the last newline', note.slice(0, -1)],
    ['with a control character', note.replace('hebei', 'he\tbei')],
    ['with loose base64', note.replace(/\n$/, '!\n')],
    ['with a line that is no signature', `${note}hello\n`],
    ['with more signatures than anybody needs', text + '\n' + `${signNote(text, log)}\n`.repeat(65)],
  ])('is refused %s', (_, malformed) => {
    expect(() => parseNote(malformed)).toThrow(NoteRefused);
  });
});

describe('a verifier key', () => {
  it('reads back what it writes', () => {
    for (const key of [EXAMPLE_KEY, PUBLIC_LOG_KEY, PUBLIC_WITNESS_KEY]) expect(formatVerifierKey(parseVerifierKey(key))).toBe(key);
  });

  it.each([
    ['another id', EXAMPLE_KEY.replace('530d903a', '530d903b')],
    ['another name', EXAMPLE_KEY.replace('foo', 'bar')],
    ['another kind', 'example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'],
    ['a short key', 'example.com/foo+530d903a+Aeky'],
    ['no key', 'example.com/foo+530d903a'],
    ['a blank in its name', EXAMPLE_KEY.replace('example.com', 'example com')],
  ])('is refused with %s', (_, malformed) => {
    expect(() => parseVerifierKey(malformed)).toThrow(NoteRefused);
  });
});

describe('a checkpoint', () => {
  it('is read back as it was signed', () => {
    expect(text).toBe(`hebei.example.gov.cn/audit\n20852163\n${checkpoint.root.toString('base64')}\n`);
    expect(openCheckpoint(note, logKey)).toMatchObject({ ...checkpoint, text });
  });

  it('of a public log opens with its key, unknown lines ignored', () => {
    expect(openCheckpoint(PUBLIC_NOTE, parseVerifierKey(PUBLIC_LOG_KEY))).toMatchObject({ size: 1432088532 });
  });

  it.each([
    ['another size', note.replace('20852163', '20852164')],
    ['another origin', note.replace('hebei.example.gov.cn/audit\n', 'jilin.example.gov.cn/audit\n')],
    ['only the line of a witness', formatNote({ text, signatureLines: [cosign(text, witness, 1)] })],
    ['a second line of the log that does not verify', formatNote({ text, signatureLines: [signNote(text, log), signNote(`${text}more\n`, log)] })],
    ['the origin of another log under this key', formatNote({ text: `x${text}`, signatureLines: [signNote(`x${text}`, log)] })],
  ])('is refused with %s', (_, forged) => {
    expect(() => openCheckpoint(forged, logKey)).toThrow(NoteRefused);
  });

  it.each(['', 'a\n1\n', `a\n01\n${'A'.repeat(43)}=\n`, `a\n-1\n${'A'.repeat(43)}=\n`, `a\n9007199254740992\n${'A'.repeat(43)}=\n`, 'a\n1\nAAAA\n', `\n1\n${'A'.repeat(43)}=\n`, `a\n1\n${'A'.repeat(43)}=\n\n`])(
    'is refused when its text is %j',
    (malformed) => {
      expect(() => parseCheckpoint(malformed)).toThrow(NoteRefused);
    },
  );
});

describe('a cosignature', () => {
  const [, line = ''] = parseNote(note).signatureLines;

  it('states when the witness saw this checkpoint', () => {
    expect(verifyCosignature(text, line, witnessKey)).toBe(1679315147);
  });

  it('of a public witness verifies', () => {
    const { text: publicText, signatureLines } = parseNote(PUBLIC_NOTE);
    expect(verifyCosignature(publicText, signatureLines[2] ?? '', parseVerifierKey(PUBLIC_WITNESS_KEY))).toBe(0x6a122120);
  });

  it('does not hold for another text, another time, another witness or another kind of signature', () => {
    const later = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    later[11] = (later[11] ?? 0) + 1;
    const moved = `— ${witness.name} ${later.toString('base64')}`;
    const other = verifierKeyOf(signer(witness.name), COSIGNATURE_V1);
    const plain = signNote(text, witness);
    expect(
      [verifyCosignature(text.replace('3', '4'), line, witnessKey), verifyCosignature(text, moved, witnessKey), verifyCosignature(text, line, other)],
    ).toEqual([undefined, undefined, undefined]);
    expect(verifyCosignature(text, plain, witnessKey)).toBeUndefined();
    expect(verifyNoteLine(text, line, verifierKeyOf(witness, ED25519))).toBe(false);
  });
});
