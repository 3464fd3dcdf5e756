import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly text: string
}

/**
 * A client that costs little: it shares the machine with what it measures, and Node's own would take a tenth of it.
 * It speaks just the HTTP/1.1 that the platform answers with: kept connections, a body of stated length.
 */
export function createHttp(url: string, sockets: number) {
  const { hostname, port, host } = new URL(url)
  const idle: Connection[] = []
  const waiting: ((connection: Connection) => void)[] = []
  const open = new Set<Connection>()

  function fresh(): Connection {
    const made = new Connection(hostname, Number(port))
    open.add(made)
    return made
  }

  async function connection(): Promise<Connection> {
    // The server closes what it has not heard of for a while.
    for (let kept = idle.pop(); kept; kept = idle.pop()) if (!kept.broken) return kept
    return open.size < sockets ? fresh() : new Promise((resolve) => waiting.push(resolve))
  }

  function giveBack(used: Connection): void {
    if (used.broken) open.delete(used)
    const next = waiting.shift()
    if (next) next(used.broken ? fresh() : used)
    else if (!used.broken) idle.push(used)
  }

  async function send(method: string, path: string, cookie: string, body?: object): Promise<Answer> {
    const to = await connection()
    const payload = body === undefined ? '' : JSON.stringify(body)
    const length =
      body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n${length}\r\n`
    try {
      return await to.ask(head + payload)
    } finally {
      giveBack(to)
    }
  }

  const close = () => {
    for (const each of open) each.close()
  }
  return { url, send, close }
}

export type Http = ReturnType<typeof createHttp>

interface Asked {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** One connection, one request at a time. */
class Connection {
  readonly #socket: Socket
  #asked: Asked | null = null
  #come: Buffer = Buffer.alloc(0)
  broken = false

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true })
    // No encoding was set: what comes are bytes.
    this.#socket.on('data', (part: Buffer) => this.#take(part))
    this.#socket.on('error', (error) => this.#break(error))
    this.#socket.on('close', () => this.#break(new Error('the connection was closed')))
  }

  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(part: Buffer): void {
    this.#come = this.#come.length === 0 ? part : Buffer.concat([this.#come, part])
    const end = this.#come.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#come.toString('latin1', 0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined) return this.#break(new Error(`no length stated: ${head}`))
    const whole = end + 4 + Number(length)
    if (this.#come.length < whole) return
    const text = this.#come.toString('utf8', end + 4, whole)
    this.#come = this.#come.subarray(whole)
    const asked = this.#asked
    this.#asked = null
    // `HTTP/1.1 200 OK`
    asked?.resolve({ status: Number(head.slice(9, 12)), text })
  }

  #break(error: Error): void {
    this.broken = true
    this.#socket.destroy()
    this.#asked?.reject(error)
    this.#asked = null
  }
}
