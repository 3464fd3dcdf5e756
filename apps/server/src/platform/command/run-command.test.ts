import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../crypto/id.ts'
import { createDb, createPool } from '../database/database.ts'
import { problemFromDatabase } from '../problem/database-problem.ts'
import { Problem } from '../problem/problem.ts'
import { countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { runCommand } from './run-command.ts'
import { systemCtx } from './system-ctx.ts'

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const nowhere = createDb(createPool('postgres://linli@127.0.0.1:1/linli'))
afterAll(() => nowhere.destroy())

describe('a command sent again just as the database goes', () => {
  it.each([
    ['as done already', () => Promise.resolve('done twice')],
    ['by a rule', () => Promise.reject(new Problem('matter.wrong_state'))],
  ])('is told to try again when it is refused %s and nobody can tell whether it was done', async (_how, run) => {
    const id = newId()
    const ctx = systemCtx(world.deps, countyId, 'test')
    await runCommand(ctx, id, () => Promise.resolve('done'))
    const lost = { ...ctx, deps: { ...ctx.deps, db: nowhere } }
    const refusal: unknown = await runCommand(lost, id, run).catch((error: unknown) => error)
    expect(problemFromDatabase(refusal)?.code).toBe('server.unavailable')
    expect(await runCommand(ctx, id, run)).toBe('done')
  })
})
