import pg from 'pg'
import utils from 'pg/lib/utils.js'
import { type Answer, type Asked, Batch, type Statement } from './batch.ts'

/** Asked so often on one connection, a statement is worth preparing: lists of changing length never are. */
const OFTEN = 3
/** Statements prepared per connection; each costs the database some memory. */
const MOST = 300
/** Texts counted per connection before counting begins anew. */
const MOST_COUNTED = 3_000

type Told = (error: Error | null, answer?: Answer) => void

/**
 * Sends what is asked within one turn as one batch, and what is asked while a batch is away as the next.
 * Prepares what it is asked again and again: parsing and planning an INSERT of thirty columns costs PostgreSQL more than
 * running it; the query builder writes the same text each time but names nothing.
 */
export class GatheringClient extends pg.Client {
  readonly #counted = new Map<string, number>()
  readonly #prepared = new Map<string, Statement>()
  #gathered: Asked[] = []
  #away: Batch | null = null

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // What the driver itself does not tell a query, or not any more after its first error.
    this.connection.on('parseComplete', () => this.#away?.handleParseComplete())
    this.connection.on('readyForQuery', ({ status }: { status: string }) => this.#away?.handleRecovery(status !== 'I'))
    this.connection.on('end', () => this.#away?.handleRecovery(false))
  }

  /** Answers in rows with the code's names of the columns; throws at once what cannot be sent at all. */
  ask(text: string, values: readonly unknown[]): Promise<Answer> {
    return this.#promised(text, values, true)
  }

  // The method has a dozen overloads: a text with values is gathered, whatever else is asked is handed on as it came.
  override query(...args: unknown[]): never {
    const [asked, second, callback] = args
    const { text, values = second } =
      typeof asked === 'object' && asked !== null ? (asked as Partial<pg.QueryConfig>) : { text: asked }
    // `never` fits the result of every overload.
    if (typeof text !== 'string' || !Array.isArray(values))
      return Reflect.apply(super.query.bind(this), this, args) as never
    if (typeof callback !== 'function') return this.#promised(text, values, false) as never
    this.#gather(text, values, false, callback as Told)
    return undefined as never
  }

  #promised(text: string, values: readonly unknown[], camel: boolean): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#gather(text, values, camel, (error, answer) => (answer ? resolve(answer) : reject(error)))
    return promise
  }

  #gather(text: string, values: readonly unknown[], camel: boolean, answer: Told): void {
    const translated = values.map((value) => utils.prepareValue(value))
    this.#gathered.push({ statement: this.#statement(text), values: translated, camel, answer })
    // The first of a turn sees to it that all of them leave.
    if (this.#gathered.length === 1 && !this.#away) process.nextTick(() => this.#send())
  }

  #send(): void {
    const asked = this.#gathered.splice(0, untilRollback(this.#gathered))
    this.#away = new Batch(
      asked,
      (type) => this.getTypeParser(type, 'text'),
      () => {
        this.#away = null
        if (this.#gathered.length > 0) process.nextTick(() => this.#send())
      },
    )
    super.query(this.#away)
  }

  #statement(text: string): Statement {
    const known = this.#prepared.get(text)
    if (known) return known
    const times = (this.#counted.get(text) ?? 0) + 1
    if (times < OFTEN || this.#prepared.size >= MOST) {
      if (this.#counted.size >= MOST_COUNTED) this.#counted.clear()
      this.#counted.set(text, times)
      return { text, name: '', parsed: false, columns: null }
    }
    this.#counted.delete(text)
    const statement = { text, name: `linli_${this.#prepared.size + 1}`, parsed: false, columns: null }
    this.#prepared.set(text, statement)
    return statement
  }
}

// A fault skips the rest of its batch, and a ROLLBACK (TO SAVEPOINT) is what must be heard then.
function untilRollback(asked: readonly Asked[]): number {
  const next = asked.findIndex(({ statement }, index) => index > 0 && /^rollback\b/i.test(statement.text))
  return next === -1 ? asked.length : next
}
