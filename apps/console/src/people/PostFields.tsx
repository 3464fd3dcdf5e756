import { roleRoutes } from '@linli/contract/identity'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

/** What a post is: a unit, and a role there. */
export function PostFields({ units }: { readonly units: readonly { readonly id: string; readonly name: string }[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  const roles = useQuery(reading(roleRoutes.listRoles, {}))
  return (
    <>
      <label>
        {m.unit}
        <select name="unitId" required>
          <Options of={units} />
        </select>
      </label>
      <label>
        {m.role}
        <select name="roleId" required>
          {roles.data?.items.map(({ id, names }) => (
            <option key={id} value={id}>
              {names[locale]}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
