import { Icon } from '@linli/ui'
import { type ReactNode, useId } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly kind?: 'text' | 'tel' | 'code' | 'search' | 'long'
  readonly autoComplete?: string
  readonly placeholder?: string
  /** Stands inside the box, below the words. */
  readonly tools?: ReactNode
}

const inputKinds = {
  text: { type: 'text' },
  tel: { type: 'tel', inputMode: 'tel' },
  code: { type: 'text', inputMode: 'numeric' },
  search: { type: 'search', enterKeyHint: 'search' },
} as const

/** A labelled field; what is wrong with it stands under it, in words. */
export function Field({
  label,
  hint,
  error,
  value,
  onChange,
  kind = 'text',
  autoComplete = 'off',
  placeholder,
  tools,
}: Props) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const shared = {
    id,
    value,
    autoComplete,
    placeholder: placeholder ?? '',
    'aria-invalid': error !== undefined,
    ...(described ? { 'aria-describedby': described } : {}),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {hint && (
          <small id={`${id}-hint`} className="hint">
            {hint}
          </small>
        )}
      </label>
      {kind === 'long' ? (
        <div className={error ? 'box err' : 'box'}>
          <textarea rows={4} {...shared} />
          {tools && <div className="tools">{tools}</div>}
        </div>
      ) : (
        <input className={error ? 'line err' : 'line'} {...inputKinds[kind]} {...shared} />
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

export function FieldError({ children, ...rest }: { id?: string; role?: 'alert'; children: string }) {
  return (
    <p className="msg" {...rest}>
      <Icon name="alert" />
      {children}
    </p>
  )
}

/** Brings the first field at fault into view and gives it the focus. Called after the errors are on the page. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('main [aria-invalid="true"], main .msg')
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  })
}
