import { type TextareaHTMLAttributes, useId } from 'react'
import { Dictate } from './dictate.tsx'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly fault?: string | undefined
}

type WordsProps = Props &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & {
    /** The label is there for screen readers only: it stands above already. */
    readonly bare?: boolean
    /** Words that were spoken, to go behind what is written. */
    readonly onDictated?: (words: string) => void
  }

/** Long words, with what is wrong beside them. */
export function Words({ label, hint, fault, bare = false, onDictated, ...rest }: WordsProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'sr' : undefined}>
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        {...rest}
        placeholder={hint}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault`}
      />
      {onDictated && <Dictate onSaid={onDictated} />}
      <Fault id={`${id}-fault`} fault={fault} />
    </div>
  )
}

type LineProps = Props & {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: 'text' | 'password' | 'tel'
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'tel' | 'text'
  readonly maxLength?: number
  readonly name?: string
  readonly bare?: boolean
}

export function Line({ label, hint, fault, onValue, type = 'text', bare = false, ...rest }: LineProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'sr' : undefined}>
        {label}
      </label>
      <input
        id={id}
        type={type}
        {...rest}
        placeholder={hint}
        autoCapitalize="none"
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault`}
      />
      <Fault id={`${id}-fault`} fault={fault} />
    </div>
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
