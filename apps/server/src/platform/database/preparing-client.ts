import pg from 'pg'

/** Asked so often on one connection, a statement is worth preparing: lists of changing length never are. */
const OFTEN = 3
/** Statements prepared per connection; each costs the database some memory. */
const MOST = 300

/**
 * Prepares what it is asked again and again. Parsing and planning an INSERT of thirty columns costs PostgreSQL more than
 * running it; the query builder writes the same text each time but names nothing.
 */
export class PreparingClient extends pg.Client {
  readonly #asked = new Map<string, number>()
  #prepared = 0

  // The method has a dozen overloads; only a text with values, the query builder's form, is treated here.
  override query(...args: unknown[]): never {
    const [asked, ...rest] = args
    if (isUnnamed(asked)) {
      const name = this.#nameOf(asked.text)
      if (name !== undefined) return this.#ask([{ ...asked, name }, ...rest])
    }
    return this.#ask(args)
  }

  #ask(args: unknown[]): never {
    // What is asked within one turn leaves in one piece: each write to a socket costs as much as a short statement.
    const { stream } = this.connection
    stream.cork()
    process.nextTick(() => stream.uncork())
    // `never` fits every overload's result; the call is handed on as it came.
    return Reflect.apply(super.query.bind(this), this, args) as never
  }

  #nameOf(text: string): string | undefined {
    const times = (this.#asked.get(text) ?? 0) + 1
    if (times < OFTEN) {
      this.#asked.set(text, times)
      return undefined
    }
    if (times === OFTEN) {
      if (this.#prepared >= MOST) return undefined
      this.#asked.set(text, OFTEN + ++this.#prepared)
    }
    return `linli_${(this.#asked.get(text) ?? 0) - OFTEN}`
  }
}

interface Unnamed {
  readonly text: string
  readonly values: readonly unknown[]
}

function isUnnamed(asked: unknown): asked is Unnamed {
  if (typeof asked !== 'object' || asked === null || 'name' in asked) return false
  return 'text' in asked && typeof asked.text === 'string' && 'values' in asked && Array.isArray(asked.values)
}
