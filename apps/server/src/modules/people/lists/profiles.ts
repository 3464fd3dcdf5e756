import { Names } from '@linli/contract/common'
import { ListColumn, ListLayout } from '@linli/contract/people-lists'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Profile = z.strictObject({
  code: ListLayout,
  /** What is to be known before it is used. */
  note: Names,
  /** How it writes a day. */
  days: z.enum(['yyyymmdd']),
  columns: z.array(
    z.strictObject({ column: ListColumn, heading: z.string(), verified: z.boolean(), source: z.string() }),
  ),
  /** By column: for each word of the register the code that is written, then others that mean the same. */
  codes: z.partialRecord(
    ListColumn,
    z.strictObject({
      standard: z.string(),
      verified: z.boolean(),
      values: z.record(z.string(), z.array(z.string())),
    }),
  ),
})
export type Profile = z.infer<typeof Profile>

const fileOf = (code: ListLayout) => new URL(`../../../../../../data/register/profiles/${code}.json`, import.meta.url)

/** Headings and codes of other systems, as their files have them. */
export const profiles: readonly Profile[] = ListLayout.options.map((code) =>
  Profile.parse(JSON.parse(readFileSync(fileOf(code), 'utf8'))),
)

export function profileOf(code: ListLayout): Profile {
  const found = profiles.find((profile) => profile.code === code)
  if (!found) throw new Error(`no profile ${code}`)
  return found
}

/** Codes that lists may hold for a word of the register. */
export const codesFor = (column: ListColumn, word: string): string[] =>
  profiles.flatMap(({ codes }) => codes[column]?.values[word] ?? [])
