import type { Deps } from '../../../platform/deps.ts'
import { serverEvent } from '../../../platform/live/stream.ts'
import { screenIncidents } from '../../incidents/index.ts'

/** Receipts of a broadcast come by the dozen: what happens within such a moment is read once. */
const GATHER_MS = 400

/** Reads the running incidents when one of them has changed, once for all screens, and has them told. */
export class IncidentTeller {
  readonly #deps: Deps
  readonly #countyId: number
  readonly #tellAll: (text: string) => void
  #next: NodeJS.Timeout | null = null

  constructor(deps: Deps, countyId: number, tellAll: (text: string) => void) {
    this.#deps = deps
    this.#countyId = countyId
    this.#tellAll = tellAll
  }

  changed(): void {
    if (this.#next) return
    this.#next = setTimeout(() => {
      this.#next = null
      screenIncidents(this.#deps, this.#countyId)
        .then((items) => this.#tellAll(serverEvent({ items }, { name: 'incidents' })))
        .catch((error: unknown) => this.#deps.log.debug({ err: error }, 'incidents could not be read for the screens'))
    }, GATHER_MS).unref()
  }
}
