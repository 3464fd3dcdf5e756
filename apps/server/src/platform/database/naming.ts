import { CamelCasePlugin, PostgresDialect, type PostgresPoolClient, PostgresQueryCompiler } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Answer } from './batch.ts'
import type { GatheringClient } from './gathering-client.ts'

/** The plugin's own rules for both directions; as a plugin it would copy the tree of every query and every row once more. */
class Rules extends CamelCasePlugin {
  readonly #snakes = new Map<string, string>()
  readonly #camels = new Map<string, string>()

  snake(name: string): string {
    return remembered(this.#snakes, name, () => this.snakeCase(name))
  }

  camel(name: string): string {
    return remembered(this.#camels, name, () => this.camelCase(name))
  }
}

const rules = new Rules()

/** A column's name as the code knows it. */
export const camelName = (column: string): string => rules.camel(column)

/** Writes camelCase identifiers as the database knows them: `gridId` is `"grid_id"`. */
export class NamingCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(rules.snake(identifier))
  }
}

/** The query builder's dialect with our names in both directions; what stands inside jsonb keeps its own keys. */
export class NamingDialect extends PostgresDialect {
  constructor(pool: Pool) {
    super({
      pool: { options: pool.options, end: () => pool.end(), connect: async () => asking(await pool.connect()) },
    })
  }

  override createQueryCompiler() {
    return new NamingCompiler()
  }
}

// The driver has no streams here, the one other form of query that it would ask for.
function asking(client: PoolClient): PostgresPoolClient {
  return {
    query: (text: string, values: readonly unknown[]) => ask(client, text, values),
    release: () => client.release(),
  } as unknown as PostgresPoolClient
}

/** Asks in the query builder's words and gives the rows in the code's. */
export function ask(client: PoolClient, text: string, values: readonly unknown[]): Promise<Answer> {
  // `createPool` makes no others.
  return (client as unknown as GatheringClient).ask(text, values)
}

// Names come from the code and the schema: as many as there are, and no more.
function remembered(known: Map<string, string>, name: string, make: () => string): string {
  let made = known.get(name)
  if (made === undefined) {
    made = make()
    known.set(name, made)
  }
  return made
}
