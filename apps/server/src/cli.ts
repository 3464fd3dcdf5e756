import { ConfigError } from './platform/config/config.ts'
import { DataHeldError } from './platform/database/hold.ts'

interface Command {
  readonly summary: string
  run(args: readonly string[]): Promise<void>
}

// Loaded when called: `--help` and a wrong word need no database.
const commands: Record<string, { summary: string; load: () => Promise<{ default: Command['run'] }> }> = {
  start: { summary: '启动平台 · starts the platform', load: () => import('./cli/start.ts') },
  migrate: { summary: '更新数据库结构 · brings the database up to date', load: () => import('./cli/migrate.ts') },
  demo: { summary: '装入演示县 · loads the demo county', load: () => import('./cli/demo.ts') },
  'areas import': {
    summary: 'areas import FILE [--datum gcj02] [--from 2023-01-01] [--good-rows] [--dry-run]',
    load: () => import('./cli/areas-import.ts'),
  },
  'staff add': { summary: 'staff add LOGIN NAME [--role administrator]', load: () => import('./cli/staff-add.ts') },
  backup: { summary: 'backup FOLDER · 备份到文件夹', load: () => import('./cli/backup.ts') },
  restore: { summary: 'restore FOLDER [--force] · 从备份恢复', load: () => import('./cli/restore.ts') },
  doctor: { summary: '检查安装 · checks the installation', load: () => import('./cli/doctor.ts') },
}

const usage = () =>
  [
    'npm run linli -- COMMAND',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)} ${summary}`),
  ].join('\n')

async function main(args: readonly string[]): Promise<number> {
  const two = commands[args.slice(0, 2).join(' ')]
  const command = two ?? commands[args[0] ?? '']
  if (!command) {
    console.log(usage())
    return args.length === 0 || args[0] === '--help' || args[0] === 'help' ? 0 : 1
  }
  try {
    await (await command.load()).default(args.slice(two ? 2 : 1))
    return 0
  } catch (error) {
    // What a person can mend is said in a sentence; anything else shows where it came from.
    const known =
      error instanceof ConfigError ||
      error instanceof DataHeldError ||
      (error instanceof Error && error.name === 'UsageError')
    console.error(known ? (error as Error).message : error)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
