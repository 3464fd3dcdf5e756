import { randomBytes } from 'node:crypto'
import { sha256 } from './merkle.ts'

/** The logs that are sealed, by their tables. */
export const sealedLogs = ['access_log', 'audit_log'] as const
export type SealedLog = (typeof sealedLogs)[number]

/**
 * A row as it is sealed, in SQL: every column that holds something, in the order and spelling of jsonb. Columns without
 * a value do not count, so one that is added later, empty, changes no earlier row. Nor does the number of the
 * transaction: a restored database has numbers of its own. Instants depend on the zone: read it under `sealingZone`.
 */
export const rowText = (alias: string) => `jsonb_strip_nulls(to_jsonb(${alias}) - 'xid')::text`
export const sealingZone = "SET LOCAL timezone = 'UTC'"

const SALT_BYTES = 16
export const newSalt = () => randomBytes(SALT_BYTES)
export const commitmentOf = (salt: Buffer, text: string): Buffer => sha256(salt, text)
