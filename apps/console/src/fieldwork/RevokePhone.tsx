import { type FieldDevice, fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldText } from '@linli/ui'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { say } from '../frame/said.ts'
import { useCommand } from '../pages/use-command.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { useMessages } from './messages.ts'

/** Takes a phone out of use, with the reason; it cannot be put back. */
export function RevokePhone({ phone, onClose }: { readonly phone: FieldDevice; readonly onClose: () => void }) {
  const m = useMessages()
  const command = useCommand(fieldDeviceRoutes.revokeDevice, [fieldDeviceRoutes.listDevices.path])
  async function run(form: FormData) {
    const words = fieldText(form, 'words')
    if (!(await command.run({ deviceId: phone.id, staffId: phone.staffId, words }))) return
    say({ words: m.revokedDone })
    onClose()
  }
  return (
    <Dialog
      title={m.revokeOf(phone.name, phone.by)}
      intro={<p className="mut">{m.revokeHint}</p>}
      submit={m.revoke}
      danger
      busy={command.busy}
      onClose={onClose}
      onSubmit={(form) => void run(form)}
    >
      <Field label={m.revokeWhy} fault={command.faults['words']}>
        {(control) => <input {...control} name="words" required maxLength={300} />}
      </Field>
      <FormFault text={command.faults['words'] ? null : command.fault} />
    </Dialog>
  )
}
