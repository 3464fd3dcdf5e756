import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Tx } from '../database/database.ts'
import { heeded, isAfterFault, together, transact } from '../database/transact.ts'
import { Problem } from '../problem/problem.ts'
import type { Ctx } from './ctx.ts'
import { Gate } from './gate.ts'

/** Something that happened, told to whoever listens once the command has committed. */
export interface OutgoingEvent {
  readonly module: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  /** Town, village, grid and unit ids it concerns: decides who hears of it. */
  readonly scope: readonly string[]
  /** Never personal values. */
  readonly payload?: Record<string, unknown>
}

export interface CommandTx {
  readonly db: Tx
  publish(event: OutgoingEvent): void
  /** What the audit row is about; the first published event's subject when not called. */
  subject(kind: string, id: string): void
  /**
   * A write whose result nobody reads: it is asked at once, in its place among the others, and nobody waits for it but
   * the commit. One statement, because none can be asked any more when the commit is on its way.
   */
  later(write: Compilable): void
  /** Runs after the commit; must not throw and must not be needed for correctness. */
  afterCommit(run: () => void): void
}

/** Share of a process's connections that commands may hold. */
const COMMAND_SHARE = 0.5
const gates = new WeakMap<Pool, Gate>()

function gateOf(pool: Pool): Gate {
  let gate = gates.get(pool)
  if (!gate) {
    gate = new Gate(Math.max(1, Math.floor((pool.options.max ?? 2) * COMMAND_SHARE)))
    gates.set(pool, gate)
  }
  return gate
}

interface Effects {
  events: OutgoingEvent[]
  subject: { kind: string; id: string } | null
  after: (() => void)[]
  later: Promise<unknown>[]
}

/**
 * Runs a write once: its effect, its result, its audit row and its outgoing events commit together.
 * The same `commandId` again returns the first result; with another input or by another actor it is
 * `command.reused`. Twenty at once: one commits, the others fail on what it did or on its id, and get its result.
 */
export async function runCommand<T>(ctx: Ctx, commandId: string, run: (tx: CommandTx) => Promise<T>): Promise<T> {
  return (await command(ctx, commandId, run)).result
}

/**
 * As `runCommand`, answered with what is read afterwards instead of with the command's result: a page as it is now. What
 * is to be read is asked together with the COMMIT; `read` must go through the context that it is given.
 */
export async function runCommandThenRead<T>(
  ctx: Ctx,
  commandId: string,
  run: (tx: CommandTx) => Promise<unknown>,
  read: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  let known: Promise<T> | undefined
  const { again } = await command(ctx, commandId, run, (db) => (known = read({ ...ctx, db })))
  // What was asked beside a copy of the command was lost with it.
  return known && !again ? known : read(ctx)
}

async function command<T>(
  ctx: Ctx,
  commandId: string,
  run: (tx: CommandTx) => Promise<T>,
  afterwards?: (db: Tx) => Promise<unknown>,
): Promise<{ result: T; again: boolean }> {
  const effects: Effects = { events: [], subject: null, after: [], later: [] }
  let result: T
  try {
    result = await gateOf(ctx.deps.pool).pass(() =>
      transact(ctx.deps.pool, async (db) => {
        const value = await withCause(effects, () => run(commandTx(db, effects)))
        const last = record(ctx, effects, { id: commandId, result: value }).compile(db)
        return { value, last, writes: effects.later, afterwards }
      }),
    )
  } catch (error) {
    // That it was done before is asked only now: one in thousands is sent again, and whatever else refuses it then (its
    // matter has moved on, by itself) is no answer to whoever waits for the first one.
    const earlier = await earlierResult<T>(ctx, commandId, error)
    return { ...earlier, again: true }
  }
  announce(ctx, effects)
  return { result, again: false }
}

/** Which of these commands have taken effect: for work in many commands that goes on where it was cut off. */
export async function doneCommands(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .selectFrom('commands')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Set(rows.map((row) => row.id))
}

/**
 * The platform's own work inside a transaction that somebody else began (a clock that ran out): audit row and events as
 * for a command, but no command id, because nothing is ever resent. Call `announce` after the commit.
 */
export async function recordWork(db: Tx, ctx: Ctx, run: (tx: CommandTx) => Promise<unknown>): Promise<Announcement> {
  const effects: Effects = { events: [], subject: null, after: [], later: [] }
  await withCause(effects, () => run(commandTx(db, effects)))
  await together([...effects.later, record(ctx, effects, null).execute(db)])
  return () => announce(ctx, effects)
}

/** Tells listeners of what has just committed. */
export type Announcement = () => void

function commandTx(db: Tx, effects: Effects): CommandTx {
  return {
    db,
    publish: (event) => effects.events.push(event),
    subject: (kind, id) => (effects.subject = { kind, id }),
    later: (write) => void effects.later.push(heeded(db.executeQuery(write))),
    afterCommit: (after) => effects.after.push(after),
  }
}

/** What a statement fails on that followed a failed one is not the cause: that one is among those left for later. */
async function withCause<T>(effects: Effects, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (isAfterFault(error)) await together(effects.later)
    throw error
  }
}

function announce(ctx: Ctx, effects: Effects): void {
  if (effects.events.length > 0) ctx.deps.live.poke()
  for (const after of effects.after) after()
}

function actorKey(ctx: Ctx): string {
  return `${ctx.actor.kind}:${ctx.actor.id ?? ''}`
}

/**
 * What the command gave the first time; throws what refused it now when there was no first time. When that cannot be told
 * (the database has just gone), it throws this: a refusal would be taken for the answer, and the command may be done.
 */
async function earlierResult<T>(ctx: Ctx, commandId: string, refusal: unknown): Promise<{ result: T }> {
  const earlier = await ctx.deps.db
    .selectFrom('commands')
    .select(['actor', 'audit', 'inputHash', 'result'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', commandId)
    .executeTakeFirst()
  if (!earlier) throw refusal
  const same = earlier.actor === actorKey(ctx) && earlier.audit === ctx.audit && earlier.inputHash.equals(ctx.inputHash)
  if (!same) throw new Problem('command.reused')
  // The row was written by the same command with the same input: its result has this command's type.
  return { result: earlier.result as T }
}

// One statement, one round trip: a command is the hottest path of the platform.
function record(ctx: Ctx, effects: Effects, command: { id: string; result: unknown } | null): RawBuilder<unknown> {
  const about = effects.subject ?? firstSubject(effects.events)
  const { kind, id } = ctx.actor
  const done =
    command &&
    sql`done AS (
      INSERT INTO commands (county_id, id, actor, audit, input_hash, result)
      VALUES (${ctx.countyId}, ${command.id}, ${actorKey(ctx)}, ${ctx.audit}, ${ctx.inputHash}, ${JSON.stringify(command.result ?? null)}::jsonb)
    ),`
  return sql`
    WITH ${done ?? sql``} audited AS (
      INSERT INTO audit_log (county_id, actor_kind, actor_id, action, subject_kind, subject_id, command_id, request_id)
      VALUES (${ctx.countyId}, ${kind}, ${id}::uuid, ${ctx.audit}, ${about?.kind ?? null}, ${about?.id ?? null}::uuid, ${command?.id ?? null}::uuid, ${ctx.requestId})
    )
    INSERT INTO events (county_id, module, kind, subject_kind, subject_id, scope, at, by_kind, by_id, payload)
    SELECT ${ctx.countyId}, e.module, e.kind, e."subjectKind", e."subjectId", e.scope, now(), ${kind}, ${id}::uuid, coalesce(e.payload, '{}')
    FROM jsonb_to_recordset(${JSON.stringify(effects.events)}::jsonb)
      AS e(module text, kind text, "subjectKind" text, "subjectId" uuid, scope uuid[], payload jsonb)`
}

function firstSubject(events: readonly OutgoingEvent[]) {
  const first = events[0]
  return first ? { kind: first.subjectKind, id: first.subjectId } : null
}
