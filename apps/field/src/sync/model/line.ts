import type { World } from '../../../../server/test/world.ts'

/**
 * What a line does with one request. `late`: the phone hears nothing, and the request arrives when everybody has forgotten
 * it; `killed_*`: the app dies while it waits, before or after the server has done it.
 */
export type Fault = 'none' | 'lost_request' | 'lost_answer' | 'twice' | 'late' | 'killed_before' | 'killed_after'

/** How a server that has a fault of its own would see what a phone sends. */
export type Sabotage = (body: string) => string

const never = new Promise<never>(() => {})

/** The line between phones and the platform: what it does with the next requests is told to it. */
export class Line {
  /** The next requests' fates; then all is well. */
  faults: Fault[] = []
  sabotage: Sabotage = (body) => body
  readonly #world: World
  readonly #late: (() => Promise<unknown>)[] = []
  /** Told when an app dies. */
  onKilled: () => void = () => {}

  constructor(world: World) {
    this.#world = world
  }

  async request(url: string, init: RequestInit, headers: Readonly<Record<string, string>>): Promise<Response> {
    const fault = this.faults.shift() ?? 'none'
    const deliver = () => this.#deliver(url, init, headers)
    switch (fault) {
      case 'none':
        return deliver()
      case 'twice':
        await deliver()
        return deliver()
      case 'late':
        this.#late.push(deliver)
        throw new TypeError('no network')
      case 'lost_answer':
        await deliver()
        throw new TypeError('no network')
      case 'lost_request':
        throw new TypeError('no network')
      case 'killed_before':
      case 'killed_after':
        if (fault === 'killed_after') await deliver()
        this.onKilled()
        // Nothing of a killed page runs on.
        return never
    }
  }

  /** What was under way all the time arrives, the newest first. */
  async arrive(): Promise<void> {
    for (let one = this.#late.pop(); one !== undefined; one = this.#late.pop()) await one()
  }

  /** What never arrived never will. */
  forget(): void {
    this.#late.length = 0
  }

  async #deliver(
    url: string,
    { method, body }: RequestInit,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const answer = await this.#world.app.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      ...(typeof body === 'string' ? { payload: this.sabotage(body) } : {}),
    })
    return new Response(answer.body, { status: answer.statusCode })
  }
}
