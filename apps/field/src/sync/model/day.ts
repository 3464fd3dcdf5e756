import { newId } from '@linli/client'
import type { HouseholdOnPhone } from '@linli/contract/field-sync'
import { type Household, peopleRoutes } from '@linli/contract/people'
import { area, staffId } from '../../../../server/test/county.ts'
import { type EffectKind, type FieldTruth, fieldTruth } from '../../../../server/test/field-truth.ts'
import type { World } from '../../../../server/test/world.ts'
import type { NewEntry } from '../../outbox/entry.ts'
import { Line, type Sabotage } from './line.ts'
import { apart, overwritten, saidOn, type Saying, strayEffects, type Wish } from './oracle.ts'
import { ModelPhone } from './phone.ts'
import type { Put, Step } from './steps.ts'

const clerks = ['hefang', 'luobin'] as const
const DAY_MS = 86_400_000

/** Three phones, two clerks and the platform; every run begins with two households that nobody has touched. */
export class FieldDay {
  readonly #world: World
  readonly #truth: FieldTruth
  readonly #line: Line
  readonly #workers: readonly string[]
  readonly #phones: readonly ModelPhone[]
  /** A phone that is begun at the end: what it sees is what all must see. */
  readonly #fresh: readonly ModelPhone[]
  #homes: readonly Household[] = []
  #wishes: Wish[] = []
  #sayings = new Map<string, Saying>()
  #reports = new Map<ModelPhone, string>()
  #holder = 0
  #count = 0

  private constructor(world: World, line: Line, second: { id: string; cookies: readonly string[] }) {
    this.#world = world
    this.#truth = fieldTruth(world)
    this.#line = line
    this.#workers = [staffId.zhoumin, second.id]
    const [first = '', other = ''] = second.cookies
    const of = (id: string, cookie: string) => new ModelPhone(line, id, cookie)
    this.#phones = [of(staffId.zhoumin, first), of(staffId.zhoumin, first), of(second.id, other)]
    this.#fresh = [of(staffId.zhoumin, first), of(second.id, other)]
  }

  static async in(world: World): Promise<FieldDay> {
    const { login, id } = await fieldTruth(world).addWorker()
    const cookies = [await world.cookie('zhoumin'), await world.cookieOf(login)]
    const day = new FieldDay(world, new Line(world), { id, cookies })
    for (const phone of [...day.#phones, ...day.#fresh]) await phone.enrol()
    return day
  }

  /** Lives through the steps, lets everything heal, and tells what is wrong then. */
  async live(steps: readonly Step[], sabotage?: Sabotage): Promise<string[]> {
    await this.#begin()
    this.#line.sabotage = sabotage ?? ((body) => body)
    for (const step of steps) await this.#take(step)
    await this.#heal()
    const fresh = this.#fresh[this.#holder]
    const [wishes, sayings, truth] = [this.#wishes, this.#sayings, this.#truth]
    return [
      ...(await strayEffects(truth, wishes)),
      ...(await overwritten(truth, { sayings, homes: this.#homes, phones: this.#phones })),
      ...(fresh === undefined ? [] : await apart(this.#phones, fresh)),
    ]
  }

  async #begin(): Promise<void> {
    this.#line.forget()
    this.#line.sabotage = (body) => body
    await this.#truth.clear()
    await this.#give(0)
    this.#wishes = []
    this.#sayings = new Map()
    this.#reports = new Map()
    this.#homes = [await this.#newHome(), await this.#newHome()]
    for (const phone of this.#phones) await phone.begin()
  }

  async #newHome(): Promise<Household> {
    const { body, status, text } = await this.#world.call('hefang', peopleRoutes.addHousehold, {
      commandId: newId(),
      householdId: newId(),
      gridId: area.linyuan3,
      address: `林园路 ${this.#word()} 号`,
      // Gives way to whoever asks at the door, so that only what phones and clerks say meets.
      knownHow: 'neighbour',
      members: [0, 1].map(() => ({ personId: newId(), name: this.#word() })),
    })
    if (status !== 200) throw new Error(text)
    return body
  }

  async #give(worker: number): Promise<void> {
    this.#holder = worker
    const other = this.#workers[1 - worker] ?? ''
    await this.#truth.assign({ [this.#workers[worker] ?? '']: area.linyuan3, [other]: area.linyuan2 })
  }

  /** Stands in nothing else. */
  #word(): string {
    let rest = this.#count++
    let word = ''
    for (let place = 0; place < 4; place++, rest = Math.floor(rest / 64))
      word += String.fromCodePoint(0x5800 + (rest % 64))
    return `张${word}`
  }

  async #take(step: Step): Promise<void> {
    if ('put' in step) return this.#put(step)
    if ('sync' in step) return this.#phoneAt(step.phone).sync(step.sync)
    if ('accepts' in step) return this.#decide(clerks[step.clerk] ?? 'hefang', step.accepts)
    if ('says' in step) return this.#clerkSays(clerks[step.clerk] ?? 'hefang', step)
    if ('givenTo' in step) return this.#give(step.givenTo)
    return this.#line.arrive()
  }

  #phoneAt(index: number): ModelPhone {
    const phone = this.#phones[index]
    if (phone === undefined) throw new Error(`no phone ${index}`)
    return phone
  }

  async #put(put: Put): Promise<void> {
    const phone = this.#phoneAt(put.phone)
    const home = (await phone.households()).find(({ id }) => id === this.#homes[put.home]?.id)
    // Where one does not work, one goes on no errand.
    if (home === undefined) return
    const capturedAt = new Date(this.#world.now().getTime() + put.days * DAY_MS).toISOString()
    const words = this.#word()
    const entry = (changes: Pick<NewEntry, 'subject' | 'command' | 'input'>): NewEntry => ({
      ...changes,
      id: newId(),
      title: words,
      photos: [],
      form: null,
      capturedAt,
      seenVersion: null,
    })
    const wish = (kind: EffectKind, { id }: NewEntry, by = words) =>
      this.#wishes.push({ phone, entryId: id, kind, words: by, days: put.days })
    switch (put.put) {
      case 'visit':
        return this.#visit(phone, home, put, { words, capturedAt, entry, wish })
      case 'household': {
        const added = entry({
          subject: newId(),
          command: 'addHousehold',
          input: { householdId: newId(), gridId: put.bad ? area.yuling1 : area.linyuan3, address: words, members: [] },
        })
        wish('household', added)
        return phone.put(added)
      }
      case 'report': {
        const matterId = newId()
        const input = { matterId, description: words, categoryCode: put.bad ? '9999' : '0501', areaId: area.linyuan3 }
        const report = entry({ subject: matterId, command: 'reportFromField', input: { ...input, capturedAt } })
        this.#reports.set(phone, matterId)
        wish('report', report)
        return phone.put(report)
      }
      case 'comment': {
        const matterId = this.#reports.get(phone)
        if (matterId === undefined) return
        const input = { matterId, words, visibility: put.bad ? 'secret' : 'internal' }
        const comment = entry({ subject: matterId, command: 'commentMatter', input })
        wish('comment', comment)
        return phone.put(comment)
      }
      case 'patrol': {
        const patrolId = newId()
        const start = { patrolId, gridId: put.bad ? newId() : area.linyuan3, capturedAt }
        const end = entry({ subject: patrolId, command: 'endPatrol', input: { patrolId, words, capturedAt } })
        wish('patrol', end)
        return phone.put(entry({ subject: patrolId, command: 'startPatrol', input: start }), end)
      }
    }
  }

  async #visit(
    phone: ModelPhone,
    home: HouseholdOnPhone,
    { says, adds, bad }: Put,
    {
      words,
      capturedAt,
      entry,
      wish,
    }: {
      words: string
      capturedAt: string
      entry: (changes: Pick<NewEntry, 'subject' | 'command' | 'input'>) => NewEntry
      wish: (kind: EffectKind, entry: NewEntry, by?: string) => void
    },
  ): Promise<void> {
    const member = says === null ? undefined : home.members.toSorted((a, b) => a.id.localeCompare(b.id))[says]
    const [name, newcomer] = [this.#word(), this.#word()]
    const said = member && { kind: 'person_said', personId: member.id, seenVersion: member.version, said: { name } }
    const added = adds && { kind: 'person_added', person: { personId: newId(), name: newcomer } }
    const visit = entry({
      subject: home.id,
      command: 'recordVisit',
      input: {
        visitId: newId(),
        subject: { kind: 'household', id: home.id },
        result: bad ? 'nonsense' : 'found',
        words,
        capturedAt,
        parts: [said, added].filter(Boolean),
      },
    })
    wish('visit', visit)
    if (adds) wish('person', visit, newcomer)
    if (member) {
      const own = await saidOn(phone, member.id, this.#sayings)
      this.#sayings.set(name, { personId: member.id, saw: member.name, entryId: visit.id, own, accepted: false })
    }
    await phone.put(visit)
  }

  async #clerkSays(clerk: (typeof clerks)[number], { home, says }: { home: number; says: number }): Promise<void> {
    const personId = this.#homes[home]?.members[says]?.id ?? ''
    const { body: file } = await this.#world.call(clerk, peopleRoutes.getPerson, { personId })
    const name = this.#word()
    this.#sayings.set(name, { personId, saw: file.name, entryId: null, own: new Set(), accepted: false })
    const { status, text } = await this.#world.call(clerk, peopleRoutes.changePerson, {
      commandId: newId(),
      personId,
      seenVersion: file.version,
      said: { name },
    })
    if (status !== 200) throw new Error(text)
  }

  async #decide(clerk: (typeof clerks)[number], accept: boolean): Promise<void> {
    const { body } = await this.#world.call(clerk, peopleRoutes.listContested, { limit: 50 })
    const waiting = body.items.find(({ record }) => this.#sayings.has(record.said.name ?? ''))
    if (waiting === undefined) return
    const { status, text } = await this.#world.call(clerk, peopleRoutes.decideRecord, {
      commandId: newId(),
      recordId: waiting.record.id,
      accept,
    })
    if (status !== 200) throw new Error(text)
    const saying = this.#sayings.get(waiting.record.said.name ?? '')
    if (saying) saying.accepted = accept
  }

  async #heal(): Promise<void> {
    await this.#line.arrive()
    for (let round = 0; round < 5; round++)
      for (const phone of this.#phones) if (round === 0 || !(await phone.isQuiet())) await phone.sync([])
  }
}
