import { readFileSync } from 'node:fs'
import { DEMO_COUNTY } from '../demo/load.ts'
import { buildFaces } from '../faces-build.ts'
import { startServer } from '../main.ts'
import { loadConfig } from '../platform/config/config.ts'

/** npm hands on the Ctrl-C that the terminal has sent already: only one that comes later is a second one. */
const SECOND_MS = 2_000
const WIDTH = 10

/** Starts everything and stays until Ctrl-C. */
export default async function start(): Promise<void> {
  const say = (line: string) => console.log(line)
  const config = loadConfig(process.env)
  const asked = stopAsked(say)
  await buildFaces(say)
  const running = await startServer(process.env, say)
  say('\n邻里 Linli')
  for (const [name, path] of faces) say(`  ${name}  ${running.url}${path}`)
  if (config.demo && config.countyId === DEMO_COUNTY) sayPersonas(running.url, say)
  else if (running.isNew) sayFirstSteps(say)
  await asked
  await running.stop()
}

const faces = [
  ['居民门户 portal', '/'],
  ['网格员   field', '/field/'],
  ['工作台   console', '/console/'],
  ['指挥屏   screen', '/screen/'],
] as const

/** Resolves at the first Ctrl-C, SIGTERM or hang-up; what is being started is then finished and stopped. The next one ends at once. */
function stopAsked(say: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (first === null) say('正在停止 · stopping')
        else if (Date.now() - first > SECOND_MS) process.exit(1)
        first ??= Date.now()
        resolve()
      })
  })
}

function sayFirstSteps(say: (line: string) => void): void {
  say('县里还没有人员和区域，下一步 · no staff and no areas yet; next:')
  say('  npm run linli -- staff add LOGIN 姓名')
  say('  npm run linli -- areas import FILE.csv --datum gcj02 --from 2023-01-01')
  say('  npm run linli -- units standard')
  say('  或登录工作台，照“开县向导”一步步做 · or sign in to the console and follow its guided first run')
}

function sayPersonas(url: string, say: (line: string) => void): void {
  const file = new URL('../../../../data/demo/people.json', import.meta.url)
  // Our own file, with at least these fields.
  const { personas } = JSON.parse(readFileSync(file, 'utf8')) as {
    personas: { login: string; name: string; title: { zh: string; en: string } }[]
  }
  say('演示账号，密码都是 linli-demo · demo logins, password linli-demo')
  for (const { login, name, title } of personas) say(`  ${login.padEnd(WIDTH)} ${name}  ${title.zh} · ${title.en}`)
  say(`  居民手机号 13800001234，验证码见 ${url}/outbox · resident's phone; codes stand in the outbox`)
}
