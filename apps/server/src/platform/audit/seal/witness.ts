import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../../config/config.ts'
import type { Deps } from '../../deps.ts'
import { notesIn } from './note.ts'
import { type SealedLog, sealedLogs } from './rows.ts'

const TIMEOUT_MS = 5_000
const BATCH = 200
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000

/** Somebody outside the database who keeps a copy of each checkpoint. */
interface Witness {
  readonly kind: 'folder' | 'address'
  take(countyId: number, log: SealedLog, notes: readonly string[]): Promise<void>
}

export function witnessesOf({ audit }: Pick<Config, 'audit'>): Witness[] {
  const { witnessDir, witnessUrl } = audit
  return [
    ...(witnessDir === undefined ? [] : [folderWitness(witnessDir)]),
    ...(witnessUrl === undefined ? [] : [addressWitness(witnessUrl)]),
  ]
}

/** Adds to one file per log and month; a share that lets nothing be changed afterwards is enough. */
function folderWitness(folder: string): Witness {
  return {
    kind: 'folder',
    async take(countyId, log, notes) {
      await mkdir(folder, { recursive: true })
      const month = new Date().toISOString().slice(0, 'yyyy-mm'.length)
      // An empty line first: a note that a crash cut off does not run into the next.
      await appendFile(join(folder, `${countyId}-${log}-${month}.notes`), notes.map((note) => `\n${note}`).join(''))
    },
  }
}

function addressWitness(url: string): Witness {
  return {
    kind: 'address',
    async take(countyId, log, notes) {
      const answer = await fetch(url, {
        method: 'POST',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ county: countyId, log, notes }),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`the witness answered ${answer.status}`)
    },
  }
}

/** Everything that a folder holds of a log, oldest first. */
export async function notesOfFolder(folder: string, countyId: number, log: SealedLog): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.startsWith(`${countyId}-${log}`)).toSorted()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.flatMap(notesIn)
}

/**
 * Hands checkpoints on to the witnesses. One that fails is asked again later and later, and stops neither the others nor
 * sealing. Two processes may hand over the same ones: a witness that has a note keeps it.
 */
export function witnessChore(deps: Deps): () => Promise<void> {
  const waits = new Map<string, { until: number; ms: number }>()
  const witnesses = witnessesOf(deps.config)
  return async () => {
    for (const witness of witnesses) {
      const wait = waits.get(witness.kind)
      if (wait && Date.now() < wait.until) continue
      try {
        for (const log of sealedLogs) await handOver(deps, witness, log)
        waits.delete(witness.kind)
      } catch (error) {
        const ms = Math.min(LONGEST_WAIT_MS, wait ? wait.ms * 2 : FIRST_WAIT_MS)
        waits.set(witness.kind, { until: Date.now() + ms, ms })
        deps.log.warn({ err: error, witness: witness.kind }, 'a witness did not take the checkpoints; tried again')
      }
    }
  }
}

async function handOver({ db, config: { countyId } }: Deps, witness: Witness, log: SealedLog): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ number: number; note: string }>`
      SELECT number, note FROM audit_checkpoints
      WHERE county_id = ${countyId} AND log = ${log} AND number > coalesce((SELECT max(number) FROM audit_receipts
        WHERE county_id = ${countyId} AND log = ${log} AND witness = ${witness.kind}), 0)
      ORDER BY number LIMIT ${BATCH}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    await witness.take(
      countyId,
      log,
      rows.map(({ note }) => note),
    )
    await sql`
      INSERT INTO audit_receipts (county_id, log, number, witness)
      VALUES (${countyId}, ${log}, ${last.number}, ${witness.kind}) ON CONFLICT DO NOTHING`.execute(db)
    if (rows.length < BATCH) return
  }
}
