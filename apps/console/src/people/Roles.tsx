import { type Role, roleRoutes } from '@linli/contract/identity'
import { Permission, permissions } from '@linli/contract/permissions'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** What each role allows; whoever may manage roles changes it here. */
export function Roles({ mayManage }: { mayManage: boolean }) {
  const m = useMessages()
  const { locale } = useLocale()
  const roles = useQuery(reading(roleRoutes.listRoles, {}))
  return (
    <section className="panel">
      <h2>{m.roles}</h2>
      <p className="empty mut">{m.rolesHint}</p>
      {roles.data?.items.map((role) => (
        <details key={role.id} className="role empty">
          <summary>{`${role.names[locale]} · ${m.reach[role.reach]} · ${m.holders(role.staffCount)}`}</summary>
          <RoleForm role={role} mayManage={mayManage} />
        </details>
      ))}
    </section>
  )
}

function RoleForm({ role, mayManage }: { role: Role; mayManage: boolean }) {
  const m = useMessages()
  const change = useCommand(roleRoutes.changeRole, ['/roles'])
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void change.run({
      roleId: role.id,
      names: role.names,
      reach: role.reach,
      totpRequired: form.has('totp'),
      permissions: Permission.array().parse(form.getAll('permission')),
    })
  }
  return (
    <form className="form" onSubmit={submit}>
      <div className="permissions">
        {permissions.map((permission) => (
          <label key={permission} className="inline">
            <input
              type="checkbox"
              name="permission"
              value={permission}
              defaultChecked={role.permissions.includes(permission)}
              disabled={!mayManage}
            />
            {m.permissions[permission]}
          </label>
        ))}
        <label className="inline">
          <input type="checkbox" name="totp" defaultChecked={role.totpRequired} disabled={!mayManage} />
          {m.totp}
        </label>
      </div>
      <FormFault text={change.fault} />
      {mayManage && (
        <div>
          <button type="submit" className="btn pri" disabled={change.busy}>
            {m.save}
          </button>
        </div>
      )}
    </form>
  )
}
