import { migrate } from '../platform/database/migrate.ts'
import { withDatabase } from './with-database.ts'

export default function migrateDatabase(): Promise<void> {
  return withDatabase(async (_config, connectionString) => {
    const applied = await migrate(connectionString)
    console.log(applied.length === 0 ? '已是最新 · up to date' : applied.join('\n'))
  })
}
