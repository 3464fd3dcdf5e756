import { readCategories } from '../../apps/server/src/demo/files.ts'
import type { Http } from './http.ts'
import { withDatabase } from './platform.ts'

/** A station clerk of the demo, signed in, with a point of their village. */
export interface Clerk {
  readonly cookie: string
  readonly unitId: string
  readonly point: { readonly lon: number; readonly lat: number }
}

/** Clerks of villages all over the county, signed in through the real door. */
export async function signInClerks(http: Http, connectionString: string, count: number): Promise<Clerk[]> {
  const found = await withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ login: string; unitId: string; lon: number; lat: number }>(
      `SELECT DISTINCT ON (u.id) s.login, u.id AS "unitId", v.lon, v.lat
       FROM posts p
       JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.code = 'station_clerk'
       JOIN staff s ON s.county_id = p.county_id AND s.id = p.staff_id
       JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id AND u.kind = 'village_grid_station'
       JOIN area_versions v ON v.county_id = u.county_id AND v.parent_id = u.area_id AND v.valid_to IS NULL
       ORDER BY u.id, v.grid_no`,
    )
    const step = Math.max(1, Math.floor(rows.length / count))
    return rows.filter((_, index) => index % step === 0).slice(0, count)
  })
  const clerks: Clerk[] = []
  for (const { login, unitId, lon, lat } of found) {
    clerks.push({ cookie: await signIn(http, login), unitId, point: { lon, lat } })
  }
  return clerks
}

export async function signIn(http: Http, login: string): Promise<string> {
  const answer = await fetch(new URL('/api/login', http.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'linli-demo' }),
  })
  if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

/** Categories that a station settles itself with words alone: not danger, nor what concerns the staff themselves. */
export const plainCategories: readonly string[] = readCategories()
  .filter(({ danger, childHarm }) => !danger && !childHarm)
  .filter(({ evidence }) => evidence === 'none' || evidence === 'words')
  .filter(({ confidential, departmentCode }) => !confidential || departmentCode !== null)
  .map(({ code }) => code)
