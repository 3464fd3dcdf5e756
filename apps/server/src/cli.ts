import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { sentenceOf } from './cli/usage-error.ts'

// Half of the time to start is reading source. In a folder of our own: others could put their code into a common one.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/linli'))

interface Command {
  readonly zh: string
  readonly en: string
  /** Arguments and options, where there are any. */
  readonly takes?: string
  /** Loaded when called: help and a wrong word need no database. */
  load(): Promise<{ default: (args: readonly string[]) => Promise<void> }>
}

const commands: Readonly<Record<string, Command>> = {
  start: { zh: '启动平台', en: 'starts the platform', load: () => import('./cli/start.ts') },
  migrate: { zh: '更新数据库结构', en: 'brings the database up to date', load: () => import('./cli/migrate.ts') },
  demo: { zh: '装入演示县', en: 'loads the demo county', load: () => import('./cli/demo.ts') },
  'demo flood': {
    zh: '演练洈水水库泄洪，从报警到复盘，可在运行时进行',
    en: 'rehearses a flood from alarm to review, also while the server runs',
    takes: '[--seconds 5]',
    load: () => import('./cli/demo-flood.ts'),
  },
  'areas import': {
    zh: '导入区域（CSV 或 GeoJSON）',
    en: 'imports areas from CSV or GeoJSON',
    takes: 'FILE [--datum wgs84|gcj02|bd09] [--from 2023-01-01] [--good-rows] [--dry-run]',
    load: () => import('./cli/areas-import.ts'),
  },
  'units standard': {
    zh: '为每个乡镇和村（社区）补齐标准机构',
    en: 'gives every town and village the standard units that are missing',
    load: () => import('./cli/units-standard.ts'),
  },
  'staff add': {
    zh: '添加人员，显示一次初始密码',
    en: 'adds an account and shows its first password once',
    takes: 'LOGIN NAME [--role administrator]',
    load: () => import('./cli/staff-add.ts'),
  },
  backup: {
    zh: '备份到文件夹，可在运行时进行',
    en: 'backs up into a folder, also while the server runs',
    takes: 'FOLDER',
    load: () => import('./cli/backup.ts'),
  },
  restore: {
    zh: '校验备份后恢复，已删除的人不会回来',
    en: 'checks a backup and restores it; whoever was erased since stays erased',
    takes: 'FOLDER [--force] [--erasures FILE]',
    load: () => import('./cli/restore.ts'),
  },
  'keys rotate': {
    zh: '换用新的主密钥，可在运行时进行，中断后再运行即接着做',
    en: 'puts the vault under a new master key, also while the server runs; run again to go on after a break',
    takes: '[--retire]',
    load: () => import('./cli/keys-rotate.ts'),
  },
  doctor: {
    zh: '检查安装，并说明怎么处理',
    en: 'checks the installation and says what to do',
    load: () => import('./cli/doctor.ts'),
  },
  'audit verify': {
    zh: '核对封存的操作与查阅记录，指出被改动之处',
    en: 'checks the sealed record of writes and readings and names what was changed',
    takes: '[--witness FOLDER]',
    load: () => import('./cli/audit-verify.ts'),
  },
  build: { zh: '构建界面', en: 'builds the front ends', takes: '[--force]', load: () => import('./cli/build.ts') },
}

const line = (name: string, { zh, en, takes = '' }: Command) => `  ${`${name} ${takes}`.trim()}\n      ${zh} · ${en}`

const usage = () =>
  [
    '用法 usage: npm run linli -- COMMAND',
    '',
    ...Object.entries(commands).map(([name, command]) => line(name, command)),
    '',
    '配置见 docs/deployment.md · configuration: docs/deployment.md',
  ].join('\n')

async function main(args: readonly string[]): Promise<number> {
  const words = [args.slice(0, 2).join(' '), args[0] ?? '']
  const name = words.find((word) => Object.hasOwn(commands, word))
  const command = name === undefined ? undefined : commands[name]
  if (name === undefined || command === undefined) {
    const asked = args.length === 0 || args[0] === '--help' || args[0] === '-h' || args[0] === 'help'
    if (!asked) console.error(`没有这个命令 · no such command: ${args.join(' ')}\n`)
    ;(asked ? console.log : console.error)(usage())
    return asked ? 0 : 1
  }
  const rest = args.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(line(`npm run linli -- ${name}`, command))
    return 0
  }
  try {
    await (await command.load()).default(rest)
    return 0
  } catch (error) {
    // What a person can mend is said in a sentence; anything else shows where it came from.
    console.error(sentenceOf(error) ?? error)
    return 1
  }
}

const code = await main(process.argv.slice(2))
// A command may have set its own, such as a doctor who found something.
if (code !== 0) process.exitCode = code
