import { type ReactNode, type TextareaHTMLAttributes, useId } from 'react'
import { Dictate } from './dictate.tsx'

interface FieldProps {
  readonly label: string
  /** The label is there for screen readers only: it stands above already. */
  readonly bare?: boolean | undefined
  readonly fault?: string | undefined
}

interface ControlProps {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string
}

/** A control under its label, with what is wrong beneath it. */
export function Field({
  label,
  bare = false,
  fault,
  children,
}: FieldProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  const faultId = `${id}-fault`
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'sr' : undefined}>
        {label}
      </label>
      {children({ id, 'aria-invalid': fault !== undefined, 'aria-describedby': faultId })}
      <Fault id={faultId} fault={fault} />
    </div>
  )
}

type WordsProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & {
    readonly hint?: string
    /** Words that were spoken, to go behind what is written. */
    readonly onDictated?: (words: string) => void
  }

/** Long words. */
export function Words({ label, hint, fault, bare, onDictated, ...rest }: WordsProps) {
  return (
    <Field label={label} bare={bare} fault={fault}>
      {(control) => (
        <>
          <textarea rows={3} {...rest} {...control} placeholder={hint} />
          {onDictated && <Dictate onSaid={onDictated} />}
        </>
      )}
    </Field>
  )
}

interface LineProps extends FieldProps {
  readonly hint?: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: 'text' | 'password' | 'tel'
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'tel' | 'text'
  readonly maxLength?: number
  readonly name?: string
}

export function Line({ label, hint, fault, bare, onValue, type = 'text', ...rest }: LineProps) {
  return (
    <Field label={label} bare={bare} fault={fault}>
      {(control) => (
        <input
          type={type}
          {...rest}
          {...control}
          placeholder={hint}
          autoCapitalize="none"
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}

export function Fault({ id, fault }: { id?: string; fault: string | undefined }) {
  return (
    <p className="fault" id={id}>
      {fault}
    </p>
  )
}

export function Tick({
  label,
  checked,
  onTick,
}: {
  label: string
  checked: boolean
  onTick: (checked: boolean) => void
}) {
  return (
    <label className="tick">
      <input type="checkbox" checked={checked} onChange={(event) => onTick(event.target.checked)} />
      {label}
    </label>
  )
}
