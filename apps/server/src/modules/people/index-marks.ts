import { sql } from 'kysely'
import { type IndexKind, indexKey, indexKeyFile, keepDerivedIndexKeys } from '../../platform/crypto/index-keys.ts'
import { isFile } from '../../platform/crypto/key-file.ts'
import { keyedHash } from '../../platform/crypto/keys.ts'
import { sameBytes } from '../../platform/crypto/tokens.ts'
import type { Deps } from '../../platform/deps.ts'

const kinds = ['document', 'phone'] as const
const markOf = (deps: Pick<Deps, 'config'>, kind: IndexKind) =>
  keyedHash(indexKey(deps.config, kind), 'register index mark')

/** The key file is not the one that the index was made with: nobody would be found, and every number taken for a new one. */
export class IndexKeyError extends Error {
  constructor(path: string) {
    super(`索引密钥文件 ${path} 不在，或不是这个数据库的那一份。请从另存处放回原来的文件（见 docs/deployment.md）。
The key file of the index, ${path}, is missing or belongs to another database. Put the original back from where it is kept (docs/deployment.md).`)
    this.name = 'IndexKeyError'
  }
}

/**
 * Before anybody is looked up. An installation whose keys still follow from the secret gets them written down once, so that
 * its digests stay good; a new one gets keys of its own.
 * @throws IndexKeyError where the file is not the one that the digests were made with.
 */
export async function settleIndexKeys(deps: Deps): Promise<void> {
  const { config, db } = deps
  const { countyId } = config
  const { rows } = await sql<{ kind: IndexKind; mark: Buffer }>`
    SELECT kind, mark FROM register_index_marks WHERE county_id = ${countyId}`.execute(db)
  if (!isFile(indexKeyFile(config))) {
    if (rows.length > 0) throw new IndexKeyError(indexKeyFile(config))
    const used = await sql`SELECT FROM person_keys LIMIT 1`.execute(db)
    if (used.rows.length > 0) keepDerivedIndexKeys(config)
  }
  if (rows.some(({ kind, mark }) => !sameBytes(mark, markOf(deps, kind)))) throw new IndexKeyError(indexKeyFile(config))
  if (rows.length === 0)
    await db
      .insertInto('registerIndexMarks')
      .values(kinds.map((kind) => ({ countyId, kind, mark: markOf(deps, kind) })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}
