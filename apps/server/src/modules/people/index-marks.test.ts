import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexKey, indexKeyFile } from '../../platform/crypto/index-keys.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { newId } from '../../platform/crypto/id.ts'
import { countyId, platformWorld, type PlatformWorld } from '../../platform/testing.ts'
import { onCluster } from '../../../test/testkit-database.ts'
import { IndexKeyError, settleIndexKeys } from './index-marks.ts'
import { blindIndex } from './vault.ts'

let platform: PlatformWorld
const folders: string[] = []
beforeAll(async () => {
  platform = await platformWorld()
})
afterAll(async () => {
  await platform.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** An installation in a folder of its own, on the same database. */
function installation() {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-index-'))
  folders.push(dataDir)
  return { ...platform.deps, config: { ...platform.deps.config, dataDir } }
}
const number = '42108719840307052X'

describe('the keys of the blind index', () => {
  it('stand in a file of their own, follow from nothing, and are kept by every later start', async () => {
    const first = installation()
    await settleIndexKeys(first)
    await settleIndexKeys(first)
    const path = indexKeyFile(first.config)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
    const { document } = JSON.parse(readFileSync(path, 'utf8')) as { document: string }
    expect(indexKey(first.config, 'document')).toEqual(Buffer.from(document, 'base64'))
    expect(indexKey(first.config, 'document')).not.toEqual(deriveKey(first.config.secret, 'register document'))
    expect(indexKey(first.config, 'document')).not.toEqual(indexKey(first.config, 'phone'))
  })

  it('are missed where the file is gone or another one: nobody would be found, silently', async () => {
    const without = installation()
    await expect(settleIndexKeys(without)).rejects.toThrow(IndexKeyError)
    blindIndex(without, 'phone', '13900001111')
    await expect(settleIndexKeys(without)).rejects.toThrow(/索引密钥文件.*index-keys\.json/)
  })

  it('are written down once where they still follow from the secret, so that everybody is found as before', async () => {
    await onCluster(platform.ownerUrl, 'TRUNCATE register_index_marks')
    const old = installation()
    const personId = newId()
    const digest = keyedHash(deriveKey(old.config.secret, 'register document'), number)
    await old.db
      .insertInto('persons')
      .values({ countyId, id: personId, name: '某人', nameFull: 'mouren', nameInitials: 'mr' })
      .execute()
    await old.db.insertInto('personKeys').values({ countyId, kind: 'document', digest, personId }).execute()
    await settleIndexKeys(old)
    expect(blindIndex(old, 'document', number)).toEqual(digest)
    // Whatever becomes of the secret.
    await settleIndexKeys({ ...old, config: { ...old.config, secret: 'another secret, made after the first one' } })
  })
})
