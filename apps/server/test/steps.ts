import { type Matter, matterRoutes, type Receipt } from '@linli/contract/matters'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { newId } from '../src/platform/crypto/id.ts'
import { type Person, phoneOf, spot } from './county.ts'
import type { Answer, World } from './world.ts'

type Report = RouteInput<typeof matterRoutes.reportMatter>
type Unkeyed<R extends Route> = Omit<RouteInput<R>, 'commandId' | 'matterId'>
/** A route that acts on one matter. */
type Action = Route & { readonly input: { readonly _zod: { readonly input: { commandId: string; matterId: string } } } }

/** What tests of matters do again and again, in the words of the platform. */
export interface Steps {
  /** 张桂兰 reports a street lamp in grid 3 of 林园, unless told otherwise. */
  report(changes?: Partial<Report>): Promise<Receipt>
  /** Takes a step on a matter, as a command of its own. */
  act<R extends Action>(who: Person, route: R, matterId: string, input: Unkeyed<R>): Promise<Answer<RouteOutput<R>>>
  /** As `act`, for steps that must succeed on the way to what is tested. */
  done<R extends Action>(who: Person, route: R, matterId: string, input: Unkeyed<R>): Promise<RouteOutput<R>>
  see(who: Person, matterId: string): Promise<Matter>
  /** Kinds of events of a matter, in their order. */
  events(matterId: string): Promise<string[]>
  /** What waits for somebody because of a matter: kind and holder. */
  waiting(matterId: string): Promise<string[]>
}

export function stepsIn(world: World): Steps {
  const act: Steps['act'] = (who, route, matterId, input) =>
    // The rest of the input and the two keys make up the whole of it.
    world.call(who, route, { ...input, matterId, commandId: newId() } as RouteInput<typeof route>)
  return {
    act,
    async report(changes = {}) {
      const { body, status, text } = await world.call(null, matterRoutes.reportMatter, {
        commandId: newId(),
        description: '林园路口的路灯三天不亮了。晚上看不见台阶。',
        categoryCode: '0501',
        point: spot.linyuan3,
        contact: { name: '张桂兰', phone: phoneOf.zhangguilan },
        ...changes,
      })
      if (status !== 200) throw new Error(text)
      return body
    },
    async done(who, route, matterId, input) {
      const { body, status, text } = await act(who, route, matterId, input)
      if (status !== 200) throw new Error(`${who} ${route.path}: ${text}`)
      return body
    },
    async see(who, matterId) {
      const { body, status, text } = await world.call(who, matterRoutes.getMatter, { matterId })
      if (status !== 200) throw new Error(`${who}: ${text}`)
      return body
    },
    async events(matterId) {
      const rows = await world.deps.db
        .selectFrom('events')
        .select('kind')
        .where('subjectId', '=', matterId)
        .orderBy('seq')
        .execute()
      return rows.map((row) => row.kind)
    },
    async waiting(matterId) {
      const rows = await world.deps.db
        .selectFrom('workItems')
        .innerJoin('units', (join) =>
          join.onRef('units.countyId', '=', 'workItems.countyId').onRef('units.id', '=', 'workItems.unitId'),
        )
        .leftJoin('staff', (join) =>
          join.onRef('staff.countyId', '=', 'workItems.countyId').onRef('staff.id', '=', 'workItems.staffId'),
        )
        .select(['workItems.kind', 'units.name as unit', 'staff.name as person'])
        .where('workItems.subjectId', '=', matterId)
        .where('doneAt', 'is', null)
        .orderBy('workItems.kind')
        .execute()
      return rows.map(({ kind, unit, person }) => [kind, unit, person].filter(Boolean).join(' '))
    },
  }
}
