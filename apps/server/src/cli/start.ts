import { readFileSync } from 'node:fs'
import { buildFaces } from '../faces-build.ts'
import { startServer } from '../main.ts'

interface Persona {
  readonly login: string
  readonly name: string
  readonly duty: string
}

/** Starts everything and stays until Ctrl-C. */
export default async function start(): Promise<void> {
  const say = (line: string) => console.log(line)
  await buildFaces(say)
  const running = await startServer(process.env, say)
  say('')
  say('邻里 Linli')
  for (const [name, path] of [
    ['居民门户 portal', '/'],
    ['网格员 field', '/field/'],
    ['工作台 console', '/console/'],
    ['指挥屏 screen', '/screen/'],
  ]) {
    say(`  ${name}  ${running.url}${path}`)
  }
  if (process.env['LINLI_DEMO'] !== '0' && process.env['LINLI_DEMO'] !== 'false') {
    say('演示账号，密码都是 linli-demo · demo logins, password linli-demo')
    for (const { login, name, duty } of personas()) say(`  ${login.padEnd(10)} ${name}  ${duty}`)
    say(`  居民手机号 13800001234，验证码见 ${running.url}/outbox · resident's phone; codes stand in the outbox`)
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  say('正在停止 · stopping')
  await running.stop()
}

function personas(): Persona[] {
  const file = new URL('../../../../data/demo/people.json', import.meta.url)
  // Our own file, with at least these fields.
  const { personas: people } = JSON.parse(readFileSync(file, 'utf8')) as {
    personas: { login: string; name: string; title: { zh: string; en: string } }[]
  }
  return people.map(({ login, name, title }) => ({ login, name, duty: `${title.zh} · ${title.en}` }))
}
