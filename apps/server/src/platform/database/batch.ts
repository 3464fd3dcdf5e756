import pg from 'pg'
import { serialize } from 'pg-protocol'
import { camelName } from './naming.ts'

/** A text that is asked on one connection. */
export interface Statement {
  readonly text: string
  /** Empty until it is asked often. */
  readonly name: string
  /** The database knows it under its name. */
  parsed: boolean
  /** Columns of its answer, once told: they are the same at every run. */
  columns: readonly Column[] | null
}
interface Column {
  readonly name: string
  /** As the code knows it. */
  readonly camel: string
  read(text: string): unknown
}

/** One statement on its way. */
export interface Asked {
  readonly statement: Statement
  readonly values: readonly (string | Buffer | null)[]
  /** Whether the rows have the code's names of the columns. */
  readonly camel: boolean
  answer(error: Error | null, answer?: Answer): void
}
export interface Answer {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: unknown[]
}

/** SQLSTATE of every statement after one that failed in the same transaction. */
export const AFTER_A_FAULT = '25P02'
// `INSERT 0 3`, `UPDATE 3`, `COMMIT`
const tag = /^([A-Z]+)(?:.* (\d+))?/

/**
 * Statements that leave in one message and are answered by one: a message costs as much as a short statement, on both
 * sides. One that fails takes along those after it and, outside a transaction, those before it that no COMMIT has kept.
 */
export class Batch implements pg.Submittable {
  readonly #asked: readonly Asked[]
  readonly #readerOf: (type: number) => (text: string) => unknown
  readonly #ended: () => void
  readonly #answers: (Answer | Error)[] = []
  readonly #parsing: Statement[] = []
  #rows: unknown[] = []
  #unreadable: Error | null = null
  #fault: Error | null = null
  /** So many were answered before the last COMMIT, with it. */
  #kept = 0

  constructor(asked: readonly Asked[], readerOf: (type: number) => (text: string) => unknown, ended: () => void) {
    this.#asked = asked
    this.#readerOf = readerOf
    this.#ended = ended
  }

  submit(connection: pg.Connection): void {
    const message: Buffer[] = []
    for (const { statement, values } of this.#asked) {
      const { name, text } = statement
      if (!statement.parsed && (name === '' || !this.#parsing.includes(statement))) {
        message.push(serialize.parse({ name, text }))
        this.#parsing.push(statement)
      }
      // The published type does not know that values may be read only.
      message.push(serialize.bind({ statement: name, values: values as (string | Buffer | null)[] }))
      if (statement.columns === null) message.push(serialize.describe({ type: 'P' }))
      message.push(serialize.execute())
    }
    message.push(serialize.sync())
    // One piece: the system takes far longer over many, each of them copied by itself.
    connection.stream.write(Buffer.concat(message))
  }

  handleParseComplete(): void {
    const statement = this.#parsing.shift()
    if (statement && statement.name !== '') statement.parsed = true
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#current().statement.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      camel: camelName(name),
      read: this.#readerOf(dataTypeID),
    }))
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { statement, camel } = this.#current()
    const row: Record<string, unknown> = {}
    try {
      for (const [index, column] of (statement.columns ?? []).entries()) {
        const text = fields[index] ?? null
        row[camel ? column.camel : column.name] = text === null ? null : column.read(text)
      }
      this.#rows.push(row)
    } catch (error) {
      this.#unreadable ??= asError(error)
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#current().statement.columns ??= []
    const [, command = '', count] = tag.exec(text) ?? []
    const rowCount = count === undefined ? null : Number(count)
    if (command === 'COMMIT') this.#kept = this.#answers.length + 1
    this.#answers.push(this.#unreadable ?? { command, rowCount, rows: this.#rows })
    this.#rows = []
    this.#unreadable = null
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  /** A fault of one statement, or of the connection with all that it still owes. */
  handleError(error: Error): void {
    this.#fault = error
    if (!(error instanceof pg.DatabaseError)) this.#settle(false)
  }

  /** Only now is it known that what no transaction holds was committed. */
  handleReadyForQuery(): void {
    this.#settle(true)
  }

  /** After a fault the database is ready again, with a transaction still open or not, or gone. */
  handleRecovery(open: boolean): void {
    if (this.#fault) this.#settle(open)
  }

  /** Tells everyone. In an open transaction what was answered before a fault stands: that all of it fails, the COMMIT tells. */
  #settle(open: boolean): void {
    this.#ended()
    const fault = this.#fault
    const failed = this.#answers.length
    const standing = fault && !open ? this.#kept : failed
    for (const [index, { answer }] of this.#asked.entries()) {
      const one = index < standing ? this.#answers[index] : fault
      if (one instanceof pg.DatabaseError && index > failed) answer(afterFault(one))
      else if (one instanceof Error) answer(one)
      else answer(null, one ?? undefined)
    }
  }

  #current(): Asked {
    // As many answers come as were asked for.
    return this.#asked[this.#answers.length] as Asked
  }
}

function afterFault(cause: Error): Error {
  return Object.assign(new Error('an earlier statement failed', { cause }), { code: AFTER_A_FAULT })
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
