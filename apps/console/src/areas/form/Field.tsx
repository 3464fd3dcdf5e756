import { type ReactNode, useId } from 'react'

interface ControlProps {
  readonly id: string
  readonly 'aria-invalid'?: true
  readonly 'aria-describedby'?: string
}

interface Props {
  readonly label: string
  readonly hint?: string | undefined
  /** The hint says that something wants looking at. */
  readonly warn?: boolean
  /** What the server found wrong with it. */
  readonly fault?: string | undefined
  readonly children: (control: ControlProps) => ReactNode
}

/** A control with its name, and beside it in words what is wrong with it. */
export function Field({ label, hint, warn = false, fault, children }: Props) {
  const id = useId()
  const words = fault ?? hint
  return (
    <div className="fld">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(fault ? { 'aria-invalid': true as const } : {}),
        ...(words ? { 'aria-describedby': `${id}-words` } : {}),
      })}
      {words && (
        <small id={`${id}-words`} className={fault ? 'bad' : warn ? 'lost' : ''} role={fault ? 'alert' : undefined}>
          {words}
        </small>
      )}
    </div>
  )
}
