import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** A salted password hash, hex. */
export interface HashedPassword {
  readonly salt: string;
  readonly hash: string;
}

/** An attempt to log in, counted before the password is looked at. */
export interface Attempt {
  readonly password: HashedPassword | null;
  /** Set when this attempt, should it fail, was one too many. ISO 8601. */
  readonly lockedUntil: string | null;
}

/** What holds of an account from its registration until the person has set a password. */
export interface Activation {
  /** Hex. */
  readonly codeHash: string;
  readonly before: string;
}

interface AttemptRow {
  readonly password_salt: string | null;
  readonly password_hash: string | null;
  readonly locked_until: Date | null;
}

@Injectable()
export class AccountStore {
  /** Begins an account anew: no password, nothing counted. */
  async begin(tx: Transaction, accountId: string, activation: Activation | null, externalSubject: string | null): Promise<void> {
    await tx.query(
      `INSERT INTO account (id, activation_hash, activate_before, external_subject) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET password_salt = NULL, password_hash = NULL, failures = 0, locked_until = NULL, activation_hash = excluded.activation_hash,
         activate_before = excluded.activate_before, external_subject = excluded.external_subject`,
      [accountId, activation?.codeHash ?? null, activation?.before ?? null, externalSubject],
    );
  }

  /** Takes the one-time code and sets the password; false when the code is wrong, used or void. */
  async activate(tx: Transaction, accountId: string, codeHash: string, { salt, hash }: HashedPassword): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE account SET password_salt = $3, password_hash = $4, activation_hash = NULL, activate_before = NULL, failures = 0, locked_until = NULL
        WHERE id = $1 AND activation_hash = $2 AND activate_before > $5 RETURNING id`,
      [accountId, codeHash, salt, hash, tx.ctx.now],
    );
    return rows.length > 0;
  }

  /** Counts an attempt as failed; none for an account that does not exist or is locked. Attempts at the same moment are counted one after the other, so no more than `most` see the password. */
  async attempt(tx: Transaction, accountId: string, most: number, lockedUntil: string): Promise<Attempt | undefined> {
    const [row] = await tx.query<AttemptRow>(
      `UPDATE account SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
              locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= $2 THEN $3::timestamptz END
        WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $4) RETURNING password_salt, password_hash, locked_until`,
      [accountId, most, lockedUntil, tx.ctx.now],
    );
    if (row === undefined) return undefined;
    const { password_salt: salt, password_hash: hash, locked_until: locked } = row;
    return { password: salt === null || hash === null ? null : { salt, hash }, lockedUntil: locked?.toISOString() ?? null };
  }

  /** The password was right, and is still the one that was looked at. */
  async succeed(tx: Transaction, accountId: string, hash: string): Promise<boolean> {
    return (await tx.query('UPDATE account SET failures = 0, locked_until = NULL WHERE id = $1 AND password_hash = $2 RETURNING id', [accountId, hash])).length > 0;
  }

  async ofExternalSubject(tx: Transaction, subject: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>('SELECT id FROM account WHERE external_subject = $1', [subject]);
    return row?.id;
  }
}
