import { Gauge, type Registry } from 'prom-client'
import type { Deps } from '../../deps.ts'
import { sealingState, witnessStates } from './sealing-state.ts'

/** How far the seals and their witnesses are behind: what an alarm is set on. Silent while the database is away. */
export function registerSealingMetrics(registry: Registry, { pool, config, log }: Deps): void {
  const away = (error: unknown) => log.warn({ err: error }, 'no figures of the seals')
  new Gauge({
    name: 'linli_audit_sealing_lag_seconds',
    help: 'Age of the oldest recorded row that is not sealed, by log',
    labelNames: ['log'],
    registers: [registry],
    async collect() {
      this.reset()
      const states = await sealingState(pool, config.countyId).catch(away)
      for (const state of states ?? []) this.set({ log: state.log }, state.lagSeconds)
    },
  })
  new Gauge({
    name: 'linli_audit_witness_behind',
    help: 'Checkpoints that a witness has not got yet, by log',
    labelNames: ['log', 'witness'],
    registers: [registry],
    async collect() {
      this.reset()
      const states = await witnessStates(pool, config).catch(away)
      for (const state of states ?? []) this.set({ log: state.log, witness: state.witness }, state.behind)
    },
  })
}
