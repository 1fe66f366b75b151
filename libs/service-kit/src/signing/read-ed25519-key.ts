import { createPrivateKey, type KeyObject } from 'node:crypto';

/**
 * An Ed25519 private key from a setting. Environments that hold one line only write the line ends of a PEM as `\n`.
 *
 * @throws Error that names the setting, for anything else
 */
export function readEd25519Key(setting: string, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    throw new Error(`${setting} is not a private key in PEM`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${setting} is not an Ed25519 key`);
  return key;
}
